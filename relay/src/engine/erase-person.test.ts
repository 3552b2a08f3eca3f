import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { ACTOR, CAMPAIGN, PROGRAM, StillWorld } from '../../simulation/still-world.ts';
import { marketoPort, salesforcePort, unlimited } from '../../simulation/ports.ts';
import { TENANT, tenantRow } from '../../simulation/world.ts';
import { acceptCall } from '../automation/flow-steps/accept.ts';
import { batchOf, callOf } from '../automation/flow-steps/calls.ts';
import type { Store } from '../store/port.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import { erasePerson } from './erase-person.ts';

const NOWHERE = { salesforce: [], marketo: [] };

/** Every row of every table, as text: what a new table keeps of people is found here, too. */
function everyRow(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const rows = tables.flatMap(({ name }) =>
    database
      .prepare(`SELECT * FROM "${String(name)}"`)
      .all()
      .map((row) => `${String(name)} ${JSON.stringify(row)}`)
  );
  database.close();
  return rows;
}

/** A link whose first member was added, refused, shown in a preview, parked, merged and written. */
async function lived(file: string) {
  const store = openSqliteStore(file);
  const world = new StillWorld({ store });
  const [one, two] = ['Erika', 'Otto'].map((name) => world.addPerson(name));
  const marketoOnly = world.addLead('Nora');
  assert.ok(one && two);
  for (const { salesforce } of [one, two]) world.salesforce.set(CAMPAIGN, salesforce, 'Invited', 'user', false);
  world.marketo.move(PROGRAM, marketoOnly, 'Attended');
  const operations = await world.start();
  const { previewId } = await world.wait(
    operations.preview(CAMPAIGN, {
      actor: ACTOR,
      programId: PROGRAM,
      rules: { people: 'wait' },
      map: null,
      createStatuses: false,
      switchProgram: false
    })
  );
  await world.pass(60_000);
  assert.match(JSON.stringify(await operations.showPreview(CAMPAIGN, previewId)), /Nora/);
  await world.link(operations, { rules: { people: 'wait' } });
  world.salesforce.refusing.add(one.salesforce);
  world.marketo.move(PROGRAM, one.marketo, 'Attended');
  await world.pass(10 * 60_000);
  const loser = world.addLead('Erika');
  world.marketo.merge(one.marketo, loser);
  // At rest merges are asked for every ten minutes.
  await world.pass(12 * 60_000);
  await previewed(store);
  await calledFor(store, [one.marketo, two.marketo]);
  const process = world.process;
  const gate = { run: <T>(_weight: unknown, call: () => Promise<T>) => call() };
  const sides = { salesforce: salesforcePort(world.outside, process, unlimited), marketo: marketoPort(world.outside, process, gate) };
  return { world, store, one, two, marketoOnly, loser, sides };
}

/** Somebody looks at another program for the campaign. */
async function previewed(store: Store): Promise<void> {
  const plan = { samples: [{ name: 'Erika' }] };
  const done = { state: 'done' as const, progress: { phase: 'done', done: 1, total: 1 }, plan, refusal: null };
  const times = { createdAt: 0, expiresAt: 1, leaseOwner: null, leaseUntil: null };
  await store.putPreview({ id: 'preview', tenantId: TENANT, campaignId: CAMPAIGN, request: null, actor: ACTOR.userId, ...done, ...times });
}

/** Flow steps were called for these people: alone and together, one waits to be worked on, one to be called back. */
async function calledFor(store: Store, leadIds: number[]): Promise<void> {
  const call = (token: string, ids: number[]) => {
    const objectData = ids.map((id) => ({
      objectType: 'lead' as const,
      objectContext: { id, email: id === leadIds[0] ? 'erika@example.com' : 'otto@example.com' },
      flowStepContext: { campaign: CAMPAIGN, status: '' }
    }));
    const context = { subscription: { munchkinId: '123-ABC-456' } };
    const given = { token, apiCallBackKey: 'key', campaignId: 1, callbackUrl: 'https://example.com/', context, objectData };
    return acceptCall(store, tenantRow(), 'add', given, 0, (text) => text);
  };
  await call('alone', leadIds.slice(0, 1));
  await call('together', leadIds);
  await call('worked on', leadIds);
  const [task] = await store.tasksOf('flow_batches', TENANT, await callNamed(store, 'worked on'), null, 9);
  assert.ok(task);
  const said = {
    success: true,
    outcome: 'added',
    errorCode: null,
    reason: null,
    resultingStatus: 'Sent',
    campaignName: 'Webinar',
    memberId: null
  };
  const results = leadIds.map((leadId) => ({ leadId, ...said }));
  await store.replaceTasks('flow_batches', [{ ...task, state: 'done', due: null, row: { ...batchOf(task), people: [], results } }]);
  const [waiting] = await store.tasksOf('flow_batches', TENANT, await callNamed(store, 'together'), null, 9);
  assert.ok(waiting);
  // What was about to be written of the second is still of the second when the first has gone.
  const planned = { 0: { personId: 'first', from: null, to: 'Sent' }, 1: { personId: 'second', from: null, to: 'Sent' } };
  await store.replaceTasks('flow_batches', [{ ...waiting, row: { ...batchOf(waiting), planned } }]);
}
async function callNamed(store: Store, token: string): Promise<string> {
  const calls = await store.tasksOf('flow_calls', TENANT, '', null, 9);
  return calls.find((task) => callOf(task).secrets.includes(`"${token}"`))?.id ?? '';
}

describe('a person who is erased', () => {
  test('is in no table any more, by no id and no name, and the others are as they were', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'relay-erase-'));
    const file = path.join(folder, 'relay.db');
    const { world, store, one, two, loser, marketoOnly, sides } = await lived(file);
    const mentions = (row: string) =>
      [`"${one.salesforce}"`, `${one.salesforce}`, 'Erika'].some((text) => row.includes(text)) ||
      new RegExp(`\\b(${one.marketo}|${loser})\\b`).test(row);
    const before = everyRow(file);
    const held = new Set(before.filter(mentions).map((row) => row.split(' ')[0]));
    for (const table of ['members', 'people', 'journal', 'cursors', 'runs', 'previews', 'flow_batches'])
      assert.ok(held.has(table), `the test has nothing of the person in ${table}`);
    const ofOther = (row: string) => /^(members|people|journal) /.test(row) && row.includes(two.salesforce);
    const others = before.filter(ofOther).length;

    const nobody = { leadId: '00Q000000000099AAA', contactId: null, marketoLeadId: null };
    // The preview and its answer go, but were not of a person whom nobody knows.
    const unknown = await world.wait(erasePerson(store, TENANT, sides, nobody, true));
    assert.deepEqual(unknown, { human: { personIds: ['00Q000000000099AAA'], marketoLeadIds: [] }, still: NOWHERE, rows: 0 });

    const ids = { leadId: null, contactId: one.salesforce, marketoLeadId: null };
    const refused = await world.wait(erasePerson(store, TENANT, sides, ids, false));
    assert.deepEqual(refused.still, { salesforce: [one.salesforce], marketo: [one.marketo] });
    assert.equal(refused.rows, 0);
    const kept = before.filter((row) => !/^(previews|answers) /.test(row));
    assert.equal(everyRow(file).filter(mentions).length, kept.filter(mentions).length);

    world.process.dieAfter(0);
    const erased = await erasePerson(store, TENANT, sides, ids, true);
    assert.deepEqual(erased.human, { personIds: [one.salesforce], marketoLeadIds: [one.marketo] });
    assert.deepEqual(everyRow(file).filter(mentions), []);
    assert.equal(everyRow(file).filter(ofOther).length, others);
    assert.ok(everyRow(file).some((row) => row.startsWith('members') && row.includes(String(marketoOnly))));
    const left = async (token: string) => {
      const call = await callNamed(store, token);
      const [task] = await store.tasksOf('flow_batches', TENANT, call, null, 9);
      assert.ok(task);
      const { people, planned, results } = batchOf(task);
      const ids = [...people, ...(results ?? [])].map(({ leadId }) => leadId);
      const [due] = (await store.tasks('flow_calls', [call])).map((row) => row.due);
      return { state: task.state, ids, planned: Object.values(planned).map(({ personId }) => personId), due };
    };
    assert.deepEqual(
      await left('alone'),
      { state: 'done', ids: [], planned: [], due: 0 },
      'nobody is left to be worked on: called back at once'
    );
    assert.deepEqual(await left('together'), { state: 'open', ids: [two.marketo], planned: ['second'], due: null });
    assert.deepEqual(await left('worked on'), { state: 'done', ids: [two.marketo], planned: [], due: 0 });
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
