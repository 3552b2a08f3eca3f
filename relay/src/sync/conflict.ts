/** Both sides changed, or neither did and they differ without a decision: which one is right. */
import type { Rules, Side, StatusClass } from './model.ts';
import { written } from './status-map.ts';

/**
 * @param edited sides whose value is no longer the base's, proven where that takes proof.
 * @returns null when a person has to choose.
 */
export function conflictTarget(
  rules: Rules,
  { salesforce, marketo }: Record<Side, StatusClass | null>,
  edited: Record<Side, boolean>
): Side | null {
  if (salesforce === null || marketo === null) {
    const [gone, there]: [Side, Side] = salesforce === null ? ['salesforce', 'marketo'] : ['marketo', 'salesforce'];
    // Nobody removed anybody: the link is new, or the absence was accounted for long ago.
    if (!edited[gone]) {
      return there;
    }
    return rules.direction === 'both' ? (rules.removalOrEdit === 'removal' ? gone : there) : sourceOf(rules.direction);
  }
  if (rules.direction !== 'both') {
    return sourceOf(rules.direction);
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

function sourceOf(direction: 'to-marketo' | 'to-salesforce'): Side {
  return direction === 'to-marketo' ? 'salesforce' : 'marketo';
}

/** The higher Marketo step; of equal steps the one that is a success, then Marketo's. */
function furthest(salesforce: StatusClass, marketo: StatusClass): Side {
  const [ours, theirs] = [written(salesforce), written(marketo)];
  if (ours.step !== theirs.step) {
    return ours.step > theirs.step ? 'salesforce' : 'marketo';
  }
  return ours.success && !theirs.success ? 'salesforce' : 'marketo';
}
