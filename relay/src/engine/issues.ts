/** Members with an issue, their ways out, and the journal. */
import type { LinkRow, MemberRow, StoreTransaction } from '../store/port.ts';
import { linkOf } from './campaign-view.ts';
import { issueView, waysOut } from './issue-rows.ts';
import { journalMember } from './journal.ts';
import type { IssueAction, IssueView, JournalEntryView } from './operations.ts';
import { put } from './rows.ts';
import { showSoon, stir, type Tenant } from './tenant.ts';

const A_PAGE = 50;
const ROWS_AT_ONCE = 200;

export async function listIssues(
  tenant: Tenant,
  campaignId: string,
  page: number
): Promise<{ issues: IssueView[]; page: number; more: boolean }> {
  const link = await linkOf(tenant, campaignId);
  const { members, more } = await tenant.store.membersInState(link.id, ['parked', 'failing'], page, A_PAGE);
  return { issues: members.map(issueView), page, more };
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

/** Uses a way out for the members named, or for all of a reason. @returns How many had it. */
export async function actOnIssues(tenant: Tenant, campaignId: string, action: IssueAction): Promise<{ changed: number }> {
  const link = await linkOf(tenant, campaignId);
  const ids = action.memberKeys ?? (await idsOfReason(tenant, link, action.reason));
  let changed = 0;
  for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
    changed += await tenant.store.transact(async (tx) => {
      let some = 0;
      for (const id of ids.slice(from, from + ROWS_AT_ONCE)) {
        const row = await tx.member(id);
        if (!row || row.linkId !== link.id || !waysOut(row).includes(action.action)) continue;
        if (row.state !== 'parked' && row.state !== 'failing') continue;
        await takeWayOut(tenant, tx, link, row, action);
        some++;
      }
      if (some > 0) await showSoon(tenant, tx, link.id);
      return some;
    });
  }
  if (changed > 0) stir(tenant);
  return { changed };
}

async function takeWayOut(
  tenant: Tenant,
  tx: StoreTransaction,
  link: LinkRow,
  row: MemberRow,
  { action, actor }: IssueAction
): Promise<void> {
  const now = tenant.clock.now();
  if (action === 'ignore') {
    row.left = { reason: 'ignored', saw: row.park?.saw ?? row.base, rulesVersion: link.rulesVersion };
    row.want = null;
    row.state = 'left-by-rule';
    row.due = null;
    row.pendingSince = null;
  } else {
    row.state = 'pending';
    row.due = now;
    row.cause = action === 'create-person' ? CREATE_PERSON : 'button';
    row.hints++;
    row.pendingSince = now;
  }
  row.park = null;
  row.attempts = 0;
  row.refusals = 0;
  row.recent = [];
  await put(tx, row);
  await journalMember(tenant, tx, link, row, 'decision', { cause: 'button', rule: action, actor: actor.userId });
}

/** A member due for this cause is created in Salesforce whatever the link says of Marketo-only people. */
export const CREATE_PERSON = 'create-person';

async function idsOfReason(tenant: Tenant, link: LinkRow, reason: string | null): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 1; ; page++) {
    const { members, more } = await tenant.store.membersInState(link.id, ['parked', 'failing'], page, ROWS_AT_ONCE);
    ids.push(...members.filter((row) => (row.park?.reason ?? 'failing') === reason).map((row) => row.id));
    if (!more) return ids;
  }
}
