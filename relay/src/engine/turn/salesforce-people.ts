/**
 * The Salesforce persons of claimed rows, read again: a converted lead is its contact, the loser of a merge is its winner, and a deleted
 * person ends the row. All before any absence is judged.
 */
import type { LinkRow, MemberRow, StoreTransaction } from '../../store/port.ts';
import { endRow } from './ending.ts';
import { rest } from './intent.ts';
import { journalMember } from '../journal.ts';
import type { SalesforcePerson } from '../ports.ts';
import { fail } from '../retrying.ts';
import { again, freeDuplicates, personId, personIds, put, uniteRows } from '../rows.ts';
import { showSoon, type Tenant } from '../tenant.ts';

/** Merges and conversions can follow each other; longer chains wait for the next turn. */
const HOPS = 5;

export type People = Map<string, SalesforcePerson>;

/** Reads these people and whoever they were merged or converted into. */
export async function readPeople(tenant: Tenant, ids: string[]): Promise<People> {
  const people: People = new Map();
  let wanted = [...new Set(ids)];
  for (let hop = 0; hop < HOPS && wanted.length > 0; hop++) {
    for (const person of await tenant.salesforce.readPeople(wanted)) people.set(person.id, person);
    wanted = [...new Set(wanted.map((id) => successor(people.get(id))).filter((id) => id !== null))].filter((id) => !people.has(id));
  }
  return people;
}

function successor(person: SalesforcePerson | undefined): string | null {
  return person ? (person.convertedContactId ?? person.masterRecordId) : null;
}

/** Somebody on the way from this id is not there at all: purged, or hidden from the integration user. That proves nothing. */
export function isUnreadable(people: People, id: string): boolean {
  let next: string | null = id;
  for (let hop = 0; hop < HOPS && next !== null; hop++) {
    const person = people.get(next);
    if (!person) return true;
    next = successor(person);
  }
  return false;
}

/** Who a person's id stands for now: the last of its chain, or null when that is deleted or not there. */
export function current(people: People, id: string): SalesforcePerson | null {
  let person = people.get(id);
  for (let hop = 0; hop < HOPS && person; hop++) {
    const next = successor(person);
    if (next === null) return person.isDeleted ? null : person;
    person = people.get(next);
  }
  return null;
}

export type Standing = 'as-it-was' | 'changed' | 'ended' | 'gone' | 'unreadable';

/** Brings one claimed row in line with its person. `gone`: the row is another's now, or was united with another; `unreadable`: nothing is known. */
export async function followPerson(tenant: Tenant, row: MemberRow, people: People): Promise<Standing> {
  const id = personId(row);
  if (id === null) return 'as-it-was';
  const person = current(people, id);
  const same =
    person !== null && (person.kind === 'contact' ? row.contactId === person.id : row.contactId === null && row.leadId === person.id);
  if (same) return 'as-it-was';
  return tenant.store.transact(async (tx) => {
    const kept = await tx.member(row.id);
    if (!kept || kept.version !== row.version || kept.leaseOwner !== row.leaseOwner) return 'gone';
    if (person === null && isUnreadable(people, id)) return wait(tenant, tx, kept, row, id);
    if (person === null) return end(tenant, tx, kept, row, id);
    return rename(tenant, tx, kept, row, person);
  });
}

async function wait(tenant: Tenant, tx: StoreTransaction, kept: MemberRow, row: MemberRow, id: string): Promise<Standing> {
  const link = await tx.link(kept.linkId);
  if (link && (kept.taken?.wayOut === 'ignore' || kept.left?.reason === 'ignored')) await leave(tenant, tx, link, kept);
  else fail(tenant, kept, 'person-unreadable', `Salesforce does not show ${id}.`);
  await put(tx, kept);
  Object.assign(row, kept);
  return 'unreadable';
}

/** Nobody can see who it is, and a person said to leave it: for as long as it stays so. */
async function leave(tenant: Tenant, tx: StoreTransaction, link: LinkRow, kept: MemberRow): Promise<void> {
  if (kept.taken) await journalMember(tenant, tx, link, kept, 'decision', { rule: 'ignored', actor: kept.taken.by, outcome: 'done' });
  const want = kept.want ?? kept.park?.want ?? null;
  rest(kept, 'left-by-rule', { left: true });
  kept.left ??= { reason: 'ignored', saw: kept.base, rulesVersion: link.rulesVersion, want };
}

async function end(tenant: Tenant, tx: StoreTransaction, kept: MemberRow, row: MemberRow, id: string): Promise<Standing> {
  const reason = id.startsWith('003') ? 'contact-deleted' : 'lead-deleted';
  const link = await tx.link(kept.linkId);
  endRow(kept, reason);
  if (link) await journalMember(tenant, tx, link, kept, 'decision', { cause: kept.cause, rule: reason });
  await put(tx, kept);
  await showSoon(tenant, tx, kept.linkId);
  Object.assign(row, kept);
  return 'ended';
}

async function rename(tenant: Tenant, tx: StoreTransaction, kept: MemberRow, row: MemberRow, person: SalesforcePerson): Promise<Standing> {
  const others = (await tx.membersOf(kept.linkId, { personIds: [person.id] })).filter((other) => other.id !== kept.id);
  if (person.kind === 'contact') kept.contactId = person.id;
  else {
    kept.leadId = person.id;
    kept.contactId = null;
  }
  if (kept.marketoLeadId !== null) {
    await tx.putPerson({ tenantId: tenant.id, marketoLeadId: kept.marketoLeadId, leadId: kept.leadId, contactId: kept.contactId });
  }
  const [other] = others;
  if (!other) {
    await put(tx, kept);
    Object.assign(row, kept);
    return 'changed';
  }
  // The row that carries the surviving id stays; this one only adds what it knew. A lead that became the contact is one person with it.
  if (kept.leadId !== null && other.contactId === person.id && (other.leadId === null || other.leadId === kept.leadId))
    other.leadId = kept.leadId;
  if (other.leadId !== kept.leadId && person.kind === 'contact') kept.leadId = other.leadId;
  if (clash(kept, other)) {
    // Two Marketo leads for one person: the row that is left keeps its own, and this lead stands alone again.
    kept.leadId = null;
    kept.contactId = null;
    kept.base = { salesforce: null, marketo: null };
    again(kept, tenant.clock.now(), 'merge');
    await put(tx, kept);
    await tx.hint({ memberIds: [other.id], cause: 'merge', at: tenant.clock.now() });
    await freeDuplicates(tenant, tx, kept.linkId, 'merge');
  } else {
    await uniteRows(tenant, tx, other, kept, 'merge');
  }
  return 'gone';
}

function clash(a: MemberRow, b: MemberRow): boolean {
  return a.marketoLeadId !== null && b.marketoLeadId !== null && a.marketoLeadId !== b.marketoLeadId && personIds(b).length > 0;
}
