import assert from 'node:assert/strict';
import { createSign, randomBytes, X509Certificate } from 'node:crypto';
import test from 'node:test';
import { newCertificate } from './certificate.ts';
import { hashClientSecret, isClientSecret, newClientSecret } from './client-secret.ts';
import { deriveKey } from './key.ts';
import { createSeal } from './seal.ts';

const key = randomBytes(32);

test('a sealed secret opens in its place with its key, and nowhere else', () => {
  const seal = createSeal(key);
  const sealed = seal.close('päss', 'tenant 1 marketo');
  assert.ok(!sealed.includes('päss'));
  assert.notEqual(sealed, seal.close('päss', 'tenant 1 marketo'));
  assert.equal(seal.open(sealed, 'tenant 1 marketo'), 'päss');
  assert.throws(() => seal.open(sealed, 'tenant 2 marketo'), /"tenant 2 marketo" does not open with RELAY_KEY/);
  assert.throws(() => createSeal(randomBytes(32)).open(sealed, 'tenant 1 marketo'), /RELAY_KEY/);
  const middle = Math.floor(sealed.length / 2);
  const changed = `${sealed.slice(0, middle)}${sealed[middle] === 'A' ? 'B' : 'A'}${sealed.slice(middle + 1)}`;
  for (const text of [changed, sealed.slice(0, 20), '', 'v2.AAAA']) assert.throws(() => seal.open(text, 'tenant 1 marketo'), /RELAY_KEY/);
});

test('a client secret is known by its hash, with the same key only', () => {
  const secret = newClientSecret();
  const hash = hashClientSecret(key, secret);
  assert.ok(isClientSecret(key, secret, hash));
  assert.ok(!isClientSecret(key, `${secret}x`, hash));
  assert.ok(!isClientSecret(randomBytes(32), secret, hash));
  assert.ok(!isClientSecret(key, secret, ''));
  assert.ok(!hash.includes(secret));
});

test('each purpose has its own key', () => {
  const keys = (['seal', 'access-token', 'client-secret'] as const).map((purpose) => deriveKey(key, purpose).toString('hex'));
  assert.equal(new Set([...keys, key.toString('hex')]).size, 4);
});

test('the certificate belongs to the private key, signs with SHA-256 and lasts two years', async () => {
  const { certificate, privateKey } = await newCertificate('00D000000000001EAA', new Date('2026-03-04T05:06:07Z'));
  const read = new X509Certificate(certificate);
  assert.match(read.subject, /Campaign Sync relay 00D000000000001EAA/);
  assert.equal(new Date(read.validTo).toISOString(), '2028-03-04T05:06:07.000Z');
  assert.ok(read.verify(read.publicKey));
  const signature = createSign('RSA-SHA256').update('x').sign(privateKey);
  assert.equal(signature.length, 256);
  const { createVerify } = await import('node:crypto');
  assert.ok(createVerify('RSA-SHA256').update('x').verify(read.publicKey, signature));
});
