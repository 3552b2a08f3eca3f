/** Queueable, Schedulable, future and what jobs are told. Apex Developer Guide, "Queueable Apex", "Apex Scheduler". */
import { runtime, type NewJob } from '../../runtime/current.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { library, nullArgument, open, stored, typeNamed, type LibraryDeclaration } from '../define.ts';

export class JobContextValue {
  readonly typeName: string;
  jobId: string | null = null;
  childJobId: string | null = null;
  triggerId: string | null = null;
  constructor(typeName: string) {
    this.typeName = typeName;
  }
}

/** Reads off a context that the library made; user code may bring its own class for tests. */
export const contextPart = (key: 'jobId' | 'childJobId' | 'triggerId') => (self: unknown) =>
  self instanceof JobContextValue ? self[key] : open();

class AsyncOptionsValue {
  readonly typeName = 'AsyncOptions';
  MaximumQueueableStackDepth: number | null = null;
  MinimumQueueableDelayInMinutes: number | null = null;
  DuplicateSignature: unknown = null;
}

/** Apex Developer Guide, "Queueable Apex": a delay is 0 to 10 minutes. */
function delayOf(minutes: number): number {
  if (minutes < 0 || minutes > 10) {
    throw apexError('IllegalArgumentException', `The delay of a queueable job is 0 to 10 minutes, not ${minutes}.`);
  }
  return minutes;
}

/** What the job that runs may do: how deep it stands in a chain, whether it may call out. */
interface JobState {
  depth: number;
  callouts: boolean;
  jobId: string | null;
  /** Null where none may be attached. */
  finalizer: NewJob['finalizer'] | null;
  /** A finalizer may queue one job whatever the depth. */
  isFinalizer: boolean;
  isQueueable: boolean;
  maxDepth: number | null;
  delayMinutes: number;
}
export const jobState = (): JobState =>
  runtime().state('job', () => ({
    depth: 1,
    callouts: true,
    jobId: null,
    finalizer: null,
    isFinalizer: false,
    isQueueable: false,
    maxDepth: null,
    delayMinutes: 0
  }));

/** Of a job's class: it is marked with Database.AllowsCallouts. */
export const allowsCallouts = (job: unknown): boolean => runtime().program.isInstance(job, typeNamed('Database.AllowsCallouts'));

/** @returns the id of the AsyncApexJob. */
export function enqueueJob(job: unknown, delay: number, maxDepth: number | null = null): string {
  if (job === null) {
    throw nullArgument();
  }
  const { program, transaction } = runtime();
  if (!program.hasMethod(job, 'execute', 1)) {
    throw apexError('AsyncException', `${program.typeOf(job).name} does not implement System.Queueable.`);
  }
  const isChained = transaction.context === 'queueable' && !jobState().isFinalizer;
  const depth = jobState().depth + (isChained ? 1 : 0);
  // Tests cannot chain jobs. Apex Developer Guide, "Queueable Apex", limits.
  if ((isChained && transaction.isTest) || (maxDepth !== null && depth > maxDepth)) {
    throw apexError('AsyncException', 'Maximum stack depth has been reached.');
  }
  transaction.limits.use('queueableJobs', 1);
  const context = new JobContextValue('QueueableContext');
  const finalizer: NonNullable<NewJob['finalizer']> = { attached: null };
  const id = runtime().enqueue({
    kind: 'queueable',
    className: program.typeOf(job).name,
    methodName: 'execute',
    delayMinutes: delayOf(delay),
    finalizer,
    run: () => {
      const chain = { isQueueable: true, depth, maxDepth, delayMinutes: delay };
      Object.assign(jobState(), { ...chain, callouts: allowsCallouts(job), jobId: context.jobId, finalizer });
      runtime().program.invoke(job, 'execute', [context]);
    }
  });
  context.jobId = id;
  return id;
}

function enqueueWith(job: unknown, options: AsyncOptionsValue | null): string {
  if (options === null) {
    throw nullArgument();
  }
  if (options.DuplicateSignature !== null) {
    throw apexError('UnsupportedOperationException', 'This org does not support AsyncOptions.DuplicateSignature.');
  }
  return enqueueJob(job, options.MinimumQueueableDelayInMinutes ?? 0, options.MaximumQueueableStackDepth);
}

export const enqueueMembers: NonNullable<LibraryDeclaration['members']> = {
  'static Id enqueueJob(Object job)': (job: unknown) => enqueueJob(job, 0),
  'static Id enqueueJob(Object job, Integer delay)': (job: unknown, delay: number | null) => {
    if (delay === null) {
      throw nullArgument();
    }
    return enqueueJob(job, delay);
  },
  'static Id enqueueJob(Object job, AsyncOptions options)': enqueueWith
};

export const jobs: LibraryDeclaration[] = [
  library({
    name: 'AsyncOptions',
    members: {
      'new()': () => new AsyncOptionsValue(),
      'Integer MaximumQueueableStackDepth { get; set; }': stored<AsyncOptionsValue>('MaximumQueueableStackDepth'),
      'Integer MinimumQueueableDelayInMinutes { get; set; }': stored<AsyncOptionsValue>('MinimumQueueableDelayInMinutes')
    }
  }),
  library({ name: 'Queueable', kind: 'interface', members: { 'void execute(QueueableContext context)': open } }),
  library({ name: 'QueueableContext', kind: 'interface', members: { 'Id getJobId()': contextPart('jobId') } }),
  library({ name: 'Schedulable', kind: 'interface', members: { 'void execute(SchedulableContext context)': open } }),
  library({ name: 'SchedulableContext', kind: 'interface', members: { 'Id getTriggerId()': contextPart('triggerId') } })
];
