/** What one instance allows: 100 calls in 20 seconds, 10 at once, so many a day. Marketo developer documentation, integration best practices. */
import type { Instance } from '../state/instance.ts';
import { ApiError } from './envelope.ts';

const WINDOW_MS = 20_000;
const MOST_IN_WINDOW = 100;
const MOST_AT_ONCE = 10;
/** Codes that the documentation stars: such calls count nowhere. */
const FREE = new Set(['601', '602', '604', '605', '608', '611']);

export class Quota {
  private readonly instance: Instance;
  private calls: number[] = [];
  private atOnce = 0;
  private day = '';
  private dayCalls = 0;
  /** Calls a day; can be lowered by a test. */
  perDay = 50_000;
  /** The most that any window and any moment have seen. */
  readonly peak = { inWindow: 0, atOnce: 0 };

  constructor(instance: Instance) {
    this.instance = instance;
  }

  /** @throws {ApiError} 606, 607 or 615. */
  enter(): void {
    const now = this.instance.now();
    const start = this.instance.switches.get('rateWindow') === 'fixed' ? now - (now % WINDOW_MS) : now - WINDOW_MS;
    this.calls = this.calls.filter((at) => at > start);
    this.turnDay(now);
    if (this.dayCalls >= this.perDay) {
      throw new ApiError(607, 'Daily API Request quota reached');
    }
    if (this.calls.length >= MOST_IN_WINDOW) {
      throw new ApiError(606, `Max rate limit '${MOST_IN_WINDOW}' exceeded with in '20' secs`);
    }
    if (this.atOnce >= MOST_AT_ONCE) {
      throw new ApiError(615, `Concurrent access limit '${MOST_AT_ONCE}' reached`);
    }
    this.calls.push(now);
    this.dayCalls += 1;
    this.atOnce += 1;
    this.peak.inWindow = Math.max(this.peak.inWindow, this.calls.length);
    this.peak.atOnce = Math.max(this.peak.atOnce, this.atOnce);
  }

  private turnDay(now: number): void {
    const today = new Date(now).toLocaleDateString('en-CA', { timeZone: 'America/Chicago' });
    if (today !== this.day) {
      [this.day, this.dayCalls] = [today, 0];
    }
  }

  /** Calls of the day, which ends at midnight US Central. */
  today(): { date: string; total: number } {
    this.turnDay(this.instance.now());
    return { date: this.day, total: this.dayCalls };
  }

  /** @param code of the error that the call was answered with, or null. */
  leave(code: string | null): void {
    this.atOnce -= 1;
    if (code !== null && (FREE.has(code) || !this.instance.switches.get('failedCallsCount'))) {
      this.calls.pop();
      this.dayCalls -= 1;
    }
  }
}
