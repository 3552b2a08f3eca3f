import assert from 'node:assert/strict';
import { connect, type AddressInfo } from 'node:net';
import test, { beforeEach } from 'node:test';
import { CAMPAIGN, ORG, openSurface, SECRET, tenantRow, type Surface } from '../../testing/http-surface.ts';
import { LIFE_SECONDS } from './access-token.ts';

let surface: Surface;
beforeEach(async () => {
  surface = await openSurface();
});

const form = { 'content-type': 'application/x-www-form-urlencoded' };
async function ask(payload: string, headers: Record<string, string> = {}) {
  const got = await surface.app.inject({ method: 'POST', url: '/oauth/token', headers: { ...form, ...headers }, payload });
  return { status: got.statusCode, body: got.json<Record<string, unknown>>(), headers: got.headers };
}
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`
});

test('a token is given for client credentials, in the form or as basic authentication', async () => {
  const inForm = await ask(
    new URLSearchParams({ grant_type: 'client_credentials', client_id: 'relay_1', client_secret: SECRET }).toString()
  );
  const asBasic = await ask('grant_type=client_credentials', basic('relay_1', SECRET));
  const both = await ask('grant_type=client_credentials&client_id=relay_1', basic('relay_1', SECRET));
  for (const { status, body, headers } of [inForm, asBasic, both]) {
    assert.equal(status, 200);
    assert.deepEqual([body['token_type'], body['expires_in'], body['scope']], ['Bearer', 3600, `org:${ORG}`]);
    assert.equal(headers['cache-control'], 'no-store');
  }
});

test('a wrong id and a wrong secret are the same refusal', async () => {
  const wrong = [
    await ask('grant_type=client_credentials', basic('relay_2', SECRET)),
    await ask('grant_type=client_credentials', basic('relay_1', 'x'))
  ];
  assert.deepEqual(
    wrong.map(({ status }) => status),
    [401, 401]
  );
  assert.deepEqual(wrong[0]?.body, wrong[1]?.body);
  assert.equal(wrong[0]?.body['error'], 'invalid_client');
  assert.ok(!JSON.stringify(surface.logged).includes('relay_2'), 'what a stranger sent is not logged');
});

test('other faults of a token request are 400 in OAuth’s own shape', async () => {
  for (const [payload, headers, error] of [
    ['grant_type=password&username=a&password=b', basic('relay_1', SECRET), 'unsupported_grant_type'],
    ['', {}, 'invalid_request'],
    ['grant_type=client_credentials', {}, 'invalid_request'],
    ['grant_type=client_credentials&client_secret=x', basic('relay_1', SECRET), 'invalid_request'],
    ['grant_type=client_credentials', { authorization: 'Basic ???' }, 'invalid_request'],
    ['grant_type=client_credentials&grant_type=client_credentials', {}, 'invalid_request']
  ] as const) {
    const { status, body } = await ask(payload, headers);
    assert.deepEqual([status, body['error'], typeof body['error_description']], [400, error, 'string'], payload);
  }
});

test('a body that is no form is a fault in OAuth’s own shape, too, and not the relay’s', async () => {
  const json = { 'content-type': 'application/json' };
  for (const [payload, headers] of [
    ['{', json],
    ['[]', json],
    ['x', { 'content-type': 'application/xml' }],
    ['a'.repeat(1_100_000), {}]
  ] as const) {
    const { status, body } = await ask(payload, headers);
    assert.deepEqual([status, body['error'], typeof body['error_description']], [400, 'invalid_request', 'string'], payload.slice(0, 9));
  }
});

test('a thousand guesses are two lines of the log, and keep nobody else waiting', async () => {
  const wrong = () => ask('grant_type=client_credentials', basic('relay_1', 'x'));
  for (let guess = 0; guess < 500; guess++) await wrong();
  assert.equal((await ask('grant_type=client_credentials', basic('relay_1', SECRET))).status, 200);
  for (let guess = 0; guess < 499; guess++) await wrong();
  surface.clock.now += 60_000;
  await wrong();
  assert.deepEqual(
    surface.logged.filter(({ sentence }) => sentence.startsWith('A token was refused')).map(({ fields }) => fields),
    [
      { clientId: 'relay_1', before: 0 },
      { clientId: 'relay_1', before: 998 }
    ]
  );
});

test('what is no request at all is refused in the contract’s shape', async () => {
  await surface.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = surface.app.server.address() as AddressInfo;
  try {
    for (const [text, status] of [
      ['NO SUCH THING\r\n\r\n', 400],
      [`GET /health HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, 431]
    ] as const) {
      const socket = connect(port, '127.0.0.1');
      socket.end(text);
      const answer = (await socket.toArray()).join('');
      const [head = '', body = ''] = answer.split('\r\n\r\n');
      assert.match(head, new RegExp(`^HTTP/1.1 ${status} `));
      const refusal = JSON.parse(body) as Record<string, unknown>;
      assert.deepEqual([Object.keys(refusal), refusal['code']], [['code', 'message', 'fix', 'details'], 'malformed']);
    }
  } finally {
    await surface.app.close();
  }
});

test('a request that fails unexpectedly is found in the log by the id that its answer carries', async () => {
  surface.answer.with = new Error('a fault');
  const got = await surface.app.inject({
    method: 'GET',
    url: `/v1/campaigns/${CAMPAIGN}`,
    headers: { authorization: `Bearer ${await surface.token()}`, 'x-salesforce-org': ORG, 'x-campaign-sync-contract': '1' }
  });
  assert.deepEqual([got.statusCode, got.json<{ code: string }>().code], [500, 'unexpected']);
  const line = surface.logged.find(({ sentence }) => sentence === 'A request failed unexpectedly');
  assert.match(String(got.headers['x-request-id']), /^[0-9a-f-]{36}$/);
  assert.equal(line?.fields['request'], got.headers['x-request-id']);
  assert.ok((await surface.app.inject('/v1/%zz')).headers['x-request-id']);
});

test('401 is decided before routing, whatever the route, the method or the body', async () => {
  for (const [method, url] of [
    ['GET', `/v1/campaigns/${CAMPAIGN}`],
    ['GET', '/v1/nothing-here'],
    ['DELETE', '/oauth/token/more'],
    ['POST', '/v1/ring'],
    ['GET', '/v1/%zz']
  ] as const) {
    const got = await surface.app.inject({ method, url, headers: { 'content-type': 'application/json' }, payload: '{' });
    assert.equal(got.statusCode, 401, url);
    assert.equal(got.json<{ code: string }>().code, 'invalid_token');
    assert.match(String(got.headers['www-authenticate']), /^Bearer .*error="invalid_token"/);
  }
  assert.equal(surface.asked.length, 0);
});

const get = (headers: Record<string, string>) => surface.app.inject({ method: 'GET', url: `/v1/campaigns/${CAMPAIGN}`, headers });
const good = async () => ({ authorization: `Bearer ${await surface.token()}`, 'x-salesforce-org': ORG, 'x-campaign-sync-contract': '1' });

test('an unknown, an expired and a revoked token are 401', async () => {
  const headers = await good();
  assert.equal((await get({ ...headers, authorization: 'Bearer x.y' })).statusCode, 401);
  assert.equal((await get({ ...headers, authorization: headers.authorization.replace('Bearer', 'Basic') })).statusCode, 401);
  surface.clock.now += LIFE_SECONDS * 1000;
  const expired = await get(headers);
  assert.equal(expired.statusCode, 401);
  assert.match(expired.json<{ message: string }>().message, /expired/);
  const fresh = await good();
  surface.tenants[0] = tenantRow({ relaySecretVersion: 2 });
  assert.equal((await get(fresh)).statusCode, 401);
  surface.tenants.length = 0;
  assert.equal((await get(fresh)).statusCode, 401);
});

test('another org, or another version of the contract, is refused with its code', async () => {
  const headers = await good();
  const code = async (more: Record<string, string>) => {
    const got = await get({ ...headers, ...more });
    return `${got.statusCode} ${got.json<{ code: string }>().code}`;
  };
  assert.equal(await code({ 'x-salesforce-org': '00D000000000002EAA' }), '403 org-not-approved');
  assert.equal(await code({ 'x-salesforce-org': '' }), '400 malformed');
  assert.equal(await code({ 'x-campaign-sync-contract': '99' }), '400 contract-version');
  assert.equal(await code({ 'x-campaign-sync-contract': '' }), '400 contract-version');
});

test('with a token an unknown route is 404, and an address that cannot be read 400', async () => {
  assert.deepEqual((await surface.call('GET', '/v1/nothing-here')).body['code'], 'not-found');
  assert.equal((await surface.call('PATCH', '/v1/ring', {})).status, 404);
  const bad = await surface.call('GET', '/v1/%zz');
  assert.deepEqual([bad.status, bad.body['code']], [400, 'malformed']);
});

test('health and metrics need no token; health says why not', async () => {
  const health = await surface.app.inject('/health');
  assert.deepEqual(health.json(), { status: 'ok', version: '0.0.0-test' });
  surface.health.reason = 'The database cannot be read.';
  const sick = await surface.app.inject('/health');
  assert.equal(sick.statusCode, 503);
  assert.deepEqual(sick.json(), { status: 'not-ready', reason: 'The database cannot be read.' });
  const metrics = await surface.app.inject('/metrics');
  assert.equal(metrics.statusCode, 200);
  assert.match(String(metrics.headers['content-type']), /^text\/plain/);
});
