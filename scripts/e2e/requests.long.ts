/**
 * A change in Salesforce requests a smart campaign, with what changed as its tokens, a hundred people a call; and the relay is killed between two of the calls. What it
 * sent is looked for in Marketo's activity log three minutes later, before the rest is sent.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { STATUSES } from '../stack/example.ts';
import { relayCommand } from '../stack/relay-service.ts';
import { createCampaign } from '../stack/seed.ts';
import { eventually, openStack, type TestStack } from './scenario.ts';

const PEOPLE = 250;
const READ_BACK_SECONDS = 180;
interface Request {
  campaignId: number;
  leadIds: number[];
  tokens: { name: string; value: string }[];
}

let stack: TestStack;
before(async () => {
  // Slow enough for a kill to come between two calls.
  stack = await openStack({ latency: { marketo: 500, salesforce: 0 }, relayEnvironment: { RELAY_DRAIN_SECONDS: '2' } });
});
after(() => stack?.end());

void test('everybody who was added is requested once, with tokens, though the relay is killed between two calls', async () => {
  const named = Array.from({ length: PEOPLE }, (_, index) => ({
    email: `guest.${index}@example.com`,
    firstName: 'Kim',
    lastName: `Guest ${index}`,
    company: 'Example Works'
  }));
  const { leads, smartCampaigns } = await stack.marketo.control<Record<'leads' | 'smartCampaigns', { id: number }[]>>('POST', 'seed', {
    leads: named,
    smartCampaigns: [{ name: 'Welcome' }, { name: 'Thanks' }]
  });
  const [welcome = 0, thanks = 0] = smartCampaigns.map(({ id }) => id);
  const dinner = await createCampaign(stack.salesforce, 'Field dinner', STATUSES);
  const setUp = ['--campaigns', dinner, '--no-activities', '--no-custom-object'];
  const wishes = ['--request', `added:Invited=${welcome}`, '--request', `changed:Attended=${thanks}`];
  relayCommand(['setup', 'automation', '--org-id', stack.salesforce.address.orgId, ...setUp, ...wishes], stack.relay.environment);
  await stack.relay.part.stop();
  await stack.relay.restart();
  const people: string[] = [];
  for (let from = 0; from < PEOPLE; from += 125) {
    const rows = named.slice(from, from + 125).map(({ email, firstName, lastName, company }) => ({
      Email: email,
      FirstName: firstName,
      LastName: lastName,
      Company: company
    }));
    people.push(...(await stack.salesforce.insert('Lead', rows)));
  }
  const requests = async () => (await stack.marketo.control<{ runs: Request[] }>('GET', 'campaign-runs')).runs;
  const members: string[] = [];
  for (let from = 0; from < PEOPLE; from += 125) {
    const rows = people.slice(from, from + 125).map((LeadId) => ({ CampaignId: dinner, LeadId, Status: 'Invited' }));
    members.push(...(await stack.salesforce.insert('CampaignMember', rows)));
  }
  while ((await requests()).length === 0) await sleep(20);
  await stack.relay.part.kill();
  const before = (await requests()).length;
  await stack.relay.restart();
  const requested = async (id: number) =>
    (await requests()).filter(({ campaignId }) => campaignId === id).flatMap(({ leadIds }) => leadIds);
  await eventually('a request for everybody', async () => (await requested(welcome)).length, PEOPLE, READ_BACK_SECONDS + 60);
  const ids = await requested(welcome);
  assert.equal(new Set(ids).size, PEOPLE, `${before} requests stood before the kill`);
  assert.deepEqual(new Set(ids), new Set(leads.map(({ id }) => id)));
  for (const { leadIds, tokens } of await requests()) {
    assert.ok(leadIds.length <= 100);
    assert.deepEqual(Object.fromEntries(tokens.map(({ name, value }) => [name, value])), {
      '{{my.Salesforce Campaign}}': 'Field dinner',
      '{{my.Salesforce Campaign Id}}': dinner,
      '{{my.Salesforce Change}}': 'added',
      '{{my.Salesforce Old Status}}': '',
      '{{my.Salesforce Status}}': 'Invited'
    });
  }
  await stack.salesforce.update(
    'CampaignMember',
    members.slice(0, 2).map((Id, index) => ({ Id, Status: index === 0 ? 'Attended' : 'Registered' }))
  );
  await eventually('the thanks', () => requested(thanks), [leads[0]?.id], 60);
  assert.equal((await requested(welcome)).length, PEOPLE, 'a change is no request to welcome somebody');
  const last = (await requests()).at(-1);
  assert.deepEqual(
    last?.tokens.filter(({ name }) => /Status|Change/.test(name)).map(({ value }) => value),
    ['changed', 'Invited', 'Attended']
  );
});
