import type { Issue, Membership, PersonData } from '../personView';

export function membership(more: Partial<Membership> = {}): Membership {
  return {
    campaignId: '701000000000001AAA',
    campaignName: 'Spring Webinar',
    memberStatus: 'Attended',
    memberChanged: '2026-03-01T09:00:00.000Z',
    programName: 'Spring Webinar 2026',
    programUrl: 'https://app.example.com/#ME1001A1',
    channel: 'Webinar',
    mappedStatus: 'Attended in person',
    success: true,
    linkState: 'active',
    linkStateReason: null,
    lastSync: '2026-03-02T10:00:00.000Z',
    heartbeat: new Date().toISOString(),
    pending: 0,
    allIssuesKnown: true,
    issue: null,
    ...more
  };
}

export function issue(more: Partial<Issue> = {}): Issue {
  return {
    state: 'parked',
    reason: 'conflict',
    sentence: 'Salesforce says "Registered", Marketo says "Attended": somebody has to choose.',
    salesforceValue: 'Registered',
    marketoValue: 'Attended',
    since: '2026-03-01T08:00:00.000Z',
    nextTry: null,
    ...more
  };
}

export function person(memberships: Membership[] = [membership()], more: Partial<PersonData> = {}): PersonData {
  return { canView: true, enabled: true, found: true, kind: 'lead', memberships, more: false, ...more };
}
