/** Database: the class as a whole, with savepoints, merge, conversion of leads and the recycle bin. */
import type { RecordError } from '../../../types.ts';
import { ApexList } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { apexError, ApexException } from '../../runtime/exception-value.ts';
import type { FailedRow } from '../../runtime/dml.ts';
import { mergeRecords } from '../../runtime/merge.ts';
import { SObjectValue } from '../../runtime/sobject-value.ts';
import { library, listOf, nullArgument, type LibraryDeclaration } from '../define.ts';
import { executeBatch } from '../async/batch.ts';
import { accessFor, type AccessLevelValue } from './access-level.ts';
import { dmlMembers } from './dml.ts';
import { leadConvertMembers } from './lead-convert.ts';
import { queryMembers } from './queries.ts';
import { MergeResultValue, resultsOf } from './results.ts';

class SavepointValue {
  readonly typeName = 'Savepoint';
  readonly name: string;
  readonly transaction: number;
  released = false;
  /** Jobs that were queued before. */
  readonly jobs: number;
  constructor(name: string, transaction: number, jobs: number) {
    this.jobs = jobs;
    this.name = name;
    this.transaction = transaction;
  }
}

/** A savepoint and a rollback count as DML statements. Apex Developer Guide, "Transaction Control". */
function setSavepoint(): SavepointValue {
  const { data, transaction } = runtime();
  transaction.limits.use('dmlStatements', 1);
  return new SavepointValue(data.savepoint(), transaction.id, transaction.jobs.length);
}

/** Savepoints set after the one rolled back to are gone. */
function rollback(to: SavepointValue | null): void {
  const { data, transaction } = runtime();
  if (to === null) {
    throw nullArgument();
  }
  if (to.released || to.transaction !== transaction.id) {
    throw apexError('TypeException', 'Savepoint has been released or is invalid.');
  }
  transaction.limits.use('dmlStatements', 1);
  data.rollbackTo(to.name);
  const later = transaction.jobs.splice(to.jobs);
  transaction.jobs.push(...later.filter((job) => job.evenIfRolledBack));
}

function release(savepoint: SavepointValue | null): void {
  if (savepoint === null) {
    throw nullArgument();
  }
  savepoint.released = true;
}

const idOf = (value: unknown): string => (value instanceof SObjectValue ? String(value.row['Id'] ?? '') : String(value));

/** Losers as records or ids, one or several; a result each. */
function merge(master: unknown, losers: unknown, allOrNone: boolean | null, level: AccessLevelValue | null): unknown {
  const access = level === null ? runtime().access() : accessFor(level);
  const ids = (losers instanceof ApexList ? losers.items : [losers]).map(idOf);
  const masterId = idOf(master);
  let errors: RecordError[] = [];
  try {
    mergeRecords(master, losers, access);
  } catch (cause) {
    const failed = cause instanceof ApexException && cause.typeName === 'System.DmlException' ? (cause.details as FailedRow[]) : null;
    if (failed === null || allOrNone !== false) {
      throw cause;
    }
    errors = failed.flatMap((row) => row.errors);
  }
  const made = losers instanceof ApexList ? ids.map((id) => [id]) : [ids];
  const values = made.map((merged) => new MergeResultValue(masterId, errors.length > 0 ? [] : merged, errors));
  return losers instanceof ApexList ? listOf('Database.MergeResult', values) : values[0];
}

function merging(): NonNullable<LibraryDeclaration['members']> {
  const made: NonNullable<LibraryDeclaration['members']> = {};
  for (const [losers, result] of [
    ['SObject duplicate', 'Database.MergeResult'],
    ['Id duplicate', 'Database.MergeResult'],
    ['List<SObject> duplicates', 'List<Database.MergeResult>'],
    ['List<Id> duplicates', 'List<Database.MergeResult>']
  ] as const) {
    const head = `static ${result} merge(SObject master, ${losers}`;
    made[`${head})`] = (master: unknown, others: unknown) => merge(master, others, true, null);
    made[`${head}, Boolean allOrNone)`] = (master: unknown, others: unknown, all: boolean | null) => merge(master, others, all, null);
    made[`${head}, AccessLevel level)`] = (master: unknown, others: unknown, level: AccessLevelValue) => merge(master, others, true, level);
    made[`${head}, Boolean allOrNone, AccessLevel level)`] = (
      master: unknown,
      others: unknown,
      all: boolean | null,
      level: AccessLevelValue
    ) => merge(master, others, all, level);
  }
  return made;
}

function emptyRecycleBin(given: unknown): unknown {
  const { data, transaction } = runtime();
  if (given === null) {
    throw nullArgument();
  }
  const ids = (given instanceof ApexList ? given.items : [given]).map(idOf);
  transaction.limits.use('dmlStatements', 1);
  transaction.limits.use('dmlRows', ids.length);
  const values = resultsOf('EmptyRecycleBinResult', data.emptyRecycleBin(ids, runtime().access()), ids);
  return given instanceof ApexList ? listOf('Database.EmptyRecycleBinResult', values) : values[0];
}

export const savepoint = library({ name: 'Savepoint' });

export const database = library({
  name: 'Database',
  members: {
    ...dmlMembers,
    ...queryMembers,
    ...merging(),
    ...leadConvertMembers,
    'static Savepoint setSavepoint()': setSavepoint,
    'static void rollback(Savepoint savepoint)': rollback,
    'static void releaseSavepoint(Savepoint savepoint)': release,
    'static Database.EmptyRecycleBinResult emptyRecycleBin(SObject record)': emptyRecycleBin,
    'static List<Database.EmptyRecycleBinResult> emptyRecycleBin(List<SObject> records)': emptyRecycleBin,
    'static List<Database.EmptyRecycleBinResult> emptyRecycleBin(List<Id> ids)': emptyRecycleBin,
    'static Id executeBatch(Object job)': (job: unknown) => executeBatch(job, 200),
    'static Id executeBatch(Object job, Integer scope)': executeBatch
  }
});
