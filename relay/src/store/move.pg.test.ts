import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { CAMPAIGN, PROGRAM, StillWorld } from '../../simulation/still-world.ts';
import { TENANT } from '../../simulation/world.ts';
import { startPostgres, type PostgresServer } from '../../testing/postgres-server.ts';
import { everything, link, member } from './contract-suite.ts';
import { fill, rowsOf } from './migrations-suite.ts';
import { moveStore } from './move.ts';
import type { Store } from './port.ts';
import { PostgresDatabase } from './postgres-database.ts';
import { openPostgresStore } from './postgres.ts';
import { holdAlone, SqliteDatabase } from './sqlite-database.ts';
import { openSqliteStore } from './sqlite.ts';

const MINUTE = 60_000;
let server: PostgresServer;
let folder: string;
before(async () => {
  server = await startPostgres();
  folder = mkdtempSync(path.join(tmpdir(), 'relay-move-'));
});
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const entry = {
  tenantId: 'tenant-1',
  linkId: 'link-1',
  campaignId: 'c1',
  memberId: null,
  leadId: null,
  contactId: null,
  marketoLeadId: null
};
const what = {
  at: 1,
  kind: 'link' as const,
  cause: null,
  rule: null,
  actor: null,
  side: null,
  from: null,
  to: null,
  outcome: null,
  detail: null,
  runId: null
};

test('every row of every table arrives as it was, whatever stands in it', async () => {
  const file = path.join(folder, 'filled.db');
  const source = new SqliteDatabase(file);
  const tables = await fill({ all: async (sql) => source.all(sql), run: async (sql, ...values) => source.run(sql, ...values) }, 'sqlite');
  for (let index = 0; index < 2_500; index++) {
    // What sorts, escapes or counts differently in two databases.
    const odd = ['a', 'B', 'ä', '😀', '\\', "'", '"', '{}', 'NULL', '', '\t\n', ' x '][index % 12] ?? '';
    source.run(
      'INSERT INTO cursors (tenant_id, name, value) VALUES (?, ?, ?)',
      `t${index % 3}`,
      `${odd}${index}`,
      `${odd}${Number.MAX_SAFE_INTEGER}`
    );
  }
  const [activity] = ['INSERT INTO activities (tenant_id, guid, at) VALUES (?, ?, ?)'];
  source.run(activity, 't', 'largest', Number.MAX_SAFE_INTEGER);
  const before = await rowsOf({ all: async (sql) => source.all(sql), run: async () => undefined }, tables);
  source.close();
  const url = await server.database();
  const moved = await moveStore(file, url);
  assert.deepEqual(
    moved.map(({ table, rows }) => [table, rows]),
    Object.entries(before).map(([table, rows]) => [table, rows.length])
  );
  assert.ok(moved.every(({ checksum }) => /^[0-9a-f]{64}$/.test(checksum)));
  const target = await PostgresDatabase.open(url);
  assert.deepEqual(await rowsOf(target, tables), before);
  await target.close();
});

test('the engine goes on in the new database as if nothing had happened: settled members cause no write, and what was under way or was edited meanwhile arrives', async () => {
  const file = path.join(folder, 'world.db');
  const world = new StillWorld({ store: openSqliteStore(file) });
  const people = Array.from({ length: 40 }, (_, index) => world.addPerson(`Person${index}`, index % 2 === 0 ? 'lead' : 'contact'));
  for (const [index, { salesforce, marketo }] of people.entries()) {
    if (index % 3 !== 0) world.salesforce.set(CAMPAIGN, salesforce, 'Registered', 'user', true);
    if (index % 3 !== 1) world.marketo.move(PROGRAM, marketo, index % 5 === 0 ? 'Attended' : 'Registered');
  }
  const waits = world.addLead('Waits');
  world.marketo.move(PROGRAM, waits, 'Invited');
  await world.link(await world.start());
  await world.pass(10 * MINUTE);
  const [removed, edited, under] = people;
  assert.ok(removed && edited && under);
  // Under way when the relay stops: read from the outbox, not yet written.
  world.salesforce.set(CAMPAIGN, under.salesforce, 'Attended', 'user', false);
  await (await world.engine.operations(TENANT)).ring([]);
  await world.until(() => world.salesforce.outbox.length === 0, MINUTE);
  await world.wait(world.engine.stop());
  const held = async (store: Store) => {
    const [one] = await store.links(TENANT);
    assert.ok(one);
    const entries = await store.journalPage(TENANT, { ...everything, campaignId: CAMPAIGN }, { before: null }, 500);
    const rows = await store.membersPage(one.id, null, 99);
    const persons = await Promise.all(people.map(({ marketo }) => store.person(TENANT, { marketoLeadId: marketo })));
    return { one, rows, entries, persons, budget: await store.budget('123-ABC-456'), tenants: await store.tenants() };
  };
  const before = await held(world.store);
  assert.ok(before.rows.length === 41 && before.entries.length > 60);
  await world.store.close();
  // Nobody is there to see it.
  world.salesforce.set(CAMPAIGN, removed.salesforce, null, 'user', false);
  world.marketo.move(PROGRAM, edited.marketo, 'Attended');

  const url = await server.database();
  await moveStore(file, url);
  world.moveTo(await openPostgresStore(url));
  assert.deepEqual(await held(world.store), before);
  const writes = world.witness.memberWrites;
  const after = world.join('after');
  await world.wait(after.engine.start());
  await world.pass(75 * MINUTE);
  assert.deepEqual(
    [world.inMarketo(under.marketo), world.inMarketo(removed.marketo), world.inSalesforce(edited.salesforce)],
    ['Attended', null, 'Attended']
  );
  assert.ok(world.witness.memberWrites - writes <= 3, `${world.witness.memberWrites - writes} writes for three edits`);
  const operations = await after.engine.operations(TENANT);
  assert.equal((await operations.campaign(CAMPAIGN)).counts.pending, 0);
  assert.deepEqual(world.witness.violations, []);
  await world.wait(after.engine.stop());
  await world.store.close();
});

test('ids of the journal go on after the last one of the file, those of erased entries included', async () => {
  const file = path.join(folder, 'journal.db');
  const source = openSqliteStore(file);
  await source.journal({ ...entry, ...what });
  const last = await source.journal({ ...entry, ...what, tenantId: 'tenant-2' });
  await source.eraseTenant('tenant-2');
  await source.close();
  const url = await server.database();
  await moveStore(file, url);
  const store = await openPostgresStore(url);
  assert.equal(await store.journal({ ...entry, ...what }), last + 1);
  await store.close();
});

test('a target that holds anything, a file that a relay serves, and no file are refused; nothing is written then', async () => {
  const file = path.join(folder, 'refused.db');
  const source = openSqliteStore(file);
  await source.putLink(link());
  await source.addMember(member('m1', { due: 5 }));
  await source.close();
  const url = await server.database();
  const target = await openPostgresStore(url);
  await target.setCursor('tenant-9', 'outbox', 'x');
  await assert.rejects(moveStore(file, url), /is not empty: there are rows in its table "cursors"/);
  assert.deepEqual(await target.links('tenant-1'), []);
  await target.close();
  const empty = await server.database();
  const serving = holdAlone(file);
  await assert.rejects(moveStore(file, empty), /Another relay already serves/);
  serving.letGo();
  await assert.rejects(moveStore(path.join(folder, 'none.db'), empty), /There is no file/);
  await moveStore(file, empty);
  await assert.rejects(moveStore(file, empty), /is not empty/);
});

test('what arrives otherwise than it left is noticed, and nothing of it stays', async () => {
  const file = path.join(folder, 'altered.db');
  const source = openSqliteStore(file);
  await source.setCursor('tenant-1', 'outbox', 'value');
  await source.close();
  const url = await server.database();
  await (await openPostgresStore(url)).close();
  await server.run(
    `CREATE FUNCTION alter_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.value := 'other'; RETURN NEW; END $$;
     CREATE TRIGGER alters BEFORE INSERT ON cursors FOR EACH ROW EXECUTE FUNCTION alter_it();`,
    url
  );
  await assert.rejects(
    moveStore(file, url),
    /1 rows of table "cursors" arrived in .*, of 1, and they are not the same\. Nothing was moved/
  );
  assert.deepEqual(await server.run('SELECT * FROM cursors', url), []);
});
