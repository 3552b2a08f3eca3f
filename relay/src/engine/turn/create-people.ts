/**
 * People created where they are missing, always so that a second try finds the first: in Salesforce by the unique key that the insert carries, in Marketo by an
 * upsert on the Salesforce id, one at a time per key across all processes.
 */
import type { LinkRow, MemberRow } from '../../store/port.ts';
import { keyOf } from './matching.ts';
import { holdsLongEnough } from './member-writes.ts';
import { OutsideError, type MarketoLead, type PersonResult, type SalesforcePerson } from '../ports.ts';
import { journalMember, outcomes } from '../journal.ts';
import { personId } from '../rows.ts';
import type { Tenant } from '../tenant.ts';

/** docs/contract: at most 50 a call. */
const PEOPLE_A_CALL = 50;

export type Creation = { row: MemberRow } & (
  | { made: { leadId: string | null; contactId: string | null } | { marketoLeadId: number } }
  | { refused: string; code: string | null }
  | { failed: OutsideError }
);

export async function createInSalesforce(
  tenant: Tenant,
  link: LinkRow,
  rows: { row: MemberRow; lead: MarketoLead }[]
): Promise<Creation[]> {
  const { leadDefaults } = link.rules;
  const created: Creation[] = [];
  for (let from = 0; from < rows.length; from += PEOPLE_A_CALL) {
    const some = rows.slice(from, from + PEOPLE_A_CALL).filter(({ row }) => holdsLongEnough(tenant, row));
    if (some.length === 0) continue;
    const ids = await announce(tenant, link, some, 'salesforce');
    const people = some.map(({ lead }) => ({
      key: keyOf(tenant, lead.id),
      firstName: lead.firstName,
      lastName: lead.lastName ?? leadDefaults.lastName,
      company: lead.company ?? leadDefaults.company,
      email: lead.email,
      phone: lead.phone,
      title: lead.title,
      ownerId: leadDefaults.ownerId
    }));
    try {
      const results = await tenant.salesforce.createPeople(people, leadDefaults);
      created.push(...some.map(({ row }, index) => inSalesforce(row, results[index])));
      await close(
        tenant,
        ids,
        results.map((result) => [result.outcome === 'refused' ? 'refused' : 'done', result.message])
      );
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      created.push(...some.map(({ row }) => ({ row, failed: error })));
      await close(
        tenant,
        ids,
        some.map(() => [error.kind === 'no-answer' || error.kind === 'garbled' ? 'unknown' : 'failed', error.message])
      );
    }
  }
  return created;
}

function inSalesforce(row: MemberRow, result: PersonResult | undefined): Creation {
  if (!result || result.outcome === 'refused') {
    return { row, refused: result?.message ?? 'Salesforce gives no reason.', code: result?.code ?? null };
  }
  return { row, made: { leadId: result.leadId, contactId: result.contactId } };
}

export async function createInMarketo(
  tenant: Tenant,
  link: LinkRow,
  rows: { row: MemberRow; person: SalesforcePerson }[]
): Promise<Creation[]> {
  const created: Creation[] = [];
  for (const { row, person } of rows) {
    if (!holdsLongEnough(tenant, row)) continue;
    if (!(await lockKey(tenant, person.id))) continue; // Another process creates this person; the row stays due.
    const ids = await announce(tenant, link, [{ row }], 'marketo');
    try {
      const { email, firstName, lastName, company } = person;
      const marketoLeadId = await tenant.marketo.createLead({ salesforceId: person.id, email, firstName, lastName, company });
      created.push({ row, made: { marketoLeadId } });
      await close(tenant, ids, [['done', null]]);
      await unlockKey(tenant, person.id);
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      const lasting = error.kind === 'refused' || error.kind === 'gone';
      const unknown = error.kind === 'no-answer' || error.kind === 'garbled';
      created.push(lasting ? { row, refused: error.message, code: error.code } : { row, failed: error });
      await close(tenant, ids, [[lasting ? 'refused' : unknown ? 'unknown' : 'failed', error.message]]);
      // A create that may still arrive keeps its key until it surely has.
      if (!unknown) await unlockKey(tenant, person.id);
    }
  }
  return created;
}

async function announce(tenant: Tenant, link: LinkRow, rows: { row: MemberRow }[], side: 'salesforce' | 'marketo'): Promise<number[]> {
  return tenant.store.transact(async (tx) => {
    const ids: number[] = [];
    for (const { row } of rows)
      ids.push(
        await journalMember(tenant, tx, link, row, 'people', {
          cause: row.cause,
          side,
          detail: `create for ${personId(row) ?? row.marketoLeadId}`
        })
      );
    return ids;
  });
}

function close(tenant: Tenant, ids: number[], said: [string, string | null][]): Promise<void> {
  return outcomes(
    tenant,
    ids.map((journalId, index) => ({ journalId, outcome: said[index]?.[0] ?? 'unknown', detail: said[index]?.[1] ?? null }))
  );
}

/** Adobe: concurrent upserts with one key can create duplicates. Keys being created stand in the store, so that it holds across processes. */
const CREATING = 'people-being-created';
const KEY_HELD_MS = 5 * 60_000;

function lockKey(tenant: Tenant, key: string): Promise<boolean> {
  return changeKeys(tenant, (held) => {
    if (held[key] !== undefined) return false;
    held[key] = tenant.clock.now() + KEY_HELD_MS;
    return true;
  });
}

async function unlockKey(tenant: Tenant, key: string): Promise<void> {
  await changeKeys(tenant, (held) => delete held[key]);
}

function changeKeys(tenant: Tenant, change: (held: Record<string, number>) => boolean): Promise<boolean> {
  return tenant.store.transact(async (tx) => {
    const held = JSON.parse((await tx.cursor(tenant.id, CREATING)) ?? '{}') as Record<string, number>;
    for (const [key, until] of Object.entries(held)) if (until <= tenant.clock.now()) delete held[key];
    const answer = change(held);
    await tx.setCursor(tenant.id, CREATING, JSON.stringify(held));
    return answer;
  });
}
