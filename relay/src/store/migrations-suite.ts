/** Databases of every version with a row in every table, for the tests of the migrations. */
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { migrationsOf } from './migrations.ts';

type Engine = 'sqlite' | 'postgres';
type Rows = Record<string, unknown>[];
export interface Database {
  all(sql: string, ...values: (string | number | null)[]): Promise<Rows>;
  run(sql: string, ...values: (string | number | null)[]): Promise<unknown>;
}
/** Tables and their columns. */
export type Tables = Map<string, string[]>;

const ROWS = 3;

export function everyVersion(engine: Engine): number[] {
  return readdirSync(migrationsOf(engine))
    .map((file) => Number(path.basename(file, '.sql')))
    .sort((a, b) => a - b);
}

/** A folder with the migrations that there were at that version. */
export function foldersUpTo(engine: Engine, version: number, within: string): string {
  const folder = path.join(within, `${engine}-${version}`);
  mkdirSync(folder);
  for (const number of everyVersion(engine)) {
    if (number <= version) cpSync(path.join(migrationsOf(engine), `${number}.sql`), path.join(folder, `${number}.sql`));
  }
  return folder;
}

export async function tablesOf(database: Database, engine: Engine): Promise<Map<string, { name: string; number: boolean }[]>> {
  const sql =
    engine === 'sqlite'
      ? "SELECT t.name AS tab, c.name AS col, c.type AS type FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY 1, c.cid"
      : "SELECT table_name AS tab, column_name AS col, data_type AS type FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, ordinal_position";
  const tables = new Map<string, { name: string; number: boolean }[]>();
  for (const { tab, col, type } of await database.all(sql)) {
    if (tab === 'migrations') continue;
    const columns = tables.get(String(tab)) ?? [];
    columns.push({ name: String(col), number: /int/i.test(String(type)) });
    tables.set(String(tab), columns);
  }
  return tables;
}

/** Rows in every table, each value another; JSON where JSON stands. */
export async function fill(database: Database, engine: Engine): Promise<Tables> {
  const tables = await tablesOf(database, engine);
  let serial = 0;
  for (const [name, columns] of tables) {
    for (let row = 0; row < ROWS; row++) {
      const values = columns.map((column) =>
        column.number ? ++serial : column.name === 'row' ? `{"n":${++serial}}` : `ünique ${++serial}`
      );
      const marks = columns.map((_column, index) => (engine === 'sqlite' ? '?' : `$${index + 1}`)).join(', ');
      await database.run(`INSERT INTO ${name} (${columns.map((column) => column.name).join(', ')}) VALUES (${marks})`, ...values);
    }
  }
  return new Map([...tables].map(([name, columns]) => [name, columns.map((column) => column.name)]));
}

export async function rowsOf(database: Database, tables: Tables): Promise<Record<string, Rows>> {
  const rows: Record<string, Rows> = {};
  for (const [name, columns] of tables) {
    const found = await database.all(`SELECT ${columns.join(', ')} FROM ${name} ORDER BY ${columns.join(', ')}`);
    // Rows of SQLite have no prototype.
    rows[name] = found.map((row) => ({ ...row }));
  }
  return rows;
}
