import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import test from 'node:test';
import { createAccessTokens, LIFE_SECONDS } from './access-token.ts';

const key = randomBytes(32);
const clock = { now: 1_000_000 };
const tokens = createAccessTokens(key, () => clock.now);
const tenant = { id: 't', orgId: '00D000000000001EAA', relaySecretVersion: 3 };

test('a token says tenant, org and version until it expires', () => {
  const token = tokens.issue(tenant);
  assert.deepEqual(tokens.read(token), { tenant: 't', org: tenant.orgId, version: 3, until: clock.now + LIFE_SECONDS * 1000 });
  clock.now += LIFE_SECONDS * 1000;
  assert.equal(tokens.read(token), 'expired');
});

test('a changed token, or one of another key, is none', () => {
  const token = tokens.issue(tenant);
  assert.equal(createAccessTokens(randomBytes(32), () => clock.now).read(token), 'forged');
  const [claims = '', signature = ''] = token.split('.');
  const richer = Buffer.from(JSON.stringify({ tenant: 'other', org: tenant.orgId, version: 3, until: 9e15 })).toString('base64url');
  assert.equal(tokens.read(`${richer}.${signature}`), 'forged');
  assert.equal(tokens.read(`${claims}.`), 'malformed');
  assert.equal(tokens.read(`${token}.x`), 'malformed');
});

test('no text whatever is read as a token, and none makes the reader fail', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof tokens.read(text) === 'string'));
  fc.assert(fc.property(fc.base64String(), fc.base64String(), (a, b) => typeof tokens.read(`${a}.${b}`) === 'string'));
});
