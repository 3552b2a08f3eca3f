/** Batch Apex: `start`, one transaction for each chunk, `finish`. Apex Developer Guide, "Using Batch Apex". */
import { ApexList } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { apexError, stackText, type ApexException } from '../../runtime/exception-value.ts';
import { SObjectValue } from '../../runtime/sobject-value.ts';
import { publish } from '../events/event-bus.ts';
import { elementsOf } from '../collections/iterating.ts';
import { QueryLocatorValue } from '../database/queries.ts';
import { library, listOf, nullArgument, open, typeNamed, type LibraryDeclaration } from '../define.ts';
import { deepCopy } from '../../runtime/deep-copy.ts';
import { allowsCallouts, contextPart, JobContextValue, jobState } from './jobs.ts';

const MOST_ROWS = 2000;

/** @param scope Records of a chunk; a query locator takes at most 2,000. */
export function executeBatch(job: unknown, scope: number | null): string {
  if (job === null || scope === null) {
    throw nullArgument();
  }
  const { program } = runtime();
  if (!program.hasMethod(job, 'start', 1) || !program.hasMethod(job, 'execute', 2) || !program.hasMethod(job, 'finish', 1)) {
    throw apexError('TypeException', `${program.typeOf(job).name} does not implement Database.Batchable.`);
  }
  if (scope < 1) {
    throw apexError('TypeException', `The scope of a batch is at least 1, not ${scope}.`);
  }
  return enqueueBatch(job, scope, 0);
}

/** What the job has gathered stays from chunk to chunk only when it is Stateful: otherwise each begins with the job as it was queued. */
function enqueueBatch(job: unknown, scope: number, delayMinutes: number): string {
  const { program } = runtime();
  const context = new JobContextValue('Database.BatchableContext');
  const kept = deepCopy(job);
  const next = program.isInstance(job, typeNamed('Database.Stateful')) ? () => kept : () => deepCopy(kept);
  const id = runtime().enqueue({
    kind: 'batch',
    className: program.typeOf(job).name,
    methodName: 'start',
    delayMinutes,
    run: () => start(next, scope, context)
  });
  context.jobId = id;
  return id;
}

/** @returns the id of a CronTrigger that stands for the one time at which the batch will begin. */
function scheduleBatch(job: unknown, name: string | null, minutes: number | null, scope: number | null = 200): string {
  if (job === null || name === null || minutes === null || scope === null) {
    throw nullArgument();
  }
  const at = new Date(runtime().clock() + minutes * 60_000);
  const cron = [
    at.getUTCSeconds(),
    at.getUTCMinutes(),
    at.getUTCHours(),
    at.getUTCDate(),
    at.getUTCMonth() + 1,
    '?',
    at.getUTCFullYear()
  ].join(' ');
  const schedule = { name, cron, nextAt: at.getTime(), triggerId: null };
  const className = runtime().program.typeOf(job).name;
  const run = (): void => void enqueueBatch(job, scope, 0);
  runtime().enqueue({ kind: 'scheduled', className, methodName: 'execute', delayMinutes: minutes, schedule, run });
  return String(schedule.triggerId);
}

export const scheduleBatchMembers: NonNullable<LibraryDeclaration['members']> = {
  'static String scheduleBatch(Object batchable, String jobName, Integer minutesFromNow)': scheduleBatch,
  'static String scheduleBatch(Object batchable, String jobName, Integer minutesFromNow, Integer scopeSize)': scheduleBatch
};

/** The chunks and `finish` follow, each in a transaction of its own; a chunk that fails does not stop the others. */
function start(next: () => unknown, scope: number, context: JobContextValue): void {
  const { program } = runtime();
  const job = next();
  const className = program.typeOf(job).name;
  jobState().callouts = allowsCallouts(job);
  const source = program.invoke(job, 'start', [context]);
  const isQuery = source instanceof QueryLocatorValue;
  const items = isQuery ? source.rows() : elementsOf(source);
  const size = isQuery ? Math.min(scope, MOST_ROWS) : scope;
  const parentId = context.jobId ?? '';
  const raises = program.isInstance(job, typeNamed('Database.RaisesPlatformEvents'));
  const then = (methodName: string, work: (job: unknown) => void): void => {
    const run = (): void => {
      const own = next();
      jobState().callouts = allowsCallouts(own);
      work(own);
    };
    const told = raises ? { finalizer: { attached: (failure: ApexException | null) => tellFailure(failure, methodName, parentId) } } : {};
    runtime().enqueue({ kind: 'batch', className, methodName, delayMinutes: 0, parentId, run, ...told });
  };
  runtime().data.keep('AsyncApexJob', { Id: parentId, TotalJobItems: Math.ceil(items.length / size) });
  for (let index = 0; index < items.length; index += size) {
    const chunk = items.slice(index, index + size);
    then('execute', (own) => {
      const list = isQuery ? listOf('SObject', chunk) : new ApexList(chunk);
      runtime().program.invoke(own, 'execute', [context, list]);
    });
  }
  then('finish', (own) => void runtime().program.invoke(own, 'finish', [context]));
}

/** Platform Events Developer Guide, "Firing Platform Events from Batch Apex": a chunk that fails is told as an event. */
function tellFailure(failure: ApexException | null, methodName: string, jobId: string): void {
  if (failure === null) {
    return;
  }
  const event = new SObjectValue('BatchApexErrorEvent', {
    AsyncApexJobId: jobId,
    ExceptionType: failure.typeName,
    Message: failure.message,
    Phase: methodName.toUpperCase(),
    StackTrace: stackText(failure.stack)
  });
  publish(event);
}

export const batch: LibraryDeclaration[] = [
  library({
    name: 'Database.Batchable',
    kind: 'interface',
    typeParams: ['T'],
    members: {
      'Iterable<T> start(Database.BatchableContext context)': open,
      'void execute(Database.BatchableContext context, List<T> scope)': open,
      'void finish(Database.BatchableContext context)': open
    }
  }),
  library({
    name: 'Database.BatchableContext',
    kind: 'interface',
    members: { 'Id getJobId()': contextPart('jobId'), 'Id getChildJobId()': contextPart('childJobId') }
  }),
  library({ name: 'Database.AllowsCallouts', kind: 'interface' }),
  library({ name: 'Database.Stateful', kind: 'interface' }),
  library({ name: 'Database.RaisesPlatformEvents', kind: 'interface' })
];
