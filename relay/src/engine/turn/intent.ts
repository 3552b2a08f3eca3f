/**
 * Intent first: one transaction writes what was decided of each member (base, want, park, evidence), counts the brake and writes the journal, before anything
 * is sent. A row whose version or lease is no longer ours is dropped: somebody else owns it, and nothing of it is written.
 */
import type { LeasedTransaction, LinkRow, MemberRow, StoreTransaction } from '../../store/port.ts';
import type { Want } from '../../sync/model.ts';
import { countRemovals } from './brake.ts';
import { journalLink, journalMember } from '../journal.ts';
import type { Looked } from './look.ts';
import type { MemberWrite } from './member-writes.ts';
import type { Next } from './next.ts';
import { noteRecent } from './recent.ts';
import { put } from '../rows.ts';
import { showSoon, type Tenant } from '../tenant.ts';
import { together } from '../together.ts';

export interface Planned {
  one: Looked;
  next: Next;
}
/** A member with something to do outside: `create` comes before `writes`. */
export interface Intended {
  one: Looked;
  create: 'salesforce' | 'marketo' | null;
  writes: MemberWrite[];
}

export async function intend(tenant: Tenant, link: LinkRow, planned: Planned[]): Promise<Intended[]> {
  if (removalsIn(planned) === 0) {
    return tenant.store.transactLeased(async (tx) => recordAll(tenant, tx, link, await stillOurs(tenant, tx, link, planned)));
  }
  // The brake counts on the link's row what all workers do, and may stop it for all of them.
  return tenant.store.transact(async (tx) => {
    const ours = await stillOurs(tenant, tx, link, planned);
    return (await passBrake(tenant, tx, link, ours)) ? recordAll(tenant, tx, link, ours) : [];
  });
}

interface Ours {
  plan: Planned;
  row: MemberRow;
}

/** None when rules or map changed while this was planned, or the link was stopped. */
async function stillOurs(tenant: Tenant, tx: LeasedTransaction, link: LinkRow, planned: Planned[]): Promise<Ours[]> {
  const kept = await tx.link(link.id);
  if (!kept || kept.state !== 'active' || kept.rulesVersion !== link.rulesVersion) return [];
  const rows = await together(planned, ({ one }) => ourRow(tenant, tx, one.row));
  return planned.flatMap((plan, index) => {
    const row = rows[index];
    return row ? [{ plan, row }] : [];
  });
}

async function recordAll(tenant: Tenant, tx: LeasedTransaction, link: LinkRow, ours: Ours[]): Promise<Intended[]> {
  if (ours.length === 0) return [];
  let changed = false;
  const intended = await together(ours, async ({ plan, row }): Promise<Intended[]> => {
    const hinted = row.hints !== plan.one.row.hints;
    const shown = JSON.stringify([row.state, row.base, row.park]);
    const writes = await record(tenant, tx, link, row, plan, hinted);
    changed ||= shown !== JSON.stringify([row.state, row.base, row.park]);
    Object.assign(plan.one.row, row);
    return plan.next.to === 'write' ? [{ one: plan.one, create: plan.next.create, writes }] : [];
  });
  // Last, since the workers on a link's members meet at its row.
  if (changed) await showSoon(tenant, tx, link.id, { syncedAt: tenant.clock.now() });
  else await tx.markLink(link.id, { syncedAt: tenant.clock.now() });
  return intended.flat();
}

/** The row as it stands, if it is still what was claimed. */
export async function ourRow(tenant: Tenant, tx: Pick<StoreTransaction, 'member'>, claimed: MemberRow): Promise<MemberRow | null> {
  const row = await tx.member(claimed.id);
  if (!row || row.version !== claimed.version || row.leaseOwner !== claimed.leaseOwner) return null;
  return (row.leaseUntil ?? 0) > tenant.clock.now() ? row : null;
}

/** A want that is resumed was counted when it was first written. */
function removalsIn(planned: Planned[]): number {
  return planned.filter(({ one, next }) => next.to === 'write' && next.counts && one.row.want === null).length;
}

async function passBrake(tenant: Tenant, tx: StoreTransaction, { id }: LinkRow, ours: Ours[]): Promise<boolean> {
  const removals = removalsIn(ours.map(({ plan }) => plan));
  const link = removals === 0 ? null : await tx.link(id);
  if (!link) return true;
  const counts = Object.values((await tx.counts(id)) as unknown as Record<string, number>);
  const members = counts.reduce((sum, count) => sum + count, 0);
  const passes = countRemovals(link, removals, members, tenant.clock.now());
  link.version++;
  await tx.putLink(link);
  if (passes) return true;
  await journalLink(tenant, tx, link, `paused: ${link.stateReason}`, null);
  await showSoon(tenant, tx, id);
  return false;
}

async function record(
  tenant: Tenant,
  tx: LeasedTransaction,
  link: LinkRow,
  row: MemberRow,
  { one, next }: Planned,
  hinted: boolean
): Promise<MemberWrite[]> {
  const now = tenant.clock.now();
  const before = row.base;
  // What is doubted is nobody's change: noted as one, it would be believed at the next look.
  if (!(next.to === 'wait' && next.rule === 'read-back')) noteRecent(row, one.seen, now);
  if (one.seen.salesforce !== null) row.lastSeen.salesforce = one.readAt;
  if (one.seen.marketo !== null) row.lastSeen.marketo = one.readAt;
  row.chosen = one.chosen;
  row.evidence = next.evidence;
  row.loose = row.loose.filter((loose) => loose.until > now);
  const cause = row.cause;
  const actor = row.taken?.by ?? null;
  // Somebody edited the member before the run had come to its end with it: what follows is the edit's, and an undo of the run leaves it alone.
  if (next.to === 'write' && row.want !== null && !sameWant(row.want, next.want)) row.runId = null;
  const { runId } = row;
  switch (next.to) {
    case 'settle':
      row.base = one.seen;
      rest(row, 'in-sync');
      lookAgainForLoose(row, tenant.settings.looseMs, now);
      break;
    case 'left':
      row.left = next.left;
      row.base = next.base;
      rest(row, 'left-by-rule', { left: true });
      break;
    case 'park':
      row.park = next.park;
      row.base = next.base;
      rest(row, 'parked', { park: true });
      // Nothing tells when Marketo's own sync has brought the person: asked again now and then.
      if (next.park.reason === 'waits-for-native-sync') row.due = now + tenant.settings.sweepActiveMs / 4;
      break;
    case 'wait':
      row.due = next.until;
      row.pendingSince ??= now;
      row.state = row.state === 'failing' ? 'failing' : 'pending';
      release(row);
      break;
    case 'write':
      if (next.base.salesforce !== row.base.salesforce || next.base.marketo !== row.base.marketo) row.refusals = 0;
      row.base = next.base;
      row.want = next.want;
      row.park = null;
      row.left = null;
      // Whoever shall be made is made even where the first try fails; everything else is in the want from here on.
      row.taken = next.create === 'salesforce' ? row.taken : null;
      row.state = row.attempts > 1 ? 'failing' : 'pending';
      row.pendingSince ??= now;
      // Still leased; when this process dies, the lease runs out and the want is resumed.
      row.due = now;
  }
  if (hinted) {
    row.due = Math.min(row.due ?? now, now);
    row.pendingSince ??= now;
  }
  const quiet = next.to === 'settle' && before.salesforce === one.seen.salesforce && before.marketo === one.seen.marketo;
  const decision = {
    kind: 'decision' as const,
    cause,
    rule: next.rule,
    actor,
    runId,
    from: `${show(one.seen.salesforce)} | ${show(one.seen.marketo)}`,
    to: next.to === 'write' ? `${show(next.want.salesforce)} | ${show(next.want.marketo)}` : next.to,
    outcome: 'done'
  };
  const sent = next.to === 'write' ? next.writes.map(({ side, to }) => ({ side, from: one.seen[side], to })) : [];
  const decided = quiet || next.to === 'wait' ? [] : [decision];
  const entries = [...decided, ...sent.map((write) => ({ kind: 'write' as const, cause, rule: next.rule, ...write }))];
  const ids = await together(entries, ({ kind, ...said }) => journalMember(tenant, tx, link, row, kind, said));
  // Loose until the answer comes: a process that dies during the call must not take its own write for somebody's edit later.
  for (const { side, to } of sent) row.loose.push({ side, value: to, until: now + tenant.settings.looseMs });
  const writes = sent.map((write, index) => ({ row: one.row, member: one.member, ...write, journalId: ids[decided.length + index] ?? 0 }));
  await put(tx, row);
  return writes;
}

const sameWant = (a: Want, b: Want) => a.salesforce === b.salesforce && a.marketo === b.marketo;

/** Nothing is to be done about the member until it changes or a person acts. */
export function rest(row: MemberRow, state: MemberRow['state'], keep: { park?: true; left?: true } = {}): void {
  row.want = null;
  if (!keep.park) row.park = null;
  if (!keep.left) row.left = null;
  row.taken = null;
  row.runId = null;
  row.state = state;
  row.due = null;
  row.pendingSince = null;
  row.attempts = 0;
  row.failing = null;
  row.refusals = 0;
  row.lastError = null;
  if (state === 'in-sync') row.evidence = [];
  release(row);
}

/** A loose write may still arrive behind a pair that agrees: it is looked for once more while it would still be known for ours. */
export function lookAgainForLoose(row: MemberRow, looseMs: number, now: number): void {
  const last = Math.max(0, ...row.loose.map(({ until }) => until)) - looseMs / 15;
  if (last > now) row.due = last;
}

export function release(row: MemberRow): void {
  row.leaseOwner = null;
  row.leaseUntil = null;
}

function show(value: string | null): string {
  return value ?? 'not a member';
}
