/** Member rows: how they begin, how hints reach them, and how two of them become one. */
import type { Evidence, Pair } from '../sync/model.ts';
import type { MemberRow, StoreTransaction } from '../store/port.ts';
import type { Tenant } from './tenant.ts';

export interface PersonIds {
  leadId: string | null;
  contactId: string | null;
  marketoLeadId: number | null;
}

/** Evidence older than this proves nothing that a later read would not show. */
const KEPT_EVIDENCE = 8;

export function newMember(tenant: Tenant, linkId: string, ids: PersonIds, cause: string): MemberRow {
  const now = tenant.clock.now();
  return {
    id: tenant.newId(),
    tenantId: tenant.id,
    linkId,
    ...ids,
    chosen: null,
    base: { salesforce: null, marketo: null },
    want: null,
    loose: [],
    evidence: [],
    park: null,
    taken: null,
    left: null,
    ended: null,
    lastSeen: { salesforce: null, marketo: null },
    recent: [],
    state: 'pending',
    attempts: 0,
    failing: null,
    lastError: null,
    refusals: 0,
    due: now,
    runId: null,
    cause,
    hints: 0,
    leaseOwner: null,
    leaseUntil: null,
    pendingSince: now,
    version: 1,
    createdAt: now
  };
}

/** What stands there is not what was accounted for, or what was parked or left over. Whoever is due or ended is looked at anyway, or never. */
export function differs(row: MemberRow, shown: Partial<Pair>): boolean {
  if (row.ended || row.due !== null) return false;
  const known = row.park?.saw ?? row.left?.saw ?? row.base;
  return (Object.keys(shown) as (keyof Pair)[]).some((side) => known[side] !== shown[side]);
}

/** The contact where there is one: a converted lead is its contact. */
export function personId(member: PersonIds): string | null {
  return member.contactId ?? member.leadId;
}

export function personIds(member: PersonIds): string[] {
  return [member.contactId, member.leadId].filter((id) => id !== null);
}

/**
 * Marks the member of one person in one link due, making the row if there is none. Within the transaction that moves the feed.
 */
export async function markPerson(
  tenant: Tenant,
  tx: StoreTransaction,
  linkId: string,
  ids: PersonIds,
  hint: { cause: string; evidence?: Evidence; runId?: string | null }
): Promise<void> {
  const rows = await tx.membersOf(linkId, {
    personIds: personIds(ids),
    marketoLeadIds: ids.marketoLeadId === null ? [] : [ids.marketoLeadId]
  });
  if (rows.length === 0) {
    const link = await tx.link(linkId);
    // Unlinked while a feed or a compare went on: nothing would ever take its rows up or away.
    if (link === null) return;
    const member = newMember(tenant, linkId, ids, hint.cause);
    // Whoever turns up while a run is marking its members belongs to it, whichever feed was first.
    member.runId = hint.runId === undefined ? link.runId : hint.runId;
    if (hint.evidence) member.evidence.push(hint.evidence);
    await tx.addMember(member);
    return;
  }
  for (const row of rows) if (hint.evidence) await addEvidence(tx, row, hint.evidence);
  const runId = hint.runId ? { runId: hint.runId } : {};
  await tx.hint({ memberIds: rows.map((row) => row.id), cause: hint.cause, at: tenant.clock.now(), ...runId });
}

/** A new version: whoever planned without this evidence plans again. */
async function addEvidence(tx: StoreTransaction, row: MemberRow, evidence: Evidence): Promise<void> {
  const known = row.evidence.some((one) => one.side === evidence.side && one.kind === evidence.kind && one.at === evidence.at);
  if (known) return;
  row.evidence = [...row.evidence, evidence].slice(-KEPT_EVIDENCE);
  const version = row.version++;
  if (!(await tx.replaceMember(row, version))) throw new Error(`Member ${row.id} changed inside a transaction that holds it`);
}

/**
 * Two rows that prove to be one person become `keep`: union of ids, each side's base from the row that knew it, wants and parks dropped,
 * due. Both hold a Salesforce person of their own: then they are two members for one Marketo lead, and `other` loses only the lead.
 */
export async function uniteRows(tenant: Tenant, tx: StoreTransaction, keep: MemberRow, other: MemberRow, cause: string): Promise<void> {
  const now = tenant.clock.now();
  if (!compatible(keep, other)) {
    other.marketoLeadId = null;
    other.base = { salesforce: null, marketo: null };
    again(other, now, cause);
    await put(tx, other);
    await tx.hint({ memberIds: [keep.id], cause, at: now });
    await freeDuplicates(tenant, tx, keep.linkId, cause);
    return;
  }
  await tx.removeMember(other.id);
  const salesforce = personId(keep) === null ? other : keep;
  const marketo = keep.marketoLeadId === null ? other : keep;
  keep.leadId ??= other.leadId;
  keep.contactId ??= other.contactId;
  keep.marketoLeadId ??= other.marketoLeadId;
  keep.base = { salesforce: salesforce.base.salesforce, marketo: marketo.base.marketo };
  keep.lastSeen = { salesforce: salesforce.lastSeen.salesforce, marketo: marketo.lastSeen.marketo };
  keep.loose = [...keep.loose, ...other.loose];
  keep.evidence = [...salesforce.evidence.filter(of('salesforce')), ...marketo.evidence.filter(of('marketo'))].slice(-KEPT_EVIDENCE);
  keep.recent = [...keep.recent, ...other.recent].sort((a, b) => a.at - b.at).slice(-8);
  again(keep, now, cause);
  await put(tx, keep);
}

const DUPLICATES_A_PAGE = 500;

/** A row lost one of its persons: members that were parked because that row had them may be one with it now. */
export async function freeDuplicates(tenant: Tenant, tx: StoreTransaction, linkId: string, cause: string): Promise<void> {
  for (let page = 1; ; page++) {
    const { members, more } = await tx.membersInState(linkId, ['parked'], page, DUPLICATES_A_PAGE);
    const parked = members.filter(({ park }) => park?.reason === 'duplicate-person' || park?.reason === 'ambiguous-person');
    if (parked.length > 0) await tx.hint({ memberIds: parked.map(({ id }) => id), cause, at: tenant.clock.now() });
    if (!more) return;
  }
}

/** Planned afresh: what was wanted of the row as it was no longer stands. */
export function again(row: MemberRow, now: number, cause: string): void {
  row.want = null;
  row.park = null;
  row.taken = null;
  row.left = null;
  row.ended = null;
  row.state = 'pending';
  row.due = now;
  row.cause = cause;
  row.hints++;
  row.pendingSince ??= now;
}

export async function put(tx: Pick<StoreTransaction, 'replaceMember'>, row: MemberRow): Promise<void> {
  const version = row.version++;
  if (!(await tx.replaceMember(row, version))) throw new Error(`Member ${row.id} changed inside a transaction that holds it`);
}

function compatible(a: MemberRow, b: MemberRow): boolean {
  const clash = (x: string | number | null, y: string | number | null) => x !== null && y !== null && x !== y;
  if (clash(a.leadId, b.leadId) || clash(a.contactId, b.contactId)) return false;
  // A lead in one row and a contact in the other are one person only when a conversion said so, and then one of the rows holds both.
  return (
    personId(a) === null ||
    personId(b) === null ||
    (a.leadId !== null && a.leadId === b.leadId) ||
    (a.contactId !== null && a.contactId === b.contactId)
  );
}

function of(side: 'salesforce' | 'marketo') {
  return (evidence: Evidence) => evidence.side === side;
}
