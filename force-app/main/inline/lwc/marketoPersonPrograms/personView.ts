/**
 * What a person's programs look like, worked out from what the org knows. The rule of this page: it never says more than that. "No open issue" is said only with the time of
 * the last compare, and only where the org holds every open issue of the link. Pure: no clock, no platform modules.
 */

/** `MarketoPersonController.getPrograms`. */
export interface PersonData {
  canView: boolean;
  /** The org's campaign sync switch. */
  enabled: boolean;
  /** False where the record is gone or the user cannot see it. */
  found: boolean;
  kind: 'lead' | 'contact' | 'member' | 'account' | null;
  memberships: Membership[];
  /** There are more than these. */
  more: boolean;
}

export interface Membership {
  campaignId: string;
  campaignName: string;
  /** Null where the person is no member in Salesforce. */
  memberStatus: string | null;
  memberChanged: string | null;
  programName: string | null;
  programUrl: string | null;
  channel: string | null;
  /** The progression status that is written for the member status; what stands in Marketo may differ. */
  mappedStatus: string | null;
  success: boolean;
  linkState: 'active' | 'paused' | 'ended';
  linkStateReason: string | null;
  lastSync: string | null;
  heartbeat: string | null;
  /** Members of the whole campaign with a change on its way. */
  pending: number | null;
  /** The org holds every open issue of the link. */
  allIssuesKnown: boolean;
  issue: Issue | null;
}

export interface Issue {
  state: 'parked' | 'failing';
  reason: string | null;
  sentence: string | null;
  salesforceValue: string | null;
  marketoValue: string | null;
  since: string | null;
  nextTry: string | null;
}

/** `MarketoPersonController.lookUp`: what the relay says of one member at one moment. */
export interface LookUp {
  at: string;
  state: 'in-sync' | 'pending' | 'parked' | 'failing' | 'left-by-rule' | 'ended' | null;
  issue: Issue | null;
}

export type PersonMode = 'no-permission' | 'not-found' | 'account' | 'empty' | 'memberships';

export function modeOf(data: PersonData): PersonMode {
  if (!data.canView) {
    return 'no-permission';
  }
  if (!data.found) {
    return 'not-found';
  }
  if (data.kind === 'account') {
    return 'account';
  }
  return data.memberships.length === 0 ? 'empty' : 'memberships';
}

export type Verdict =
  | 'parked'
  | 'failing'
  | 'clear'
  | 'unknown'
  | 'waiting'
  | 'paused'
  | 'ended'
  | 'found-in-sync'
  | 'found-pending'
  | 'found-left'
  | 'found-ended'
  | 'found-absent';

const FOUND: Record<string, Verdict> = {
  'in-sync': 'found-in-sync',
  pending: 'found-pending',
  parked: 'parked',
  failing: 'failing',
  'left-by-rule': 'found-left',
  ended: 'found-ended'
};

/** @param found What a look-up said, where there was one: it is newer than everything stored. */
export function verdictOf(row: Membership, found: LookUp | undefined): Verdict {
  if (found) {
    return found.state === null ? 'found-absent' : FOUND[found.state];
  }
  if (row.issue) {
    return row.issue.state;
  }
  if (row.linkState !== 'active') {
    return row.linkState;
  }
  if (row.lastSync === null) {
    return 'waiting';
  }
  return row.allIssuesKnown ? 'clear' : 'unknown';
}

/** The member changed after the compare that the verdict rests on, so it is not the last word. */
export function isChangedSince(row: Membership): boolean {
  return row.lastSync !== null && row.memberChanged !== null && Date.parse(row.memberChanged) > Date.parse(row.lastSync);
}

/** Who waits for a person stands first, then who cannot be told of, then the others; within each the newest change first. */
const URGENCY: Partial<Record<Verdict, number>> = { parked: 0, failing: 1, unknown: 2 };

export function inOrder(memberships: Membership[]): Membership[] {
  const rank = (row: Membership) => URGENCY[verdictOf(row, undefined)] ?? 3;
  const at = (row: Membership) => (row.memberChanged === null ? 0 : Date.parse(row.memberChanged));
  return [...memberships].sort((a, b) => rank(a) - rank(b) || at(b) - at(a) || a.campaignName.localeCompare(b.campaignName));
}

/** The latest time at which the relay was heard of through one of the active links; null where it never was. */
export function lastHeard(memberships: Membership[]): string | null {
  const beats = memberships.flatMap(({ linkState, heartbeat }) => (linkState === 'active' && heartbeat !== null ? [heartbeat] : []));
  return beats.length === 0 ? null : beats.reduce((latest, one) => (Date.parse(one) > Date.parse(latest) ? one : latest));
}
