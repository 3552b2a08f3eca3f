/** `Database.insert` and its like. Apex Reference Guide, "Database Class". One declaration a combination of arguments. */
import type { Access, DmlOp, DmlOptions } from '../../../types.ts';
import { ApexList } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { performDml, recordsOf } from '../../runtime/dml.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { SObjectValue } from '../../runtime/sobject-value.ts';
import type { SObjectFieldToken } from '../../runtime/tokens.ts';
import { listOf, nullArgument, type LibraryDeclaration } from '../define.ts';
import { DmlOptionsValue, engineOptions } from '../records/options.ts';
import { objectOfId } from '../records/object-of.ts';
import { accessFor, type AccessLevelValue } from './access-level.ts';
import { resultsOf, type ResultType } from './results.ts';

type Members = NonNullable<LibraryDeclaration['members']>;

const RESULTS: Record<DmlOp, ResultType> = {
  insert: 'SaveResult',
  update: 'SaveResult',
  upsert: 'UpsertResult',
  delete: 'DeleteResult',
  undelete: 'UndeleteResult'
};

/** Runs the operation; one result for one record, a list for a list. */
function run(op: DmlOp, given: unknown, options: DmlOptions, access: Access): unknown {
  const records = recordsOf(given);
  const results = performDml(op, records, options, access);
  const ids = records.map((record) => (record.row['Id'] as string | undefined) ?? null);
  const values = resultsOf(RESULTS[op], results, ids);
  return given instanceof ApexList ? listOf(`Database.${RESULTS[op]}`, values) : (values[0] ?? null);
}

function options(value: boolean | DmlOptionsValue | null): DmlOptions {
  if (value === null) {
    throw nullArgument();
  }
  return value instanceof DmlOptionsValue ? engineOptions(value, false) : { allOrNone: value };
}

type Third = boolean | DmlOptionsValue | null;

/** insert, update. */
function saving(op: 'insert' | 'update'): Members {
  const plain = (records: unknown): unknown => run(op, records, { allOrNone: true }, runtime().access());
  const optional = (records: unknown, how: Third): unknown => run(op, records, options(how), runtime().access());
  const leveled = (records: unknown, how: Third, level: AccessLevelValue): unknown => run(op, records, options(how), accessFor(level));
  const all = (records: unknown, level: AccessLevelValue): unknown => run(op, records, { allOrNone: true }, accessFor(level));
  const made: Members = {};
  for (const [record, result] of [
    ['SObject record', 'Database.SaveResult'],
    ['List<SObject> records', 'List<Database.SaveResult>']
  ] as const) {
    made[`static ${result} ${op}(${record})`] = plain;
    made[`static ${result} ${op}(${record}, AccessLevel level)`] = all;
    for (const how of ['Boolean allOrNone', 'Database.DMLOptions options']) {
      made[`static ${result} ${op}(${record}, ${how})`] = optional;
      made[`static ${result} ${op}(${record}, ${how}, AccessLevel level)`] = leveled;
    }
  }
  return made;
}

function upserting(): Members {
  const perform = (records: unknown, field: SObjectFieldToken | null, allOrNone: boolean | null, access: Access): unknown => {
    if (allOrNone === null) {
      throw nullArgument();
    }
    return run('upsert', records, { allOrNone, ...(field ? { externalIdField: field.field } : {}) }, access);
  };
  const made: Members = {};
  for (const [record, result] of [
    ['SObject record', 'Database.UpsertResult'],
    ['List<SObject> records', 'List<Database.UpsertResult>']
  ] as const) {
    const head = `static ${result} upsert(${record}`;
    made[`${head})`] = (records: unknown) => perform(records, null, true, runtime().access());
    made[`${head}, Boolean allOrNone)`] = (records: unknown, all: boolean | null) => perform(records, null, all, runtime().access());
    made[`${head}, AccessLevel level)`] = (records: unknown, level: AccessLevelValue) => perform(records, null, true, accessFor(level));
    made[`${head}, Boolean allOrNone, AccessLevel level)`] = (records: unknown, all: boolean | null, level: AccessLevelValue) =>
      perform(records, null, all, accessFor(level));
    const keyed = `${head}, SObjectField externalId`;
    made[`${keyed})`] = (records: unknown, field: SObjectFieldToken) => perform(records, field, true, runtime().access());
    made[`${keyed}, Boolean allOrNone)`] = (records: unknown, field: SObjectFieldToken, all: boolean | null) =>
      perform(records, field, all, runtime().access());
    made[`${keyed}, AccessLevel level)`] = (records: unknown, field: SObjectFieldToken, level: AccessLevelValue) =>
      perform(records, field, true, accessFor(level));
    made[`${keyed}, Boolean allOrNone, AccessLevel level)`] = (
      records: unknown,
      field: SObjectFieldToken,
      all: boolean | null,
      level: AccessLevelValue
    ) => perform(records, field, all, accessFor(level));
  }
  return made;
}

/** Records out of ids, for delete and undelete. */
function recordsOfIds(ids: unknown): unknown {
  const record = (id: unknown): SObjectValue => {
    const object = typeof id === 'string' ? objectOfId(id) : null;
    if (object === null) {
      throw apexError('SObjectException', `Invalid id: ${String(id)}`);
    }
    return new SObjectValue(object, { Id: id });
  };
  if (ids === null) {
    throw nullArgument();
  }
  return ids instanceof ApexList ? new ApexList(ids.items.map(record)) : record(ids);
}

function removing(op: 'delete' | 'undelete'): Members {
  const made: Members = {};
  const result = `Database.${RESULTS[op]}`;
  const kinds = [
    ['SObject record', result, (value: unknown) => value],
    ['List<SObject> records', `List<${result}>`, (value: unknown) => value],
    ['Id recordId', result, recordsOfIds],
    ['List<Id> recordIds', `List<${result}>`, recordsOfIds]
  ] as const;
  for (const [record, type, records] of kinds) {
    const head = `static ${type} ${op}(${record}`;
    made[`${head})`] = (value: unknown) => run(op, records(value), { allOrNone: true }, runtime().access());
    made[`${head}, Boolean allOrNone)`] = (value: unknown, all: boolean | null) =>
      run(op, records(value), options(all), runtime().access());
    made[`${head}, AccessLevel level)`] = (value: unknown, level: AccessLevelValue) =>
      run(op, records(value), { allOrNone: true }, accessFor(level));
    made[`${head}, Boolean allOrNone, AccessLevel level)`] = (value: unknown, all: boolean | null, level: AccessLevelValue) =>
      run(op, records(value), options(all), accessFor(level));
  }
  return made;
}

export const dmlMembers: Members = {
  ...saving('insert'),
  ...saving('update'),
  ...upserting(),
  ...removing('delete'),
  ...removing('undelete')
};
