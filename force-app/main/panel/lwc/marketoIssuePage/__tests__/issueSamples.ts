import type { Issue, People } from 'c/marketoAnswer';

export const people: People = {
  '00QA': { name: 'Ada Example', object: 'Lead' },
  '003B': { name: 'Ben Sample', object: 'Contact' }
};

export function issue(memberKey: string, change: Partial<Issue> = {}): Issue {
  return {
    memberKey,
    leadId: '00QA',
    contactId: null,
    marketoLeadId: 1789,
    state: 'parked',
    reason: 'marketo-never-moves-back',
    sentence: 'Marketo never moves a member back.',
    salesforceValue: 'Invited',
    marketoValue: 'Attended',
    since: '2026-03-04T05:06:07.000Z',
    attempts: 0,
    nextTry: null,
    candidates: [],
    waysOut: ['restore', 'rejoin', 'retry', 'ignore'],
    ...change
  };
}
