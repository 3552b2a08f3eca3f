/** Numbers that look random and come again for the same seed (mulberry32). */
export class Random {
  private state: number;
  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** 0 ≤ x < 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** Both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(from: readonly T[]): T {
    const one = from[Math.floor(this.next() * from.length)];
    if (one === undefined) throw new Error('Nothing to pick from');
    return one;
  }

  /** A stream of its own, so that what one part draws does not shift what another sees. */
  fork(): Random {
    return new Random(Math.floor(this.next() * 2 ** 31));
  }
}
