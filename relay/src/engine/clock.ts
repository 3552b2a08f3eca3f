/** Time as a port, so that a simulation runs hours in seconds. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms`, or at once when `wake` fires or has fired since it was last waited for. */
  sleep(ms: number, wake?: Wake): Promise<void>;
}

/** Rouses one sleeper early. A call while nobody sleeps is remembered for the next sleep. */
export class Wake {
  private pending = false;
  private rouse: (() => void) | null = null;

  call(): void {
    this.pending = true;
    this.rouse?.();
  }

  /** @param rouse Called once when woken; null when no longer asleep. @returns Whether a call came before the sleep began. */
  listen(rouse: (() => void) | null): boolean {
    this.rouse = rouse;
    const called = this.pending;
    if (rouse === null || called) this.pending = false;
    return rouse !== null && called;
  }
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, wake) =>
    new Promise((resolve) => {
      const timer = setTimeout(done, Math.max(0, ms));
      if (wake?.listen(done)) done();
      function done() {
        clearTimeout(timer);
        wake?.listen(null);
        resolve();
      }
    })
};
