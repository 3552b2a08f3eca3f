/**
 * The one table of ways out: which of them a person may take for which reason. Whoever is parked or failing always has one (I12): nothing keeps a person
 * from looking again or from leaving a member as it is.
 */
import type { Pair, ParkReason, Rules, StatusMap, WayOut } from './model.ts';
import { UNKNOWN, valueOf } from './status-map.ts';

/** Why a member fails and is tried again by itself: what the side said last stands in the sentence. */
export type FailReason = 'salesforce-fails' | 'marketo-fails' | 'person-unreadable';
/** `ignored`: no issue any more, but what was ignored may be looked at again. */
export type IssueReason = ParkReason | FailReason;
export const IGNORED = 'ignored';

const offered: Record<IssueReason | typeof IGNORED, WayOut[]> = {
  'marketo-never-moves-back': ['restore', 'rejoin', 'retry', 'ignore'],
  conflict: ['choose-salesforce', 'choose-marketo', 'retry', 'ignore'],
  'unknown-status': ['retry', 'choose-salesforce', 'choose-marketo', 'ignore'],
  'not-in-salesforce': ['create-person', 'retry', 'ignore'],
  'ambiguous-person': ['choose-person', 'retry', 'ignore'],
  'duplicate-person': ['choose-person', 'retry', 'ignore'],
  'marketo-refused': ['retry', 'choose-marketo', 'ignore'],
  'salesforce-refused': ['retry', 'create-person', 'choose-salesforce', 'ignore'],
  'something-changes-it-back': ['retry', 'choose-salesforce', 'choose-marketo', 'ignore'],
  'waits-for-native-sync': ['retry', 'ignore'],
  'salesforce-fails': ['retry', 'ignore'],
  'marketo-fails': ['retry', 'ignore'],
  'person-unreadable': ['retry', 'ignore'],
  ignored: ['retry']
};

export const WAYS_OUT: readonly WayOut[] = [
  'retry',
  'restore',
  'rejoin',
  'create-person',
  'choose-salesforce',
  'choose-marketo',
  'choose-person',
  'ignore'
];
export const ISSUE_REASONS = Object.keys(offered).filter((reason) => reason !== IGNORED) as IssueReason[];

/** What decides, besides the reason, whether a way out leads anywhere. */
export interface Situation {
  reason: IssueReason | typeof IGNORED;
  /** What both sides showed; null: not known. */
  saw: Pair | null;
  knownInSalesforce: boolean;
  knownInMarketo: boolean;
  /** Among how many a person may choose. */
  candidates: number;
  rules: Rules;
  map: StatusMap;
}

/** The ways out of one member, the likeliest first. */
export function waysOutOf(situation: Situation): WayOut[] {
  return offered[situation.reason].filter((way) => leadsSomewhere(way, situation));
}

/** Whether the reason has this way out at all, for whatever member. */
export function isOffered(way: WayOut, reason: IssueReason): boolean {
  return offered[reason].includes(way);
}

function leadsSomewhere(way: WayOut, { saw, knownInSalesforce, knownInMarketo, candidates, rules, map }: Situation): boolean {
  const shows = (side: keyof Pair) => ![null, UNKNOWN].includes(valueOf(map, side, saw?.[side] ?? null) as null);
  switch (way) {
    case 'retry':
    case 'ignore':
      return true;
    // A one-way link writes nothing into its source.
    case 'restore':
      return rules.direction === 'both';
    case 'rejoin':
      return rules.direction !== 'to-salesforce';
    case 'choose-salesforce':
      return shows('salesforce') && rules.direction !== 'to-salesforce';
    case 'choose-marketo':
      return shows('marketo') && rules.direction !== 'to-marketo';
    case 'create-person':
      return !knownInSalesforce && knownInMarketo;
    case 'choose-person':
      return candidates > 0;
  }
}
