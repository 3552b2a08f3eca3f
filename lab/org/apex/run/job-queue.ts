/** Asynchronous jobs of the org: noted as AsyncApexJob rows, run one after the other, each in a transaction of its own, when they are due. */
import type { AsyncJob, Row } from '../../types.ts';
import type { NewJob } from '../runtime/current.ts';
import { ApexException } from '../runtime/exception-value.ts';
import { exceptionText } from '../runtime/text.ts';

/** What the queue asks of the org. */
export interface JobSurroundings {
  /** Writes a row that the org itself keeps; gives its id. */
  keep(object: string, row: Row): string;
  /** Id of an Apex class by name, or null. */
  classId(name: string): string | null;
  now(): number;
  run(job: AsyncJob): void;
}

const TYPES: Record<AsyncJob['kind'], string> = {
  queueable: 'Queueable',
  future: 'Future',
  batch: 'BatchApex',
  scheduled: 'ScheduledApex'
};

export class JobQueue {
  private readonly around: JobSurroundings;
  private readonly waiting: { job: AsyncJob; dueAt: number }[] = [];

  constructor(around: JobSurroundings) {
    this.around = around;
  }

  /** Within the transaction that enqueues: the row goes when that rolls back. */
  register(job: NewJob): string {
    return this.around.keep('AsyncApexJob', {
      ApexClassId: this.around.classId(job.className),
      JobType: TYPES[job.kind],
      MethodName: job.methodName ?? null,
      Status: 'Queued',
      JobItemsProcessed: 0,
      TotalJobItems: 0,
      NumberOfErrors: 0
    });
  }

  /** After the commit. */
  add(jobs: readonly AsyncJob[]): void {
    this.waiting.push(...jobs.map((job) => ({ job, dueAt: this.around.now() + job.delayMinutes * 60_000 })));
    this.waiting.sort((left, right) => left.dueAt - right.dueAt);
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
    try {
      this.perform(next.job, () => this.around.run(next.job));
    } catch (cause) {
      if (!(cause instanceof ApexException)) {
        throw cause;
      }
    }
    return true;
  }

  /** Runs a job's work and notes in its row how it went. @throws what the work throws. */
  perform({ id }: AsyncJob, work: () => void): void {
    this.around.keep('AsyncApexJob', { Id: id, Status: 'Processing' });
    const ended = () => ({ Id: id, CompletedDate: new Date(this.around.now()).toISOString() });
    try {
      work();
    } catch (cause) {
      if (cause instanceof ApexException) {
        const ExtendedStatus = exceptionText(cause).slice(0, 255);
        this.around.keep('AsyncApexJob', { ...ended(), Status: 'Failed', NumberOfErrors: 1, ExtendedStatus });
      }
      throw cause;
    }
    this.around.keep('AsyncApexJob', { ...ended(), Status: 'Completed' });
  }
}
