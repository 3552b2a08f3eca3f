/** Bulk API 2.0 jobs: what a job is, how it is told, how those that wait are worked through. Jobs live in memory: a restart forgets them. */
import { makeId } from '../../schema/ids.ts';
import { fail } from '../answers.ts';
import type { Background } from '../background.ts';
import type { RestCall } from '../call.ts';
import type { CsvFormat } from './csv.ts';

export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Aborted' | 'Failed';
export type Kind = 'ingest' | 'query';

export interface Job extends CsvFormat {
  readonly id: string;
  readonly kind: Kind;
  readonly operation: string;
  readonly object: string;
  readonly userId: string;
  /** `66.0`: results are asked for with the version that made the job. */
  readonly version: string;
  /** Milliseconds of the org's clock. */
  readonly createdAt: number;
  changedAt: number;
  state: JobState;
  /** Why the job failed. */
  problem: string | null;
  processed: number;
  /** Milliseconds that the work took. */
  spent: number;
}

/** Work of one job, done in steps so that requests come in between. */
export interface JobWork {
  readonly job: Job;
  /** Does a part; true when all is done. */
  step(): boolean;
}

/** Bulk API 2.0: finished jobs are removed after seven days. */
const KEPT_MS = 7 * 86_400_000;
/** Salesforce limits quick reference, Bulk API 2.0: query jobs in 24 hours. */
export const QUERY_JOBS_A_DAY = 10_000;

export class BulkJobs implements Background {
  private readonly jobs = new Map<string, Job>();
  private readonly waiting: JobWork[] = [];
  private readonly now: () => number;
  private count = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  open(job: Pick<Job, 'kind' | 'operation' | 'object' | 'userId' | 'version' | 'delimiter' | 'lineEnding'>): Job {
    const now = this.now();
    [...this.jobs.values()].filter((old) => old.changedAt < now - KEPT_MS).forEach((old) => this.jobs.delete(old.id));
    this.count += 1;
    const state = job.kind === 'query' ? 'UploadComplete' : 'Open';
    const made: Job = {
      ...job,
      id: makeId('750', this.count),
      createdAt: now,
      changedAt: now,
      state,
      problem: null,
      processed: 0,
      spent: 0
    };
    this.jobs.set(made.id, made);
    return made;
  }

  find(id: string): Job | undefined {
    return this.jobs.get(id);
  }
  /** Oldest first. */
  all(kind: Kind): Job[] {
    return [...this.jobs.values()].filter((job) => job.kind === kind);
  }
  remove(job: Job): void {
    this.jobs.delete(job.id);
  }
  move(job: Job, state: JobState): void {
    job.state = state;
    job.changedAt = this.now();
  }
  queryJobsToday(): number {
    return this.all('query').filter((job) => job.createdAt > this.now() - 86_400_000).length;
  }

  // ---------------------------------------------------------------- the work

  start(work: JobWork): void {
    this.move(work.job, 'UploadComplete');
    this.waiting.push(work);
  }
  get isBusy(): boolean {
    return this.waiting.length > 0;
  }

  /** Does one step of the oldest job that waits. What goes wrong fails that job, not the org. */
  step(): void {
    const work = this.waiting[0];
    if (!work) {
      return;
    }
    const { job } = work;
    if (job.state === 'Aborted' || !this.jobs.has(job.id)) {
      this.waiting.shift();
      return;
    }
    this.move(job, 'InProgress');
    const from = performance.now();
    try {
      if (work.step()) {
        this.waiting.shift();
        this.move(job, 'JobComplete');
      }
    } catch (cause) {
      this.waiting.shift();
      job.problem = cause instanceof JobFailure ? cause.message : `UnknownException : ${(cause as Error).message}`;
      this.move(job, 'Failed');
    }
    job.spent += performance.now() - from;
  }
}

/** Ends a job with a sentence for its `errorMessage`: `InvalidBatch : Field name not found : Nmae`. */
export class JobFailure extends Error {}

const time = (milliseconds: number) => new Date(milliseconds).toISOString().replace(/\.\d+Z$/, '.000+0000');

/** The members that every answer about a job has. */
export function jobOut(job: Job): Record<string, unknown> {
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.userId,
    createdDate: time(job.createdAt),
    systemModstamp: time(job.changedAt),
    state: job.state,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.version),
    lineEnding: job.lineEnding,
    columnDelimiter: job.delimiter
  };
}

/** @throws {RestError} 404 for a job that is not there, or is another user's and this one does not manage data. */
export function jobNamed(call: RestCall, kind: Kind, id: string): Job {
  const job = call.parts.bulk.find(id.length === 15 ? ([...call.parts.bulk.all(kind)].find((one) => one.id.startsWith(id))?.id ?? id) : id);
  const mayManage = call.rights.userPermission('ManageDataIntegrations') || call.rights.modifyAllData;
  if (job?.kind !== kind || (job.userId !== call.user.id && !mayManage)) {
    throw fail('NOT_FOUND', 'The requested resource does not exist');
  }
  return job;
}

/** The jobs that the user sees, a thousand a page. */
export function jobList(call: RestCall, kind: Kind, out: (job: Job) => Record<string, unknown>): Record<string, unknown> {
  const mayManage = call.rights.userPermission('ManageDataIntegrations') || call.rights.modifyAllData;
  const jobs = call.parts.bulk.all(kind).filter((job) => mayManage || job.userId === call.user.id);
  const from = Number(call.query.get('queryLocator') ?? 0);
  const page = jobs.slice(from, from + PAGE);
  const done = from + PAGE >= jobs.length;
  const next = `/services/data/v${call.version}/jobs/${kind}?queryLocator=${from + PAGE}`;
  return { done, records: page.map(out), nextRecordsUrl: done ? null : next };
}
const PAGE = 1_000;
