/** What can go wrong with one call to one side, drawn for each call; and what happens outside while a call is under way. */
import { OutsideError, type Side } from '../src/engine/ports.ts';
import type { MarketoModel } from './marketo-model.ts';
import type { Random } from './random.ts';
import type { SalesforceModel } from './salesforce-model.ts';
import type { Switches } from './switches.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Witness } from './witness.ts';

export interface Outside {
  clock: VirtualClock;
  random: Random;
  switches: Switches;
  salesforce: SalesforceModel;
  marketo: MarketoModel;
  witness: Witness;
  /** Share of calls that go wrong; 0 while all is quiet. */
  faults: number;
  /** What users do to the very people of a write, between its decision and its effect. */
  meanwhile?: (side: Side, ids: (string | number)[]) => void;
  /** Throws what every call to a side ends in for now. */
  breaks?: (side: Side) => void;
}

/** Of a read, or of a write of members or people. */
const OF_ANY = ['error before', 'answer lost', 'slow', 'garbled answer', 'token expired', 'quota used up'] as const;
const OF_READS = ['stale read'] as const;
const OF_WRITES = ['answer lost', 'answer lost', 'late write', 'late write', 'late write', 'late write'] as const;
const OF_MARKETO = ['606', '615'] as const;
export type CallFault = (typeof OF_ANY | typeof OF_READS | typeof OF_WRITES | typeof OF_MARKETO)[number];
export const CALL_FAULTS: readonly CallFault[] = [...new Set([...OF_ANY, ...OF_READS, ...OF_WRITES, ...OF_MARKETO])];

const MINUTE = 60_000;
const WRITES_FAIL = 3;

/** One call to one side. @param ids Whom it writes; none for a read. */
export async function call<T>(outside: Outside, side: Side, ids: (string | number)[], effect: () => T): Promise<T> {
  const { clock, random, switches, witness } = outside;
  const writes = ids.length > 0;
  // Most calls are reads: writes fail more often, or hardly any would.
  const fault = random.chance(outside.faults * (writes ? WRITES_FAIL : 1)) ? random.pick(possible(side, writes)) : null;
  if (fault !== null) witness.fault(fault, Math.max(1, ids.length));
  await clock.sleep(random.between(1, switches.callMs));
  outside.breaks?.(side);
  if (fault !== null) refuse(fault, side, clock.now(), random);
  if (fault === 'late write') {
    clock.at(clock.now() + random.between(1_000, random.chance(0.2) ? 10 * MINUTE : 2 * MINUTE), () => late(effect));
    await clock.sleep(10_000);
    throw new OutsideError(side, 'no-answer', 'timeout', 'No answer within 10 s');
  }
  if (fault === 'slow') await clock.sleep(random.between(1_000, 100_000));
  if (writes) outside.meanwhile?.(side, ids);
  const answer = effect();
  if (fault === 'stale read') await clock.sleep(random.between(1_000, MINUTE));
  await clock.sleep(random.between(1, switches.callMs));
  if (fault === 'answer lost') throw new OutsideError(side, writes ? 'no-answer' : 'temporary', 'timeout', 'The connection was reset');
  if (fault === 'garbled answer') throw new OutsideError(side, 'garbled', 'not-json', 'An answer that is no answer');
  return answer;
}

function possible(side: Side, writes: boolean): CallFault[] {
  return [...OF_ANY, ...(writes ? OF_WRITES : OF_READS), ...(side === 'marketo' ? OF_MARKETO : [])];
}

/** Refused before anything happened. */
function refuse(fault: CallFault, side: Side, now: number, random: Random): void {
  switch (fault) {
    case 'error before':
      throw new OutsideError(side, 'temporary', side === 'marketo' ? '611' : 'UNABLE_TO_LOCK_ROW', 'System error');
    case '606':
      throw new OutsideError('marketo', 'rate', '606', "Max rate limit '100' exceeded with in '20' secs", { retryAfterMs: 20_000 });
    case '615':
      throw new OutsideError('marketo', 'rate', '615', 'Concurrent access limit reached', { retryAfterMs: 2_000 });
    // Within the adapters one fresh token is tried; this is when that one is refused too.
    case 'token expired':
      throw new OutsideError(side, 'credentials', side === 'marketo' ? '602' : 'INVALID_SESSION_ID', 'Access token expired');
    case 'quota used up': {
      if (side === 'salesforce') throw new OutsideError(side, 'quota', 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
      // Marketo's day ends soon in this world.
      const until = new Date(now + random.between(1, 10) * MINUTE);
      throw new OutsideError(side, 'quota', '607', "Daily API Request limit '50000' reached", { until });
    }
    default:
  }
}

function late(effect: () => unknown): void {
  try {
    effect();
  } catch {
    // What it named is gone by now.
  }
}
