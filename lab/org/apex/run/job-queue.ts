/** Asynchronous jobs of the org: noted as AsyncApexJob rows, run one after the other, each in a transaction of its own, when they are due. */
import type { AsyncJob, JobSchedule, Row } from '../../types.ts';
import type { NewJob } from '../runtime/current.ts';
import { ApexException, apexError } from '../runtime/exception-value.ts';
import { exceptionText } from '../runtime/text.ts';

/** What the queue asks of the org. */
export interface JobSurroundings {
  /** Writes a row that the org itself keeps; gives its id. */
  keep(object: string, row: Row): string;
  /** The fields of a row that the org itself keeps. */
  read(object: string, id: string, fields: string[]): Row;
  /** Whether a job of this name waits for its time. */
  isScheduled(name: string): boolean;
  /** Id of an Apex class by name, or null. */
  classId(name: string): string | null;
  now(): number;
  run(job: AsyncJob): void;
}

const TYPES: Record<Exclude<AsyncJob['kind'], 'event'>, string> = {
  queueable: 'Queueable',
  future: 'Future',
  batch: 'BatchApex',
  scheduled: 'ScheduledApex'
};

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

export class JobQueue {
  private readonly around: JobSurroundings;
  private readonly waiting: { job: AsyncJob; dueAt: number }[] = [];

  constructor(around: JobSurroundings) {
    this.around = around;
  }

  /** Within the transaction that enqueues: the row goes when that rolls back. Deliveries of events have none. */
  register(job: NewJob, userId: string): string {
    if (job.kind === 'event') {
      return '';
    }
    const { schedule } = job;
    if (schedule) {
      schedule.triggerId ??= this.registerSchedule(schedule, userId);
    }
    return this.around.keep('AsyncApexJob', {
      ApexClassId: this.around.classId(job.className),
      JobType: job.parentId ? 'BatchApexWorker' : TYPES[job.kind],
      MethodName: job.methodName ?? null,
      Status: 'Queued',
      JobItemsProcessed: 0,
      TotalJobItems: 0,
      NumberOfErrors: 0,
      ParentJobId: job.parentId ?? null,
      CronTriggerId: schedule?.triggerId ?? null
    });
  }

  private registerSchedule({ name, cron, nextAt }: JobSchedule, OwnerId: string): string {
    if (this.around.isScheduled(name)) {
      throw apexError('AsyncException', `The Apex job named "${name}" is already scheduled for execution.`);
    }
    const CronJobDetailId = this.around.keep('CronJobDetail', { Name: name, JobType: '7' });
    const times = { StartTime: iso(this.around.now()), NextFireTime: iso(nextAt) };
    return this.around.keep('CronTrigger', {
      CronJobDetailId,
      CronExpression: cron,
      State: 'WAITING',
      TimesTriggered: 0,
      OwnerId,
      ...times
    });
  }

  /** After the commit. */
  add(jobs: readonly AsyncJob[]): void {
    this.waiting.push(...jobs.map((job) => ({ job, dueAt: this.around.now() + job.delayMinutes * 60_000 })));
    this.waiting.sort((left, right) => left.dueAt - right.dueAt);
  }

  /** @param own jobs that the running transaction has queued and that wait for its commit. */
  abort(id: string, own: AsyncJob[]): boolean {
    const isMeant = (job: AsyncJob): boolean =>
      [job.id, job.parentId, job.schedule?.triggerId].some((one) => one?.slice(0, 15) === id.slice(0, 15));
    const all = [...own, ...this.waiting.map(({ job }) => job)].filter(isMeant);
    own.splice(0, own.length, ...own.filter((job) => !isMeant(job)));
    this.waiting.splice(0, this.waiting.length, ...this.waiting.filter(({ job }) => !isMeant(job)));
    for (const job of all) {
      this.around.keep('AsyncApexJob', { Id: job.id, Status: 'Aborted', CompletedDate: iso(this.around.now()) });
      if (job.schedule?.triggerId) {
        this.around.keep('CronTrigger', { Id: job.schedule.triggerId, State: 'DELETED', IsDeleted: true });
      }
    }
    return all.length > 0 || this.endSchedule(id);
  }

  /** A schedule whose time has come in a test waits for its next one, which the test does not see. */
  private endSchedule(id: string): boolean {
    const { State } = this.around.read('CronTrigger', id, ['State']);
    if (State !== 'WAITING') {
      return false;
    }
    this.around.keep('CronTrigger', { Id: id, State: 'DELETED', IsDeleted: true });
    return true;
  }

  nextAt(): number | null {
    return this.waiting[0]?.dueAt ?? null;
  }

  runNext(): boolean {
    const next = this.waiting[0];
    if (!next || next.dueAt > this.around.now()) {
      return false;
    }
    this.waiting.shift();
    const failure = this.attempt(() => this.perform(next.job, () => this.around.run(next.job)));
    const then = next.job.finalizer?.attached as ((failure: ApexException | null) => void) | null | undefined;
    if (then) {
      this.attempt(() => this.around.run({ ...next.job, run: () => then(failure) }));
    }
    return true;
  }

  /** @returns the exception that ended the work, or null. */
  private attempt(work: () => void): ApexException | null {
    try {
      work();
      return null;
    } catch (cause) {
      if (cause instanceof ApexException) {
        return cause;
      }
      throw cause;
    }
  }

  /** Runs a job's work and notes in its row, and in that of its batch, how it went. @throws what the work throws. */
  perform(job: AsyncJob, work: () => void): void {
    if (job.kind === 'event') {
      return work();
    }
    this.around.keep('AsyncApexJob', { Id: job.id, Status: 'Processing' });
    const ended = () => ({ Id: job.id, CompletedDate: iso(this.around.now()) });
    if (job.schedule?.triggerId) {
      this.countFiring(job.schedule);
    }
    try {
      work();
    } catch (cause) {
      if (cause instanceof ApexException) {
        const ExtendedStatus = exceptionText(cause).slice(0, 255);
        this.around.keep('AsyncApexJob', { ...ended(), Status: 'Failed', NumberOfErrors: 1, ExtendedStatus });
        this.countChunk(job, ExtendedStatus);
      }
      throw cause;
    }
    this.around.keep('AsyncApexJob', { ...ended(), Status: 'Completed' });
    this.countChunk(job, null);
  }

  private countFiring({ triggerId, nextAt }: JobSchedule): void {
    const id = String(triggerId);
    const { TimesTriggered = 0 } = this.around.read('CronTrigger', id, ['TimesTriggered']);
    this.around.keep('CronTrigger', { Id: id, TimesTriggered: Number(TimesTriggered) + 1, PreviousFireTime: iso(nextAt) });
  }

  private countChunk(job: AsyncJob, failure: string | null): void {
    if (!job.parentId || job.methodName !== 'execute') {
      return;
    }
    const { JobItemsProcessed = 0, NumberOfErrors = 0 } = this.around.read('AsyncApexJob', job.parentId, [
      'JobItemsProcessed',
      'NumberOfErrors'
    ]);
    this.around.keep('AsyncApexJob', {
      Id: job.parentId,
      JobItemsProcessed: Number(JobItemsProcessed) + 1,
      NumberOfErrors: Number(NumberOfErrors) + (failure === null ? 0 : 1),
      ...(failure === null ? {} : { ExtendedStatus: failure })
    });
  }
}
