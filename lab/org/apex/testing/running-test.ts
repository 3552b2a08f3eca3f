/** `Test.startTest`, `Test.stopTest` and the jobs that a test queues. Apex Developer Guide, "Using Limits, startTest, and stopTest". */
import type { AsyncJob } from '../../types.ts';
import { Limits } from '../limits.ts';
import { Execution } from '../run/execution.ts';
import { ApexTransaction } from '../run/transaction.ts';
import type { TestContext } from '../runtime/current.ts';
import { ApexException, apexError, UncatchableException } from '../runtime/exception-value.ts';
import { uncatchable } from '../runtime/machine.ts';
import { SYSTEM } from '../../identity/users.ts';
import type { TestGround } from '../../org.ts';

/** A test method while it runs. */
export class RunningTest implements TestContext {
  readonly seeAllData: boolean;
  readonly mocks = new Map<string, unknown>();
  readonly transaction: ApexTransaction;
  private readonly ground: TestGround;
  private readonly execution: Execution;
  /** What `stopTest` goes back to; null before `startTest`. */
  private outside: { limits: Limits; resume: () => void; jobs: number } | null = null;
  private hasStopped = false;

  constructor(ground: TestGround, userId: string, seeAllData: boolean) {
    this.ground = ground;
    this.seeAllData = seeAllData;
    this.transaction = new ApexTransaction(userId, 'sync', { seeAllData });
    this.execution = new Execution(ground.around, this.transaction);
    this.execution.test = this;
  }

  get started(): boolean {
    return this.outside !== null;
  }
  get stopped(): boolean {
    return this.hasStopped;
  }

  /** Runs the test's code, then the jobs that wait: they run when the method has ended. */
  run(name: string, work: () => void): void {
    this.ground.during(this.transaction, name, () => {
      this.execution.run(work);
      this.runJobs(0);
    });
  }

  /** What was written before does not stand in the way of a callout. Apex Developer Guide, "Performing DML Operations and Mock Callouts". */
  startTest(): void {
    if (this.started) {
      throw apexError('FinalException', 'Testing already started');
    }
    const { transaction } = this;
    this.outside = { limits: transaction.limits, resume: transaction.limits.pause(), jobs: transaction.jobs.length };
    transaction.limits = new Limits(transaction.context);
    transaction.pendingWrites = false;
  }

  stopTest(): void {
    const { outside } = this;
    if (outside === null || this.hasStopped) {
      throw apexError('FinalException', 'Testing has not started');
    }
    this.hasStopped = true;
    try {
      this.runJobs(outside.jobs);
    } finally {
      outside.resume();
      this.transaction.limits = outside.limits;
    }
  }

  setCreatedDate(id: string, at: string): boolean {
    const { data } = this.ground;
    const object = data.schema.byPrefix(id.slice(0, 3));
    const soql = `SELECT LastModifiedDate, LastModifiedById, SystemModstamp FROM ${object?.name} WHERE Id = :id`;
    const record = object && data.query(soql, { id }, SYSTEM).records[0];
    if (!record) {
      return false;
    }
    data.keep(object.name, { ...record.fields, Id: id, CreatedDate: at });
    return true;
  }

  /** Those that wait from place `from` on; what they queue themselves waits for the end of the method. */
  private runJobs(from: number): void {
    const stopper = this.transaction.userId;
    const asStopper = this.ground.switches.get('testJobsRunAs') === 'whoStopsTheTest';
    const due = this.transaction.jobs.splice(from);
    // Events that were published before are delivered as well.
    for (const job of [...this.takeEvents(), ...due]) {
      this.transaction.limits.excluding(() => this.runJob(asStopper ? { ...job, userId: stopper } : job));
    }
  }

  deliverEvents(): void {
    this.takeEvents().forEach((job) => this.transaction.limits.excluding(() => this.runJob(job)));
  }
  private takeEvents(): AsyncJob[] {
    const { jobs } = this.transaction;
    const events = jobs.filter((job) => job.kind === 'event');
    jobs.splice(0, jobs.length, ...jobs.filter((job) => job.kind !== 'event'));
    return events;
  }

  /** A finalizer sees how its job ended; an exception that it was told of does not end the test any more. */
  private runJob(job: AsyncJob): void {
    let failure: ApexException | null = null;
    try {
      this.performJob(job);
    } catch (cause) {
      if (!(cause instanceof ApexException) || cause instanceof UncatchableException || !job.finalizer?.attached) {
        throw cause;
      }
      failure = cause;
    }
    const then = job.finalizer?.attached as ((failure: ApexException | null) => void) | null | undefined;
    if (then) {
      this.transaction.jobs.push(...this.inOwnTransaction({ ...job, run: () => then(failure) }));
    }
    // A batch tells of its failure by an event, and fails nonetheless.
    if (failure !== null && job.kind === 'batch') {
      throw failure as ApexException;
    }
  }

  private performJob(job: AsyncJob): void {
    this.ground.jobs.perform(job, () => {
      const queued = this.inOwnTransaction(job);
      const parts = job.kind === 'batch' ? queued.filter((one) => one.kind === 'batch' && one.methodName !== 'start') : [];
      this.transaction.jobs.push(...queued.filter((one) => !parts.includes(one)));
      // Tests run one chunk of a batch. Apex Developer Guide, "Using Batch Apex", testing.
      if (parts.filter((one) => one.methodName === 'execute').length > 1) {
        throw apexError(
          'UnexpectedException',
          'No more than one executeBatch can be called from within a test method. Please make sure the iterable returned from your start method matches the batch size, resulting in one executeBatch invocation.'
        );
      }
      parts.forEach((part) => this.runJob({ ...part, userId: job.userId }));
    });
  }

  /** As the platform does in tests: own limits and own commit, but the test's statics. @returns the jobs that it queued. */
  private inOwnTransaction(job: AsyncJob): AsyncJob[] {
    const { data, around } = this.ground;
    const transaction = new ApexTransaction(job.userId, job.kind, { seeAllData: this.seeAllData });
    const execution = new Execution(around, transaction, this.execution.state$);
    execution.test = this;
    data.begin();
    try {
      this.ground.during(transaction, `${job.kind} ${job.className}`, () => execution.run(() => job.run()));
    } catch (cause) {
      data.rollback();
      throw cause instanceof UncatchableException ? uncatchable(cause) : cause;
    }
    data.commit();
    return transaction.jobs;
  }
}
