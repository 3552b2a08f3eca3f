/**
 * Time that passes only when everybody waits, and the scheduler of those who do not: hours of sync in a second, in the same order for the same seed. Of those who could
 * go on at one moment, one goes on, drawn at random, until it has to wait again.
 */
import type { Clock, Wake } from '../src/engine/clock.ts';
import type { Random } from './random.ts';

interface Timer {
  at: number;
  serial: number;
  ring: () => void;
  rung: boolean;
}

/** 2026-03-02, a Monday, noon UTC. */
const START = Date.UTC(2026, 2, 2, 12);

export class VirtualClock implements Clock {
  private time = START;
  private serial = 0;
  private timers: Timer[] = [];
  private underWay = 0;
  private allDone: () => void = () => undefined;
  private readonly ready: (() => void)[] = [];
  private readonly order: Random | null;

  /** @param order Draws who goes on; without it everybody does, in the order in which they came. */
  constructor(order: Random | null = null) {
    this.order = order;
  }

  now(): number {
    return this.time;
  }

  sleep(ms: number, wake?: Wake): Promise<void> {
    return new Promise((resolve) => {
      const timer: Timer = { at: this.time + Math.max(0, Math.ceil(ms)), serial: this.serial++, ring, rung: false };
      function ring() {
        if (timer.rung) return;
        timer.rung = true;
        wake?.listen(null);
        resolve();
      }
      this.add(timer);
      if (wake?.listen(ring)) ring();
    });
  }

  at(time: number, run: () => void): void {
    const timer: Timer = { at: Math.max(time, this.time), serial: this.serial++, rung: false, ring: () => undefined };
    timer.ring = () => {
      if (timer.rung) return;
      timer.rung = true;
      run();
    };
    this.add(timer);
  }

  /** Everything that somebody is about to do waits here until it is their turn. */
  async turn(): Promise<void> {
    if (this.order === null) return;
    await new Promise<void>((resolve) => this.ready.push(resolve));
  }

  /** No time passes while this is under way: work that answers in real time. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.underWay++;
    try {
      return await work;
    } finally {
      this.underWay--;
      if (this.underWay === 0) this.allDone();
    }
  }

  /** Lets time pass until `until`, or until `done` says so. */
  async run(until: number, done: () => boolean = () => false): Promise<void> {
    for (;;) {
      // Everything that can go on without time passing goes on first.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.ready.length > 0) {
        this.next()?.();
        continue;
      }
      while (this.underWay > 0 && this.ready.length === 0) {
        await new Promise<void>((resolve) => (this.allDone = resolve));
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (this.ready.length > 0) continue;
      if (done()) return;
      let next = this.timers[0];
      while (next?.rung) {
        this.take();
        next = this.timers[0];
      }
      if (!next || next.at > until) {
        this.time = until;
        return;
      }
      this.take();
      this.time = Math.max(this.time, next.at);
      next.ring();
    }
  }

  /** Whose turn it is. */
  private next(): (() => void) | undefined {
    const { ready } = this;
    const index = this.order?.between(0, ready.length - 1) ?? 0;
    const chosen = ready[index];
    const last = ready.pop();
    if (last !== undefined && last !== chosen) ready[index] = last;
    return chosen;
  }

  /** A binary heap by time, then by order of arrival. */
  private add(timer: Timer): void {
    const heap = this.timers;
    let index = heap.push(timer) - 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above];
      if (!parent || before(parent, timer)) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = timer;
  }

  private take(): void {
    const heap = this.timers;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (!left) break;
      if (right && before(right, left)) child++;
      const smaller = heap[child];
      if (!smaller || before(last, smaller)) break;
      heap[index] = smaller;
      index = child;
    }
    heap[index] = last;
  }
}

function before(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.serial < b.serial);
}
