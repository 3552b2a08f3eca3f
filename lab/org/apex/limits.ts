/** Governor limits of one transaction. Apex Developer Guide 262, "Execution Governors and Limits". */
import type { LimitMeter, LimitName, Transaction } from '../types.ts';
import { allStatics, uncatchable } from './runtime/machine.ts';
import { ApexLimitException, ApexObject } from './runtime/exception-value.ts';
import { ApexList, ApexMap, ApexSet } from './runtime/collections.ts';
import { SObjectValue } from './runtime/sobject-value.ts';

const MEGABYTE = 1_048_576;

const SYNC: Record<LimitName, number> = {
  queries: 100,
  queryRows: 50_000,
  aggregateQueries: 300,
  dmlStatements: 150,
  dmlRows: 10_000,
  callouts: 100,
  queueableJobs: 50,
  futureCalls: 50,
  cpuTime: 10_000,
  heapSize: 6 * MEGABYTE,
  emailInvocations: 10,
  publishImmediateDml: 150,
  soslQueries: 20
};
const ASYNC: Record<LimitName, number> = {
  ...SYNC,
  queries: 200,
  cpuTime: 60_000,
  heapSize: 12 * MEGABYTE,
  queueableJobs: 1,
  futureCalls: 0
};

const TOO_MANY: Record<LimitName, string> = {
  queries: 'Too many SOQL queries',
  queryRows: 'Too many query rows',
  aggregateQueries: 'Too many aggregate queries',
  dmlStatements: 'Too many DML statements',
  dmlRows: 'Too many DML rows',
  callouts: 'Too many callouts',
  queueableJobs: 'Too many queueable jobs added to the queue',
  futureCalls: 'Too many future calls',
  cpuTime: 'Apex CPU time limit exceeded',
  heapSize: 'Apex heap size too large',
  emailInvocations: 'Too many Email Invocations',
  publishImmediateDml: 'Too many Publish Immediate DML',
  soslQueries: 'Too many SOSL queries'
};

/** Scheduled Apex runs under synchronous limits. */
export function maximaOf(context: Transaction['context']): Record<LimitName, number> {
  return context === 'sync' || context === 'scheduled' ? SYNC : ASYNC;
}

/** CPU of this thread in milliseconds: waiting for a callout, or for another process, does not count. */
const threadCpu = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

export class Limits implements LimitMeter {
  private readonly maxima: Record<LimitName, number>;
  private readonly counts = new Map<LimitName, number>();
  private cpuStart = threadCpu();
  /** CPU of guests that ran meanwhile. */
  private cpuExcluded = 0;

  /** @param lower limits that this transaction has beside those of its context. */
  constructor(context: Transaction['context'], lower: Partial<Record<LimitName, number>> = {}) {
    this.maxima = { ...maximaOf(context), ...lower };
  }

  use(name: LimitName, amount: number): void {
    const used = (this.counts.get(name) ?? 0) + amount;
    this.counts.set(name, used);
    const max = this.maxima[name];
    if (used > max) {
      throw uncatchable(new ApexLimitException(`${TOO_MANY[name]}${name === 'cpuTime' ? '' : `: ${used}`}`));
    }
  }
  used(name: LimitName): number {
    if (name === 'cpuTime') {
      return Math.max(0, Math.floor(threadCpu() - this.cpuStart - this.cpuExcluded));
    }
    return name === 'heapSize' ? heapOf(allStatics()) : (this.counts.get(name) ?? 0);
  }
  max(name: LimitName): number {
    return this.maxima[name];
  }
  /** Looked at now and then by running code. @throws System.LimitException */
  checkCpu(): void {
    if (this.used('cpuTime') > this.maxima.cpuTime) {
      throw uncatchable(new ApexLimitException(TOO_MANY.cpuTime));
    }
  }
  /** Takes the CPU of `work` out of the count: what another transaction did while this one waited. */
  excluding<T>(work: () => T): T {
    const resume = this.pause();
    try {
      return work();
    } finally {
      resume();
    }
  }
  /** CPU does not count until the function that this gives is called. */
  pause(): () => void {
    const from = threadCpu();
    return () => {
      this.cpuExcluded += threadCpu() - from;
    };
  }
}

/** Roughly, in bytes: what the statics of the transaction hold. Locals are not seen. */
function heapOf(roots: unknown): number {
  const seen = new Set<object>();
  const sizes: Record<string, number> = { number: 8, bigint: 8, boolean: 4 };
  let size = 0;
  const queue: unknown[] = [roots];
  while (queue.length > 0) {
    const value = queue.pop();
    if (typeof value === 'string') {
      size += value.length * 2;
    } else if (typeof value !== 'object') {
      size += sizes[typeof value] ?? 0;
    } else if (value !== null && !seen.has(value)) {
      seen.add(value);
      size += 16;
      queue.push(...parts(value));
    }
  }
  return size;
}

function parts(value: object): unknown[] {
  if (Array.isArray(value) || value instanceof ApexSet) {
    return [...value];
  }
  if (value instanceof ApexList) {
    return value.items;
  }
  if (value instanceof ApexMap) {
    return value.entries().flat();
  }
  if (value instanceof SObjectValue) {
    return [...Object.values(value.row), ...Object.values(value.children)];
  }
  const isPlain = Object.getPrototypeOf(value) === Object.prototype;
  return value instanceof ApexObject || isPlain ? Object.values(value) : [];
}
