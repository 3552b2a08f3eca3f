/** Batch Apex: `start`, one transaction for each chunk, `finish`. Apex Developer Guide, "Using Batch Apex". */
import { ApexList } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { elementsOf } from '../collections/iterating.ts';
import { QueryLocatorValue } from '../database/queries.ts';
import { library, listOf, nullArgument, open, type LibraryDeclaration } from '../define.ts';
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
  const context = new JobContextValue('Database.BatchableContext');
  const id = runtime().enqueue({
    kind: 'batch',
    className: program.typeOf(job).name,
    methodName: 'start',
    delayMinutes: 0,
    run: () => start(job, scope, context)
  });
  context.jobId = id;
  return id;
}

/** The chunks and `finish` follow, each in a transaction of its own; a chunk that fails does not stop the others. */
function start(job: unknown, scope: number, context: JobContextValue): void {
  const { program } = runtime();
  const className = program.typeOf(job).name;
  jobState().callouts = allowsCallouts(job);
  const source = program.invoke(job, 'start', [context]);
  const isQuery = source instanceof QueryLocatorValue;
  const items = isQuery ? source.rows() : elementsOf(source);
  const size = isQuery ? Math.min(scope, MOST_ROWS) : scope;
  const then = (methodName: string, work: () => void): void => {
    const run = (): void => {
      jobState().callouts = allowsCallouts(job);
      work();
    };
    runtime().enqueue({ kind: 'batch', className, methodName, delayMinutes: 0, run });
  };
  for (let index = 0; index < items.length; index += size) {
    const chunk = items.slice(index, index + size);
    then('execute', () => {
      const list = isQuery ? listOf('SObject', chunk) : new ApexList(chunk);
      runtime().program.invoke(job, 'execute', [context, list]);
    });
  }
  then('finish', () => void runtime().program.invoke(job, 'finish', [context]));
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
  library({ name: 'Database.Stateful', kind: 'interface' })
];
