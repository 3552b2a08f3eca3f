/** What a flow step does to one person, by the rules of the native steps. Pure. */
import type { Action } from './services.ts';

export interface Statuses {
  labels: string[];
  /** What a member gets who is added without a status. */
  usual: string | null;
}
export type Decision =
  | { do: 'write'; to: string | null; outcome: 'added' | 'changed' | 'removed' }
  | { do: 'nothing'; outcome: 'already-a-member' | 'no-change' | 'not-a-member' }
  | { do: 'fail'; code: string; reason: string };

/**
 * Add: members are skipped with their status. Change: who is missing is added. Remove: who is no member is skipped.
 * @param wanted The status as the marketer gave it; empty: none.
 * @param current The member's; null: no member.
 */
export function decide(action: Action, wanted: string, current: string | null, { labels, usual }: Statuses): Decision {
  if (action === 'remove')
    return current === null ? { do: 'nothing', outcome: 'not-a-member' } : { do: 'write', to: null, outcome: 'removed' };
  if (action === 'add' && current !== null) return { do: 'nothing', outcome: 'already-a-member' };
  if (action === 'change' && wanted === '') {
    return { do: 'fail', code: 'NO_STATUS', reason: 'The step names no new status. Choose one in the flow.' };
  }
  const to = wanted === '' ? usual : labelOf(wanted, labels);
  if (to === null) {
    return { do: 'fail', code: 'UNKNOWN_STATUS', reason: `The campaign has no member status "${wanted}". It has: ${labels.join(', ')}.` };
  }
  if (current === to) return { do: 'nothing', outcome: 'no-change' };
  return { do: 'write', to, outcome: current === null ? 'added' : 'changed' };
}

/** Exactly, or without regard to case where that is one label only. */
function labelOf(wanted: string, labels: string[]): string | null {
  if (labels.includes(wanted)) return wanted;
  const alike = labels.filter((label) => label.toLowerCase() === wanted.toLowerCase());
  return alike.length === 1 ? (alike[0] ?? null) : null;
}
