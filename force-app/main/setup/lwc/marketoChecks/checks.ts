/** Checks in the order in which a person needs them. Pure. */

/** Apex `MarketoCheck`. */
export interface Check {
  name: string;
  verdict: 'ok' | 'warning' | 'problem';
  sentence: string;
  fix: string | null;
}

const RANK: Record<Check['verdict'], number> = { problem: 0, warning: 1, ok: 2 };

/** What is to be mended first; within that as it came. */
export const inOrder = (checks: Check[]): Check[] => [...checks].sort((a, b) => RANK[a.verdict] - RANK[b.verdict]);
