/**
 * A campaign and a program too large for lists by pages: both sides are compared by extracts (Bulk API 2.0, Marketo's bulk extract) over real HTTP, and only what
 * differs becomes due. At a size that a test can afford: the engine is told to extract from the first member on.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { readConfiguration } from '../../relay/src/configuration.ts';
import { systemClock } from '../../relay/src/engine/clock.ts';
import { createEngine } from '../../relay/src/engine/engine.ts';
import type { Engine } from '../../relay/src/engine/parts.ts';
import { openBase, type Base } from '../../relay/src/main.ts';
import { run } from '../stack/child-process.ts';
import { eventually, linkedCampaign, openStack, programMembers, type Linked, type TestStack } from './scenario.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const folder = mkdtempSync(path.join(os.tmpdir(), 'campaign-sync-extracts-'));
const record = path.join(folder, 'calls.jsonl');
const PEOPLE = 12;

let stack: TestStack;
let linked: Linked;
let base: Base;
let engine: Engine;

before(async () => {
  stack = await openStack({ record, switches: { marketo: { extractBooleans: 'digits' } } });
  linked = await linkedCampaign(stack, { people: PEOPLE });
  await stack.salesforce.insert(
    'CampaignMember',
    linked.people.map(({ salesforceLeadId }) => ({ CampaignId: linked.campaignId, LeadId: salesforceLeadId, Status: 'Registered' }))
  );
  await eventually('all members in Marketo', async () => (await programMembers(stack, linked.programId)).size, PEOPLE);
  await eventually('the link at rest', async () => (await counts()).inSync, PEOPLE);
  await stack.relay.part.kill();
  base = await openBase(readConfiguration(stack.relay.environment));
  const { store, connect } = base;
  const settings = { ...base.settings, orderFrom: { salesforce: 0, marketo: 0 } };
  engine = createEngine({ store, clock: systemClock, log: silent, connect, settings, workerId: 'extracting' });
});
after(async () => {
  await base.store.close();
  await stack.end();
  rmSync(folder, { recursive: true, force: true });
});

const counts = async () => (await stack.relay.api<{ counts: { inSync: number } }>('GET', `/v1/campaigns/${linked.campaignId}`)).counts;

async function due(): Promise<(string | number | null)[][]> {
  const [tenant] = await base.store.tenants();
  const link = await base.store.linkOfCampaign(tenant?.id ?? '', linked.campaignId);
  const rows = await base.store.membersPage(link?.id ?? '', null, 1000);
  return rows.filter((row) => row.due !== null).map((row) => [row.leadId, row.marketoLeadId]);
}

/** Asks once more for each extract that was not ready. */
async function sweep(times: number): Promise<void> {
  const [tenant] = await base.store.tenants();
  for (let time = 0; time < times; time++) await engine.sweepNow(tenant?.id ?? '', linked.campaignId);
}

test('only the members that differ become due, whoever heard of their edits', async () => {
  const [edited, moved] = linked.people;
  assert.ok(edited && moved);
  const soql = `SELECT Id FROM CampaignMember WHERE CampaignId = '${linked.campaignId}' AND LeadId = '${edited.salesforceLeadId}'`;
  const [member] = await stack.salesforce.query<{ Id: string }>(soql);
  await stack.salesforce.update('CampaignMember', [{ Id: member?.Id ?? '', Status: 'Attended' }]);
  await stack.marketo.setStatus(linked.programId, { leadId: moved.marketoLeadId ?? 0 }, 'Attended');
  await stack.marketo.setStatus(linked.programId, { email: 'newcomer@example.com', firstName: 'Nora', lastName: 'Newcomer' }, 'Registered');
  // Each side: by pages, which are too long; ordered; fetched.
  await sweep(5);
  const asked = await due();
  const newcomer = [...(await programMembers(stack, linked.programId)).keys()].find(
    (id) => !linked.people.some((one) => one.marketoLeadId === id)
  );
  assert.deepEqual(
    asked.map((ids) => ids.join()).sort(),
    [
      [edited.salesforceLeadId, edited.marketoLeadId],
      [moved.salesforceLeadId, moved.marketoLeadId],
      [null, newcomer]
    ]
      .map((ids) => ids.join())
      .sort()
  );
});

test(
  'the calls for it are those that Adobe documents',
  { skip: process.env['MARKETO_OPENAPI_DIR'] ? false : 'MARKETO_OPENAPI_DIR names no folder with Adobe’s files' },
  () => {
    const paths = readFileSync(record, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { path: string }).path);
    for (const what of ['create', 'enqueue', 'status', 'file'])
      assert.ok(
        paths.some((one) => one.includes('/export/') && one.endsWith(`${what}.json`)),
        what
      );
    assert.match(run(['lab/marketo/openapi-check.ts', record], {}), /^[1-9]\d* calls checked, 0 problems/m);
  }
);
