/** I9, as Marketo sees it: how many calls began within the window and how many are under way, whatever processes and tenants they come from. */
import type { BudgetSettings } from '../src/engine/settings.ts';
import type { Witness } from './witness.ts';

/** `callMs`: a call that takes longer than this is no longer counted by anybody. */
export type CallLimits = Pick<BudgetSettings, 'windowMs' | 'windowCalls' | 'inFlight' | 'callMs'>;

export class CallsWatched {
  private began: number[] = [];
  private readonly underWay = new Set<{ since: number }>();
  private readonly witness: Witness;
  private readonly limits: CallLimits;

  constructor(witness: Witness, limits: CallLimits) {
    this.witness = witness;
    this.limits = limits;
  }

  /** @returns What says that the call has ended. */
  begins(at: number): () => void {
    const { windowMs, windowCalls, inFlight, callMs } = this.limits;
    const call = { since: at };
    this.underWay.add(call);
    this.began = [...this.began.filter((one) => one > at - windowMs), at];
    const together = [...this.underWay].filter(({ since }) => since > at - callMs).length;
    if (this.began.length > windowCalls) this.witness.violated('I9', `${this.began.length} Marketo calls within ${windowMs / 1000} s`);
    if (together > inFlight) this.witness.violated('I9', `${together} Marketo calls at once`);
    return () => void this.underWay.delete(call);
  }
}
