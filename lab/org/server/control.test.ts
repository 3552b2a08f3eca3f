import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ask, openLab } from './testing/open-lab.ts';

test('a user is made once and changed after that; permission sets are added', async (t) => {
  const lab = await openLab(t);
  const user = { username: 'mia@example.com', firstName: 'Mia', lastName: 'Moss', profile: 'Standard User' };
  const made = await lab.control('POST', 'users', user);
  assert.equal(made.status, 200);
  const xml = '<PermissionSet><label>More</label></PermissionSet>';
  await lab.control('POST', 'permission-sets', { name: 'More', xml });
  const again = await lab.control('POST', 'users', { ...user, marketingUser: true, permissionSets: ['More'] });
  assert.equal(again.body.id, made.body.id);
  await lab.control('POST', 'users', { ...user, marketingUser: true, permissionSets: ['More'] });
  const look = (soql: string) => lab.call('GET', `query?q=${encodeURIComponent(soql)}`);
  assert.equal(
    (await look("SELECT UserPermissionsMarketingUser FROM User WHERE Username = 'mia@example.com'")).body.records[0]
      .UserPermissionsMarketingUser,
    true
  );
  assert.equal((await look('SELECT Id FROM PermissionSetAssignment')).body.totalSize, 1);
});

test('wishes that cannot be met are told in a sentence', async (t) => {
  const lab = await openLab(t);
  const wrong: [string, string, unknown, RegExp][] = [
    ['POST', 'users', { username: 'x@example.com', lastName: 'X', profile: 'Nobody' }, /There is no Profile Nobody/],
    [
      'POST',
      'users',
      { username: 'x@example.com', lastName: 'X', profile: 'Standard User', permissionSets: ['Nope'] },
      /There is no PermissionSet Nope/
    ],
    ['POST', 'session', { username: 'x@example.com' }, /There is no user x@example\.com/],
    ['PUT', 'settings', { apiLimit: -1 }, /whole numbers/],
    ['PUT', 'switches', { nonsense: 1 }, /There is no switch nonsense/],
    ['POST', 'clock', { advanceMs: -5 }, /forward only/],
    ['POST', 'merge', { object: 'Lead', masterId: 'a', loserIds: ['b'] }, /INVALID_OPERATION: Not in this engine/],
    ['POST', 'session', '{', /JSON/]
  ];
  for (const [method, at, body, message] of wrong) {
    const answer = await lab.control(method, at, body);
    assert.deepEqual([at, answer.status], [at, 400]);
    assert.match(answer.body.message, message);
  }
  assert.equal((await lab.control('POST', 'nothing')).status, 404);
  assert.equal((await ask(`${lab.url}/lab/users`, 'POST', 'wrong', {})).status, 401);
});

test('switches, clock and conversion', async (t) => {
  const lab = await openLab(t);
  assert.deepEqual((await lab.control('PUT', 'switches', { unknownStatus: 'error' })).body, { unknownStatus: 'error' });
  const before = Date.now();
  const { now } = (await lab.control('POST', 'clock', { advanceMs: 3_600_000 })).body;
  assert.ok(Date.parse(now) >= before + 3_600_000);
  assert.match((await lab.control('POST', 'convert', { leadId: '00Q000000000001EAA' })).body.contactId, /^003/);
});

test('components call Apex with the session of a person, and see its errors', async (t) => {
  const lab = await openLab(t);
  const call = (body: unknown, token = lab.token) => ask(`${lab.url}/lab/aura`, 'POST', token, body);
  const good = await call({ class: 'Panel', method: 'read', params: { campaignId: '701' } });
  assert.deepEqual(good.body, { returnValue: { apexClass: 'Panel', method: 'read', params: { campaignId: '701' } } });
  const bad = await call({ class: 'Panel', method: 'explode' });
  assert.deepEqual(bad.body.error, { message: 'Script-thrown exception', exceptionType: 'System.AuraHandledException', stackTrace: '' });
  assert.equal((await call({ class: 'Panel', method: 'read' }, 'wrong')).status, 401);
  assert.equal((await call({ class: 'Panel' })).status, 400);
  await lab.control('POST', 'users', { username: 'lee@example.com', lastName: 'Lee', profile: 'Standard User' });
  const { accessToken } = (await lab.control('POST', 'session', { username: 'lee@example.com' })).body;
  assert.equal(
    (await call({ class: 'Panel', method: 'read' }, accessToken)).body.error.message,
    "You do not have access to the Apex class named 'Panel'."
  );
});

test('client apps, sessions and settings survive a restart', async (t) => {
  const data = mkdtempSync(path.join(tmpdir(), 'lab-state-'));
  t.after(() => rmSync(data, { recursive: true }));
  const first = await openLab(t, { data });
  const app = (await first.control('POST', 'apps', { runAs: 'admin@example.com' })).body;
  await first.control('PUT', 'settings', { apiLimit: 77 });
  await first.call('GET', 'limits');
  await first.front.close();
  const second = await openLab(t, { data });
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: app.consumerKey, client_secret: app.consumerSecret });
  assert.equal((await fetch(`${second.url}/services/oauth2/token`, { method: 'POST', body: form })).status, 200);
  const still = await ask(`${second.url}/services/data/v66.0/limits`, 'GET', first.token);
  assert.deepEqual([still.status, still.headers.get('sforce-limit-info')], [200, 'api-usage=2/77']);
  assert.notEqual(second.front.controlKey, first.front.controlKey);
});

test('Apex REST: answers, uncaught exceptions, addresses that no class maps', async (t) => {
  const lab = await openLab(t);
  const call = (method: string, at: string, body?: unknown) => ask(`${lab.url}/services/apexrest${at}`, method, lab.token, body);
  assert.equal((await call('PUT', '/echo/v1/x?limit=5', { a: 1 })).body.path, '/echo/v1/x?limit=5');
  const thrown = await call('GET', '/fail');
  assert.deepEqual([thrown.status, thrown.body[0].errorCode], [500, 'APEX_ERROR']);
  assert.deepEqual((await call('GET', '/nothing')).body, [{ message: 'Could not find a match for URL', errorCode: 'NOT_FOUND' }]);
  assert.equal((await call('GET', '/echo')).headers.get('sforce-limit-info'), 'api-usage=4/100000');
});

test('anonymous Apex takes Author Apex', async (t) => {
  const lab = await openLab(t);
  assert.equal((await lab.call('GET', 'tooling/executeAnonymous/?anonymousBody=x')).body.compiled, true);
  await lab.control('POST', 'users', { username: 'lee@example.com', lastName: 'Lee', profile: 'Standard User' });
  const { accessToken } = (await lab.control('POST', 'session', { username: 'lee@example.com' })).body;
  assert.equal((await ask(`${lab.url}/services/data/v66.0/tooling/executeAnonymous/?anonymousBody=x`, 'GET', accessToken)).status, 403);
});
