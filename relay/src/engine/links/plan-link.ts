/** What linking, or other rules for a link, would do, by the reads and the planner that the run itself uses. */
import type { LinkRow, MemberRow } from '../../store/port.ts';
import { lookAside, type Progress } from './aside.ts';
import type { BothLists } from '../compare/lists.ts';
import { hasNativeLeads } from '../turn/native-leads.ts';
import { planMember } from '../turn/plan.ts';
import { PlanCounter, type Plan } from '../runs/planned.ts';
import type { Prepared } from './prepare-link.ts';
import { newMember, personIds } from '../rows.ts';
import type { Tenant } from '../tenant.ts';

const ROWS_A_PAGE = 500;

export async function planLink(tenant: Tenant, prepared: Prepared, progress?: Progress): Promise<Plan> {
  const { link, existing, lists, fields, creates } = prepared;
  const rows = existing ? await rowsOf(tenant, link) : [];
  addUnknown(tenant, link, lists, rows);
  const native = await hasNativeLeads(tenant);
  const counter = new PlanCounter();
  await lookAside(tenant, link, rows, (aside, one) => counter.add(one, planMember(aside, link, one, native)), progress);
  return counter.plan({ fields, statuses: creates.map(({ label }) => label) });
}

async function rowsOf(tenant: Tenant, link: LinkRow): Promise<MemberRow[]> {
  const rows: MemberRow[] = [];
  for (let after: string | null = null; ;) {
    const page: MemberRow[] = await tenant.store.membersPage(link.id, after, ROWS_A_PAGE);
    rows.push(...page.filter((row) => row.ended === null));
    after = page[page.length - 1]?.id ?? null;
    if (page.length < ROWS_A_PAGE) return rows;
  }
}

function addUnknown(tenant: Tenant, link: LinkRow, lists: BothLists, rows: MemberRow[]): void {
  const people = new Set(rows.flatMap(personIds));
  const leads = new Set(rows.map((row) => row.marketoLeadId));
  for (const { contactId, leadId } of lists.salesforce) {
    const id = contactId ?? leadId;
    if (id === null || people.has(id)) continue;
    rows.push(newMember(tenant, link.id, { leadId: contactId === null ? leadId : null, contactId, marketoLeadId: null }, 'preview'));
  }
  for (const { leadId } of lists.marketo) {
    if (!leads.has(leadId)) rows.push(newMember(tenant, link.id, { leadId: null, contactId: null, marketoLeadId: leadId }, 'preview'));
  }
}
