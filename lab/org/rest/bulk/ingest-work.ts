/** What an ingest job does: reads the file, writes its records in chunks of 200, keeps what came of each. */
import type { OrgMachine } from '../../server/machine.ts';
import type { Access, DmlOp, ObjectDef, RecordError, Row, SaveResult } from '../../types.ts';
import { RestError } from '../answers.ts';
import { rowIn, type FindParent } from '../record-json.ts';
import { statement } from '../statement.ts';
import { CsvError, parseCsv } from './csv.ts';
import { JobFailure, type Job, type JobWork } from './job.ts';

/** Each chunk is a transaction with limits of its own (Apex Developer Guide, "Triggers: Implementation Considerations"). */
const CHUNK = 200;
/** Sets a field to null; an empty cell leaves it as it is. */
const NULL = '#N/A';

interface Column {
  name: string;
  /** The record that a cell of this column is a part of. */
  record(value: string | null): Record<string, unknown>;
}

export class IngestWork implements JobWork {
  readonly job: Job;
  /** Of an upsert. */
  readonly externalId: string | null;
  readonly assignmentRule: string | null;
  /** What was uploaded, until it is read; null before. */
  text: string | null = null;
  header: string[] = [];
  readonly successes: string[][] = [];
  readonly failures: string[][] = [];
  private readonly machine: OrgMachine;
  private readonly object: ObjectDef;
  private columns: Column[] | null = null;
  private rows: string[][] = [];
  private next = 0;

  constructor(machine: OrgMachine, job: Job, object: ObjectDef, externalId: string | null, assignmentRule: string | null) {
    this.machine = machine;
    this.job = job;
    this.object = object;
    this.externalId = externalId;
    this.assignmentRule = assignmentRule;
  }

  /** What was not tried: the job was aborted, or its file could not be used. */
  unprocessed(): string[][] {
    if (this.columns === null) {
      this.readFile(() => undefined);
    }
    return this.rows.slice(this.next);
  }

  step(): boolean {
    if (this.columns === null) {
      this.readFile((error) => {
        throw new JobFailure(`ClientInputError : ${error.message}`);
      });
      this.columns = this.header.map((name) => this.columnOf(name));
      this.checkKey();
      return this.rows.length === 0;
    }
    const cells = this.rows.slice(this.next, this.next + CHUNK);
    const results = this.machine.transact(this.job.userId, () => this.write(cells, this.columns ?? []));
    cells.forEach((row, index) => this.note(row, results[index]));
    this.next += cells.length;
    this.job.processed = this.next;
    return this.next >= this.rows.length;
  }

  private readFile(refuse: (error: CsvError) => void): void {
    if (this.text === null) {
      return;
    }
    try {
      [this.header = [], ...this.rows] = parseCsv(this.text, this.job);
      this.text = '';
    } catch (cause) {
      if (!(cause instanceof CsvError)) {
        throw cause;
      }
      refuse(cause);
    }
  }

  // ---------------------------------------------------------------- columns

  /** `Name`, `Campaign__r.Key__c`, `Lead:Who.Key__c`. @throws {JobFailure} */
  private columnOf(name: string): Column {
    const [path = '', inner] = name.replace(/^\w+:/, '').split('.');
    const field =
      inner === undefined
        ? this.object.fields.get(path.toLowerCase())
        : [...this.object.fields.values()].find((one) => one.relationshipName?.toLowerCase() === path.toLowerCase());
    if (!field || (this.isDelete() && field.type !== 'id')) {
      throw new JobFailure(`InvalidBatch : Field name not found : ${name}`);
    }
    return inner === undefined
      ? { name: field.name, record: (value) => ({ [field.name]: cellIn(value, field.type) }) }
      : { name: field.name, record: (value) => (value === null ? { [field.name]: null } : { [path]: { [inner]: value } }) };
  }
  private isDelete(): boolean {
    return this.job.operation === 'delete' || this.job.operation === 'hardDelete';
  }
  private checkKey(): void {
    const needed = this.job.operation === 'insert' ? null : (this.externalId ?? 'Id');
    if (needed !== null && !this.columns?.some((column) => column.name === needed)) {
      throw new JobFailure(`InvalidBatch : Field name not found : ${needed}`);
    }
  }

  // ---------------------------------------------------------------- records

  private write(cells: string[][], columns: Column[]): SaveResult[] {
    const access: Access = { userId: this.job.userId, mode: 'user', sharing: true };
    const { data } = this.machine;
    const find: FindParent = (object, field, value) => {
      const found = data.query(`SELECT Id FROM ${object} WHERE ${field} = :value LIMIT 2`, { value }, access).records;
      return found.length === 1 ? String(found[0]?.fields['Id']) : null;
    };
    const read = cells.map((line) => this.rowOf(line, columns, find));
    const rows = read.flatMap((one) => ('statusCode' in one ? [] : [one.row]));
    const options = {
      allOrNone: false,
      useAssignmentRule: this.assignmentRule !== null,
      ...(this.externalId === null ? {} : { externalIdField: this.externalId })
    };
    const op = (this.isDelete() ? 'delete' : this.job.operation) as DmlOp;
    const done = rows.length === 0 ? [] : statement(data, op, this.object.name, rows, options, access);
    if (this.job.operation === 'hardDelete') {
      const gone = done.flatMap((result) => (result.success && result.id !== null ? [result.id] : []));
      data.emptyRecycleBin(gone, { ...access, mode: 'system', sharing: false });
    }
    let at = 0;
    return read.map((one) => ('statusCode' in one ? failed(one) : (done[at++] ?? failed(NO_RESULT))));
  }

  private rowOf(line: string[], columns: Column[], find: FindParent): { row: Row } | RecordError {
    const row: Row = {};
    for (const [index, column] of columns.entries()) {
      const cell = line[index] ?? '';
      if (cell === '') {
        continue;
      }
      try {
        Object.assign(row, rowIn(column.record(cell === NULL ? null : cell), this.object, this.machine.data.schema, find));
      } catch (cause) {
        if (!(cause instanceof RestError)) {
          throw cause;
        }
        const [entry] = cause.entries;
        return entry?.errorCode === 'INVALID_FIELD'
          ? { statusCode: 'INVALID_FIELD', message: entry.message, fields: [] }
          : {
              statusCode: 'INVALID_TYPE_ON_FIELD_IN_RECORD',
              message: `${column.name}: value not of required type: ${cell}`,
              fields: [column.name]
            };
      }
    }
    return { row };
  }

  private note(line: string[], result: SaveResult | undefined): void {
    if (result?.success) {
      const created = this.job.operation === 'insert' || result.created;
      this.successes.push([result.id ?? '', String(created), ...line]);
    } else {
      this.failures.push(['', (result?.errors ?? [NO_RESULT]).map(errorText).join(';'), ...line]);
    }
  }
}

const NO_RESULT: RecordError = { statusCode: 'UNKNOWN_EXCEPTION', message: 'The record was not written.', fields: [] };
const failed = (error: RecordError): SaveResult => ({ success: false, id: null, created: false, errors: [error] });

/** `REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --` */
const errorText = ({ statusCode, message, fields }: RecordError) =>
  `${statusCode}:${message}:${fields.join(' ')}${fields.length > 0 ? ' ' : ''}--`;

/** Valid CSV Record Rows: check boxes are also `1`, `yes`, `y`, `t`; a date may end in Z. */
function cellIn(value: string | null, type: string): string | boolean | null {
  if (value === null) {
    return null;
  }
  if (type === 'boolean') {
    return /^(true|1|yes|y|t)$/i.test(value) ? true : /^(false|0|no|n|f)$/i.test(value) ? false : value;
  }
  return type === 'date' ? value.replace(/Z$/, '') : value;
}
