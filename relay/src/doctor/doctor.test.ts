import assert from 'node:assert/strict';
import test, { afterEach, beforeEach } from 'node:test';
import { failure, startMarketo, success, TOKEN_PATH, type MarketoInstance } from '../../testing/marketo-instance.ts';
import { LOGIN_PATH, ORG, QUERY, records, refusal, startOrg, type Org } from '../../testing/salesforce-org.ts';
import { tenantRow } from '../../testing/http-surface.ts';
import type { Check } from './check.ts';
import { checkMarketo } from './marketo.ts';
import { checkSalesforce } from './salesforce.ts';

const DIAGNOSTICS = '/services/apexrest/marketo-sync/v1/diagnostics';
const tenant = tenantRow({ orgId: ORG });
let org: Org;
let instance: MarketoInstance;
beforeEach(async () => {
  [org, instance] = await Promise.all([startOrg(), startMarketo()]);
  instance.on('/rest/v1/activities/pagingtoken.json', success(undefined, { nextPageToken: 't' }));
  instance.on('/rest/asset/v1/programs.json', success([{ id: 7, name: 'Webinar' }]));
  instance.on('/rest/v1/stats/usage.json', success([{ date: '2026-03-04', total: 1120, users: [] }]));
  org.on(DIAGNOSTICS, { json: diagnostics() });
  org.on(QUERY, records(['Campaign', 'Lead', 'Contact'].map((SobjectType) => ({ SobjectType }))));
});
afterEach(() => Promise.all([org.close(), instance.close()]));

const diagnostics = (more: Record<string, unknown> = {}) => ({
  orgId: ORG,
  pairedOrgId: ORG,
  enabled: true,
  isSandbox: false,
  userId: '005000000000001AAA',
  username: 'integration@example.com',
  packageVersion: '0.1.0',
  contract: 1,
  outboxRows: 0,
  oldestOutboxAt: null,
  checks: [{ name: 'marketing-user', verdict: 'ok', sentence: 'The integration user is a marketing user.', fix: '' }],
  ...more
});
const verdicts = (checks: Check[]) => Object.fromEntries(checks.map(({ name, verdict }) => [name, verdict]));
const find = (checks: Check[], name: string) => checks.find((check) => check.name === name);
const inMarketo = () => checkMarketo(tenant, instance.marketo, 30_000);
const inSalesforce = () => checkSalesforce(tenant, org.salesforce);

test('where all is well, all is said to be well', async () => {
  assert.deepEqual(verdicts(await inSalesforce()), {
    'salesforce-login': 'ok',
    package: 'ok',
    contract: 'ok',
    pairing: 'ok',
    switch: 'ok',
    outbox: 'ok',
    visibility: 'ok',
    'package-marketing-user': 'ok',
    'salesforce-quota': 'ok'
  });
  assert.deepEqual(verdicts(await inMarketo()), {
    'marketo-token': 'ok',
    'marketo-assets': 'ok',
    'marketo-field': 'ok',
    'marketo-native-sync': 'warning',
    'marketo-quota': 'ok'
  });
});

test('a refused login says so once, and nothing else is tried', async () => {
  org.on(LOGIN_PATH, { status: 400, json: { error: 'invalid_client_id', error_description: 'client identifier invalid' } });
  const checks = await inSalesforce();
  assert.deepEqual(verdicts(checks), { 'salesforce-login': 'problem' });
  assert.match(checks[0]?.sentence ?? '', /--salesforce-client-id/);
  instance.on(TOKEN_PATH, { status: 401, json: { error: 'invalid_client', error_description: 'Bad client credentials' } });
  assert.deepEqual(verdicts(await inMarketo()), { 'marketo-token': 'problem' });
});

test('a package that is missing, older, unpaired, copied or switched off is named', async () => {
  org.on(DIAGNOSTICS, refusal(404, 'NOT_FOUND', 'Could not find a match for URL'));
  assert.match(find(await inSalesforce(), 'package')?.sentence ?? '', /not installed.*namespace/);
  for (const [more, name, said] of [
    [{ contract: 0 }, 'contract', /version 0.*Update the package/s],
    [{ contract: 2 }, 'contract', /Update the relay/],
    [{ pairedOrgId: null }, 'pairing', /not been paired/],
    [{ pairedOrgId: '00D000000000009EAA' }, 'pairing', /copy/],
    [{ orgId: '00D000000000009EAA' }, 'pairing', /not 00D000000000001EAA/],
    [{ enabled: false }, 'switch', /switched off/],
    [{ outboxRows: 7, oldestOutboxAt: '2026-01-01T00:00:00Z' }, 'outbox', /7 rows wait.*relay serve/s],
    [
      { checks: [{ name: 'fields', verdict: 'problem', sentence: 'Lead.Email cannot be read.', fix: 'Assign X.' }] },
      'package-fields',
      /Lead\.Email.*Assign X/s
    ]
  ] as const) {
    org.on(DIAGNOSTICS, { json: diagnostics(more) });
    const found = find(await inSalesforce(), name);
    assert.equal(found?.verdict, 'problem', name);
    assert.match(`${found.sentence}\n${found.fix}`, said);
  }
  org.on(DIAGNOSTICS, { json: { hello: 'world' } });
  assert.equal(find(await inSalesforce(), 'package')?.verdict, 'problem');
});

test('a user who sees only some records is a problem; one who may not look is a warning', async () => {
  org.on(QUERY, records([{ SobjectType: 'Campaign' }]));
  const hidden = find(await inSalesforce(), 'visibility');
  assert.equal(hidden?.verdict, 'problem');
  assert.match(hidden.sentence, /Lead, Contact/);
  org.on(QUERY, refusal(400, 'INVALID_TYPE', "sObject type 'ObjectPermissions' is not supported."));
  assert.equal(find(await inSalesforce(), 'visibility')?.verdict, 'warning');
});

test("a missing, read-only or wrongly typed field of Marketo's is a problem with its way out", async () => {
  for (const [fields, said] of [
    [[], /no lead field salesforceRecordId.*Field Management/s],
    [[{ rest: { name: 'salesforceRecordId', readOnly: true }, dataType: 'string' }], /read-only/],
    [[{ rest: { name: 'salesforceRecordId', readOnly: false }, dataType: 'integer' }], /of type integer/]
  ] as const) {
    const other = await startMarketo();
    try {
      other.on('/rest/v1/activities/pagingtoken.json', success(undefined, { nextPageToken: 't' }));
      other.on('/rest/v1/leads/describe.json', success([...fields]));
      const found = find(await checkMarketo(tenant, other.marketo, 30_000), 'marketo-field');
      assert.equal(found?.verdict, 'problem');
      assert.match(`${found.sentence} ${found.fix}`, said);
    } finally {
      await other.close();
    }
  }
});

test('missing rights and a nearly used-up quota are said', async () => {
  instance.on('/rest/asset/v1/programs.json', failure('603', 'Access denied'));
  instance.on('/rest/v1/stats/usage.json', success([{ date: '2026-03-04', total: 45_000 }]));
  const checks = await inMarketo();
  assert.match(find(checks, 'marketo-assets')?.fix ?? '', /role/);
  assert.equal(find(checks, 'marketo-quota')?.verdict, 'warning');
  assert.match(find(checks, 'marketo-quota')?.sentence ?? '', /45000 calls today/);
});
