import test, { type TestContext } from 'node:test';
import assert from 'node:assert/strict';
import { ask, makeCertificate, openLab, signAssertion, type Lab } from '../server/testing/open-lab.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const soon = () => Math.floor(Date.now() / 1000) + 180;

async function tokenCall(lab: Lab, form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${lab.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form), headers });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

async function withApp(t: TestContext) {
  const pair = makeCertificate(t);
  if (!pair) {
    t.skip('openssl is not installed, so there is no certificate to register');
    return null;
  }
  const lab = await openLab(t);
  const { body } = await lab.control('POST', 'apps', { certificate: pair.certificate, approved: ['Admin@example.com'] });
  const consumerKey = String(body.consumerKey);
  const claims = { iss: consumerKey, sub: 'admin@example.com', aud: 'https://login.salesforce.com', exp: soon() };
  const bearer = (more: Record<string, unknown> = {}, key = pair.key, alg?: string) =>
    tokenCall(lab, { grant_type: GRANT, assertion: signAssertion(key, { ...claims, ...more }, alg) });
  return { lab, consumerKey, consumerSecret: String(body.consumerSecret), bearer, pair };
}

test('a signed assertion of a pre-authorised user opens a session', async (t) => {
  const made = await withApp(t);
  if (!made) {
    return;
  }
  const { status, body } = await made.bearer();
  assert.equal(status, 200);
  assert.deepEqual([body['token_type'], body['instance_url'], body['scope']], ['Bearer', made.lab.url, 'api refresh_token']);
  assert.match(body['access_token'] ?? '', /^00D\w{12}!\S{60,}$/);
  assert.match(body['id'] ?? '', new RegExp(`^${made.lab.url}/id/${made.lab.orgId}/005\\w{15}$`));
  const seen = await ask(`${made.lab.url}/services/data/v66.0/sobjects/Lead`, 'GET', body['access_token'] ?? '');
  assert.equal(seen.status, 200);
  const me = await ask(body['id'] ?? '', 'GET', body['access_token'] ?? '');
  assert.deepEqual([me.body.username, me.body.organization_id], ['admin@example.com', made.lab.orgId]);
});

test('each thing wrong with an assertion is refused with words of its own', async (t) => {
  const made = await withApp(t);
  const other = makeCertificate(t);
  if (!made || !other) {
    return;
  }
  const cases: [string, string, Promise<{ status: number; body: Record<string, string> }>][] = [
    ['invalid_client_id', 'client identifier invalid', made.bearer({ iss: 'nobody' })],
    ['invalid_grant', 'audience is invalid', made.bearer({ aud: 'https://elsewhere.example.com' })],
    ['invalid_grant', 'expired authorization code', made.bearer({ exp: Math.floor(Date.now() / 1000) - 1 })],
    ['invalid_grant', 'expired authorization code', made.bearer({ exp: undefined })],
    ['invalid_grant', "user hasn't approved this consumer", made.bearer({ sub: 'nobody@example.com' })],
    ['invalid_grant', 'invalid assertion', made.bearer({}, other.key)],
    ['invalid_grant', 'algorithm not supported', made.bearer({}, made.pair.key, 'none')],
    ['invalid_grant', 'invalid assertion', tokenCall(made.lab, { grant_type: GRANT, assertion: 'no.jwt' })],
    ['unsupported_grant_type', 'grant type not supported', tokenCall(made.lab, { grant_type: 'password' })]
  ];
  for (const [error, error_description, answer] of cases) {
    assert.deepEqual(await answer, { status: 400, body: { error, error_description } });
  }
});

test('an existing user who is not pre-authorised is refused, and let in once he is', async (t) => {
  const made = await withApp(t);
  if (!made) {
    return;
  }
  await made.lab.control('POST', 'users', { username: 'lee@example.com', lastName: 'Lee', profile: 'Standard User' });
  assert.equal((await made.bearer({ sub: 'lee@example.com' })).body['error_description'], "user hasn't approved this consumer");
  await made.lab.control('POST', 'apps', { consumerKey: made.consumerKey, approved: ['lee@example.com'] });
  assert.equal((await made.bearer({ sub: 'lee@example.com' })).status, 200);
  await made.lab.control('POST', 'users', { username: 'lee@example.com', lastName: 'Lee', profile: 'Standard User', active: false });
  assert.deepEqual((await made.bearer({ sub: 'lee@example.com' })).body, { error: 'invalid_grant', error_description: 'inactive user' });
});

test('client credentials run as the app’s user, in the form or as basic authentication', async (t) => {
  const lab = await openLab(t);
  const { body } = await lab.control('POST', 'apps', { runAs: 'admin@example.com' });
  const [client_id, client_secret] = [String(body.consumerKey), String(body.consumerSecret)];
  assert.equal((await tokenCall(lab, { grant_type: 'client_credentials', client_id, client_secret })).status, 200);
  const basic = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
  const granted = await tokenCall(lab, { grant_type: 'client_credentials' }, { authorization: basic });
  assert.equal(granted.status, 200);
  const wrong = await tokenCall(lab, { grant_type: 'client_credentials', client_id, client_secret: 'x' });
  assert.deepEqual(wrong, { status: 400, body: { error: 'invalid_client', error_description: 'invalid client credentials' } });
  const off = (await lab.control('POST', 'apps', {})).body;
  const refused = await tokenCall(lab, { grant_type: 'client_credentials', client_id: off.consumerKey, client_secret: off.consumerSecret });
  assert.equal(refused.body['error_description'], 'no client credentials user enabled');

  const form = new URLSearchParams({ token: granted.body['access_token'] ?? '' });
  const look = async () =>
    (await (
      await fetch(`${lab.url}/services/oauth2/introspect`, { method: 'POST', body: form, headers: { authorization: basic } })
    ).json()) as { active: boolean };
  assert.equal((await look()).active, true);
  assert.equal((await fetch(`${lab.url}/services/oauth2/revoke`, { method: 'POST', body: form })).status, 200);
  assert.deepEqual(await look(), { active: false });
});

test('a refresh token opens new sessions until it is revoked', async (t) => {
  const lab = await openLab(t);
  const { consumerKey } = (await lab.control('POST', 'apps', {})).body;
  const { refreshToken } = (await lab.control('POST', 'session', { username: 'admin@example.com', consumerKey })).body;
  const again = () => tokenCall(lab, { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: consumerKey });
  assert.equal((await again()).status, 200);
  await fetch(`${lab.url}/services/oauth2/revoke`, { method: 'POST', body: new URLSearchParams({ token: refreshToken }) });
  assert.deepEqual((await again()).body, { error: 'invalid_grant', error_description: 'expired access/refresh token' });
});

test('a session that is unknown, ended or not used for too long is answered with INVALID_SESSION_ID', async (t) => {
  const lab = await openLab(t);
  const refused = { status: 401, body: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }] };
  const look = async (token: string) => {
    const { status, body } = await ask(`${lab.url}/services/data/v66.0/limits`, 'GET', token);
    return { status, body };
  };
  assert.deepEqual(await look('00D!wrong'), refused);
  const { accessToken } = (await lab.control('POST', 'session', { username: 'admin@example.com' })).body;
  assert.equal((await look(accessToken)).status, 200);
  assert.deepEqual((await lab.control('DELETE', 'sessions', { username: 'admin@example.com' })).body, { ended: 2 });
  assert.deepEqual(await look(accessToken), refused);
  const next = (await lab.control('POST', 'session', { username: 'admin@example.com' })).body.accessToken as string;
  await lab.control('PUT', 'settings', { sessionSeconds: 0 });
  assert.deepEqual(await look(next), refused);
});

test('userinfo without a good token is refused as Salesforce refuses it', async (t) => {
  const lab = await openLab(t);
  assert.deepEqual((await ask(`${lab.url}/services/oauth2/userinfo`, 'GET', 'x')).body, 'Bad_OAuth_Token');
  assert.equal((await ask(`${lab.url}/services/oauth2/userinfo`, 'GET', lab.token)).body.preferred_username, 'admin@example.com');
});
