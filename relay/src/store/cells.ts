/** Rows as both databases keep them: columns by which they are found, claimed and counted, and the rest of each as JSON in `row`. */
import { issueOf } from './issue.ts';
import type { TaskRow } from './port-tasks.ts';
import type { HumanIds, JournalFilter, JournalRow, LinkRow, MemberRow, NoticeRow, PersonRow, PreviewRow, RunRow } from './port.ts';

export type Cell = string | number | null;
export type Cells = Record<string, Cell>;

/** A row that stands whole in its JSON. */
export const parse = <T>(cells: Cells | undefined): T | null => (cells ? (JSON.parse(String(cells['row'])) as T) : null);

/** Links written before there were runs and extracts lack what these need. */
export const linkOf = (cells: Cells | undefined): LinkRow | null => {
  const link = parse<LinkRow>(cells);
  return link && { ...link, runId: link.runId ?? null, longLists: link.longLists ?? false };
};

export function cellsOfPreview(preview: PreviewRow): Cells {
  const { id, tenantId, campaignId, createdAt } = preview;
  return { id, tenant_id: tenantId, campaign_id: campaignId, created_at: createdAt, row: JSON.stringify(preview) };
}

export function cellsOfRun(run: RunRow): Cells {
  const { id, tenantId, campaignId, at, marking } = run;
  return { id, tenant_id: tenantId, campaign_id: campaignId, at, marking: marking ? 1 : 0, row: JSON.stringify(run) };
}

export function cellsOfNotice(notice: NoticeRow): Cells {
  const { id, tenantId, at, due, endedAt } = notice;
  return { id, tenant_id: tenantId, at, open: due !== null || endedAt === null ? 1 : 0, row: JSON.stringify(notice) };
}

/** What remembers into whom a lead was merged. */
export const namesOfHuman = ({ marketoLeadIds }: HumanIds) => marketoLeadIds.map((id) => `merged-${id}`);

export function cellsOf(member: MemberRow): Cells {
  const { id, tenantId, linkId, leadId, contactId, marketoLeadId, base, state, due, runId, cause, hints, leaseOwner, leaseUntil, ...rest } =
    member;
  const { pendingSince, version, ...row } = rest;
  const issue = issueOf(member);
  return {
    id,
    tenant_id: tenantId,
    link_id: linkId,
    lead_id: leadId,
    contact_id: contactId,
    marketo_lead_id: marketoLeadId,
    base_salesforce: base.salesforce,
    base_marketo: base.marketo,
    state,
    issue_reason: issue?.reason ?? null,
    issue_since: issue?.since ?? null,
    due,
    run_id: runId,
    cause,
    hints,
    lease_owner: leaseOwner,
    lease_until: leaseUntil,
    pending_since: pendingSince,
    version,
    row: JSON.stringify(row)
  };
}

/** What stands in a member's JSON. */
type Part = Pick<
  MemberRow,
  | 'chosen'
  | 'want'
  | 'loose'
  | 'evidence'
  | 'park'
  | 'taken'
  | 'left'
  | 'ended'
  | 'lastSeen'
  | 'recent'
  | 'attempts'
  | 'failing'
  | 'lastError'
  | 'refusals'
  | 'createdAt'
>;

/** Rows written before there were ways out, and choices between two members, lack what these need. */
function withDefaults(part: Part, state: MemberRow['state']): Part {
  const ofPark = { want: null, attempts: 0, candidates: [] };
  const ofMember: Pick<Part, 'chosen' | 'taken' | 'failing'> = {
    chosen: null,
    taken: null,
    failing: state === 'failing' ? 'salesforce-fails' : null
  };
  return { ...ofMember, ...part, park: part.park && { ...ofPark, ...part.park } };
}

export function memberOf(cells: Cells): MemberRow {
  return {
    ...withDefaults(JSON.parse(String(cells['row'])) as Part, cells['state'] as MemberRow['state']),
    id: String(cells['id']),
    tenantId: String(cells['tenant_id']),
    linkId: String(cells['link_id']),
    leadId: cells['lead_id'] as string | null,
    contactId: cells['contact_id'] as string | null,
    marketoLeadId: cells['marketo_lead_id'] as number | null,
    base: { salesforce: cells['base_salesforce'] as string | null, marketo: cells['base_marketo'] as string | null },
    state: cells['state'] as MemberRow['state'],
    due: cells['due'] as number | null,
    runId: cells['run_id'] as string | null,
    cause: cells['cause'] as string | null,
    hints: Number(cells['hints']),
    leaseOwner: cells['lease_owner'] as string | null,
    leaseUntil: cells['lease_until'] as number | null,
    pendingSince: cells['pending_since'] as number | null,
    version: Number(cells['version'])
  };
}

export function entryOf(cells: Cells): JournalRow {
  return {
    ...(JSON.parse(String(cells['row'])) as Pick<JournalRow, 'linkId' | 'cause' | 'rule' | 'actor' | 'side' | 'from' | 'to'>),
    id: Number(cells['id']),
    tenantId: String(cells['tenant_id']),
    campaignId: String(cells['campaign_id']),
    memberId: cells['member_id'] as string | null,
    leadId: cells['lead_id'] as string | null,
    contactId: cells['contact_id'] as string | null,
    marketoLeadId: cells['marketo_lead_id'] as number | null,
    kind: cells['kind'] as JournalRow['kind'],
    runId: cells['run_id'] as string | null,
    at: Number(cells['at']),
    outcome: cells['outcome'] as string | null,
    detail: cells['detail'] as string | null
  };
}

export function cellsOfEntry(entry: Omit<JournalRow, 'id'>): Cells {
  const { tenantId, campaignId, memberId, leadId, contactId, marketoLeadId, kind, runId, at, outcome, detail, ...row } = entry;
  return {
    tenant_id: tenantId,
    campaign_id: campaignId,
    member_id: memberId,
    lead_id: leadId,
    contact_id: contactId,
    marketo_lead_id: marketoLeadId,
    kind,
    at,
    outcome,
    detail,
    run_id: runId,
    row: JSON.stringify(row)
  };
}

/** What an entry must be to fit. */
export function conditionsOf(filter: JournalFilter): { column: string; compare: '=' | '>=' | '<'; value: string | number }[] {
  const { campaignId, memberId, leadId, contactId, marketoLeadId, kind, runId, from, until } = filter;
  const equal = { campaign_id: campaignId, member_id: memberId, lead_id: leadId, contact_id: contactId, marketo_lead_id: marketoLeadId };
  return [
    ...Object.entries({ ...equal, kind, run_id: runId }).map(([column, value]) => ({ column, compare: '=' as const, value })),
    { column: 'at', compare: '>=' as const, value: from },
    { column: 'at', compare: '<' as const, value: until }
  ].flatMap(({ value, ...rest }) => (value === null ? [] : [{ ...rest, value }]));
}

export function personOf(cells: Cells): PersonRow {
  return {
    tenantId: String(cells['tenant_id']),
    marketoLeadId: Number(cells['marketo_lead_id']),
    leadId: cells['lead_id'] as string | null,
    contactId: cells['contact_id'] as string | null
  };
}

export function cellsOfTask(task: TaskRow): Cells {
  const { id, tenantId, group, state, due, hints, leaseOwner, leaseUntil, version, row } = task;
  const claims = { state, due, hints, lease_owner: leaseOwner, lease_until: leaseUntil, version };
  return { id, tenant_id: tenantId, group_id: group, ...claims, row: JSON.stringify(row) };
}

export function taskOf(cells: Cells): TaskRow {
  return {
    id: String(cells['id']),
    tenantId: String(cells['tenant_id']),
    group: String(cells['group_id']),
    state: String(cells['state']),
    due: cells['due'] as number | null,
    hints: Number(cells['hints']),
    leaseOwner: cells['lease_owner'] as string | null,
    leaseUntil: cells['lease_until'] as number | null,
    version: Number(cells['version']),
    row: JSON.parse(String(cells['row'])) as unknown
  };
}
