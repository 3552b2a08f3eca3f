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

/** Counted nowhere in this org: what they count does not exist here, or costs nothing. */
const UNUSED: Record<string, number> = {
  ApexCursorRows: 50_000_000,
  ChildRelationshipsDescribes: 100,
  FetchCallsOnApexCursor: 10,
  FieldSetsDescribes: 100,
  FieldsDescribes: 100,
  FindSimilarCalls: 10,
  MobilePushApexCalls: 10,
  PicklistDescribes: 100,
  QueryLocatorRows: 10_000,
  RecordTypesDescribes: 100,
  RunAs: 20,
  SavepointRollbacks: 20,
  Savepoints: 5,
  ScriptStatements: 200_000,
  DatabaseTime: 0
};
for (const [name, most] of Object.entries(UNUSED)) {
  members[`static Integer get${name}()`] = () => 0;
  members[`static Integer getLimit${name}()`] = () => most;
}

export const limits = library({ name: 'Limits', members });
