/** Limits. Apex Reference Guide, "Limits Class": what is used up and what is allowed, of the running transaction. */
import type { LimitName } from '../../../types.ts';
import { runtime } from '../../runtime/current.ts';
import { library, type LibraryDeclaration } from '../define.ts';

/** Apex name → limit. */
const NAMES: Record<string, LimitName> = {
  AggregateQueries: 'aggregateQueries',
  AsyncCalls: 'futureCalls',
  Callouts: 'callouts',
  CpuTime: 'cpuTime',
  DmlRows: 'dmlRows',
  DmlStatements: 'dmlStatements',
  EmailInvocations: 'emailInvocations',
  FutureCalls: 'futureCalls',
  HeapSize: 'heapSize',
  PublishImmediateDML: 'publishImmediateDml',
  Queries: 'queries',
  QueryRows: 'queryRows',
  QueueableJobs: 'queueableJobs',
  SoslQueries: 'soslQueries'
};

const members: NonNullable<LibraryDeclaration['members']> = {};
for (const [name, limit] of Object.entries(NAMES)) {
  members[`static Integer get${name}()`] = () => runtime().transaction.limits.used(limit);
  members[`static Integer getLimit${name}()`] = () => runtime().transaction.limits.max(limit);
}

export const limits = library({ name: 'Limits', members });
