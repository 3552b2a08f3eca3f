/** What a query job does: runs the query as its user and keeps the rows as lines of CSV. */
import type { OrgMachine } from '../../server/machine.ts';
import type { Expression, Query, Selected } from '../../soql/ast.ts';
import { SoqlError, type FieldDef, type ObjectDef, type QueryResult, type QueryRow, type Scalar, type Schema } from '../../types.ts';
import { fail } from '../answers.ts';
import { csvLine } from './csv.ts';
import { cellOf } from './formats.ts';
import { JobFailure, type Job, type JobWork } from './job.ts';

/**
 * Bulk API 2.0, Understanding Bulk API 2.0 Query: what its queries may not have.
 * @returns the object's name.
 * @throws {RestError}
 */
export function checkSupported(schema: Schema, query: Query): string {
  const object = schema.find(query.from.name);
  if (!object) {
    throw fail('API_ERROR', `sObject type '${query.from.name}' is not supported.`);
  }
  if (!object.queryable || object.kind === 'metadata') {
    throw fail('INVALIDENTITY', `Entity '${object.name}' is not supported by the Bulk API.`);
  }
  const found =
    query.groupBy.length > 0 || query.having
      ? 'GROUP BY'
      : query.offset
        ? 'OFFSET'
        : query.allRows
          ? 'ALL ROWS (use the operation queryAll)'
          : query.forUpdate
            ? 'FOR UPDATE'
            : query.select.some((item) => item.kind === 'children')
              ? 'Parent to child relationship queries'
              : query.select.some((item) => item.kind === 'typeof')
                ? 'TYPEOF'
                : query.select.some(isAggregate)
                  ? 'Aggregate Relationships and functions'
                  : null;
  if (found !== null) {
    throw fail('API_ERROR', `${found} not supported in Bulk Query`);
  }
  if (query.select.some((item) => columnsOf(item, object, schema).some((column) => isCompound(column.field)))) {
    throw fail('API_ERROR', 'Selecting compound data not supported in Bulk Query');
  }
  return object.name;
}

const AGGREGATES = ['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX'];
const isAggregate = (item: Selected) =>
  item.kind === 'expression' && item.expression.kind === 'call' && AGGREGATES.includes(item.expression.call.name);
const isCompound = (field: FieldDef | null) => field?.type === 'address' || field?.type === 'location';

interface Column {
  name: string;
  field: FieldDef | null;
  read(row: QueryRow): Scalar;
}

export class QueryWork implements JobWork {
  readonly job: Job;
  readonly header: string[];
  /** One a row, without the header. */
  lines: string[] = [];
  private readonly machine: OrgMachine;
  private readonly soql: string;
  private readonly hasLimit: boolean;
  private readonly columns: Column[];

  constructor(machine: OrgMachine, job: Job, soql: string, query: Query) {
    const { schema } = machine.data;
    this.machine = machine;
    this.job = job;
    this.soql = soql.trim();
    this.hasLimit = query.limit !== null;
    const object = schema.find(query.from.name);
    this.columns = object ? query.select.flatMap((item) => columnsOf(item, object, schema, query.from.alias)) : [];
    this.header = this.columns.map((column) => column.name);
  }

  /** Runs the query for nothing but its errors. @throws {SoqlError} */
  probe(): void {
    if (!this.hasLimit) {
      this.run(`${this.soql} LIMIT 0`);
    }
  }

  step(): boolean {
    let result: QueryResult;
    try {
      result = this.machine.transact(this.job.userId, () =>
        this.run(this.job.operation === 'queryAll' ? `${this.soql} ALL ROWS` : this.soql)
      );
    } catch (cause) {
      throw cause instanceof SoqlError ? new JobFailure(cause.message) : cause;
    }
    this.lines = result.records.map((row) =>
      csvLine(
        this.columns.map((column) => cellOf(column.read(row), column.field)),
        this.job
      )
    );
    this.job.processed = this.lines.length;
    return true;
  }

  private run(soql: string): QueryResult {
    return this.machine.data.query(soql, {}, { userId: this.job.userId, mode: 'user', sharing: true });
  }
}

/** The columns of one item of the SELECT list; `FIELDS(…)` is several. */
function columnsOf(item: Selected, object: ObjectDef, schema: Schema, alias: string | null = null): Column[] {
  if (item.kind === 'children' || item.kind === 'typeof') {
    return [];
  }
  if (item.kind === 'fields') {
    const fields = [...object.fields.values()].filter((field) => item.which === 'ALL' || field.custom === (item.which === 'CUSTOM'));
    return fields.map((field) => ({ name: field.name, field, read: (row) => row.fields[field.name] ?? null }));
  }
  return [columnOf(item.expression, item.alias, object, schema, alias)];
}

function columnOf(expression: Expression, name: string | null, object: ObjectDef, schema: Schema, alias: string | null): Column {
  if (expression.kind === 'call') {
    const [first] = expression.call.args;
    const inner = first ? columnOf(first, null, object, schema, alias) : null;
    const shown = name ?? inner?.field?.name ?? expression.call.name;
    return { name: shown, field: null, read: (row) => row.fields[shown] ?? null };
  }
  const names = expression.path.names;
  const isAliased = names.length > 1 && [alias, object.name].some((one) => one?.toLowerCase() === names[0]?.toLowerCase());
  const steps: string[] = [];
  let at: ObjectDef | undefined = object;
  const path = isAliased && !relationOf(object, names[0] ?? '') ? names.slice(1) : names;
  for (const step of path.slice(0, -1)) {
    const relation: FieldDef | undefined = at && relationOf(at, step);
    steps.push(relation?.relationshipName ?? step);
    at = schema.find(relation && relation.referenceTo.length > 1 ? 'Name' : (relation?.referenceTo[0] ?? ''));
  }
  const last = path.at(-1) ?? '';
  const field = at?.fields.get(last.toLowerCase()) ?? null;
  const shown = field?.name ?? last;
  return {
    name: [...steps, shown].join('.'),
    field,
    read(row) {
      const holder = steps.reduce<QueryRow | null>((one, step) => one?.parents[step] ?? null, row);
      return holder?.fields[shown] ?? caseless(holder?.fields, shown);
    }
  };
}

const relationOf = (object: ObjectDef, name: string) =>
  [...object.fields.values()].find((field) => field.relationshipName?.toLowerCase() === name.toLowerCase());

/** Of a look-up to several objects the field is known only from the row. */
function caseless(fields: QueryRow['fields'] | undefined, name: string): Scalar {
  const found = Object.keys(fields ?? {}).find((one) => one.toLowerCase() === name.toLowerCase());
  return found === undefined ? null : (fields?.[found] ?? null);
}
