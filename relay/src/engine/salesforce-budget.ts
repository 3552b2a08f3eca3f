/**
 * The sync's share of a Salesforce org's daily API calls. Every answer says how many calls the org made in the last 24 hours and how many it has; what this relay made
 * today is counted in the store, so that it holds across processes, but only now and then: each of them may be off by half a hundredth of the share.
 */
import type { BudgetRow, Store } from '../store/port.ts';
import { isForPeople } from './budget.ts';
import type { Clock } from './clock.ts';
import { OutsideError, type SalesforceGate } from './ports.ts';
import type { SalesforceShare } from './settings.ts';

export interface SalesforceBudget extends SalesforceGate {
  /** The same as `admit` where no call follows. @throws {OutsideError} `quota` */
  check(): Promise<void>;
  /** 0 (nothing) to 1 (all) of what the sync may use. */
  load(): number;
}

interface Parts {
  store: Store;
  clock: Clock;
  settings: SalesforceShare;
  orgId: string;
}

/** Share of the day in use from which calls that only repeat are saved, and others wait longer. */
export const SCARCE = 0.8;

const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
/** Calls are stored once they are this part of the share, or an hour old. */
const STORED_FROM = 0.005;
/** Others' calls come back one by one: whether there is room again is asked of Salesforce this often. */
const ASK_AGAIN_MS = 10 * 60_000;

export function createSalesforceBudget({ store, clock, settings, orgId }: Parts): SalesforceBudget {
  const name = nameOf(orgId);
  let said: { used: number; limit: number; at: number } | null = null;
  /** Calls of the day that the store knows of, and those of this process that it does not. */
  let known: { day: number; calls: number; at: number } | null = null;
  let made = 0;

  const share = () => (said === null ? Infinity : Math.floor(said.limit * settings.dayShare));
  const room = () => (said === null ? Infinity : said.limit * (1 - settings.peopleShare));
  const dayOf = (now: number) => now - (now % DAY_MS);

  async function keep(now: number): Promise<void> {
    const today = known?.day === dayOf(now);
    if (!today) made = 0;
    if (today && made < share() * STORED_FROM && now - (known?.at ?? 0) < HOUR_MS) return;
    const some = made;
    made = 0;
    try {
      const calls = some === 0 ? current(await store.budget(name), name, dayOf(now)).dayCalls : await add(some, dayOf(now));
      known = { day: dayOf(now), calls, at: now };
    } catch (error) {
      made += some;
      throw error;
    }
  }

  function add(some: number, day: number): Promise<number> {
    return store.transact(async (tx) => {
      const row = current(await tx.budget(name), name, day);
      row.dayCalls += some;
      await tx.putBudget(row);
      return row.dayCalls;
    });
  }

  async function check(): Promise<void> {
    const now = clock.now();
    await keep(now);
    if (isForPeople() || said === null) return;
    if ((known?.calls ?? 0) + made >= share()) throw usedUp('share', dayOf(now) + DAY_MS);
    if (said.used >= room() && now - said.at < ASK_AGAIN_MS) throw usedUp('room', said.at + ASK_AGAIN_MS);
  }

  return {
    check,
    async admit() {
      await check();
      // Of several calls at once one asks whether there is room again.
      if (said !== null && said.used >= room() && !isForPeople()) said.at = clock.now();
    },
    heard({ used, limit }) {
      said = { used, limit, at: clock.now() };
      made++;
    },
    load: () => Math.max(((known?.calls ?? 0) + made) / share(), (said?.used ?? 0) / room())
  };
}

/** What is kept for an org beside the Marketo instances. */
function nameOf(orgId: string): string {
  return `salesforce ${orgId}`;
}

function current(kept: BudgetRow | null, name: string, day: number): BudgetRow {
  if (kept?.day === day) return kept;
  return { munchkinId: name, calls: [], inFlight: {}, day, dayCalls: 0, closedUntil: 0 };
}

const SENTENCE = {
  share: "The sync's share of Salesforce's API calls of the day is used up.",
  room: "All integrations together have nearly used up Salesforce's API calls of the last 24 hours, and the rest is kept for people."
};

function usedUp(which: keyof typeof SENTENCE, until: number): OutsideError {
  const goesOn = which === 'share' ? 'The sync goes on' : 'It is looked again';
  return new OutsideError('salesforce', 'quota', 'budget', `${SENTENCE[which]} ${goesOn} at ${new Date(until).toISOString()}.`, {
    until: new Date(until)
  });
}
