/** Faults that a test asks for: the next so many calls that fit go wrong in this way. */

export const FAULT_KINDS = ['error', 'http', 'garbage', 'hang', 'drop-before', 'drop-after', 'error-after'] as const;
export interface Fault {
  /**
   * `error`: an error of the envelope; `http`: this status with a web page; `garbage`: cut JSON; `hang`: no answer; `drop-…`: the connection is cut
   * before or after the work was done; `error-after`: the work is done, and yet an error is answered.
   */
  kind: (typeof FAULT_KINDS)[number];
  times: number;
  method: string | null;
  /** Part of the path. */
  path: string | null;
  /** Of `error` and `error-after`. */
  code: number;
  message: string;
  /** Of `http`. */
  status: number;
}

export class Faults {
  private faults: Fault[] = [];

  add(fault: Fault): void {
    this.faults.push(fault);
  }
  all(): Fault[] {
    return this.faults;
  }
  clear(): void {
    this.faults = [];
  }
  /** The fault for this call, counted down. */
  take(method: string, path: string): Fault | null {
    const found = this.faults.find((one) => (one.method ?? method) === method && path.includes(one.path ?? ''));
    if (found) {
      found.times -= 1;
      this.faults = this.faults.filter((one) => one.times > 0);
    }
    return found ?? null;
  }
}
