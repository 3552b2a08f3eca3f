/** Both sides changed, or neither did and they differ without a decision: which one is right. */
import type { Question } from './decision.ts';
import type { Side, StatusClass } from './model.ts';
import { written } from './status-map.ts';

/** @returns null when a person has to choose. */
export function conflictTarget({ mirror, rules }: Question, value: Record<Side, StatusClass | null>): Side | null {
  const { salesforce, marketo } = value;
  if (salesforce === null || marketo === null) {
    const [gone, there]: [Side, Side] = salesforce === null ? ['salesforce', 'marketo'] : ['marketo', 'salesforce'];
    // Nobody was a member of both before: an absence is no removal.
    const neverMember = mirror.base.salesforce === null && mirror.base.marketo === null;
    return rules.removalOrEdit === 'removal' && !neverMember ? gone : there;
  }
  if (rules.direction !== 'both') {
    return rules.direction === 'to-marketo' ? 'salesforce' : 'marketo';
  }
  switch (rules.conflict) {
    case 'salesforce':
    case 'marketo':
      return rules.conflict;
    case 'ask':
      return null;
    case 'furthest':
      return furthest(salesforce, marketo);
  }
}

/** The higher Marketo step; of equal steps the one that is a success, then Marketo's. */
function furthest(salesforce: StatusClass, marketo: StatusClass): Side {
  const [ours, theirs] = [written(salesforce), written(marketo)];
  if (ours.step !== theirs.step) {
    return ours.step > theirs.step ? 'salesforce' : 'marketo';
  }
  return ours.success && !theirs.success ? 'salesforce' : 'marketo';
}
