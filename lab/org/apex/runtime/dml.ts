/** DML from Apex: the statements, and `Database.*` through the library. */
import type { Access, DmlOp, DmlOptions, RecordError, Row, SaveResult } from '../../types.ts';
import { ApexList } from './collections.ts';
import { runtime } from './current.ts';
import { apexError, type ApexException } from './exception-value.ts';
import { rowOf } from './records.ts';
import type { SObjectValue } from './sobject-value.ts';

/** What a DmlException knows of each failed row: index in the list given to DML, id, errors. */
export interface FailedRow {
  index: number;
  id: string | null;
  /** Of the record; where it is not told the id tells it. */
  object?: string | null;
  errors: RecordError[];
}

/** `record.setOptions(…)`: what holds for the record where the call says nothing else. Asked for at the time of the DML. */
export const optionsOfRecords = new WeakMap<SObjectValue, () => Omit<DmlOptions, 'allOrNone'>>();

function withRecordOptions(records: SObjectValue[], options: DmlOptions): DmlOptions {
  const own = records.map((record) => optionsOfRecords.get(record)).find((one) => one !== undefined);
  return own ? { ...own(), ...options } : options;
}

/** One record or a list of them. */
export function recordsOf(value: unknown): SObjectValue[] {
  if (value === null) {
    throw apexError('NullPointerException', 'Attempt to de-reference a null object');
  }
  const records = value instanceof ApexList ? (value.items as (SObjectValue | null)[]) : [value as SObjectValue];
  if (records.some((record) => record === null)) {
    throw apexError('NullPointerException', 'Attempt to de-reference a null object');
  }
  return records as SObjectValue[];
}

/**
 * Runs DML with the rights of the executing code, or with `access`. Counts one statement and its rows. Records of several objects go in
 * runs of one object each, in order. Ids of inserted records are set into them.
 * @returns one result a record; with `allOrNone` a failure is thrown instead.
 * @throws System.DmlException, System.LimitException.
 */
export function performDml(
  op: DmlOp,
  records: SObjectValue[],
  options: DmlOptions = { allOrNone: true },
  access: Access = runtime().access()
): SaveResult[] {
  const { data, transaction } = runtime();
  const unfit = unfitRecords(op, records, options.allOrNone);
  transaction.limits.use('dmlStatements', 1);
  transaction.limits.use('dmlRows', records.length);
  const sound = unfit.size === 0 ? records : records.filter((_, index) => !unfit.has(index));
  const undo = options.allOrNone && sound.length > 0 ? data.savepoint() : null;
  const engineOptions = withRecordOptions(records, options);
  const results: SaveResult[] = [];
  for (const run of runsOfOneObject(sound)) {
    const rows = run.map((record) => rowOf(record, data.schema));
    const made = data.dml(op, (run[0] as SObjectValue).object, rows, engineOptions, access);
    made.forEach((result, index) => takeId(op, run[index] as SObjectValue, rows[index] as Row, result));
    results.push(...made);
    if (undo !== null && made.some((result) => !result.success)) {
      data.rollbackTo(undo);
      throw dmlException(op, records, results);
    }
  }
  return unfit.size === 0 ? results : records.map((_, index) => unfit.get(index) ?? (results.shift() as SaveResult));
}

function runsOfOneObject(records: SObjectValue[]): SObjectValue[][] {
  const runs: SObjectValue[][] = [];
  for (const record of records) {
    const last = runs.at(-1);
    if (last && last[0]?.object === record.object) {
      last.push(record);
    } else {
      runs.push([record]);
    }
  }
  if (runs.length > 10) {
    throw apexError(
      'TypeException',
      'Cannot have more than 10 chunks in a single operation. Please rearrange the data to reduce chunking.'
    );
  }
  return runs;
}

function takeId(op: DmlOp, record: SObjectValue, row: Row, result: SaveResult): void {
  if (result.success && (op === 'insert' || op === 'upsert')) {
    record.row['Id'] = result.id ?? row['Id'] ?? null;
  }
}

/** What the data engine is not asked for: an insert with an id, any other operation without one. With `allOrNone` the first is thrown. */
function unfitRecords(op: DmlOp, records: SObjectValue[], allOrNone: boolean): Map<number, SaveResult> {
  const unfit = new Map<number, SaveResult>();
  records.forEach((record, index) => {
    const id = (record.row['Id'] as string | null | undefined) ?? null;
    const error = misfit(op, id);
    if (error && allOrNone) {
      throw failure(op, [{ index, id, object: record.object, errors: [error] }]);
    }
    if (error) {
      unfit.set(index, { success: false, id, created: false, errors: [error] });
    }
  });
  const ids = op === 'update' ? records.map((record) => record.row['Id']).filter((id) => typeof id === 'string') : [];
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw apexError('ListException', `Duplicate id in list: ${twice}`);
  }
  return unfit;
}

function misfit(op: DmlOp, id: string | null): RecordError | null {
  if (op === 'insert' && id !== null) {
    return { statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', message: 'cannot specify Id in an insert call', fields: ['Id'] };
  }
  return op !== 'insert' && op !== 'upsert' && id === null
    ? { statusCode: 'MISSING_ARGUMENT', message: `Id not specified in an ${op} call`, fields: [] }
    : null;
}

function dmlException(op: DmlOp, records: SObjectValue[], results: SaveResult[]): ApexException {
  const failed = results.flatMap((result, index): FailedRow[] =>
    result.success
      ? []
      : [
          {
            index,
            id: (records[index]?.row['Id'] as string | undefined) ?? null,
            object: records[index]?.object ?? null,
            errors: result.errors
          }
        ]
  );
  return failure(op, failed);
}

/** `Insert failed. First exception on row 0; first error: CODE, message: [Field]`, as the platform writes it. */
function failure(op: DmlOp, failed: FailedRow[]): ApexException {
  const [first] = failed;
  const error = first?.errors[0];
  const row = first?.id && op !== 'insert' ? `row ${first.index} with id ${first.id}` : `row ${first?.index ?? 0}`;
  const what = op.charAt(0).toUpperCase() + op.slice(1);
  const fields = error?.fields.join(', ') ?? '';
  const text = `${what} failed. First exception on ${row}; first error: ${error?.statusCode ?? 'UNKNOWN_EXCEPTION'}, ${error?.message ?? ''}: [${fields}]`;
  return apexError('DmlException', text, failed);
}
