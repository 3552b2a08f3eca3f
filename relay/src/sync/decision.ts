/** What the planner is asked, and what it answers. */
import type { Evidence, LeftReason, MirrorView, Pair, ParkReason, Rules, StatusMap, Want } from './model.ts';

/**
 * What is known of the person on a side: `nobody` there, several who could be the one, or one whom another member of the link is already; `not-chosen`: so
 * it is, and a person said that the other member shall stay the one.
 */
export type Known = 'known' | 'nobody' | 'ambiguous' | 'duplicate' | 'not-chosen';

export interface Question {
  mirror: MirrorView;
  /** What both sides show now, read fresh. */
  seen: Pair;
  known: { salesforce: Known; marketo: Known };
  rules: Rules;
  rulesVersion: number;
  map: StatusMap;
  /** When the values were read. */
  now: number;
  /** Two reads of Marketo that lie at least this far apart prove an absence. */
  absenceMs: number;
}

/** What stays of a member for whom nothing is written: what is accounted for, and what had been decided before and is wanted still. */
export interface Kept {
  base: Pair;
  want: Want | null;
}

export type Decision =
  /** Both sides mean the same: the base is what is seen. */
  | { kind: 'agree' }
  /** `base` is accounted for from here on, `want` is to be seen on both sides. */
  | { kind: 'write'; want: Want; rule: string; base: Pair }
  | ({ kind: 'park'; reason: ParkReason; rule: string } & Kept)
  | ({ kind: 'left'; reason: LeftReason } & Kept)
  /** Not proven yet. `first`: the read of Marketo that a second one may prove; null: proof can only come from Salesforce. */
  | { kind: 'wait'; first: Evidence | null };
