/** What becomes of a member now: the planner's decision in the terms of the intent's transaction. */
import type { Evidence, LeftByRule, Pair, Park, Raw, Side, Want } from '../../sync/model.ts';

interface Always {
  /** The rule that decided, for the journal. */
  rule: string;
  /** What is kept of evidence. */
  evidence: Evidence[];
}
export type Next = Always &
  (
    | { to: 'settle' }
    | { to: 'left'; left: LeftByRule; base: Pair }
    | { to: 'park'; park: Park; base: Pair }
    | { to: 'wait'; until: number }
    | {
        to: 'write';
        base: Pair;
        want: Want;
        writes: { side: Side; to: Raw }[];
        /** A person who has to be made on this side first. */
        create: 'salesforce' | 'marketo' | null;
        /** A member is removed for good: the brake counts it. */
        counts: boolean;
      }
  );
