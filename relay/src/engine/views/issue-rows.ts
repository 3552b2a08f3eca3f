/** A parked or failing member, as people read it: what happened, why, and the ways out. */
import type { Raw, WayOut } from '../../sync/model.ts';
import { IGNORED, waysOutOf } from '../../sync/ways-out.ts';
import { issueOf } from '../../store/issue.ts';
import type { LinkRow, MemberRow } from '../../store/port.ts';
import { sentences } from './issue-sentences.ts';
import type { IssueView } from '../operations.ts';
import { personId } from '../rows.ts';

/** Every parked or failing member has a way out, and so has one that a person ignored; nobody else needs one. */
export function waysOut(member: MemberRow, link: Pick<LinkRow, 'rules' | 'map'>): WayOut[] {
  const reason = issueOf(member)?.reason ?? (member.left?.reason === 'ignored' && member.state === 'left-by-rule' ? IGNORED : null);
  if (reason === null) return [];
  return waysOutOf({
    reason,
    saw: member.park?.saw ?? null,
    knownInSalesforce: personId(member) !== null,
    knownInMarketo: member.marketoLeadId !== null,
    candidates: member.park?.candidates.length ?? 0,
    rules: link.rules,
    map: link.map
  });
}

/** @param member One of the store's issues. */
export function issueView(member: MemberRow, link: LinkRow): IssueView {
  return { ...issueRow(member), candidates: member.park?.candidates ?? [], waysOut: waysOut(member, link) };
}

/** The issue row of `POST links`: the same without what is asked live. */
export function issueRow(member: MemberRow): Omit<IssueView, 'waysOut' | 'candidates'> {
  const { reason, since } = issueOf(member) ?? { reason: 'salesforce-fails' as const, since: member.createdAt };
  const park = member.state === 'parked' ? member.park : null;
  const values = park?.saw ?? member.base;
  const detail = (park ? park.detail : member.lastError) ?? '';
  const said = sentences[reason]({ salesforce: spoken(values.salesforce), marketo: spoken(values.marketo) });
  return {
    memberKey: member.id,
    leadId: member.leadId,
    contactId: member.contactId,
    marketoLeadId: member.marketoLeadId,
    state: park ? 'parked' : 'failing',
    reason,
    sentence: detail === '' ? said : `${said} (${detail})`,
    salesforceValue: values.salesforce,
    marketoValue: values.marketo,
    since: new Date(since).toISOString(),
    attempts: park ? park.attempts : member.attempts,
    nextTry: member.due === null ? null : new Date(member.due).toISOString()
  };
}

const spoken = (value: Raw) => (value === null ? 'not a member' : `"${value}"`);
