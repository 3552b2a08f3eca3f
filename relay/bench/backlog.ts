/**
 * A backlog of changes of one kind, worked off within a budget: how much of it is used, how full the batches are and how many calls it takes. In one process on SQLite,
 * from the package's outbox to the last read-back; calls take as long as said by the simulation's clock, and what the relay does between them takes none of its time.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRealTime } from '../simulation/real-store.ts';
import { VirtualClock } from '../simulation/virtual-clock.ts';
import { createEngine } from '../src/engine/engine.ts';
import { defaultSettings } from '../src/engine/settings.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import { silent } from './engine.ts';
import { fillTenant } from './fill.ts';
import { Outside, sidesOf } from './outside.ts';

const MEMBERS = 30_000;
const LATENCY_MS = { marketo: 300, salesforce: 100 };
const BUDGET = { ...defaultSettings.budget, windowCalls: 90, inFlight: 10 };
const LEADS_A_CALL = 300;
const STEP_MS = 100;

export interface Backlog {
  members: number;
  /** Until the last read-back, by the simulation's clock. */
  seconds: number;
  /** What the relay took for marking all of them, and for all of it: real seconds. */
  own: { marking: number; all: number };
  /** Share of what the sync may use, from the first call about members to the last write. */
  used: number;
  /** How full the batches of reads and writes are. */
  full: number;
  /** About members, and the least that they could be: read, write and read back, 300 a call. */
  calls: number;
  least: number;
  atOnce: number;
}

export async function workOffBacklog(): Promise<Backlog> {
  const folder = mkdtempSync(path.join(tmpdir(), 'relay-bench-'));
  const clock = new VirtualClock();
  const store = inRealTime(openSqliteStore(path.join(folder, 'relay.db')), clock);
  const outside = new Outside();
  outside.add('bench', MEMBERS, 'Attended', 'Registered');
  const about: { at: number; leads: number; writes: boolean }[] = [];
  const all: number[] = [];
  const now = { underWay: 0, most: 0 };
  const engine = createEngine({
    store,
    clock,
    log: silent,
    settings: { budget: BUDGET },
    connect: (tenant, gate) =>
      sidesOf(tenant.id, (id, call, args) => {
        const slowly = async () => {
          await clock.sleep(call.startsWith('marketo.') ? LATENCY_MS.marketo : LATENCY_MS.salesforce);
          return outside.answer(id, call, args);
        };
        if (!call.startsWith('marketo.')) return slowly();
        return gate.run('sync', async () => {
          all.push(clock.now());
          const leads = call === 'marketo.setStatus' ? args[2] : call === 'marketo.readMembers' ? args[1] : null;
          if (leads !== null) about.push({ at: clock.now(), leads: (leads as number[]).length, writes: call === 'marketo.setStatus' });
          now.most = Math.max(now.most, ++now.underWay);
          try {
            return await slowly();
          } finally {
            now.underWay--;
          }
        });
      }),
    workerId: 'bench'
  });
  try {
    await fillTenant(store, 'bench', 1, MEMBERS, 'Registered');
    const [link] = await store.links('bench');
    if (!link) throw new Error('There is no link');
    outside.changed('bench', link.campaignId);
    const began = clock.now();
    const reallyBegan = performance.now();
    const passed = () => (performance.now() - reallyBegan) / 1000;
    await engine.start();
    while (outside.of('bench').outbox.length > 0) await clock.run(clock.now() + STEP_MS);
    const marking = passed();
    while ((await store.waiting(link.id)).members > 0) await clock.run(clock.now() + STEP_MS);
    const seconds = (clock.now() - began) / 1000;
    const own = { marking, all: passed() };
    const { inSync } = await store.counts(link.id);
    const { marketo, writes } = outside.of('bench');
    const wrong = [...marketo.values()].filter((status) => status !== 'Attended').length;
    const twice = [...writes.values()].filter((times) => times !== 1).length;
    if (inSync !== MEMBERS || wrong > 0 || twice > 0) {
      throw new Error(`Not all went well: ${inSync} of ${MEMBERS} in sync, ${wrong} wrong in Marketo, ${twice} written more than once`);
    }
    const first = about[0]?.at ?? NaN;
    const last = about.findLast((call) => call.writes)?.at ?? NaN;
    const mayUse = (BUDGET.windowCalls * (1 - BUDGET.peopleShare) * (last - first)) / BUDGET.windowMs;
    return {
      members: MEMBERS,
      seconds,
      own,
      used: all.filter((at) => at >= first && at <= last).length / mayUse,
      full: about.reduce((sum, { leads }) => sum + leads, 0) / (about.length * LEADS_A_CALL),
      calls: about.length,
      least: 3 * Math.ceil(MEMBERS / LEADS_A_CALL),
      atOnce: now.most
    };
  } finally {
    const stopped = engine.stop();
    await clock.run(clock.now() + 60_000);
    await stopped;
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
