/** Asks the planner what becomes of one looked-at member, and puts its answer into the terms of the intent. */
import type { LinkRow } from '../../store/port.ts';
import type { Evidence, Pair, ParkReason, Side, Want } from '../../sync/model.ts';
import type { Kept } from '../../sync/decision.ts';
import { stillMeaningful } from '../../sync/evidence.ts';
import { plan } from '../../sync/plan.ts';
import { same } from '../../sync/taken.ts';
import type { Looked } from './look.ts';
import type { Next } from './next.ts';
import { alternates, olderThanOurWrite } from './recent.ts';
import type { Tenant } from '../tenant.ts';

/** Salesforce evidence that has not come yet is looked for this often. */
const LOOK_AGAIN_MS = 60_000;
const SKIPS = 2;

/** @param native Marketo's own sync brings people into Salesforce. */
export function planMember(tenant: Tenant, link: LinkRow, one: Looked, native: boolean): Next {
  const now = tenant.clock.now();
  const { row, seen } = one;
  const evidence = stillMeaningful(withDeletedRow(row.evidence, one), seen.marketo);
  // Looked at again, ever later, before anything is decided by it.
  const ours = olderThanOurWrite(row, seen.marketo, one.readAt, tenant.settings.absenceMs);
  if (ours !== null) {
    return { to: 'wait', rule: 'read-back', evidence, until: one.readAt + Math.max(tenant.settings.readBackMs, one.readAt - ours) };
  }
  const want = row.want ?? row.park?.want ?? row.left?.want ?? afterLate(one);
  const decision = plan({
    mirror: { ...row, evidence, want },
    seen,
    known: one.known,
    rules: link.rules,
    rulesVersion: link.rulesVersion,
    map: link.map,
    now: one.readAt,
    absenceMs: tenant.settings.absenceMs
  });
  const park = (reason: ParkReason, detail: string, { base, want }: Kept): Next => {
    const { candidates } = one.known;
    const { since, attempts } = row.park?.reason === reason ? row.park : { since: now, attempts: row.refusals };
    const made = { reason, since, saw: seen, rulesVersion: link.rulesVersion, want, attempts, candidates, detail };
    return { to: 'park', rule: reason, evidence, park: made, base };
  };
  switch (decision.kind) {
    case 'agree':
      return { to: 'settle', rule: 'agree', evidence: [] };
    case 'park':
      return park(decision.reason, decision.rule === 'parked' ? (row.park?.detail ?? '') : one.known.detail, decision);
    case 'left':
      return {
        to: 'left',
        rule: decision.reason,
        evidence,
        base: decision.base,
        left: { reason: decision.reason, saw: seen, rulesVersion: link.rulesVersion, want: decision.want }
      };
    case 'wait':
      return {
        to: 'wait',
        rule: 'evidence',
        evidence: decision.first && !evidence.includes(decision.first) ? [...evidence, decision.first] : evidence,
        until: decision.first ? decision.first.at + tenant.settings.absenceMs : now + LOOK_AGAIN_MS
      };
    case 'write': {
      const writes = writesFor(decision.want, seen);
      const back = writes.find(({ side, to }) => alternates(row, side, to, tenant.settings, now));
      if (back) return park('something-changes-it-back', `${back.side}: ${one.member?.modifiedById ?? 'unknown'}`, decision);
      // Skipped twice, and both read-backs showed nothing changed: it will not go there. Somewhere else it may.
      if (row.refusals >= SKIPS && same(decision.base, row.base) && writes.some(({ side }) => side === 'marketo')) {
        return park('marketo-refused', row.lastError ?? '', decision);
      }
      const create =
        decision.want.undo === true
          ? null
          : writes.some(({ side, to }) => side === 'salesforce' && to !== null && one.known.salesforce === 'nobody')
            ? 'salesforce'
            : writes.some(({ side, to }) => side === 'marketo' && to !== null && one.known.marketo === 'nobody')
              ? 'marketo'
              : null;
      if (create === 'salesforce' && native) return park('waits-for-native-sync', '', decision);
      const counts = writes.some(({ to }) => to === null) && !decision.want.rejoin;
      return { to: 'write', rule: decision.rule, evidence, base: decision.base, want: decision.want, writes, create, counts };
    }
  }
}

/** A write of ours arrived late, behind a pair that had agreed: what had been agreed on is wanted still. */
function afterLate({ row, seen }: Looked): Want | null {
  const late = (side: Side) => seen[side] !== row.base[side] && row.loose.some((one) => one.side === side && one.value === seen[side]);
  return row.state === 'in-sync' && (late('salesforce') || late('marketo')) ? { ...row.base, rejoin: false } : null;
}

function writesFor(want: Pair & { rejoin: boolean }, seen: Pair): { side: Side; to: string | null }[] {
  const writes: { side: Side; to: string | null }[] = [];
  if (seen.salesforce !== want.salesforce) writes.push({ side: 'salesforce', to: want.salesforce });
  // Adding follows removing in the same turn.
  if (want.rejoin && seen.marketo !== null) writes.push({ side: 'marketo', to: null }, { side: 'marketo', to: want.marketo });
  else if (seen.marketo !== want.marketo) writes.push({ side: 'marketo', to: want.marketo });
  return writes;
}

function withDeletedRow(evidence: Evidence[], { deleted, member }: Looked): Evidence[] {
  if (!deleted || member) return evidence;
  const at = deleted.modifiedAt.getTime();
  if (evidence.some((one) => one.kind === 'deleted-row' && one.at === at)) return evidence;
  return [...evidence, { side: 'salesforce', kind: 'deleted-row', value: null, at }];
}
