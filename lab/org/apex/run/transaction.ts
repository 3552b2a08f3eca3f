/** One transaction as data engine and library see it. */
import type { AsyncJob, Transaction } from '../../types.ts';
import { Limits } from '../limits.ts';

let last = 0;

export class ApexTransaction implements Transaction {
  readonly id: number;
  readonly userId: string;
  readonly context: Transaction['context'];
  readonly isTest: boolean;
  readonly seeAllData: boolean;
  /** Changes at `Test.startTest` and back at `Test.stopTest`. */
  limits: Limits;
  pendingWrites = false;
  wroteSetup = false;
  wroteOther = false;
  readonly jobs: AsyncJob[] = [];
  triggerDepth = 0;

  constructor(userId: string, context: Transaction['context'], test: { seeAllData: boolean } | null = null) {
    last += 1;
    this.id = last;
    this.userId = userId;
    this.context = context;
    this.isTest = test !== null;
    this.seeAllData = test?.seeAllData ?? true;
    this.limits = new Limits(context);
  }
}
