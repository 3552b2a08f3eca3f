import assert from 'node:assert/strict';
import test, { afterEach, beforeEach } from 'node:test';
import { faults } from '../../testing/outside-server.ts';
import { claimsOf, login, LOGIN_PATH, ORG, QUERY_ALL, records, refusal, startOrg, type Org } from '../../testing/salesforce-org.ts';
import { OutsideError } from '../engine/ports.ts';

const MEMBERS = '/services/apexrest/marketo-sync/v1/members';
const DIAGNOSTICS = '/services/apexrest/marketo-sync/v1/diagnostics';
const LEAD = '00Q000000000001EAA';
const CAMPAIGN = '701000000000001AAA';
let org: Org;
beforeEach(async () => {
  // Short, since one test waits for it; long enough for a login on a busy machine.
  org = await startOrg({ timeoutMs: 1_000 });
});
afterEach(() => org.close());

const read = () => org.salesforce.readPeople([LEAD]);
const write = () => org.salesforce.writeMembers(CAMPAIGN, [{ leadId: LEAD, contactId: null, expected: null, write: 'Sent' }]);
async function fails(call: Promise<unknown>): Promise<OutsideError> {
  const error = await call.then(
    () => assert.fail('expected a failure'),
    (cause: unknown) => cause
  );
  assert.ok(error instanceof OutsideError, String(error));
  return error;
}

test('one login serves calls that begin together; its assertion is signed and names app and user', async () => {
  org.on(QUERY_ALL, records([]));
  await Promise.all([read(), read()]);
  await read();
  const [asked, ...others] = org.outside.askedOf(LOGIN_PATH);
  assert.equal(others.length, 0);
  const form = new URLSearchParams(asked?.body);
  assert.equal(form.get('grant_type'), 'urn:ietf:params:oauth:grant-type:jwt-bearer');
  const claims = claimsOf(form.get('assertion') ?? '');
  assert.deepEqual([claims['iss'], claims['sub'], claims['aud']], ['consumer-key', 'integration@example.com', org.outside.url]);
  const life = Number(claims['exp']) - Date.now() / 1000;
  assert.ok(life > 60 && life <= 300, `an assertion lives minutes, not ${life} s`);
  assert.equal(org.outside.askedOf(QUERY_ALL)[0]?.headers.authorization, 'Bearer session-0');
});

test('API usage is told, and the contract version is sent', async () => {
  org.on(QUERY_ALL, records([]));
  assert.equal(org.salesforce.session.usage(), null);
  await read();
  assert.deepEqual(org.salesforce.session.usage(), { used: 18, limit: 5000 });
  assert.equal(org.outside.askedOf(QUERY_ALL)[0]?.headers['x-campaign-sync-contract'], '1');
});

test('a session that ended costs one login and one repeat, for reads and writes', async () => {
  const ended = refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
  org.on(QUERY_ALL, ({ headers }) => (headers.authorization === 'Bearer session-0' ? ended : records([])));
  await read();
  assert.equal(org.outside.askedOf(LOGIN_PATH).length, 2);
  assert.equal(org.outside.askedOf(QUERY_ALL).length, 2);
});

test('a session refused for ever ends in one error, not in a loop', async () => {
  org.on(MEMBERS, refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid'));
  assert.equal((await fails(write())).kind, 'credentials');
  assert.equal(org.outside.askedOf(MEMBERS).length, 2);
});

test('a refused login says what the administrator has to do', async () => {
  org.on(LOGIN_PATH, { status: 400, json: { error: 'invalid_grant', error_description: "user hasn't approved this consumer" } });
  const error = await fails(read());
  assert.equal(error.kind, 'credentials');
  assert.match(error.message, /user hasn't approved this consumer.*pre-authorised/);
});

test('a login that ends in another org is refused', async () => {
  org.on(LOGIN_PATH, login(org.outside.url, 's', '00D000000000002EAA'));
  const error = await fails(read());
  assert.equal(error.kind, 'not-approved');
  assert.match(error.message, /00D000000000002EAA.*00D000000000001EAA/);
  assert.equal(await org.salesforce.session.login().catch(() => 'refused'), 'refused');
  org.on(LOGIN_PATH, login(org.outside.url, 's', ORG.slice(0, 15)));
  assert.equal(await org.salesforce.session.login(), ORG);
});

test('an instance address outside the allowed hosts never gets the token', async () => {
  org.on(LOGIN_PATH, login('https://elsewhere.example.com', 's'));
  assert.equal((await fails(read())).code, 'host-not-allowed');
});

test('a read is repeated a little, a write never', async () => {
  org.on(QUERY_ALL, (_asked, index) => (index === 0 ? refusal(503, 'SERVER_UNAVAILABLE', 'Too many requests') : records([])));
  await read();
  assert.equal(org.outside.askedOf(QUERY_ALL).length, 2);
  org.on(MEMBERS, refusal(503, 'SERVER_UNAVAILABLE', 'Too many requests'));
  assert.equal((await fails(write())).kind, 'no-answer');
  assert.equal(org.outside.askedOf(MEMBERS).length, 1);
});

test('a lost answer leaves a write open', async () => {
  for (const fault of [faults.hang, faults.reset, faults.truncated]) {
    org.on(MEMBERS, fault);
    assert.equal((await fails(write())).kind, 'no-answer');
  }
});

test('garbage is told apart from an answer', async () => {
  for (const fault of [faults.webPage, faults.halfJson, faults.elsewhere, { json: { results: 'none' } }, { json: { results: [] } }]) {
    org.on(MEMBERS, fault);
    assert.equal((await fails(write())).kind, 'garbled');
  }
  org.on(LOGIN_PATH, faults.webPage);
  const fresh = await startOrg();
  try {
    fresh.on(LOGIN_PATH, faults.webPage);
    assert.equal((await fails(fresh.salesforce.readPeople([LEAD]))).kind, 'garbled');
  } finally {
    await fresh.close();
  }
});

test('codes of platform and package become kinds', async () => {
  const packageSays = (status: number, code: string) => ({ status, json: { code, message: 'M.', fix: 'F.', details: {} } });
  for (const [answer, kind] of [
    [packageSays(403, 'switched-off'), 'not-approved'],
    [packageSays(403, 'wrong-org'), 'not-approved'],
    [packageSays(403, 'no-relay-permission'), 'not-approved'],
    [packageSays(404, 'unknown-campaign'), 'gone'],
    [packageSays(400, 'malformed'), 'refused'],
    [packageSays(500, 'unexpected'), 'refused'],
    [refusal(404, 'NOT_FOUND', 'Could not find a match for URL'), 'not-approved'],
    [refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'), 'quota'],
    [refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.'), 'rate'],
    [refusal(500, 'APEX_ERROR', 'System.LimitException: Too many SOQL queries: 101'), 'refused'],
    [refusal(500, 'APEX_ERROR', 'System.DmlException: UNABLE_TO_LOCK_ROW, unable to obtain exclusive access'), 'temporary'],
    [refusal(500, 'SOMETHING_NEW', 'x'), 'no-answer'],
    [refusal(400, 'SOMETHING_NEW', 'x'), 'refused']
  ] as const) {
    org.on(MEMBERS, answer);
    assert.equal((await fails(write())).kind, kind, JSON.stringify(answer));
  }
});

test('a package with a namespace is called by it', async () => {
  const named = await startOrg({ namespace: 'exns' });
  try {
    named.on('/services/apexrest/exns/marketo-sync/v1/diagnostics', { json: { orgId: ORG } });
    assert.deepEqual(await named.salesforce.diagnostics(), { orgId: ORG });
    org.on(DIAGNOSTICS, { json: { orgId: ORG } });
    assert.deepEqual(await org.salesforce.diagnostics(), { orgId: ORG });
  } finally {
    await named.close();
  }
});
