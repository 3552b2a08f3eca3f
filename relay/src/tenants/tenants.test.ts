import assert from 'node:assert/strict';
import { randomBytes, X509Certificate } from 'node:crypto';
import test, { beforeEach } from 'node:test';
import { guardHosts } from '../outgoing/hosts.ts';
import { OutsideError } from '../engine/ports.ts';
import { isClientSecret } from '../secrets/client-secret.ts';
import { openMemoryStore } from '../store/memory.ts';
import type { Store } from '../store/port.ts';
import { connector } from './connect.ts';
import { checkDetails, DetailRefused, organisationId } from './details.ts';
import { manageTenants, type Tenants } from './tenants.ts';

const ORG = '00D000000000001EAA';
const key = randomBytes(32);
const hosts = guardHosts(['127.0.0.1:8081']);
const first = { orgId: ORG, salesforceUrl: 'https://example.my.salesforce.com/' };
const rest = {
  salesforceUsername: 'integration@example.com',
  salesforceClientId: 'consumer-key',
  munchkinId: '123-ABC-456',
  marketoClientId: 'client-id',
  marketoClientSecret: 'marketo secret'.replace(' ', '-')
};
let store: Store;
let tenants: Tenants;
beforeEach(() => {
  store = openMemoryStore();
  tenants = manageTenants(store, key, hosts);
});

test('the certificate comes first, the rest is set later', async () => {
  const { tenant, clientSecret } = await tenants.add(first);
  assert.match(new X509Certificate(tenant.certificate).subject, new RegExp(ORG));
  assert.ok(isClientSecret(key, clientSecret, tenant.relaySecretHash));
  assert.equal(tenant.salesforceUrl, 'https://example.my.salesforce.com');
  const set = await tenants.set(ORG, rest);
  assert.deepEqual(
    [set.salesforceClientId, set.marketoUrl, set.certificate],
    ['consumer-key', 'https://123-ABC-456.mktorest.com', tenant.certificate]
  );
  assert.equal(tenants.secretsOf(set).marketoClientSecret, 'marketo-secret');
  assert.match(tenants.secretsOf(set).privateKey, /PRIVATE KEY/);
});

test('nothing secret stands in the store', async () => {
  const { clientSecret } = await tenants.add({ ...first, ...rest });
  const kept = JSON.stringify(await store.tenants());
  for (const secret of [clientSecret, rest.marketoClientSecret, 'PRIVATE KEY']) assert.ok(!kept.includes(secret));
});

test('an address that was named stays when the Munchkin id changes, the default follows it', async () => {
  await tenants.add({ ...first, ...rest });
  assert.equal((await tenants.set(ORG, { munchkinId: '999-XYZ-999' })).marketoUrl, 'https://999-XYZ-999.mktorest.com');
  await tenants.set(ORG, { marketoUrl: 'http://127.0.0.1:8081' });
  assert.equal((await tenants.set(ORG, { munchkinId: '123-ABC-456' })).marketoUrl, 'http://127.0.0.1:8081');
});

test('an org is a tenant once', async () => {
  await tenants.add(first);
  await assert.rejects(tenants.add({ ...first, orgId: ORG.slice(0, 15) }), /tenant already.*relay tenant set/);
});

test('a new secret makes the old one useless, a new certificate keeps the secret', async () => {
  const before = await tenants.add(first);
  const { tenant, clientSecret } = await tenants.rotateSecret(ORG);
  assert.equal(tenant.relaySecretVersion, before.tenant.relaySecretVersion + 1);
  assert.ok(isClientSecret(key, clientSecret, tenant.relaySecretHash));
  assert.ok(!isClientSecret(key, before.clientSecret, tenant.relaySecretHash));
  const renewed = await tenants.rotateCertificate(ORG);
  assert.notEqual(renewed.certificate, before.tenant.certificate);
  assert.equal(renewed.relaySecretHash, tenant.relaySecretHash);
  const certificate = new X509Certificate(renewed.certificate);
  const { createPrivateKey } = await import('node:crypto');
  assert.ok(certificate.checkPrivateKey(createPrivateKey(tenants.secretsOf(renewed).privateKey)));
});

test('an erased tenant is gone, an unknown one is said to be unknown', async () => {
  await tenants.add(first);
  await tenants.erase(ORG);
  assert.deepEqual(await store.tenants(), []);
  await assert.rejects(tenants.erase(ORG), /is no tenant.*relay tenant list/);
});

test('every detail that does not fit has its sentence, and a secret is not repeated', () => {
  for (const [given, said] of [
    [{ salesforceUrl: 'example.my.salesforce.com' }, /--salesforce-url: .*is no address/],
    [{ salesforceUrl: 'https://example.com' }, /--salesforce-url: .*RELAY_ALLOWED_HOSTS/],
    [{ marketoUrl: 'http://123-ABC-456.mktorest.com' }, /--marketo-url/],
    [{ munchkinId: '123abc456' }, /--munchkin-id: "123abc456".*123-ABC-456/],
    [{ salesforceUsername: 'integration' }, /--salesforce-username/],
    [{ namespace: '1x' }, /--namespace/],
    [{ marketoClientSecret: 'a b' }, /RELAY_MARKETO_CLIENT_SECRET: What was given/],
    [{ salesforceIdField: 'Salesforce Id' }, /--salesforce-id-field/],
    [{ orgId: '701000000000001AAA' }, /--org-id.*00D/]
  ] as const) {
    assert.throws(
      () => checkDetails(given, hosts),
      (error: Error) => error instanceof DetailRefused && said.test(error.message) && !error.message.includes('a b'),
      JSON.stringify(given)
    );
  }
  assert.deepEqual(checkDetails({ marketoUrl: ' http://127.0.0.1:8081/ ', namespace: '' }, hosts), {
    marketoUrl: 'http://127.0.0.1:8081',
    namespace: ''
  });
});

test('15 characters of an organisation id are completed, mistyped ones refused', () => {
  assert.equal(organisationId('00D000000000001'), '00D000000000001EAA');
  assert.equal(organisationId('00D000000000001EAA'), '00D000000000001EAA');
  assert.throws(() => organisationId('00D000000000001EAB'), /mistyped/);
});

test('a side without its details says which are missing, at every call', async () => {
  const { tenant } = await tenants.add(first);
  const { salesforce, marketo } = connector(tenants, hosts)(tenant, { run: (_weight, call) => call() });
  const lacks = (said: RegExp) => (error: unknown) =>
    error instanceof OutsideError && error.kind === 'credentials' && said.test(error.message);
  await assert.rejects(salesforce.readOutbox(1), lacks(/--salesforce-username, --salesforce-client-id: .*relay tenant set/));
  await assert.rejects(marketo.program(1), lacks(/--munchkin-id.*RELAY_MARKETO_CLIENT_SECRET/));
  await assert.rejects(Array.fromAsync(marketo.listMembers(1)), lacks(/--munchkin-id/));
});

test('a command with another key changes nothing: the secret that works is not replaced by one that the relay cannot know', async () => {
  const { clientSecret } = await tenants.add({ ...first, ...rest });
  const stranger = manageTenants(store, randomBytes(32), hosts);
  const before = await store.tenants();
  const other = { orgId: '00D000000000002EAA', salesforceUrl: first.salesforceUrl };
  for (const change of [
    () => stranger.rotateSecret(ORG),
    () => stranger.set(ORG, { marketoClientSecret: 'another' }),
    () => stranger.add(other),
    () => stranger.requireKey()
  ]) {
    await assert.rejects(change, (error: Error) => error instanceof DetailRefused && /RELAY_KEY is another key/.test(error.message));
  }
  assert.deepEqual(await store.tenants(), before);
  assert.ok(isClientSecret(key, clientSecret, before[0]?.relaySecretHash ?? ''));
  await tenants.requireKey();
});

test('where the key is lost, a tenant gets new secrets with another one step by step', async () => {
  await tenants.add({ ...first, ...rest });
  const successor = manageTenants(store, randomBytes(32), hosts);
  await successor.rotateCertificate(ORG);
  const tenant = await successor.set(ORG, { marketoClientSecret: 'another' });
  await successor.rotateSecret(ORG);
  await successor.requireKey();
  assert.equal(successor.secretsOf(tenant).marketoClientSecret, 'another');
});

test('secrets that were closed with another key stop the connection with a sentence', async () => {
  const { tenant } = await tenants.add({ ...first, ...rest });
  const stranger = manageTenants(store, randomBytes(32), hosts);
  assert.throws(() => connector(stranger, hosts)(tenant, { run: (_weight, call) => call() }), /RELAY_KEY/);
});
