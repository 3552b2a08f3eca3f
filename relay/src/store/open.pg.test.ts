import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { Readable } from 'node:stream';
import { startPostgres, type PostgresServer } from '../../testing/postgres-server.ts';
import { runCommand } from '../cli.ts';
import { everyVersion, fill, foldersUpTo, rowsOf, tablesOf } from './migrations-suite.ts';
import { PostgresDatabase } from './postgres-database.ts';
import { sentenceOf, TOO_OLD } from './postgres-errors.ts';
import { SqliteDatabase } from './sqlite-database.ts';

let server: PostgresServer;
let url: string;
let folder: string;
before(async () => {
  server = await startPostgres();
  url = await server.database();
  folder = mkdtempSync(path.join(tmpdir(), 'relay-open-'));
});
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const changed = (change: (address: URL) => void) => {
  const address = new URL(url);
  change(address);
  return address.href;
};
const refusal = async (address: string) => {
  const error = await PostgresDatabase.open(address).then(
    (database) => database.close().then(() => assert.fail('it opened')),
    (cause: Error) => cause
  );
  const { password } = new URL(address);
  assert.ok(!error.message.includes(password), 'the password is not said');
  assert.doesNotMatch(error.message, /\n/);
  return error.message;
};

test('a server that is down, a wrong password, a missing database and a user without rights each have a sentence with what to do', async () => {
  assert.match(await refusal(changed((at) => (at.port = '1'))), /Nothing answers at 127\.0\.0\.1:1\. Start the PostgreSQL server/);
  assert.match(await refusal(changed((at) => (at.password = 'wrong-secret'))), /refuses the password of user "postgres"/);
  assert.match(await refusal(changed((at) => (at.pathname = '/nowhere'))), /has no database "nowhere"\. Create it/);
  assert.match(await refusal(changed((at) => (at.hostname = 'nobody.invalid'))), /There is no host nobody\.invalid/);
  await server.run("CREATE ROLE relay_guest LOGIN PASSWORD 'guest-secret'");
  const guest = changed((at) => {
    at.username = 'relay_guest';
    at.password = 'guest-secret';
  });
  assert.match(await refusal(guest), /"relay_guest" may not create tables in database ".*ALTER DATABASE/);
  await server.run('DROP ROLE relay_guest');
  const old = sentenceOf(Object.assign(new Error('14.2'), { code: TOO_OLD }), url);
  assert.match(old.message, /is PostgreSQL 14\.2\. The relay needs 15 or newer/);
});

test('a PostgreSQL database of any earlier version comes to this one with every row that it had', async () => {
  for (const version of everyVersion('postgres')) {
    const own = await server.database();
    const old = await PostgresDatabase.open(own, foldersUpTo('postgres', version, folder));
    const tables = await fill(old, 'postgres');
    const before = await rowsOf(old, tables);
    await old.close();
    const now = await PostgresDatabase.open(own);
    assert.deepEqual(now.migrated, { from: version, to: everyVersion('postgres').at(-1) });
    assert.deepEqual(await rowsOf(now, tables), before);
    await now.close();
  }
});

test('both engines have the same tables with the same columns', async () => {
  const [sqlite, postgres] = [new SqliteDatabase(':memory:'), await PostgresDatabase.open(url)];
  const inSqlite = await tablesOf({ all: async (sql) => sqlite.all(sql), run: async () => undefined }, 'sqlite');
  const inPostgres = await tablesOf(postgres, 'postgres');
  const sorted = (tables: typeof inSqlite) =>
    [...tables].map(([name, columns]) => [name, columns.map((column) => JSON.stringify(column)).sort()]);
  assert.deepEqual(sorted(inPostgres), sorted(inSqlite));
  sqlite.close();
  await postgres.close();
});

async function relay(argv: string[], database: string) {
  let out = '';
  let complaint = '';
  const code = await runCommand(argv, {
    environment: { RELAY_KEY: Buffer.alloc(32, 1).toString('base64'), RELAY_DATABASE: database, RELAY_LOG_LEVEL: 'silent' },
    stdin: Readable.from(['']) as unknown as NodeJS.ReadableStream & { isTTY?: boolean },
    write: (text) => (out += text),
    complain: (text) => (complaint += text)
  });
  return { code, out, complaint };
}

test('the command line works on a postgres:// address, and says no password', async () => {
  const own = await server.database();
  const { password, host, pathname } = new URL(own);
  const newest = everyVersion('postgres').at(-1);
  const first = await relay(['migrate', '--json'], own);
  assert.deepEqual([first.code, JSON.parse(first.out)], [0, { database: `${host}${pathname}`, from: 0, to: newest }], first.complaint);
  assert.match((await relay(['migrate'], own)).out, /is at version \d+; there was nothing to do/);
  const add = ['tenant', 'add', '--org-id', '00D000000000001EAA', '--salesforce-url', 'https://example.my.salesforce.com', '--json'];
  assert.equal((await relay(add, own)).code, 0);
  assert.match((await relay(['tenant', 'list'], own)).out, /00D000000000001EAA/);
  await server.run("INSERT INTO migrations VALUES (999, '')", own);
  const newer = await relay(['tenant', 'list'], own);
  assert.equal(newer.code, 1);
  assert.match(newer.complaint, /was written by a newer relay \(its version is 999/);
  const wrong = await relay(['tenant', 'list'], own.replace(password, 'wrong-secret'));
  assert.match(wrong.complaint, /refuses the password/);
  for (const { complaint } of [newer, wrong]) {
    assert.doesNotMatch(complaint, /\n\s+at /);
    assert.ok(!complaint.includes(password) && !complaint.includes('wrong-secret'));
  }
});
