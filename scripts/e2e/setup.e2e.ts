/** The Setup page's controller with everything real behind it: the package's Apex, the relay, both stand-ins. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { INTEGRATION_USER, OWNER, VIEWER } from '../stack/stack.ts';
import { userId } from '../stack/seed.ts';
import { eventually, linkedCampaign, openStack, programMembers, type Linked, type TestStack } from './scenario.ts';

interface Check {
  name: string;
  verdict: string;
  sentence: string;
  fix: string | null;
}
interface Setup {
  enabled: boolean;
  pairing: string;
  healthJobStarted: boolean;
  activeLinks: number;
}

let stack: TestStack;
let linked: Linked;

before(async () => {
  stack = await openStack();
  linked = await linkedCampaign(stack, { people: 1 });
});
after(() => stack?.end());

const tokenOf = async (username: string) =>
  (await stack.salesforce.control<{ accessToken: string }>('POST', 'session', { username })).accessToken;

/** As a component calls it. @throws {Error} what the page would show. */
async function setUp<T>(method: string, params: Record<string, unknown> = {}, username = OWNER): Promise<T> {
  const answer = await fetch(`${stack.salesforce.address.url}/lab/aura`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await tokenOf(username)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ class: 'MarketoSetupController', method, params })
  });
  const said = (await answer.json()) as { returnValue?: T; error?: { message: string } };
  if (said.error) throw new Error(said.error.message);
  return said.returnValue as T;
}
const problems = (checks: Check[]) =>
  checks.filter(({ verdict }) => verdict === 'problem').map(({ name, sentence }) => `${name}: ${sentence}`);
const verdict = (checks: Check[], name: string) => checks.find((check) => check.name === name)?.verdict;

void test('an org that was set up by the guide has no problem, neither by itself nor in the relay’s eyes', async () => {
  await eventually('links', async () => (await setUp<Setup>('getSetup')).activeLinks, 1);
  assert.deepEqual(problems(await setUp('diagnostics')), []);
  const found = await setUp<Check[]>('relayChecks');
  assert.deepEqual(problems(found), []);
  for (const name of ['connection', 'salesforce-login', 'pairing', 'package-sees-campaign', 'marketo-token', 'marketo-assets']) {
    assert.equal(verdict(found, name), 'ok', name);
  }
  assert.ok(verdict(found, 'marketo-native-sync') && verdict(found, 'marketo-quota') && verdict(found, 'salesforce-quota'));
});

void test('what happens while it is switched off is refused at once and caught up afterwards', async () => {
  await setUp('switchOff');
  const refused = await fetch(`${stack.salesforce.address.url}/services/apexrest/marketo-sync/v1/outbox`, {
    headers: { authorization: `Bearer ${await tokenOf(INTEGRATION_USER)}` }
  });
  assert.equal(refused.status, 403);
  const [person] = linked.people;
  await stack.salesforce.insert('CampaignMember', [
    { CampaignId: linked.campaignId, LeadId: person?.salesforceLeadId ?? '', Status: 'Registered' }
  ]);
  assert.deepEqual(await stack.salesforce.query('SELECT Id FROM Marketo_Change__c'), []);
  assert.equal((await setUp<Setup>('switchOn')).enabled, true);
  await eventually('members of the program', async () => (await programMembers(stack, linked.programId)).size, 1, 90);
});

void test('a permission set is assigned in a request of its own, and only by an administrator', async () => {
  const viewer = await userId(stack.salesforce, VIEWER);
  await assert.rejects(setUp('assign', { permissionSet: 'Marketo_Sync_User', userId: viewer }, VIEWER), /no-access/);
  await setUp('assign', { permissionSet: 'Marketo_Sync_User', userId: viewer });
  const held = await stack.salesforce.query(
    `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${viewer}' AND PermissionSet.Name = 'Marketo_Sync_User'`
  );
  assert.equal(held.length, 1);
});

void test('why somebody sees no campaigns is answered to whoever asks for themselves', async () => {
  const checks = await setUp<Check[]>('whyNoCampaigns', { userId: null }, VIEWER);
  assert.equal(verdict(checks, 'sync-permission'), 'ok');
  assert.equal(verdict(checks, 'campaign-read'), 'ok');
  assert.equal(verdict(checks, 'marketing-user'), 'warning');
});

void test('a relay that falls silent is told of by the hourly job', async () => {
  assert.equal((await setUp<Setup>('startHealthJob')).healthJobStarted, true);
  await stack.relay.part.kill();
  await stack.salesforce.control('POST', 'clock', { advanceMs: 2 * 3_600_000 });
  const bell = () => stack.salesforce.control<{ notifications: { title: string; recipients: string[] }[] }>('GET', 'notifications');
  await eventually('notifications', async () => (await bell()).notifications.length > 0, true, 30);
  const [told] = (await bell()).notifications;
  assert.match(told?.title ?? '', /not at work/);
  assert.deepEqual(told?.recipients, [await userId(stack.salesforce, OWNER)]);
});
