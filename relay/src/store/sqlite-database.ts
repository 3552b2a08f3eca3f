/** The one place that knows `node:sqlite`: opening, migrating, statements prepared once, transactions. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Cells } from './cells.ts';
import { StoreRefused } from './refused.ts';
import { migrationsOf, pendingMigrations, span, type Migration } from './migrations.ts';

/** Another process on the same file may hold it this long before a call gives up. */
const BUSY_MS = 10_000;
/**
 * 32 MB of pages in memory, and up to 64 MB in the log before they go to the file. With SQLite's 2 MB and 4 MB nearly every transaction over 300 members ended by
 * writing its pages twice: 2,600 members a second were settled, and 5,200 so.
 */
const ROOM = 'PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 16000;';
const RETRY_MS = 5;
const SQLITE_BUSY = 5;

export class SqliteDatabase {
  private readonly database: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();
  private readonly texts = new Map<string, string>();
  private durable = true;
  /** The last migration before and after this opening. */
  readonly migrated: { from: number; to: number };

  /** @throws {StoreRefused} when the file was written by a newer version of the relay, or by one with other migrations. */
  constructor(file: string, migrations = migrationsOf('sqlite')) {
    this.database = new DatabaseSync(file);
    // Another process may be opening the same new file.
    this.database.exec(`PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${ROOM}`);
    try {
      this.migrated = this.migrate(file, migrations);
    } catch (cause) {
      this.database.close();
      throw cause;
    }
    this.database.exec('PRAGMA busy_timeout = 0');
  }

  private migrate(file: string, migrations: string): { from: number; to: number } {
    this.database.exec('BEGIN IMMEDIATE');
    this.database.exec('CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, checksum TEXT NOT NULL) STRICT');
    const applied = this.all<Migration>('SELECT number, checksum FROM migrations ORDER BY number');
    const pending = pendingMigrations(applied, file, migrations);
    for (const { number, checksum, sql } of pending) {
      this.database.exec(sql);
      this.run('INSERT INTO migrations (number, checksum) VALUES (?, ?)', number, checksum);
    }
    this.database.exec('COMMIT');
    return span(applied, pending);
  }

  /**
   * Reserved from the start, so that two processes never deadlock between reading and writing.
   * @param durable On the disk when this resolves. Otherwise only after the next one that is; a process that is killed loses nothing either way.
   */
  async transaction<T>(work: () => Promise<T>, durable: boolean): Promise<T> {
    this.sync(durable);
    await this.begin();
    try {
      const result = await work();
      this.database.exec('COMMIT');
      return result;
    } catch (cause) {
      if (this.database.isTransaction) {
        this.database.exec('ROLLBACK');
      }
      throw cause;
    }
  }

  private sync(durable: boolean): void {
    if (durable === this.durable) return;
    this.database.exec(`PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
    this.durable = durable;
  }

  /** SQLite's own waiting would block every other task of the process, so it is asked again and again instead. */
  private async begin(): Promise<void> {
    for (const until = Date.now() + BUSY_MS; ; await sleep(RETRY_MS)) {
      try {
        this.database.exec('BEGIN IMMEDIATE');
        return;
      } catch (cause) {
        if ((cause as { errcode?: number }).errcode !== SQLITE_BUSY || Date.now() > until) {
          throw cause;
        }
      }
    }
  }

  all<T = Cells>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.prepare(sql).all(...values) as T[];
  }
  get<T = Cells>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.prepare(sql).get(...values) as T | undefined;
  }
  /** Row by row, for tables that memory should not hold whole. */
  each(sql: string): Iterable<Cells> {
    return this.prepare(sql).iterate() as Iterable<Cells>;
  }
  /** @returns how many rows changed, and the id of the row inserted last. */
  run(sql: string, ...values: SQLInputValue[]): { changes: number; id: number } {
    const { changes, lastInsertRowid } = this.prepare(sql).run(...values);
    return { changes: Number(changes), id: Number(lastInsertRowid) };
  }
  /** @returns The id of the row. @throws {Error} of SQLite when a unique index refuses. */
  insert(table: string, cells: Cells): number {
    const sql = this.text(`insert ${table}`, () => {
      const names = Object.keys(cells);
      return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    });
    return this.run(sql, ...Object.values(cells)).id;
  }
  /** @returns Whether it was not there before: a row with the same primary key stays as it is. */
  insertNew(table: string, cells: Cells): boolean {
    const sql = this.text(`insert new ${table}`, () => {
      const names = Object.keys(cells);
      return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`;
    });
    return this.run(sql, ...Object.values(cells)).changes === 1;
  }
  /** A statement put together once and for all: for each row anew it took a tenth of the time. @param name Unique for what `make` makes. */
  text(name: string, make: () => string): string {
    const known = this.texts.get(name) ?? make();
    this.texts.set(name, known);
    return known;
  }
  /** Inserts, or replaces the row that has the same primary key. @throws {Error} of SQLite, code `ERR_SQLITE_ERROR`, when another unique index refuses. */
  put(table: string, key: string[], cells: Cells): void {
    const sql = this.text(`put ${table}`, () => {
      const names = Object.keys(cells);
      const changed = names.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`);
      const marks = names.map(() => '?').join(', ');
      return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks}) ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changed.join(', ')}`;
    });
    this.run(sql, ...Object.values(cells));
  }

  close(): void {
    this.database.close();
  }

  private prepare(sql: string): StatementSync {
    const known = this.statements.get(sql) ?? this.database.prepare(sql);
    this.statements.set(sql, known);
    return known;
  }
}

/**
 * Holds a file beside the database for as long as the process lives; the system lets go of it when the process dies in any way.
 * @throws {StoreRefused} when another process holds it.
 */
export function holdAlone(file: string): { letGo(): void } {
  const lock = new DatabaseSync(`${file}.serving`);
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
  } catch (cause) {
    lock.close();
    throw new StoreRefused(`Another relay already serves ${file}. Stop that one first, or give this one a database of its own.`, { cause });
  }
  return { letGo: () => lock.close() };
}

/** Whether SQLite refused a row because a unique index has its values already. */
export function isDouble(cause: unknown): boolean {
  return cause instanceof Error && cause.message.includes('UNIQUE constraint failed');
}
