/**
 * What linking would do, by the reads and the planner that the run itself uses: the members of both lists are put as rows into a store in memory, looked at and
 * planned there, and nothing is written anywhere.
 */
import { createHash } from 'node:crypto';
import type { LinkRow, MemberRow } from '../store/port.ts';
import { openMemoryStore } from '../store/memory.ts';
import type { Lists } from './lists.ts';
import { look, type Looked } from './look.ts';
import { hasNativeLeads } from './native-leads.ts';
import type { Next } from './next.ts';
import type { PlanSummary } from './operations.ts';
import { planMember } from './plan.ts';
import { newMember, personIds } from './rows.ts';
import type { Tenant } from './tenant.ts';

const AT_ONCE = 300;

/** @param existing Then rows are those of the link as they stand. */
export async function previewLink(tenant: Tenant, link: LinkRow, lists: Lists, existing: boolean): Promise<PlanSummary> {
  const store = openMemoryStore();
  const aside: Tenant = { ...tenant, store, gate: tenant.gate };
  const rows = existing ? await rowsOf(tenant, link) : [];
  addUnknown(aside, link, lists, rows);
  const native = await hasNativeLeads(tenant);
  await store.transact(async (tx) => {
    await tx.putLink(link);
    for (const row of rows) await tx.addMember({ ...row, due: tenant.clock.now(), leaseOwner: null, leaseUntil: null, want: row.want });
    for (const row of rows) await copyPerson(tenant, tx.putPerson.bind(tx), row);
  });
  const plan: PlanSummary = {
    digest: '',
    addToMarketo: 0,
    addToSalesforce: 0,
    changeInMarketo: 0,
    changeInSalesforce: 0,
    removeInMarketo: 0,
    removeInSalesforce: 0,
    createPeople: 0,
    park: 0,
    leftByRule: 0,
    agree: 0
  };
  const said: string[] = [];
  for (;;) {
    const claimed = await store.claim(tenant.id, tenant.workerId, tenant.clock.now(), tenant.settings.leaseMs, AT_ONCE);
    if (claimed.length === 0) break;
    for (const one of await look(aside, link, claimed)) {
      const next = planMember(aside, link, one, native);
      count(plan, one, next);
      said.push(
        JSON.stringify([
          one.row.leadId,
          one.row.contactId,
          one.row.marketoLeadId,
          one.seen,
          next.to === 'write' ? [next.want, next.create] : next.rule
        ])
      );
    }
    await settle(aside, claimed);
  }
  plan.digest = createHash('sha256').update(said.sort().join('\n')).digest('hex').slice(0, 32);
  return plan;
}

async function rowsOf(tenant: Tenant, link: LinkRow): Promise<MemberRow[]> {
  const rows: MemberRow[] = [];
  for (let after: string | null = null; ;) {
    const page: MemberRow[] = await tenant.store.membersPage(link.id, after, 500);
    rows.push(...page.filter((row) => row.ended === null));
    after = page[page.length - 1]?.id ?? null;
    if (page.length < 500) return rows;
  }
}

function addUnknown(aside: Tenant, link: LinkRow, lists: Lists, rows: MemberRow[]): void {
  const people = new Set(rows.flatMap(personIds));
  const leads = new Set(rows.map((row) => row.marketoLeadId));
  for (const { contactId, leadId } of lists.salesforce) {
    const id = contactId ?? leadId;
    if (id === null || people.has(id)) continue;
    rows.push(newMember(aside, link.id, { leadId: contactId === null ? leadId : null, contactId, marketoLeadId: null }, 'preview'));
  }
  for (const { leadId } of lists.marketo) {
    if (!leads.has(leadId)) rows.push(newMember(aside, link.id, { leadId: null, contactId: null, marketoLeadId: leadId }, 'preview'));
  }
}

async function copyPerson(
  tenant: Tenant,
  put: (person: NonNullable<Awaited<ReturnType<Tenant['store']['person']>>>) => Promise<void>,
  row: MemberRow
): Promise<void> {
  const by =
    row.contactId !== null
      ? { contactId: row.contactId }
      : row.leadId !== null
        ? { leadId: row.leadId }
        : { marketoLeadId: row.marketoLeadId ?? 0 };
  const person = await tenant.store.person(tenant.id, by);
  if (person) await put(person);
}

/** Claimed rows that were planned are done with; those united with others are gone. */
async function settle(aside: Tenant, claimed: MemberRow[]): Promise<void> {
  await aside.store.transact(async (tx) => {
    for (const { id } of claimed) {
      const row = await tx.member(id);
      if (row) await tx.replaceMember({ ...row, due: null, leaseOwner: null, leaseUntil: null }, row.version);
    }
  });
}

function count(plan: PlanSummary, one: Looked, next: Next): void {
  if (next.to === 'settle' || next.to === 'wait') plan.agree++;
  else if (next.to === 'park') plan.park++;
  else if (next.to === 'left') plan.leftByRule++;
  else {
    if (next.create !== null) plan.createPeople++;
    for (const { side, to } of next.writes) {
      const where = side === 'salesforce' ? 'Salesforce' : 'Marketo';
      if (one.seen[side] === null) plan[`addTo${where}`]++;
      else plan[to === null ? (`removeIn${where}` as const) : (`changeIn${where}` as const)]++;
    }
  }
}
