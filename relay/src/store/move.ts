/** Moves a store from a SQLite file into an empty PostgreSQL database: all of it or nothing, held against the file before it counts. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Cell, Cells } from './cells.ts';
import { PostgresDatabase, type Statements, type Value } from './postgres-database.ts';
import { databaseName } from './postgres-errors.ts';
import { StoreRefused } from './refused.ts';
import { holdAlone, SqliteDatabase } from './sqlite-database.ts';

const ROWS_AT_ONCE = 1_000;

export interface Moved {
  table: string;
  rows: number;
  /** SHA-256 over the rows in the order of their keys, the same on both sides. */
  checksum: string;
}

interface Table {
  name: string;
  columns: { name: string; type: 'text' | 'bigint' }[];
  key: string[];
}

/**
 * The file stays as it is.
 * @param url The target.
 * @throws {StoreRefused} when there is no such file, a relay serves it, the target holds something, or what arrived is not what left.
 */
export async function moveStore(file: string, url: string): Promise<Moved[]> {
  if (!existsSync(file)) throw new StoreRefused(`There is no file ${file} to move.`);
  const alone = holdAlone(file);
  try {
    const source = new SqliteDatabase(file);
    try {
      const target = await PostgresDatabase.open(url);
      try {
        return await target.transaction((tx) => copy(source, tx, databaseName(url)), { shared: false, durable: true });
      } finally {
        await target.close();
      }
    } finally {
      source.close();
    }
  } finally {
    alone.letGo();
  }
}

async function copy(source: SqliteDatabase, target: Statements, name: string): Promise<Moved[]> {
  const tables = tablesOf(source);
  // No relay that runs on the target may write into it meanwhile.
  await target.run(`LOCK TABLE ${tables.map((table) => table.name).join(', ')} IN ACCESS EXCLUSIVE MODE`);
  for (const table of tables) {
    if ((await target.get(`SELECT 1 FROM ${table.name} LIMIT 1`)) === undefined) continue;
    throw new StoreRefused(
      `${name} is not empty: there are rows in its table "${table.name}". Move into a new database, or serve this one as it is.`
    );
  }
  const moved: Moved[] = [];
  for (const table of tables) moved.push(await copyTable(source, target, table, name));
  // Ids of the journal go on where they were, those of entries that are gone included.
  const last = source.get<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'journal'")?.seq ?? 0;
  if (last > 0) await target.get("SELECT setval(pg_get_serial_sequence('journal', 'id'), $1)", last);
  return moved;
}

function tablesOf(source: SqliteDatabase): Table[] {
  const sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migrations' ORDER BY name";
  return source.all<{ name: string }>(sql).map(({ name }) => {
    const columns = source.all<{ name: string; type: string; pk: number }>('SELECT name, type, pk FROM pragma_table_info(?)', name);
    return {
      name,
      columns: columns.map((column) => ({ name: column.name, type: column.type === 'INTEGER' ? 'bigint' : 'text' })),
      key: columns
        .filter(({ pk }) => pk > 0)
        .sort((a, b) => a.pk - b.pk)
        .map((column) => column.name)
    };
  });
}

async function copyTable(source: SqliteDatabase, target: Statements, { name, columns, key }: Table, database: string): Promise<Moved> {
  const names = columns.map((column) => column.name).join(', ');
  const arrays = columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ');
  const insert = `INSERT INTO ${name} (${names}) SELECT * FROM unnest(${arrays})`;
  const left = new Tally();
  for (const page of pages(source, `SELECT ${names} FROM ${name} ORDER BY ${key.join(', ')}`)) {
    page.forEach((row) => left.add(row));
    await target.run(insert, ...columns.map((column) => page.map((row) => row[column.name] ?? null) as Value));
  }
  const arrived = new Tally();
  await target.run(`DECLARE arrived NO SCROLL CURSOR FOR SELECT ${names} FROM ${name} ORDER BY ${key.join(', ')}`);
  for (;;) {
    const page = await target.all(`FETCH ${ROWS_AT_ONCE} FROM arrived`);
    page.forEach((row) => arrived.add(row));
    if (page.length < ROWS_AT_ONCE) break;
  }
  await target.run('CLOSE arrived');
  const [checksum, other] = [left.checksum(), arrived.checksum()];
  if (checksum !== other || left.rows !== arrived.rows) {
    throw new StoreRefused(
      `${arrived.rows} rows of table "${name}" arrived in ${database}, of ${left.rows}, and they are not the same. Nothing was moved; the file is as it was.`
    );
  }
  return { table: name, rows: left.rows, checksum };
}

function* pages(source: SqliteDatabase, sql: string): Iterable<Cells[]> {
  let page: Cells[] = [];
  for (const row of source.each(sql)) {
    page.push(row);
    if (page.length < ROWS_AT_ONCE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** Rows counted and hashed in the order in which they come. */
class Tally {
  rows = 0;
  private readonly hash = createHash('sha256');

  add(row: Cells): void {
    this.rows++;
    this.hash.update(`${JSON.stringify(Object.values(row) as Cell[])}\n`);
  }
  checksum(): string {
    return this.hash.digest('hex');
  }
}
