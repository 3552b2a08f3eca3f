/** One transaction as data engine and library see it. */
import type { AsyncJob, Transaction } from '../../types.ts';
import { Limits } from '../limits.ts';
import type { RunningTransaction, SentNotification } from '../runtime/current.ts';

let last = 0;

export class ApexTransaction implements RunningTransaction {
  readonly id: number;
  readonly context: Transaction['context'];
  readonly isTest: boolean;
  readonly seeAllData: boolean;
  /** Changes at `Test.startTest` and back at `Test.stopTest`. */
  limits: Limits;
  pendingWrites = false;
  readonly jobs: AsyncJob[] = [];
  readonly notifications: SentNotification[] = [];
  triggerDepth = 0;
  private readonly owner: string;
  /** Users that stand in for the owner, innermost last. */
  private readonly standIns: string[] = [];
  private readonly wrote = { setup: false, other: false };

  constructor(userId: string, context: Transaction['context'], test: { seeAllData: boolean } | null = null) {
    last += 1;
    this.id = last;
    this.owner = userId;
    this.context = context;
    this.isTest = test !== null;
    this.seeAllData = test?.seeAllData ?? true;
    this.limits = new Limits(context);
  }

  get userId(): string {
    return this.standIns.at(-1) ?? this.owner;
  }
  beginRunAs(userId: string): number {
    return this.standIns.push(userId) - 1;
  }
  endRunAs(depth: number): void {
    this.standIns.splice(depth);
  }

  // Apex Developer Guide, "Mixed DML Operations in Test Methods": inside of runAs setup and other objects may be mixed, and what is written
  // there does not count outside.
  get wroteSetup(): boolean {
    return this.standIns.length === 0 && this.wrote.setup;
  }
  set wroteSetup(wrote: boolean) {
    this.wrote.setup ||= wrote && this.standIns.length === 0;
  }
  get wroteOther(): boolean {
    return this.standIns.length === 0 && this.wrote.other;
  }
  set wroteOther(wrote: boolean) {
    this.wrote.other ||= wrote && this.standIns.length === 0;
  }
}
