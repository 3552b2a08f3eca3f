import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { ACTOR, CAMPAIGN, PROGRAM, StillWorld } from '../../simulation/still-world.ts';
import { marketoPort, salesforcePort } from '../../simulation/ports.ts';
import { TENANT } from '../../simulation/world.ts';
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
  await world.pass(10 * 60_000);
  const process = world.process;
  const gate = { run: <T>(_weight: unknown, call: () => Promise<T>) => call() };
  const sides = { salesforce: salesforcePort(world.outside, process), marketo: marketoPort(world.outside, process, gate) };
  return { world, store, one, two, marketoOnly, loser, sides };
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
    for (const table of ['members', 'people', 'journal', 'cursors', 'runs'])
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
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
