import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { afterEach, beforeEach } from 'node:test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { migrationsOf, pendingMigrations } from './migrations.ts';
import { everyVersion, fill, foldersUpTo, rowsOf } from './migrations-suite.ts';
import { openSqliteStore } from './sqlite.ts';
import { SqliteDatabase } from './sqlite-database.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'relay-migrations-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('every migration has its number in both folders, from 1 without a gap', () => {
  const numbers = (engine: 'sqlite' | 'postgres') =>
    readdirSync(migrationsOf(engine))
      .map((file) => Number(/^(\d+)\.sql$/.exec(file)?.[1]))
      .sort((a, b) => a - b);
  assert.deepEqual(numbers('sqlite'), numbers('postgres'));
  assert.deepEqual(
    numbers('sqlite'),
    numbers('sqlite').map((_number, index) => index + 1)
  );
});

test('a SQLite file of any earlier version comes to this one with every row that it had', async () => {
  for (const version of everyVersion('sqlite')) {
    const file = path.join(folder, `${version}.db`);
    const old = new SqliteDatabase(file, foldersUpTo('sqlite', version, folder));
    const database = {
      all: async (sql: string, ...values: (string | number | null)[]) => old.all(sql, ...values),
      run: async (sql: string, ...values: (string | number | null)[]) => void old.run(sql, ...values)
    };
    const tables = await fill(database, 'sqlite');
    const before = await rowsOf(database, tables);
    old.close();
    const now = new SqliteDatabase(file);
    assert.deepEqual(now.migrated, { from: version, to: everyVersion('sqlite').at(-1) });
    assert.deepEqual(await rowsOf({ all: async (sql) => now.all(sql), run: database.run }, tables), before);
    now.close();
    assert.deepEqual(new SqliteDatabase(file).migrated.from, everyVersion('sqlite').at(-1));
  }
});

test('a migration that fails takes nothing with it', () => {
  const file = path.join(folder, 'relay.db');
  const bad = path.join(folder, 'bad');
  cpSync(migrationsOf('sqlite'), bad, { recursive: true });
  const next = (everyVersion('sqlite').at(-1) ?? 0) + 1;
  writeFileSync(path.join(bad, `${next}.sql`), 'DROP TABLE answers; CREATE TABLE broken (;');
  new SqliteDatabase(file).close();
  assert.throws(() => new SqliteDatabase(file, bad), /syntax error/);
  const database = new SqliteDatabase(file);
  assert.deepEqual(database.all('SELECT * FROM answers'), []);
  database.close();
});

test('a newer database and a changed migration are refused, each with a sentence; other line ends are no change', () => {
  const known = pendingMigrations([], 'relay.db', migrationsOf('sqlite'));
  const [first] = known;
  assert.ok(first && /^[0-9a-f]{64}$/.test(first.checksum));
  assert.deepEqual(pendingMigrations(known, 'relay.db', migrationsOf('sqlite')), []);
  const newer = [...known, { number: 999, checksum: '' }];
  assert.throws(() => pendingMigrations(newer, 'relay.db', migrationsOf('sqlite')), /relay\.db was written by a newer relay.*999/);
  const changed = [{ number: 1, checksum: 'other' }];
  assert.throws(() => pendingMigrations(changed, 'relay.db', migrationsOf('sqlite')), /Migration 1 of relay\.db is not the one/);
  for (const file of readdirSync(migrationsOf('sqlite'))) {
    writeFileSync(path.join(folder, file), readFileSync(path.join(migrationsOf('sqlite'), file), 'utf8').replaceAll('\n', '\r\n'));
  }
  assert.deepEqual(pendingMigrations(known, 'relay.db', folder), []);
});

test('of several processes that open a new SQLite file at the same time one migrates it, and none fails', async () => {
  const file = path.join(folder, 'relay.db');
  const script = `import { SqliteDatabase } from ${JSON.stringify(path.join(import.meta.dirname, 'sqlite-database.ts'))};
    const database = new SqliteDatabase(${JSON.stringify(file)});
    process.stdout.write(String(database.migrated.from));
    database.close();`;
  const said = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
      await once(child, 'close');
      return text;
    })
  );
  const newest = String(everyVersion('sqlite').at(-1));
  assert.deepEqual(said.sort(), ['0', newest, newest, newest, newest]);
});

test('members that were parked or failing before there were ways out are listed with their reasons and have what ways out need', async () => {
  const file = path.join(folder, 'relay.db');
  const old = new SqliteDatabase(file, foldersUpTo('sqlite', 1, folder));
  const park = { reason: 'conflict', since: 5, saw: { salesforce: 'Invited', marketo: null }, rulesVersion: 1, detail: '' };
  for (const [id, state, row] of [
    ['m1', 'parked', { park, createdAt: 1 }],
    ['m2', 'failing', { park: null, createdAt: 3 }],
    ['m3', 'in-sync', { park: null, createdAt: 1 }]
  ] as const) {
    const sql = "INSERT INTO members (id, tenant_id, link_id, state, hints, version, row) VALUES (?, 't', 'link-1', ?, 0, 1, ?)";
    old.run(sql, id, state, JSON.stringify(row));
  }
  old.close();
  const store = openSqliteStore(file);
  const [first, second, ...others] = await store.issues('link-1', null, null, 9);
  assert.deepEqual(first?.park, { ...park, want: null, attempts: 0, candidates: [] });
  assert.deepEqual([second?.id, second?.failing, second?.taken, others.length], ['m2', 'salesforce-fails', null, 0]);
  await store.close();
});
