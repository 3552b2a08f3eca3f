/** How many members a second one process settles when nothing outside takes time and no budget holds it back: intent, write, read-back and journal, on disk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../src/engine/clock.ts';
import { createEngine } from '../src/engine/engine.ts';
import type { Log } from '../src/engine/parts.ts';
import type { Store } from '../src/store/port.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import { fillTenant } from './fill.ts';
import { Outside, sidesOf } from './outside.ts';

export const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (fields, sentence) => process.stderr.write(`${sentence} ${JSON.stringify(fields)}\n`),
  error: (fields, sentence) => process.stderr.write(`${sentence} ${JSON.stringify(fields)}\n`)
};
const HINTS_AT_ONCE = 500;

export interface Settled {
  members: number;
  seconds: number;
  perSecond: number;
}

/** SQLite with synchronous=FULL in a temporary folder. */
export async function settleInSqlite(members: number): Promise<Settled> {
  const folder = mkdtempSync(path.join(tmpdir(), 'relay-bench-'));
  const store = openSqliteStore(path.join(folder, 'relay.db'));
  try {
    return await settle(store, members);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Everybody's status changed in Salesforce; the clock stops when both sides agree and the store says so. */
export async function settle(store: Store, members: number, filled: () => Promise<unknown> = async () => undefined): Promise<Settled> {
  const outside = new Outside();
  const { marketo, writes } = outside.add('bench', members, 'Attended', 'Registered');
  const ids = await fillTenant(store, 'bench', 1, members, 'Registered');
  await filled();
  const engine = createEngine({
    store,
    clock: systemClock,
    log: silent,
    connect: (tenant) => sidesOf(tenant.id, async (id, call, args) => outside.answer(id, call, args)),
    workerId: 'bench'
  });
  const began = performance.now();
  for (let from = 0; from < ids.length; from += HINTS_AT_ONCE) {
    await store.hint({ memberIds: ids.slice(from, from + HINTS_AT_ONCE), cause: 'outbox', at: Date.now() });
  }
  await engine.start();
  while ((await store.nextDue('bench')) !== null) await sleep(20);
  const seconds = (performance.now() - began) / 1000;
  await engine.stop();
  const { inSync } = await store.counts('bench-link-1');
  const wrong = [...marketo.values()].filter((status) => status !== 'Attended').length;
  const twice = [...writes.values()].filter((times) => times !== 1).length;
  if (inSync !== members || wrong > 0 || twice > 0 || writes.size !== members) {
    throw new Error(`Not all went well: ${inSync} of ${members} in sync, ${wrong} wrong in Marketo, ${twice} written more than once`);
  }
  return { members, seconds, perSecond: members / seconds };
}
