/** Extracts that one side makes of a list: ready a while after they were ordered, the list as it is when it is first fetched, kept until `expire`. */
import { OutsideError, type Ordered, type Side } from '../src/engine/ports.ts';
import type { Clock } from '../src/engine/clock.ts';

const READY_MS = 90_000;
const AGAIN_MS = 60_000;

export class Orders {
  private readonly jobs = new Map<string, { what: string; readyAt: number; rows: unknown[] | null }>();
  private readonly clock: Clock;
  private readonly side: Side;
  ordered = 0;

  constructor(side: Side, clock: Clock) {
    this.side = side;
    this.clock = clock;
  }

  expire(): void {
    this.jobs.clear();
  }

  /** @param what Names the list. @param list As it is when the extract is ready. */
  order<T>(what: string, job: string | null, list: () => T[]): Ordered<T> {
    if (job === null) {
      const id = `job-${++this.ordered}`;
      const made = { what, readyAt: this.clock.now() + READY_MS, rows: null as unknown[] | null };
      this.jobs.set(id, made);
      return { ready: false, job: id, againMs: AGAIN_MS };
    }
    const known = this.jobs.get(job);
    if (known?.what !== what) {
      throw new OutsideError(this.side, 'gone', 'extract-gone', 'The extract is kept no more. Another one is ordered.');
    }
    if (this.clock.now() < known.readyAt) return { ready: false, job, againMs: AGAIN_MS };
    known.rows ??= structuredClone(list());
    return { ready: true, pages: pagesOf(known.rows as T[]) };
  }
}

async function* pagesOf<T>(rows: T[]): AsyncGenerator<T[]> {
  for (let from = 0; from < rows.length; from += 2) yield rows.slice(from, from + 2);
}
