/**
 * The budget of one Marketo instance, kept in the store so that it holds across processes and tenants: a call is written down before it
 * begins, in one transaction with the check that there is room for it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { BudgetRow, Store } from '../store/port.ts';
import type { Clock } from './clock.ts';
import { OutsideError, type CallGate } from './ports.ts';
import type { BudgetSettings } from './settings.ts';

const people = new AsyncLocalStorage<true>();

/** Calls made within `work` may use the share that is kept for people's actions, however deep inside they are made. */
export function forPeople<T>(work: () => Promise<T>): Promise<T> {
  return people.run(true, work);
}

export const isForPeople = (): boolean => people.getStore() === true;

const conditions = new AsyncLocalStorage<() => void>();

/**
 * Calls made within `work` may wait long for their place. Each is begun only if `check` does not throw then: what was true when it was decided may be true no longer.
 */
export function providedThat<T>(check: () => void, work: () => Promise<T>): Promise<T> {
  return conditions.run(check, work);
}

export interface BudgetGate extends CallGate {
  /**
   * Resolves when a turn of `calls` calls may begin: the window has room for it, and turns are spread over the window instead of using it up at its start, so that
   * none of them waits for a window to end. What was quiet before begins at once. @throws {OutsideError} `quota` when the day is used up.
   */
  room(calls: number): Promise<void>;
  /** 0 (empty) to 1 (full) of what the sync may use of the window. */
  load(): Promise<number>;
}

interface GateParts {
  store: Store;
  clock: Clock;
  settings: BudgetSettings;
  munchkinId: string;
  /** Unique among processes: names the calls in flight. */
  workerId: string;
}

/** Share of the window in use from which calls that only repeat are saved. */
export const CROWDED = 0.6;

/** Share of the window that turns may use at once after a quiet time. While there is always more to do, this share stays unused. */
const BURST = 0.04;

/** A place in the window is used at once, or it is another window by then: whoever stood still in between takes a new one. */
const PLACE_MS = 1_000;

/** How soon a call that finds all places taken asks again. */
const FULL_MS = 50;

/** Names the calls of this process: several tenants may share one instance. */
let serial = 0;

export function createGate({ store, clock, settings, munchkinId, workerId }: GateParts): BudgetGate {
  function allowed(weight: 'people' | 'sync'): number {
    return weight === 'people' ? settings.windowCalls : Math.max(1, Math.floor(settings.windowCalls * (1 - settings.peopleShare)));
  }

  /** Milliseconds to wait before `calls` more may begin; 0: now. */
  function wait(row: BudgetRow, now: number, weight: 'people' | 'sync', calls: number): number {
    if (row.closedUntil > now) {
      if (row.closedUntil - now > 10 * settings.windowMs) throw dayUsedUp(row.closedUntil);
      return row.closedUntil - now;
    }
    if (row.dayCalls + calls > settings.dayCalls) throw dayUsedUp(nextMarketoDay(now));
    const most = allowed(weight);
    const over = row.calls.length + Math.min(calls, most) - most;
    if (over > 0) return Math.max(1, (row.calls[over - 1] ?? now) + settings.windowMs - now);
    return Object.keys(row.inFlight).length >= settings.inFlight ? FULL_MS : 0;
  }

  // When turns were given room that have made no call yet.
  let roomGiven: number[] = [];

  /** Milliseconds until `calls` more are no burst: the calls of the window fill a bucket that leaks so fast that the window is never used up. */
  function spread(row: BudgetRow, now: number, calls: number): number {
    const most = allowed('sync');
    const burst = Math.max(calls, Math.floor(most * BURST));
    if (burst >= most) return 0;
    const perMs = (most - burst) / settings.windowMs;
    let level = 0;
    let at = now - settings.windowMs;
    roomGiven = roomGiven.filter((at) => at > now - PLACE_MS);
    for (const began of [...row.calls, ...roomGiven.map(() => now), now]) {
      level = Math.max(0, level - (began - at) * perMs) + 1;
      at = began;
    }
    return Math.max(0, Math.ceil((level - 1 + calls - burst) / perMs));
  }

  async function begin(weight: 'people' | 'sync'): Promise<string> {
    for (let late = 0; ;) {
      const id = `${workerId}-${++serial}`;
      let taken = 0;
      const ms = await store.transact(async (tx) => {
        const now = clock.now();
        const row = current(await tx.budget(munchkinId), munchkinId, settings, now);
        const ms = wait(row, now, weight, 1);
        if (ms > 0) return ms;
        row.calls.push(now);
        row.inFlight[id] = now;
        row.dayCalls++;
        roomGiven.shift();
        taken = now;
        await tx.putBudget(row);
        return 0;
      });
      // Late twice in a row: then it is the store that takes so long, and the next place would be no fresher.
      if (ms === 0 && (clock.now() - taken <= PLACE_MS || ++late > 1)) return id;
      if (ms === 0) await end(id, 0);
      else await clock.sleep(ms);
    }
  }

  async function end(id: string, closedUntil: number): Promise<void> {
    await store.transact(async (tx) => {
      const row = current(await tx.budget(munchkinId), munchkinId, settings, clock.now());
      delete row.inFlight[id];
      row.closedUntil = Math.max(row.closedUntil, closedUntil);
      await tx.putBudget(row);
    });
  }

  async function room(calls: number): Promise<void> {
    for (;;) {
      const now = clock.now();
      const row = current(await store.budget(munchkinId), munchkinId, settings, now);
      const ms = Math.max(wait(row, now, 'sync', calls), spread(row, now, calls));
      if (ms === 0) {
        roomGiven.push(now);
        return;
      }
      await clock.sleep(ms);
    }
  }

  return {
    async run(weight, call) {
      const id = await begin(isForPeople() ? 'people' : weight);
      let closedUntil = 0;
      try {
        conditions.getStore()?.();
        return await call();
      } catch (error) {
        if (error instanceof OutsideError && error.side === 'marketo') closedUntil = closes(error, clock.now(), settings);
        throw error;
      } finally {
        await end(id, closedUntil);
      }
    },
    room,
    async load() {
      const row = current(await store.budget(munchkinId), munchkinId, settings, clock.now());
      return row.calls.length / allowed('sync');
    }
  };
}

/** Marketo said that it takes no calls: 606 and 615 for the window, 607 for the day. */
function closes(error: OutsideError, now: number, settings: BudgetSettings): number {
  if (error.kind === 'rate') return now + (error.retryAfterMs ?? settings.windowMs);
  if (error.kind === 'quota') return error.until?.getTime() ?? nextMarketoDay(now);
  return 0;
}

function dayUsedUp(until: number): OutsideError {
  return new OutsideError(
    'marketo',
    'quota',
    'budget',
    `The day's share of Marketo's API calls is used up. The sync goes on at ${new Date(until).toISOString()}; whoever runs the relay can give it a larger share.`,
    { until: new Date(until) }
  );
}

/** The row as it counts now: what has run out of the window, of the day or of a dead process is gone. */
function current(kept: BudgetRow | null, munchkinId: string, settings: BudgetSettings, now: number): BudgetRow {
  const row = kept ?? { munchkinId, calls: [], inFlight: {}, day: 0, dayCalls: 0, closedUntil: 0 };
  row.calls = row.calls.filter((at) => at > now - settings.windowMs);
  for (const [id, at] of Object.entries(row.inFlight)) if (at <= now - settings.callMs) delete row.inFlight[id];
  const day = marketoDay(now);
  if (row.day !== day) {
    row.day = day;
    row.dayCalls = 0;
  }
  return row;
}

const central = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Chicago',
  hourCycle: 'h23',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric'
});
const known = { from: 0, to: 0 };

/** Start of Marketo's quota day (midnight US Central). */
export function marketoDay(now: number): number {
  if (now >= known.from && now < known.to) return known.from;
  const start = midnightBefore(now);
  known.from = start;
  // 20 hours on is inside the same day whatever daylight saving does; beyond it is looked up again.
  known.to = start + 20 * 3_600_000 > now ? start + 20 * 3_600_000 : now + 1;
  return start;
}

function nextMarketoDay(now: number): number {
  const start = marketoDay(now);
  const next = midnightBefore(start + 26 * 3_600_000);
  return next > now ? next : start + 24 * 3_600_000;
}

function midnightBefore(now: number): number {
  const part = Object.fromEntries(central.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  const rough = now - (now % 1000) - ((part.hour ?? 0) * 3600 + (part.minute ?? 0) * 60 + (part.second ?? 0)) * 1000;
  // On the two days of the year when clocks change, wall-clock hours since midnight are one off.
  const hour = Number(central.formatToParts(rough).find(({ type }) => type === 'hour')?.value);
  return hour === 0 ? rough : hour >= 12 ? rough + (24 - hour) * 3_600_000 : rough - hour * 3_600_000;
}
