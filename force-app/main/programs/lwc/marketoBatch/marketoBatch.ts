/** Work on many things, a few at a time, each with a result of its own: one that fails stops none of the others. */

export type ItemState = 'waiting' | 'working' | 'done' | 'failed' | 'left';

export interface BatchItem {
  key: string;
  title: string;
  /** Of a campaign to open; null for none. */
  recordId: string | null;
}
export interface BatchRow extends BatchItem {
  state: ItemState;
  /** What became of it, or what is being done. */
  text: string | null;
}

export interface Batch {
  keys: string[];
  /** @returns What to say of it; a rejection makes it failed. */
  work: (key: string) => Promise<string | null>;
  report: (key: string, state: ItemState, text: string | null) => void;
  /** Asked before each: those that are left then are reported as left. */
  isStopped: () => boolean;
  sentenceOf: (error: unknown) => string;
}

/** Two calls at a time: the platform takes a handful of one user at once, and the relay keeps a budget of its own. */
const LANES = 2;

/** Resolves when each has its result; never rejects. */
export async function runBatch({ keys, work, report, isStopped, sentenceOf }: Batch, lanes = LANES): Promise<void> {
  const queue = [...keys];
  const lane = async (): Promise<void> => {
    const key = queue.shift();
    if (key === undefined) {
      return;
    }
    if (isStopped()) {
      report(key, 'left', null);
    } else {
      report(key, 'working', null);
      await work(key).then(
        (text) => report(key, 'done', text),
        (error: unknown) => report(key, 'failed', sentenceOf(error))
      );
    }
    await lane();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

export const waiting = (items: BatchItem[]): BatchRow[] => items.map((item) => ({ ...item, state: 'waiting', text: null }));

/** The same rows with one changed. */
export const withState = (rows: BatchRow[], key: string, state: ItemState, text: string | null): BatchRow[] =>
  rows.map((row) => (row.key === key ? { ...row, state, text } : row));

export const countOf = (rows: BatchRow[], state: ItemState): number => rows.filter((row) => row.state === state).length;
