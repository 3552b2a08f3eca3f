/** Members with an issue, and the journal. */
import type { IssuePlace, MemberRow } from '../store/port.ts';
import { issueOf } from '../store/issue.ts';
import { linkOf } from './campaign-view.ts';
import { issueView } from './issue-rows.ts';
import type { IssueFilter, IssueList, JournalEntryView } from './operations.ts';
import type { Tenant } from './tenant.ts';

const A_PAGE = 50;

/** @throws {OperationRefused} `not-linked`. */
export async function listIssues(tenant: Tenant, campaignId: string, { reason, cursor }: IssueFilter): Promise<IssueList> {
  const link = await linkOf(tenant, campaignId);
  const rows = await tenant.store.issues(link.id, reason, cursor === null ? null : placeOf(cursor), A_PAGE + 1);
  const some = rows.slice(0, A_PAGE);
  return {
    issues: some.map((row) => issueView(row, link)),
    reasons: await tenant.store.issueCounts(link.id),
    cursor: rows.length > A_PAGE ? cursorOf(some) : null
  };
}

/** Behind the last of these issues. */
export function cursorOf(rows: MemberRow[]): string | null {
  const last = rows.at(-1);
  return last ? `${issueOf(last)?.since ?? 0}.${last.id}` : null;
}

/** @param cursor One of `cursorOf`. */
export function placeOf(cursor: string): IssuePlace {
  const dot = cursor.indexOf('.');
  return { since: Number(cursor.slice(0, dot)), id: cursor.slice(dot + 1) };
}

export async function listJournal(
  tenant: Tenant,
  campaignId: string,
  filter: { leadId: string | null; contactId: string | null },
  page: number
): Promise<{ entries: JournalEntryView[]; page: number; more: boolean }> {
  const only = { ...(filter.leadId ? { leadId: filter.leadId } : {}), ...(filter.contactId ? { contactId: filter.contactId } : {}) };
  const { entries, more } = await tenant.store.journalPage(tenant.id, campaignId, only, page, A_PAGE);
  return {
    entries: entries.map(({ id, at, memberId, kind, cause, rule, actor, side, from, to, outcome, detail }) => ({
      id,
      at: new Date(at).toISOString(),
      memberKey: memberId,
      kind,
      cause,
      rule,
      actor,
      side,
      from,
      to,
      outcome,
      detail
    })),
    page,
    more
  };
}
