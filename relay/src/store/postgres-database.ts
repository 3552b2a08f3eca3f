/** The one place that knows `pg`: connections, migrations, statements prepared once a connection, transactions and what they hold. */
import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Cells } from './cells.ts';
import { migrationsOf, pendingMigrations, span, type Migration } from './migrations.ts';
import type { TaskTable } from './port-tasks.ts';
import { NOTICE_LOSS, PostgresSession } from './postgres-session.ts';
import { databaseName, sentenceOf, TOO_OLD } from './postgres-errors.ts';

export type Value = string | number | null | string[] | number[] | (string | null)[] | (number | null)[];

/** Of one process. Servers allow 100 by default; a transaction holds its connection for some tens of milliseconds. */
const CONNECTIONS = 10;
/** As the server's list of connections shows it. */
const APPLICATION = 'campaign-sync-relay';
const CONNECT_MS = 10_000;
/** A process that stops in the middle of a transaction must not hold a tenant for long. */
const SESSION = `SET idle_in_transaction_session_timeout = '30s'; ${NOTICE_LOSS}`;
const LEAST_VERSION = 150_000;
const INT8 = 20;

/** `table.column` → its type, as a cast says it. */
type ColumnTypes = ReadonlyMap<string, string>;
interface Migrated {
  from: number;
  to: number;
  types: ColumnTypes;
}

/** Tables whose rows say which tenant is theirs. */
type Held = 'links' | 'members' | 'journal' | 'previews' | 'runs' | TaskTable;

/** Where statements go: to any connection, each for itself, or to the one of a transaction. */
export interface Statements {
  all<T = Cells>(sql: string, ...values: Value[]): Promise<T[]>;
  get<T = Cells>(sql: string, ...values: Value[]): Promise<T | undefined>;
  /** @returns How many rows changed. */
  run(sql: string, ...values: Value[]): Promise<number>;
  /** Appended to a SELECT whose rows may be written afterwards: nobody else changes them until the transaction ends. */
  readonly forUpdate: '' | ' FOR NO KEY UPDATE';
  /** Only members that the worker has leased are written, and who they are stays. */
  readonly leased: boolean;
  /** What each column of a table is, as a cast says it. */
  readonly types: ColumnTypes;
  /**
   * What is asked after this waits for every other transaction that holds the same, and it is held until this one ends. Outside a transaction there is nothing to
   * hold. Nobody needs to wait for its answer: statements of a transaction are sent one behind the other.
   */
  hold(what: string): void;
  /** Holds the tenants of rows of which only the ids are known, unless a tenant is held already: a transaction is about one. */
  holdTenantOf(table: Held, ids: string[] | number[]): void;
}

export const tenantLock = (id: string) => `tenant ${id}`;

/** Times and counts come as numbers: all of them are below 2^53. */
const parsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser
};

/** One name for one text in every process, as poolers want it that share connections between processes. */
const names = new Map<string, string>();
function prepared(sql: string): string {
  const name = names.get(sql) ?? `relay_${createHash('md5').update(sql).digest('hex')}`;
  names.set(sql, name);
  return name;
}

abstract class OnConnection {
  protected abstract query(sql: string, values: Value[]): Promise<pg.QueryResult<Cells>>;

  async all<T = Cells>(sql: string, ...values: Value[]): Promise<T[]> {
    return (await this.query(sql, values)).rows as T[];
  }
  async get<T = Cells>(sql: string, ...values: Value[]): Promise<T | undefined> {
    return (await this.query(sql, values)).rows[0] as T | undefined;
  }
  async run(sql: string, ...values: Value[]): Promise<number> {
    return (await this.query(sql, values)).rowCount ?? 0;
  }
}

export class PostgresDatabase extends OnConnection implements Statements {
  readonly forUpdate = '';
  readonly leased = false;
  private readonly pool: pg.Pool;
  readonly types: ColumnTypes;
  /** The last migration before and after this opening. */
  readonly migrated: { from: number; to: number };

  readonly session: PostgresSession;

  private constructor(pool: pg.Pool, session: PostgresSession, { from, to, types }: Migrated) {
    super();
    this.pool = pool;
    this.session = session;
    this.migrated = { from, to };
    this.types = types;
  }

  /** Connects and migrates. @param url `postgres://…`. @throws {StoreRefused} */
  static async open(url: string, migrations = migrationsOf('postgres')): Promise<PostgresDatabase> {
    const config: pg.ClientConfig = {
      connectionString: url,
      connectionTimeoutMillis: CONNECT_MS,
      application_name: APPLICATION,
      keepAlive: true,
      keepAliveInitialDelayMillis: 30_000,
      types: parsers
    };
    const onConnect = (client: pg.ClientBase) => client.query(SESSION);
    const pool = new pg.Pool({ ...config, max: CONNECTIONS, onConnect, pipeline: true } as pg.PoolConfig);
    // A connection that breaks between statements says so by an event, which ends the process where nobody listens. The next statement on it is refused, and a
    // connection that nobody uses is replaced when somebody needs one.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    try {
      return new PostgresDatabase(
        pool,
        new PostgresSession({ ...config, application_name: `${APPLICATION} session` }),
        await migrate(pool, databaseName(url), migrations)
      );
    } catch (cause) {
      await pool.end();
      throw sentenceOf(cause, url);
    }
  }

  protected query(sql: string, values: Value[]): Promise<pg.QueryResult<Cells>> {
    return this.pool.query({ name: prepared(sql), text: sql, values });
  }

  hold(): void {
    // A statement of its own is a transaction of its own.
  }
  holdTenantOf(): void {
    // Likewise.
  }

  /**
   * @param how `shared`: beside others that are. `durable`: on the server's disk when this resolves; otherwise a server that stops hard may have forgotten it, and
   * whatever came after it.
   */
  async transaction<T>(work: (tx: Statements) => Promise<T>, { shared, durable }: { shared: boolean; durable: boolean }): Promise<T> {
    const client = await this.pool.connect();
    const tx = new PostgresTransaction(client, this.types, shared);
    let broken: Error | undefined;
    try {
      tx.ask(`BEGIN ISOLATION LEVEL READ COMMITTED${durable ? '' : '; SET LOCAL synchronous_commit = off'}`);
      const result = await work(tx);
      await tx.end();
      return result;
    } catch (cause) {
      await tx.giveUp().catch((error: Error) => (broken = error));
      throw tx.fault ?? cause;
    } finally {
      client.release(broken);
    }
  }

  async close(): Promise<void> {
    await this.session.close();
    await this.pool.end();
  }
}

/**
 * Transactions about one tenant come one after the other, in whichever process, but for those of workers on members that each of them has leased: the first row that one touches says whose turn it is. So a transaction sees nothing
 * change under it, needs no retry and cannot deadlock, as in SQLite; tenants do not wait for each other. SERIALIZABLE was the other way: it fails transactions
 * at their end, and the engine's work inside them would have to be fit for being run twice.
 */
class PostgresTransaction extends OnConnection implements Statements {
  readonly forUpdate = ' FOR NO KEY UPDATE';
  readonly types: ColumnTypes;
  readonly leased: boolean;
  /** Of a statement that nobody waits for: those behind it only say that the transaction is lost. */
  fault: Error | null = null;
  private readonly client: pg.PoolClient;
  private readonly lock: string;
  private readonly held = new Set<string>();
  /** Whoever did not wait for a call of his own finds the connection another's by then. */
  private ended = false;

  constructor(client: pg.PoolClient, columns: ColumnTypes, shared: boolean) {
    super();
    this.client = client;
    this.types = columns;
    this.leased = shared;
    this.lock = shared ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  }

  protected async query(sql: string, values: Value[]): Promise<pg.QueryResult<Cells>> {
    if (this.ended) throw new Error('The transaction of this call has ended');
    return this.client.query({ name: prepared(sql), text: sql, values });
  }

  /** Sends a statement that is not waited for. */
  ask(sql: string): void {
    this.client.query(sql).catch((error: Error) => (this.fault ??= error));
  }

  hold(what: string): void {
    if (this.held.has(what)) return;
    this.held.add(what);
    this.run(`SELECT ${this.lock}(hashtextextended($1, 0))`, what).catch((error: Error) => (this.fault ??= error));
  }

  holdTenantOf(table: Held, ids: string[] | number[]): void {
    if (this.held.size > 0) return;
    this.held.add('theirs');
    const type = table === 'journal' ? 'bigint' : 'text';
    const theirs = `SELECT DISTINCT tenant_id FROM ${table} WHERE id = ANY($1::${type}[]) ORDER BY tenant_id`;
    const sql = `SELECT ${this.lock}(hashtextextended($2 || tenant_id, 0)) FROM (${theirs}) AS theirs`;
    this.run(sql, ids, tenantLock('')).catch((error: Error) => (this.fault ??= error));
  }

  async end(): Promise<void> {
    this.ended = true;
    // A transaction in which a statement was refused is rolled back by COMMIT, which says so only in its tag.
    const { command } = await this.client.query('COMMIT');
    if (command !== 'COMMIT') throw this.fault ?? new Error('The transaction was rolled back: one of its statements had been refused.');
  }

  async giveUp(): Promise<void> {
    this.ended = true;
    await this.client.query('ROLLBACK');
  }
}

async function migrate(pool: pg.Pool, name: string, folder: string): Promise<Migrated> {
  const client = await pool.connect();
  try {
    const { rows: version } = await client.query<{ number: string; text: string }>(
      "SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS text"
    );
    if (Number(version[0]?.number) < LEAST_VERSION) throw Object.assign(new Error(version[0]?.text), { code: TOO_OLD });
    await client.query('BEGIN');
    // One process at a time: the next one finds nothing left to do.
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('migrations', 0))");
    await client.query('CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, checksum TEXT NOT NULL)');
    const { rows: applied } = await client.query<Migration>('SELECT number, checksum FROM migrations ORDER BY number');
    const pending = pendingMigrations(applied, name, folder);
    for (const { number, checksum, sql } of pending) {
      await client.query(sql);
      await client.query('INSERT INTO migrations (number, checksum) VALUES ($1, $2)', [number, checksum]);
    }
    await client.query('COMMIT');
    const { rows: columns } = await client.query<{ place: string; type: string }>(
      `SELECT table_name || '.' || column_name AS place, data_type AS type FROM information_schema.columns WHERE table_schema = current_schema()`
    );
    return { ...span(applied, pending), types: new Map(columns.map(({ place, type }) => [place, type])) };
  } finally {
    // Rolled back where it did not come to its end.
    client.release(true);
  }
}
