/** Members with an issue: page by page, or whole for an export. */
import type { IssuePlace, LinkRow, MemberRow } from '../../store/port.ts';
import type { IssueReason } from '../../sync/ways-out.ts';
import { issueOf } from '../../store/issue.ts';
import { linkOf } from './campaign-view.ts';
import { issueView } from './issue-rows.ts';
import type { IssueFilter, IssueList, IssueView } from '../operations.ts';
import type { Tenant } from '../tenant.ts';

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

const AN_EXPORT_PAGE = 500;

/** Newest first; an issue that is solved meanwhile may be missing. */
export async function* exportIssues(
  { store }: Pick<Tenant, 'store'>,
  link: LinkRow,
  reason: IssueReason | null
): AsyncGenerator<IssueView[]> {
  for (let after: IssuePlace | null = null; ;) {
    const rows: MemberRow[] = await store.issues(link.id, reason, after, AN_EXPORT_PAGE);
    yield rows.map((row) => issueView(row, link));
    const last = cursorOf(rows);
    if (rows.length < AN_EXPORT_PAGE || last === null) return;
    after = placeOf(last);
  }
}

/** The columns of an export, in this order. */
export const ISSUE_COLUMNS = [
  'memberKey',
  'leadId',
  'contactId',
  'marketoLeadId',
  'state',
  'reason',
  'sentence',
  'salesforceValue',
  'marketoValue',
  'since',
  'attempts',
  'nextTry',
  'candidates',
  'waysOut'
] as const satisfies (keyof IssueView)[];
