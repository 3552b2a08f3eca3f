/** A parked or failing member, as people read it: what happened, why, and the ways out. */
import type { ParkReason } from '../sync/model.ts';
import type { MemberRow } from '../store/port.ts';
import type { IssueView } from './operations.ts';

const sentences: Record<ParkReason, string> = {
  'marketo-never-moves-back':
    'Marketo never moves a member back to an earlier status. Move the member forward in Salesforce, or set the link to restore or rejoin.',
  conflict: 'Both sides were changed and the link asks which one counts. Set the wanted status on either side.',
  'unknown-status': 'The status has no counterpart on the other side. Map it in the link, or choose another status.',
  'not-in-salesforce': 'This person is known to Marketo only. Create the person in Salesforce, or leave it.',
  'ambiguous-person': 'Several people match. Merge them, or give one of them the key of the other side, and try again.',
  'duplicate-person': 'Two Salesforce members belong to one Marketo person. Remove one of them, or merge the records.',
  'marketo-refused': 'Marketo refuses this change.',
  'salesforce-refused': 'Salesforce refuses this change.',
  'something-changes-it-back': 'Something else changes this member back each time. Find what writes this status, then try again.',
  'waits-for-native-sync': "Marketo's own Salesforce sync creates this person. It goes on when the person has arrived."
};

/** Every parked or failing member has a way out. */
export function waysOut(member: MemberRow): IssueView['waysOut'] {
  if (member.state !== 'parked') return ['retry', 'ignore'];
  return member.park?.reason === 'not-in-salesforce' ? ['create-person', 'retry', 'ignore'] : ['retry', 'ignore'];
}

export function issueView(member: MemberRow): IssueView {
  return { ...issueRow(member), waysOut: waysOut(member) };
}

/** The issue row of `POST links`: the same without the ways out, which are asked live. */
export function issueRow(member: MemberRow): Omit<IssueView, 'waysOut'> {
  const parked = member.state === 'parked';
  const values = member.park?.saw ?? member.base;
  const said = parked ? sentences[member.park?.reason ?? 'conflict'] : 'The last try failed; it is tried again by itself.';
  const detail = parked ? (member.park?.detail ?? '') : (member.lastError ?? '');
  return {
    memberKey: member.id,
    leadId: member.leadId,
    contactId: member.contactId,
    marketoLeadId: member.marketoLeadId,
    state: parked ? 'parked' : 'failing',
    reason: parked ? (member.park?.reason ?? 'conflict') : 'failing',
    sentence: detail === '' ? said : `${said} (${detail})`,
    salesforceValue: values.salesforce,
    marketoValue: values.marketo,
    since: new Date(member.park?.since ?? member.pendingSince ?? member.createdAt).toISOString(),
    attempts: member.attempts,
    nextTry: member.due === null ? null : new Date(member.due).toISOString()
  };
}
