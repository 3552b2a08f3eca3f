/**
 * The package's half of the contract, played against the real Apex: each example's request is sent as it stands (with the org's own ids in the place of the
 * example's), the answer has to be the example's, and both have to fit package.openapi.json.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../stack/child-process.ts';
import { createCampaign } from '../stack/seed.ts';
import { INTEGRATION_USER } from '../stack/stack.ts';
import { packageDocument } from './package-document.ts';
import { openStack, type TestStack } from './scenario.ts';

const FOLDER = path.join(root, 'docs/contract/examples');
const BASE = '/services/apexrest/marketo-sync/v1';
const STATUSES = [
  { name: 'Registered', success: false },
  { name: 'Attended', success: true }
];
/** As the examples call them. */
const CAMPAIGN = '701000000000001AAA';
const ID = /^[a-zA-Z0-9]{15}[A-Z0-5]{3}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

interface Example {
  says: string;
  /** Who calls, unless it is the relay's user. */
  as?: string;
  /** What the org's settings are meanwhile. */
  settings?: Record<string, string | boolean>;
  request: { method: string; path: string; body?: unknown };
  response: { status: number; body: unknown };
}

const names = readdirSync(FOLDER).filter((name) => name.startsWith('package-'));
const read = (name: string) => JSON.parse(readFileSync(path.join(FOLDER, `package-${name}.json`), 'utf8')) as Example;

let stack: TestStack;
/** The example's id → the org's. */
const ids = new Map<string, string>();

before(async () => {
  stack = await openStack();
  // The relay would drain the outbox before it is looked at.
  await stack.relay.part.kill();
  const { salesforce } = stack;
  const campaignId = await createCampaign(salesforce, 'Harbour Webinar', STATUSES);
  const goneId = await createCampaign(salesforce, 'Gone', STATUSES);
  await salesforce.delete([goneId]);
  const [first = '', second = ''] = await salesforce.insert(
    'Lead',
    ['First', 'Second'].map((LastName) => ({ LastName, Company: 'Example Works' }))
  );
  const [contactId = ''] = await salesforce.insert('Contact', [{ LastName: 'Known', Marketo_Key__c: '123-ABC-456:1002' }]);
  await salesforce.insert('CampaignMember', [{ CampaignId: campaignId, LeadId: second, Status: 'Registered' }]);
  const rows = await salesforce.query<{ Id: string }>('SELECT Id FROM Marketo_Change__c');
  await salesforce.delete(rows.map((row) => row.Id));
  await salesforce.insert('CampaignMember', [{ CampaignId: campaignId, LeadId: first, Status: 'Registered' }]);
  Object.entries({
    [CAMPAIGN]: campaignId,
    '701000000000002AAA': goneId,
    '00Q000000000001EAA': first,
    '00Q000000000002EAA': second,
    '003000000000001AAA': contactId,
    '00D000000000001EAA': salesforce.address.orgId
  }).forEach(([example, own]) => ids.set(example, own));
});
after(() => stack?.end());

const inOrg = (text: string) => [...ids].reduce((said, [example, own]) => said.replaceAll(example, own), text);

async function send({ as = INTEGRATION_USER, request }: Example): Promise<{ status: number; body: unknown }> {
  const { accessToken } = await stack.salesforce.control<{ accessToken: string }>('POST', 'session', { username: as });
  const answer = await fetch(stack.salesforce.address.url + BASE + request.path, {
    method: request.method,
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json', 'x-campaign-sync-contract': '1' },
    ...(request.body === undefined ? {} : { body: inOrg(JSON.stringify(request.body)) })
  });
  return { status: answer.status, body: await answer.json() };
}

/** Equal, but that ids which the org has just made and times are its own; an id stands for the same record throughout. */
function agree(expected: unknown, actual: unknown, at: string): void {
  if (typeof expected === 'string' && typeof actual === 'string') {
    if (TIME.test(expected)) return assert.match(actual, TIME, at);
    if (ID.test(expected) && !ids.has(expected)) {
      assert.match(actual, ID, at);
      assert.equal(expected.slice(0, 1), actual.slice(0, 1), at);
      ids.set(expected, actual);
    }
    return assert.equal(actual, inOrg(expected), at);
  }
  if (typeof expected !== 'object' || expected === null || typeof actual !== 'object' || actual === null) {
    return assert.equal(actual, expected, at);
  }
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort(), at);
  for (const [key, value] of Object.entries(expected)) agree(value, (actual as Record<string, unknown>)[key], `${at}.${key}`);
}

/** Each builds on what the ones before left in the org. */
const ORDER = [
  ...[
    'outbox',
    'outbox-limit',
    'outbox-taken',
    'people',
    'people-malformed',
    'members',
    'members-unknown-campaign',
    'statuses',
    'campaigns'
  ],
  ...['links', 'links-remove', 'notices', 'diagnostics', 'unknown-route', 'no-relay-permission', 'switched-off', 'wrong-org']
];

test('every example is played', () => {
  assert.deepEqual(ORDER.map((name) => `package-${name}.json`).sort(), names.sort());
});

for (const name of ORDER) {
  const example = read(name);
  test(`${name}: ${example.says}`, async () => {
    const document = packageDocument();
    document.check(example.request, example.response, 'the example');
    const [setting] = await stack.salesforce.query<{ Id: string }>('SELECT Id FROM Marketo_Sync_Setting__c');
    const change = (fields: Record<string, string | boolean>) =>
      stack.salesforce.update('Marketo_Sync_Setting__c', [{ Id: setting?.Id ?? '', ...fields }]);
    if (example.settings) await change(example.settings);
    try {
      const answer = await send(example);
      assert.equal(answer.status, example.response.status, JSON.stringify(answer.body));
      agree(example.response.body, answer.body, 'body');
      document.check(example.request, answer, 'the answer');
    } finally {
      if (example.settings) await change({ Enabled__c: true, Paired_Org_Id__c: stack.salesforce.address.orgId });
    }
  });
}

test('notices: what the example sends has reached the bell', async () => {
  const { notifications } = await stack.salesforce.control<{
    notifications: { title: string; targetId: string | null; recipients: string[] }[];
  }>('GET', 'notifications');
  const { request, response } = read('notices');
  const { notices } = request.body as { notices: { title: string; campaignId: string | null }[] };
  const { results } = response.body as { results: { recipients: number }[] };
  assert.deepEqual(
    notifications.map(({ title, targetId, recipients }) => [title, targetId, recipients.length]),
    notices.map(({ title, campaignId }, index) => [title, campaignId && inOrg(campaignId), results[index]?.recipients])
  );
});
