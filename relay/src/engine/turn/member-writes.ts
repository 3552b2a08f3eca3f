/** What one write of a member is, how it ended, and how a call that dies whole is cut until the one it dies of is found. */
import type { MemberRow } from '../../store/port.ts';
import type { Raw, Side } from '../../sync/model.ts';
import { providedThat } from '../budget.ts';
import { OutsideError, type SalesforceMember } from '../ports.ts';
import type { Tenant } from '../tenant.ts';

export interface MemberWrite {
  row: MemberRow;
  side: Side;
  /** As Salesforce showed it; null: nobody was a member there. */
  member: Pick<SalesforceMember, 'leadId' | 'contactId'> | null;
  /** What stood there when it was planned; Salesforce's compare-and-set. */
  from: Raw;
  to: Raw;
  journalId: number;
}

/** Who is written in Salesforce, by exactly one id. Whoever is a member as a lead is written as a lead, also after a conversion. */
export function whom({ row, member }: MemberWrite): { leadId: string | null; contactId: string | null } {
  const { leadId, contactId } = member ?? row;
  return { leadId: contactId === null ? leadId : null, contactId };
}

/**
 * `done`, `no-op` (it already is so, or Marketo skipped it), `moved-on` (Salesforce: something else stands there), `refused` (lasting), `failed` (did not
 * happen, try again), `unknown` (may have happened).
 */
export type WriteOutcome = 'done' | 'no-op' | 'moved-on' | 'refused' | 'failed' | 'unknown';

export interface Written {
  write: MemberWrite;
  outcome: WriteOutcome;
  /** What stands there after the call, where the answer says so. */
  current?: Raw;
  /** Salesforce: `current` is the campaign's default, in place of a status that the campaign did not have. Our own write put it there. */
  isDefault?: true;
  code: string | null;
  message: string | null;
}

/**
 * Sends the writes in calls of at most `most`.
 * @returns One answer for each write, and the error that stops the tenant (quota, credentials), if there was one.
 */
export async function sendAll(
  tenant: Tenant,
  writes: MemberWrite[],
  most: number,
  send: (some: MemberWrite[]) => Promise<Written[]>
): Promise<{ written: Written[]; stop: OutsideError | null }> {
  const written: Written[] = [];
  const waiting: MemberWrite[][] = [];
  for (let from = 0; from < writes.length; from += most) waiting.push(writes.slice(from, from + most));
  let stop: OutsideError | null = null;
  for (let some = waiting.shift(); some; some = waiting.shift()) {
    if (stop) {
      written.push(...all(some, 'failed', stop));
      continue;
    }
    const held = some.filter(({ row }) => holdsLongEnough(tenant, row));
    for (const write of some.filter((one) => !held.includes(one))) written.push({ write, outcome: 'failed', code: null, message: LATE });
    some = held;
    if (some.length === 0) continue;
    try {
      written.push(...(await send(some)));
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      const reaction = reactionTo(error);
      if (reaction === 'halve' && some.length > 1) {
        const half = Math.ceil(some.length / 2);
        waiting.unshift(some.slice(0, half), some.slice(half));
        continue;
      }
      written.push(...all(some, reaction === 'halve' ? 'refused' : reaction === 'stop' ? 'failed' : reaction, error));
      if (reaction === 'stop') stop = error;
    }
  }
  return { written, stop };
}

const LATE = 'Not sent: the calls before it took so long that another worker may hold this member.';

/** Marketo's slowest call takes 90 s: what cannot end within the lease is not begun. The want stands, and whoever claims next resumes it. */
export function holdsLongEnough(tenant: Tenant, row: MemberRow): boolean {
  return (row.leaseUntil ?? 0) - tenant.clock.now() > tenant.settings.leaseMs / 3;
}

/** Marketo has no compare-and-set: a call that had to wait for its place in the window is sent only if its members are still held long enough. */
export function whileHeld<T>(tenant: Tenant, writes: MemberWrite[], work: () => Promise<T>): Promise<T> {
  return providedThat(() => {
    if (writes.some(({ row }) => !holdsLongEnough(tenant, row))) throw new OutsideError('marketo', 'temporary', 'late', LATE);
  }, work);
}

/** The one table of what a failed call means for the writes in it. */
function reactionTo(error: OutsideError): 'failed' | 'unknown' | 'halve' | 'stop' {
  switch (error.kind) {
    case 'temporary':
      return 'failed';
    // An answer that is no answer says nothing about what happened.
    case 'no-answer':
    case 'garbled':
      return 'unknown';
    case 'refused':
    case 'gone':
      return 'halve';
    case 'rate':
    case 'quota':
    case 'credentials':
    case 'not-approved':
      return 'stop';
  }
}

/** The tenant as a whole has to wait. */
export function stops(error: OutsideError): boolean {
  return reactionTo(error) === 'stop';
}

function all(writes: MemberWrite[], outcome: WriteOutcome, error: OutsideError): Written[] {
  return writes.map((write) => ({ write, outcome, code: error.code, message: error.message }));
}
