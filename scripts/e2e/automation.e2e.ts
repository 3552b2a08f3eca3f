/** What marketers automate with: a user's change in Salesforce becomes an activity and a record in Marketo, and smart lists find who it is about. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { relayCommand } from '../stack/relay-service.ts';
import { createCampaign } from '../stack/seed.ts';
import { STATUSES } from '../stack/example.ts';
import { eventually, linkedCampaign, openStack, syncNow, type Linked, type TestStack } from './scenario.ts';

const recorded = mkdtempSync(path.join(os.tmpdir(), 'automation-traffic-'));
const traffic = path.join(recorded, 'calls.jsonl');
after(() => rmSync(recorded, { recursive: true, force: true }));

interface SetUp {
  done: { what: string; outcome: string; sentence: string }[];
  campaigns: unknown;
  activities: Record<string, number> | null;
  object: string | null;
  flowStepKey?: string;
}
interface Activity {
  type: string | number;
  primaryValue: string;
  attributes: Record<string, unknown>;
}

describe('a marketer’s view of Salesforce campaigns', () => {
  let stack: TestStack;
  let linked: Linked;
  let free = '';
  const setUp = async (...options: string[]) => {
    const said = relayCommand<SetUp>(
      ['setup', 'automation', '--org-id', stack.salesforce.address.orgId, ...options],
      stack.relay.environment
    );
    // The command held this process up for seconds: connections that were closed meanwhile are noticed first.
    await new Promise((resolve) => setTimeout(resolve, 200));
    return said;
  };
  const person = (index: number) => {
    const one = linked.people[index];
    assert.ok(one?.salesforceLeadId && one.marketoLeadId);
    return { email: one.email, salesforceLeadId: one.salesforceLeadId, marketoLeadId: one.marketoLeadId };
  };
  const told = async (index: number) => {
    const { activities } = await stack.marketo.control<{ activities: Activity[] }>(
      'GET',
      `leads/${person(index).marketoLeadId}/activities`
    );
    return activities
      .filter(({ type }) => typeof type === 'string')
      .map(({ type, primaryValue, attributes: { 'Change Id': _id, ...rest } }) => ({ type, primaryValue, ...rest }));
  };
  const listed = async (...filters: object[]) => {
    const { leads } = await stack.marketo.control<{ leads: { email: string }[] }>('POST', 'smart-lists', { filters });
    return leads.map(({ email }) => email);
  };
  const memberships = (constraints: Record<string, unknown>) => ({ filter: 'Has Salesforce Campaign Memberships', constraints });
  interface StepRun {
    results: { leadId: number; success: boolean; attributes: Record<string, unknown> }[];
    refused: string[];
  }
  const run = (id: number) => stack.marketo.control<StepRun>('GET', `flow-step-runs/${id}`);
  const restart = async () => {
    await stack.relay.part.stop();
    await stack.relay.restart();
  };
  let installed: Record<string, number> = {};
  const installAll = async (apiKey: string) => {
    for (const action of ['add', 'change', 'remove']) {
      const url = `${stack.relay.url}/flow-steps/${action}/openapi.json`;
      const { id, choices } = await stack.marketo.control<{ id: number; choices: Record<string, string[]> }>('POST', 'flow-steps', {
        url,
        apiKey
      });
      installed = { ...installed, [action]: id };
      assert.ok(choices['campaign']?.includes(free), 'active campaigns can be chosen');
    }
    return installed as { add: number };
  };
  const add = async (campaignId: string, index: number, Status: string) => {
    const [id = ''] = await stack.salesforce.insert('CampaignMember', [
      { CampaignId: campaignId, LeadId: person(index).salesforceLeadId, Status }
    ]);
    return id;
  };

  before(async () => {
    stack = await openStack({ relayEnvironment: { RELAY_DRAIN_SECONDS: '2' }, record: traffic });
    linked = await linkedCampaign(stack, { people: 5 });
    free = await createCampaign(stack.salesforce, 'Field dinner', STATUSES);
    await stack.salesforce.update('Campaign', [{ Id: free, IsActive: true }]);
    await add(free, 4, 'Invited');
    // Heard of before anybody watches: what is still in the outbox then would rightly be told as new.
    await eventually('an empty outbox', () => stack.salesforce.query('SELECT Id FROM Marketo_Change__c'), []);
  });
  after(() => stack?.end());

  it('types and object are made and approved once, and found again', async () => {
    const first = await setUp('--campaigns', 'active');
    assert.deepEqual(
      first.done.map(({ outcome }) => outcome),
      ['made', 'made', 'made', 'made']
    );
    const again = await setUp();
    assert.deepEqual(
      again.done.map(({ outcome }) => outcome),
      ['was-there', 'was-there', 'was-there', 'was-there']
    );
    assert.deepEqual([again.activities, again.campaigns], [first.activities, 'active'], 'what was not said again stays');
    const palette = await stack.marketo.control<{ triggers: string[]; objects: string[] }>('GET', 'palette');
    assert.deepEqual(palette.triggers, [
      'Is Added to Salesforce Campaign',
      'Is Removed from Salesforce Campaign',
      'Status is Changed in Salesforce Campaign'
    ]);
    assert.deepEqual(palette.objects, ['Has Salesforce Campaign Memberships']);
    // The relay at work takes the settings up by itself within a minute; a restart does it now.
    await restart();
  });

  it('who was a member before is a member now, and was not added lately', async () => {
    await eventually('the records of who was there', () => listed(memberships({ Campaign: 'Field dinner' })), [person(4).email]);
    assert.deepEqual(await told(4), []);
  });

  it('a member added by a user is an activity, a record, and a match of both smart lists', async () => {
    await add(free, 0, 'Invited');
    const expected = {
      type: 'addedToSalesforceCampaign',
      primaryValue: 'Field dinner',
      'Campaign Id': free,
      Status: 'Invited',
      Responded: false
    };
    await eventually('the activity', () => told(0), [expected]);
    const added = { filter: 'Was Added to Salesforce Campaign', withinDays: 7, constraints: { Campaign: 'Field dinner' } };
    assert.deepEqual(await listed(added), [person(0).email]);
    await eventually('the record', () => listed(memberships({ 'Campaign Id': free, Status: 'Invited' })), [
      person(0).email,
      person(4).email
    ]);
    assert.deepEqual(await listed(added, memberships({ Status: 'Invited' })), [person(0).email]);
  });

  it('a status changed twice between two looks is one change, and a removal takes the record away', async () => {
    const id = await add(free, 1, 'Invited');
    await eventually('the first activity', async () => (await told(1)).length, 1);
    await stack.salesforce.update('CampaignMember', [{ Id: id, Status: 'Registered' }]);
    await stack.salesforce.update('CampaignMember', [{ Id: id, Status: 'Attended' }]);
    await eventually('the change', async () => (await told(1)).at(-1)?.['Responded' as never], true);
    const changes = (await told(1)).slice(1) as Record<string, unknown>[];
    assert.equal(changes[0]?.['Old Status'], 'Invited');
    assert.equal(changes.at(-1)?.['New Status'], 'Attended');
    await eventually('the record', () => listed(memberships({ Status: 'Attended', Responded: true })), [person(1).email]);
    await stack.salesforce.delete([id]);
    await eventually('the removal', async () => (await told(1)).at(-1), {
      type: 'removedFromSalesforceCampaign',
      primaryValue: 'Field dinner',
      'Campaign Id': free,
      'Last Status': 'Attended'
    });
    await eventually('no record', () => listed(memberships({ Status: 'Attended' })), []);
  });

  it('what the relay itself writes into Salesforce is told once, too', async () => {
    await stack.marketo.setStatus(linked.programId, { leadId: person(2).marketoLeadId }, 'Registered');
    // Marketo's feed is read every other minute while nothing happens in linked campaigns.
    await syncNow(stack, linked.campaignId);
    const types = async () => (await told(2)).map(({ type }) => type);
    await eventually('the activity of the linked campaign', types, ['addedToSalesforceCampaign'], 60);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    assert.equal((await told(2)).length, 1);
  });

  it('nothing is lost while Marketo answers with errors, and nothing comes twice', async () => {
    await stack.marketo.control('POST', 'faults', {
      kind: 'error',
      code: 606,
      message: 'Max rate limit',
      times: 2,
      path: 'activities/external'
    });
    await add(free, 3, 'Registered');
    await eventually('the activity', async () => (await told(3)).length, 1, 60);
  });

  it('a flow step adds a thousand people, creates whom Salesforce lacks, and tells of each, though the relay is killed after its answer', async () => {
    const named = Array.from({ length: 1_000 }, (_, index) => ({
      email: `step.${index}@example.com`,
      firstName: 'Sam',
      lastName: `Step ${index}`,
      company: 'Example Works'
    }));
    const { leads } = await stack.marketo.control<{ leads: { id: number }[] }>('POST', 'seed', { leads: named });
    const leadIds = leads.map(({ id }) => id);
    for (let from = 0; from < 800; from += 200) {
      const some = named.slice(from, from + 200);
      await stack.salesforce.insert(
        'Lead',
        some.map(({ email, firstName, lastName, company }) => ({
          Email: email,
          FirstName: firstName,
          LastName: lastName,
          Company: company
        }))
      );
    }
    const { flowStepKey = '' } = await setUp('--flow-steps');
    await restart();
    const steps = await installAll(flowStepKey);
    const dinner = await createCampaign(stack.salesforce, 'Summer dinner', STATUSES);
    const { runId, chunks } = await stack.marketo.control<{ runId: number; chunks: number }>('POST', `flow-steps/${steps.add}/run`, {
      leadIds,
      attributes: { campaign: '{{my.Salesforce Campaign Id}}', status: 'Invited' },
      tokens: { 'Salesforce Campaign Id': dinner },
      chunk: 400
    });
    assert.equal(chunks, 3);
    await stack.relay.part.kill();
    await stack.relay.restart();
    await eventually('a result for everybody', async () => (await run(runId)).results.length, 1_000, 240);
    // Marketo sends the same calls again, as after an answer that it lost.
    const { answered } = await stack.marketo.control<{ answered: number[] }>('POST', `flow-steps/${steps.add}/repeat`, { runId });
    assert.deepEqual(answered, [201, 201, 201]);
    const { results, refused } = await run(runId);
    assert.deepEqual(
      results.filter(({ success }) => !success),
      []
    );
    assert.deepEqual(
      new Set(results.map(({ attributes }) => attributes['outcome'])),
      new Set(['added']),
      'what was done before the crash is told as done'
    );
    assert.equal(new Set(results.map(({ leadId }) => leadId)).size, 1_000);
    assert.deepEqual(refused, [], 'no call was answered twice');
    const count = async (soql: string) => (await stack.salesforce.query<{ Id: string }>(soql)).length;
    assert.equal(await count(`SELECT Id FROM CampaignMember WHERE CampaignId = '${dinner}' AND Status = 'Invited'`), 1_000);
    assert.equal(await count("SELECT Id FROM Lead WHERE LastName LIKE 'Step %'"), 1_000, 'nobody was created twice');
  });

  it('steps skip, change, remove and refuse as the native ones do, each with its result', async () => {
    const gala = await createCampaign(stack.salesforce, 'Gala', STATUSES);
    const [one = 0, two = 0] = [person(0).marketoLeadId, person(1).marketoLeadId];
    const step = async (action: string, attributes: Record<string, string>, ...leadIds: number[]) => {
      const { runId } = await stack.marketo.control<{ runId: number }>('POST', `flow-steps/${installed[action]}/run`, {
        leadIds,
        attributes
      });
      await eventually(`results of ${action}`, async () => (await run(runId)).results.length, leadIds.length);
      return (await run(runId)).results.map(({ attributes: said }) => said['outcome'] ?? said['errorCode']);
    };
    assert.deepEqual(await step('add', { campaign: 'Gala', status: 'Registered' }, one), ['added'], 'by its name');
    assert.deepEqual(await step('add', { campaign: gala, status: 'Attended' }, one), ['already-a-member']);
    assert.deepEqual(await step('change', { campaign: gala, status: 'Attended' }, one, two), ['changed', 'added']);
    assert.deepEqual(await step('change', { campaign: gala, status: 'Attended' }, one), ['no-change']);
    assert.deepEqual(await step('change', { campaign: gala, status: 'Dancing' }, one), ['UNKNOWN_STATUS']);
    assert.deepEqual(await step('add', { campaign: '{{my.Nothing}}', status: '' }, one), ['NO_CAMPAIGN']);
    assert.deepEqual(await step('add', { campaign: 'No such campaign', status: '' }, one), ['UNKNOWN_CAMPAIGN']);
    assert.deepEqual(await step('remove', { campaign: gala }, one), ['removed']);
    assert.deepEqual(await step('remove', { campaign: gala }, one), ['not-a-member']);
    const left = await stack.salesforce.query<{ Status: string }>(`SELECT Status FROM CampaignMember WHERE CampaignId = '${gala}'`);
    assert.deepEqual(
      left.map(({ Status }) => Status),
      ['Attended']
    );
  });

  it('every call fits Adobe’s own documents', () => {
    const checker = path.resolve(import.meta.dirname, '../../lab/marketo/openapi-check.ts');
    const { stdout } = spawnSync(process.execPath, [checker, traffic], { encoding: 'utf8' });
    assert.match(stdout, /^(Skipped|\d+ calls checked, 0 problems)/, stdout);
  });
});
