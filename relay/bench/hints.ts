/** How many hints a second SQLite takes, one by one and in batches, beside the least that a durable write can cost on the same disk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SqliteDatabase } from '../src/store/sqlite-database.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import { fillTenant } from './fill.ts';

const MEMBERS = 50_000;
const BATCH = 200;
/** Turns of the two loops follow each other, so that what else the machine does meets both. */
const TURNS = 10;
const TURN_MS = 500;

export interface Hints {
  /** A second, each durable before the next. */
  bareInserts: number;
  oneByOne: number;
  inBatches: number;
}

export async function hintsInSqlite(): Promise<Hints> {
  const folder = mkdtempSync(path.join(tmpdir(), 'relay-bench-'));
  const store = openSqliteStore(path.join(folder, 'relay.db'));
  const bare = new SqliteDatabase(path.join(folder, 'bare.db'));
  try {
    const ids = await fillTenant(store, 'bench', 1, MEMBERS, 'Registered');
    let serial = 0;
    const done = { bare: 0, hints: 0 };
    const took = { bare: 0, hints: 0 };
    const turn = async (which: keyof typeof done, one: () => unknown) => {
      const began = performance.now();
      while (performance.now() - began < TURN_MS) {
        await one();
        done[which]++;
      }
      took[which] += performance.now() - began;
    };
    for (let turns = 0; turns < TURNS; turns++) {
      await turn('bare', () => bare.insert('cursors', { tenant_id: 'bench', name: String(serial++), value: 'value' }));
      await turn('hints', () => store.hint({ memberIds: [ids[(serial++ * 7919) % MEMBERS] ?? ''], cause: 'outbox', at: serial }));
    }
    const began = performance.now();
    for (let from = 0; from < MEMBERS; from += BATCH) await store.hint({ memberIds: ids.slice(from, from + BATCH), cause: 'sweep', at: 1 });
    const inBatches = (MEMBERS / (performance.now() - began)) * 1000;
    return { bareInserts: (done.bare / took.bare) * 1000, oneByOne: (done.hints / took.hints) * 1000, inBatches };
  } finally {
    bare.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
