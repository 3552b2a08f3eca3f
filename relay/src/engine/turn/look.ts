/**
 * Reads everything about claimed members of one link, fresh and in batches: their people first (conversions, merges and deletions re-key or end rows before any absence
 * is judged), then who they are on the side that does not know them yet, then what both sides show.
 */
import type { LinkRow, MemberRow, StoreTransaction } from '../../store/port.ts';
import type { Known } from '../../sync/decision.ts';
import { isSamePerson } from '../../sync/taken.ts';
import type { Candidate, EndReason, Pair } from '../../sync/model.ts';
import { endRow } from './ending.ts';
import { journalMember } from '../journal.ts';
import { matchLeads, matchPeople, type Match } from './matching.ts';
import type { MarketoLead, MarketoMember, SalesforceMember, SalesforcePerson } from '../ports.ts';
import { again, personId, personIds, put, uniteRows } from '../rows.ts';
import { current, followPerson, readPeople, type People } from './salesforce-people.ts';
import type { Tenant } from '../tenant.ts';

export interface Looked {
  row: MemberRow;
  /** What the row is to keep of a choice between two of its members; null: there are not two, or nobody chose. */
  chosen: string | null;
  seen: Pair;
  /** The live member row in Salesforce, and the newest deleted one. */
  member: SalesforceMember | null;
  deleted: SalesforceMember | null;
  person: SalesforcePerson | null;
  lead: MarketoLead | null;
  /** `candidates`: where several could be the one, or another member is it already, those of whom a person may choose one. */
  known: { salesforce: Known; marketo: Known; candidates: Candidate[]; detail: string };
  /** Before the reads began: what happens later is not in them. */
  readAt: number;
}

/** @returns What was seen of each row that is still ours and lives; rows that were united, ended or taken are left out. */
export async function look(tenant: Tenant, link: LinkRow, claimed: MemberRow[]): Promise<Looked[]> {
  const readAt = tenant.clock.now();
  await settleEnded(tenant, link, claimed);
  const rows = claimed.filter((row) => row.ended === null);
  // Mostly all rows know both ids: their people and their values are read at the same time. Where some do not, the values of all are read in one call after the matching.
  const early = rows.every((row) => personId(row) !== null && row.marketoLeadId !== null) ? rows : [];
  const [people, values] = await Promise.all([
    readPeople(tenant, rows.flatMap(personIds)),
    readValues(tenant, link, early).then((read) => new Map(early.map((row) => [row.id, { ids: idsOf(row), read }] as const)))
  ]);
  const standing: MemberRow[] = [];
  for (const row of rows) {
    const how = await followPerson(tenant, row, people);
    if (how === 'as-it-was' || how === 'changed') standing.push(row);
  }
  const looked = await matchOther(tenant, link, standing, people, readAt);
  const late = looked.map(({ row }) => row).filter((row) => values.get(row.id)?.ids !== idsOf(row));
  const lateValues = late.length === 0 ? null : await readValues(tenant, link, late);
  for (const one of looked) {
    const read = values.get(one.row.id)?.ids === idsOf(one.row) ? values.get(one.row.id)?.read : lateValues;
    if (read) show(one, read);
  }
  return withoutLostLeads(tenant, looked);
}

/** A hint about an ended row asks for nothing, except where a person was undeleted and is a member: that is a new beginning. */
async function settleEnded(tenant: Tenant, link: LinkRow, claimed: MemberRow[]): Promise<void> {
  const ended = claimed.filter((row) => row.ended !== null);
  if (ended.length === 0) return;
  const people = await readPeople(tenant, ended.flatMap(personIds));
  const alive = ended.flatMap((row) => personIds(row).filter((id) => current(people, id)?.id === id));
  const members = alive.length === 0 ? [] : await tenant.salesforce.readMembers(link.campaignId, alive);
  await tenant.store.transact(async (tx) => {
    for (const row of ended) {
      const kept = await tx.member(row.id);
      if (!kept || kept.version !== row.version || kept.leaseOwner !== row.leaseOwner || kept.ended === null) continue;
      const back = kept.ended !== 'marketo-person-deleted' && members.some((member) => !member.isDeleted && belongs(member, kept));
      if (back) {
        again(kept, tenant.clock.now(), kept.cause ?? 'outbox');
        kept.base = { salesforce: null, marketo: null };
      } else kept.due = null;
      await put(tx, kept);
    }
  });
}

interface Values {
  salesforce: SalesforceMember[];
  marketo: Map<number, MarketoMember>;
}

async function readValues(tenant: Tenant, link: LinkRow, rows: MemberRow[]): Promise<Values> {
  const people = rows.flatMap(personIds);
  const leads = rows.map((row) => row.marketoLeadId).filter((id) => id !== null);
  const [salesforce, marketo] = await Promise.all([
    people.length === 0 ? [] : tenant.salesforce.readMembers(link.campaignId, people),
    leads.length === 0 ? [] : tenant.marketo.readMembers(link.programId, leads)
  ]);
  return { salesforce, marketo: new Map(marketo.map((member) => [member.leadId, member])) };
}

function idsOf(row: MemberRow): string {
  return `${row.leadId} ${row.contactId} ${row.marketoLeadId}`;
}

function show(one: Looked, read: Values): void {
  const { row } = one;
  const mine = read.salesforce.filter((member) => belongs(member, row)).sort((a, b) => b.modifiedAt.getTime() - a.modifiedAt.getTime());
  const living = mine.filter((member) => !member.isDeleted);
  one.member = living.find((member) => member.contactId === row.contactId) ?? living[0] ?? null;
  if (living.length > 1) chooseAmong(one, living);
  one.deleted = mine.find((member) => member.isDeleted) ?? null;
  const marketo = row.marketoLeadId === null ? undefined : read.marketo.get(row.marketoLeadId);
  one.seen = { salesforce: one.member?.status ?? null, marketo: marketo?.status ?? null };
}

/** A converted lead that stayed a member beside its contact: two members are one person, and which of them counts is for people to say. */
function chooseAmong(one: Looked, living: SalesforceMember[]): void {
  const { row } = one;
  const choices = living.map((member) => ({ member, candidate: candidateOf(nameOf(member)) }));
  const chosen =
    choices.find(({ candidate }) => isChosen(row, candidate)) ??
    choices.find(({ candidate }) => row.chosen !== null && row.chosen === (candidate.contactId ?? candidate.leadId));
  if (chosen) {
    one.member = chosen.member;
    one.chosen = chosen.candidate.contactId ?? chosen.candidate.leadId;
    return;
  }
  const candidates = choices.map(({ candidate }) => candidate);
  const detail = `Salesforce records ${candidates.map(({ contactId, leadId }) => contactId ?? leadId).join(', ')}`;
  Object.assign(one.known, { salesforce: 'duplicate', candidates, detail });
}

/** Who a member is, by the one id that it goes by. */
function nameOf({ leadId, contactId }: SalesforceMember): Ids {
  return contactId === null ? { leadId: leadId ?? '' } : { contactId };
}

function belongs(member: SalesforceMember, row: MemberRow): boolean {
  if (member.contactId !== null) return member.contactId === row.contactId;
  return member.leadId !== null && member.leadId === row.leadId;
}

/** Finds the other side's person of rows that know only one, and unites rows that prove to be one person. */
async function matchOther(tenant: Tenant, link: LinkRow, rows: MemberRow[], people: People, readAt: number): Promise<Looked[]> {
  const looked = rows.map((row) => blank(row, people, readAt));
  const noLead = looked.filter((one) => one.row.marketoLeadId === null && one.person !== null);
  const noPerson = looked.filter((one) => personId(one.row) === null && one.row.marketoLeadId !== null);
  const gone = new Set<string>();
  if (noLead.length > 0) {
    const matches = await matchLeads(
      tenant,
      noLead.map(({ person }) => person).filter((person) => person !== null)
    );
    for (const one of noLead) {
      const match = matches.get(one.person?.id ?? '') ?? { nobody: true as const };
      await join(tenant, link, gone, one, 'marketo', match, (lead) => ({ marketoLeadId: lead.id }));
    }
  }
  if (noPerson.length > 0) {
    const leads = new Map(
      (await tenant.marketo.readLeads(noPerson.map(({ row }) => row.marketoLeadId ?? 0))).map((lead) => [lead.id, lead])
    );
    for (const one of noPerson) one.lead = leads.get(one.row.marketoLeadId ?? 0) ?? null;
    const matches = await matchPeople(tenant, [...leads.values()]);
    for (const one of noPerson) {
      if (gone.has(one.row.id) || one.row.marketoLeadId === null || !one.lead) continue;
      const match = matches.get(one.row.marketoLeadId) ?? { nobody: true as const };
      await join(tenant, link, gone, one, 'salesforce', match, (person) =>
        person.kind === 'contact' ? { contactId: person.id } : { leadId: person.id }
      );
    }
  }
  return looked.filter((one) => !gone.has(one.row.id));
}

function blank(row: MemberRow, people: People, readAt: number): Looked {
  const id = personId(row);
  return {
    row,
    chosen: null,
    seen: { salesforce: null, marketo: null },
    member: null,
    deleted: null,
    person: id === null ? null : current(people, id),
    lead: null,
    known: {
      salesforce: id === null ? 'nobody' : 'known',
      marketo: row.marketoLeadId === null ? 'nobody' : 'known',
      candidates: [],
      detail: ''
    },
    readAt
  };
}

type Ids = { leadId?: string; contactId?: string; marketoLeadId?: number };

/** Applies one match: the row learns the other side's id, is united with the row that has it, or is a duplicate of that. */
async function join<T extends SalesforcePerson | MarketoLead>(
  tenant: Tenant,
  link: LinkRow,
  gone: Set<string>,
  one: Looked,
  side: 'salesforce' | 'marketo',
  match: Match<T>,
  idsFrom: (found: T) => Ids
): Promise<void> {
  if (gone.has(one.row.id) || 'nobody' in match) return;
  if ('deleted' in match) {
    gone.add(one.row.id);
    await tenant.store.transact((tx) => endClaimed(tenant, tx, link, one.row, match.deleted));
    return;
  }
  const found = 'found' in match ? match.found : match.among.find((some) => isChosen(one.row, candidateOf(idsFrom(some))));
  if (found === undefined) {
    const { ambiguous, among } = match as Extract<Match<T>, { ambiguous: string }>;
    Object.assign(one.known, { [side]: 'ambiguous', detail: ambiguous, candidates: among.map((some) => candidateOf(idsFrom(some))) });
    return;
  }
  const ids = idsFrom(found);
  const answer = await tenant.store.transact((tx) => learn(tenant, tx, link, one.row, ids));
  if (answer === 'taken') {
    gone.add(one.row.id);
  } else if ('duplicateOf' in answer) {
    const { duplicateOf: other } = answer;
    const detail = side === 'marketo' ? `Marketo person ${ids.marketoLeadId}` : `Salesforce record ${ids.contactId ?? ids.leadId}`;
    const chosen = isChosen(one.row, rivalOf(other, side));
    Object.assign(one.known, {
      [side]: chosen ? 'not-chosen' : 'duplicate',
      detail,
      candidates: [rivalOf(other, side), rivalOf(one.row, side)]
    });
  } else {
    one.known[side] = 'known';
    if (side === 'salesforce') one.person = found as SalesforcePerson;
    else one.lead = found as MarketoLead;
    // The other row may have been claimed with this one: it is this one now.
    if (answer.removed !== null) gone.add(answer.removed);
  }
}

function candidateOf(ids: Ids): Candidate {
  return { leadId: ids.leadId ?? null, contactId: ids.contactId ?? null, marketoLeadId: ids.marketoLeadId ?? null };
}

/** Two members are one person on `side`: this is who the row is on the other one. */
function rivalOf({ leadId, contactId, marketoLeadId }: MemberRow, side: 'salesforce' | 'marketo'): Candidate {
  return side === 'marketo'
    ? { leadId: contactId === null ? leadId : null, contactId, marketoLeadId: null }
    : { leadId: null, contactId: null, marketoLeadId };
}

/** A person said that this is the one. */
function isChosen({ taken }: MemberRow, candidate: Candidate): boolean {
  const person = taken?.wayOut === 'choose-person' ? taken.person : null;
  return person !== null && isSamePerson(person, candidate);
}

async function endClaimed(tenant: Tenant, tx: StoreTransaction, link: LinkRow, row: MemberRow, reason: EndReason): Promise<void> {
  const kept = await tx.member(row.id);
  if (!kept || kept.version !== row.version || kept.leaseOwner !== row.leaseOwner) return;
  endRow(kept, reason);
  await journalMember(tenant, tx, link, kept, 'decision', { cause: kept.cause, rule: reason, outcome: 'done' });
  await put(tx, kept);
}

export async function learn(
  tenant: Tenant,
  tx: StoreTransaction,
  link: LinkRow,
  row: MemberRow,
  ids: Ids
): Promise<'taken' | { duplicateOf: MemberRow } | { removed: string | null }> {
  const kept = await tx.member(row.id);
  if (!kept || kept.version !== row.version || kept.leaseOwner !== row.leaseOwner) return 'taken';
  const others = await tx.membersOf(link.id, {
    personIds: [ids.contactId, ids.leadId].filter((id) => id !== undefined),
    marketoLeadIds: ids.marketoLeadId === undefined ? [] : [ids.marketoLeadId]
  });
  const other = others.find((some) => some.id !== kept.id);
  if (other && other.leaseOwner !== null && other.leaseOwner !== kept.leaseOwner && (other.leaseUntil ?? 0) > tenant.clock.now())
    return 'taken';
  const side = ids.marketoLeadId === undefined ? 'salesforce' : 'marketo';
  const rival = other && (side === 'marketo' ? personId(other) !== null : other.marketoLeadId !== null) ? other : null;
  if (rival && !isChosen(kept, rivalOf(kept, side))) return { duplicateOf: rival };
  if (rival) await yieldPerson(tenant, tx, kept, rival, side);
  const whole = { ...kept, ...ids };
  if (whole.marketoLeadId !== null) {
    await tx.putPerson({ tenantId: tenant.id, marketoLeadId: whole.marketoLeadId, leadId: whole.leadId, contactId: whole.contactId });
    // Their rows in other links that know only one side were planned by what was known before.
    const theirs = await tx.membersOfPeople(tenant.id, { personIds: personIds(whole), marketoLeadIds: [whole.marketoLeadId] });
    const halves = theirs.filter((one) => one.linkId !== link.id && (personId(one) === null || one.marketoLeadId === null));
    if (halves.length > 0)
      await tx.hint({ memberIds: halves.map((half) => half.id), cause: kept.cause ?? 'sweep', at: tenant.clock.now() });
  }
  if (other && !rival) await uniteRows(tenant, tx, kept, other, kept.cause ?? 'sweep');
  else {
    Object.assign(kept, ids);
    await put(tx, kept);
  }
  Object.assign(row, kept);
  return { removed: rival ? null : (other?.id ?? null) };
}

/** A person chose `kept` for whom `rival` was on `side`: that row stands alone again, and the same choice answers for it. */
async function yieldPerson(
  tenant: Tenant,
  tx: StoreTransaction,
  kept: MemberRow,
  rival: MemberRow,
  side: 'salesforce' | 'marketo'
): Promise<void> {
  if (side === 'marketo') rival.marketoLeadId = null;
  else {
    // Whoever this lead was known to be is another's now.
    await tx.putPerson({ tenantId: tenant.id, marketoLeadId: rival.marketoLeadId ?? 0, leadId: null, contactId: null });
    rival.leadId = null;
    rival.contactId = null;
  }
  rival.base = { salesforce: null, marketo: null };
  again(rival, tenant.clock.now(), 'button');
  rival.taken = { wayOut: 'choose-person', saw: null, person: rivalOf(kept, side), by: kept.taken?.by ?? '' };
  await put(tx, rival);
}

/**
 * A lead that left its program and no longer answers to its id was merged or deleted: both feeds are asked, and the row waits until one of them says so,
 * or until a second look finds nothing either.
 */
async function withoutLostLeads(tenant: Tenant, looked: Looked[]): Promise<Looked[]> {
  const asked = looked.filter((one) => one.row.marketoLeadId !== null && one.seen.marketo === null && one.lead === null);
  if (asked.length === 0) return looked;
  const leads = new Map((await tenant.marketo.readLeads(asked.map(({ row }) => row.marketoLeadId ?? 0))).map((lead) => [lead.id, lead]));
  const lost = new Set<Looked>();
  for (const one of asked) {
    one.lead = leads.get(one.row.marketoLeadId ?? 0) ?? null;
    if (one.lead === null) lost.add(one);
  }
  for (const one of lost) await waitOrEnd(tenant, one.row);
  return looked.filter((one) => !lost.has(one));
}

async function waitOrEnd(tenant: Tenant, row: MemberRow): Promise<void> {
  const now = tenant.clock.now();
  tenant.askDeleted = true;
  tenant.wake.feeds.call();
  await tenant.store.transact(async (tx) => {
    const kept = await tx.member(row.id);
    if (!kept || kept.version !== row.version || kept.leaseOwner !== row.leaseOwner) return;
    const first = kept.evidence.find((one) => one.side === 'marketo' && one.kind === 'first-read' && one.value === null);
    if (first && now - first.at >= tenant.settings.absenceMs) endRow(kept, 'marketo-person-deleted');
    else {
      if (!first) kept.evidence.push({ side: 'marketo', kind: 'first-read', value: null, at: now });
      kept.due = (first?.at ?? now) + tenant.settings.absenceMs;
    }
    await put(tx, kept);
    Object.assign(row, kept);
  });
}
