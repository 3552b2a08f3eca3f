/**
 * One connection of a process for what lasts longer than a transaction: names that it holds for as long as it lives, and word from the other processes. When the
 * connection is lost, so is all that it held, and others may take it; word that was sent meanwhile never comes.
 */
import pg from 'pg';

/** Within a minute the server lets go of what a machine held that is gone. Said after connecting, since poolers refuse it as a parameter of the connection. */
export const NOTICE_LOSS = 'SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3';
const CHANNEL = 'campaign_sync_work';
const AGAIN_MS = 2_000;

export class PostgresSession {
  private readonly config: pg.ClientConfig;
  private client: Promise<pg.Client> | null = null;
  private readonly held = new Set<string>();
  private hear: ((word: string) => void) | null = null;
  private again: NodeJS.Timeout | undefined;
  private closed = false;
  private tail: Promise<unknown> = Promise.resolve();

  constructor(config: pg.ClientConfig) {
    this.config = config;
  }

  /** @returns Whether this process holds the name, which one process at a time does. */
  async hold(name: string): Promise<boolean> {
    return this.inTurn(async () => {
      // PostgreSQL counts how often a session takes a lock, so it is taken once.
      if (this.held.has(name)) return true;
      const client = await this.connected();
      const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS got', [name]);
      if (rows[0]?.got) this.held.add(name);
      return rows[0]?.got ?? false;
    });
  }

  async letGo(names: string[]): Promise<void> {
    return this.inTurn(async () => {
      for (const name of names) {
        if (!this.held.delete(name)) continue;
        const client = await this.connected();
        await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]);
      }
    });
  }

  /** Word that other processes `say`; none of one's own. */
  async listen(hear: (word: string) => void): Promise<void> {
    this.hear = hear;
    await this.connected();
  }

  async say(word: string): Promise<void> {
    await this.inTurn(async () => (await this.connected()).query('SELECT pg_notify($1, $2)', [CHANNEL, word]));
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.again);
    const client = await this.client?.catch(() => null);
    this.client = null;
    await client?.end();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.tail.then(work);
    this.tail = result.catch(() => undefined);
    return result;
  }

  private connected(): Promise<pg.Client> {
    this.client ??= this.connect().catch((cause: unknown) => {
      this.lost();
      throw cause;
    });
    return this.client;
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client(this.config);
    client.on('error', () => undefined);
    await client.connect();
    client.on('end', () => this.lost());
    client.on('notification', ({ payload, processId }) => {
      if (processId !== (client as pg.Client & { processID: number }).processID) this.hear?.(payload ?? '');
    });
    await client.query(`${NOTICE_LOSS}; LISTEN ${CHANNEL}`);
    return client;
  }

  private lost(): void {
    this.client = null;
    this.held.clear();
    if (this.closed || this.hear === null) return;
    clearTimeout(this.again);
    this.again = setTimeout(() => void this.connected().catch(() => undefined), AGAIN_MS);
    this.again.unref();
  }
}
