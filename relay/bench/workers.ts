/** Worker processes on one PostgreSQL database: what more of them bring, and whether a small tenant waits for a large one. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresServer } from '../testing/postgres-server.ts';
import { openPostgresStore } from '../src/store/postgres.ts';
import { PostgresDatabase } from '../src/store/postgres-database.ts';
import { fillTenant } from './fill.ts';
import { Outside } from './outside.ts';

const LARGE = 80;
const LARGE_ONE = 'tenant-1';
const LOOK_MS = 50;
const GIVE_UP_MS = 300_000;

export interface Plan {
  workers: number;
  /** The first of them has 80 times the members of each other. */
  tenants: number;
  membersOfSmall: number;
  latencyMs: number;
}
export interface Outcome {
  members: number;
  perSecond: number;
  /** From the hint to the first member that agrees: the median and the slowest of the small tenants. */
  firstSettle: { median: number; slowest: number };
}

/** Everybody's status changed in Salesforce, in all tenants at once. @throws {Error} when a member was lost, or written more than once. */
export async function run(server: PostgresServer, { workers, tenants, membersOfSmall, latencyMs }: Plan): Promise<Outcome> {
  const url = await server.database();
  const store = await openPostgresStore(url);
  const database = await PostgresDatabase.open(url);
  const outside = new Outside();
  const ids = new Map<string, string[]>();
  for (let serial = 1; serial <= tenants; serial++) {
    const people = serial === 1 && tenants > 1 ? LARGE * membersOfSmall : membersOfSmall;
    outside.add(`tenant-${serial}`, people, 'Attended', 'Registered');
    ids.set(`tenant-${serial}`, await fillTenant(store, `tenant-${serial}`, serial, people, 'Registered'));
  }
  await database.run('ANALYZE');
  const children = await Promise.all(
    Array.from({ length: workers }, (_, index) => startWorker(url, `worker-${index}`, latencyMs, outside))
  );
  try {
    const members = [...ids.values()].reduce((sum, some) => sum + some.length, 0);
    const began = performance.now();
    for (const [tenantId, some] of ids) {
      await store.hint({ memberIds: some, cause: 'outbox', at: Date.now() });
      await store.rouse(tenantId);
    }
    const first = new Map<string, number>();
    for (;;) {
      const now = performance.now() - began;
      // The small ones only, and each until it was seen: to look must not be what is measured.
      const waiting = [...ids.keys()].filter((id) => !first.has(id) && (tenants === 1 || id !== LARGE_ONE));
      const settled = `SELECT tenant_id FROM links WHERE tenant_id = ANY($1::text[])
        AND EXISTS (SELECT FROM members WHERE link_id = links.id AND state = 'in-sync' AND due IS NULL)`;
      for (const { tenant_id: id } of await database.all<{ tenant_id: string }>(settled, waiting)) first.set(id, now);
      if ((await database.get('SELECT 1 FROM members WHERE due IS NOT NULL LIMIT 1')) === undefined) break;
      if (now > GIVE_UP_MS) throw new Error('Five minutes passed and it is not done');
      await sleep(LOOK_MS);
    }
    const seconds = (performance.now() - began) / 1000;
    await check(database, outside, ids);
    const small = [...first.values()].map((at) => at / 1000).sort((a, b) => a - b);
    return {
      members,
      perSecond: members / seconds,
      firstSettle: { median: small[small.length >> 1] ?? NaN, slowest: small.at(-1) ?? NaN }
    };
  } finally {
    await Promise.all(children.map(stopWorker));
    await database.close();
    await store.close();
  }
}

async function check(database: PostgresDatabase, outside: Outside, ids: Map<string, string[]>): Promise<void> {
  const wrong = await database.all(
    "SELECT id FROM members WHERE state <> 'in-sync' OR base_marketo <> 'Attended' OR lease_owner IS NOT NULL LIMIT 5"
  );
  const open = await database.all('SELECT id FROM journal WHERE outcome IS NULL LIMIT 5');
  const twice = [...ids].filter(([id, some]) => {
    const times = [...outside.of(id).writes.values()];
    return times.length !== some.length || times.some((count) => count !== 1);
  });
  if (wrong.length + open.length + twice.length > 0) {
    throw new Error(`Not all went well: ${JSON.stringify({ wrong, open, twice: twice.map(([id]) => id) })}`);
  }
}

async function startWorker(url: string, workerId: string, latencyMs: number, outside: Outside): Promise<ChildProcess> {
  const child = fork(path.join(import.meta.dirname, 'worker.ts'), [url, workerId, String(latencyMs)], { serialization: 'advanced' });
  const ready = new Promise<void>((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`${workerId} ended with ${code}`)));
    child.on('message', (message: 'ready' | { id: number; tenantId: string; call: string; args: unknown[] }) => {
      if (message === 'ready') resolve();
      else if (child.connected) child.send({ id: message.id, answer: outside.answer(message.tenantId, message.call, message.args) });
    });
  });
  await ready;
  return child;
}

async function stopWorker(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.send('stop');
  await Promise.race([gone, sleep(10_000, null, { ref: false })]);
  if (child.exitCode === null) child.kill('SIGKILL');
}
