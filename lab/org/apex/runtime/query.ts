/** Queries from Apex: `[SELECT …]`, and `Database.query` through the library. Counts and enforces the limits of queries and rows. */
import { SoqlError, type Access, type QueryRow } from '../../types.ts';
import { ApexList, ApexSet } from './collections.ts';
import { ApexDatetime } from './dates.ts';
import { runtime } from './current.ts';
import { apexError } from './exception-value.ts';
import { recordOfQuery } from './records.ts';
import { toScalar } from './records.ts';
import { SObjectValue } from './sobject-value.ts';

/** A bind as the data engine takes it: a scalar, or an array for a List or Set. Records stand for their ids. */
export function bindValue(value: unknown): unknown {
  if (value instanceof ApexList || value instanceof ApexSet) {
    return [...value].map(bindValue);
  }
  if (value instanceof SObjectValue) {
    return (value.row['Id'] as string | undefined) ?? null;
  }
  return value instanceof ApexDatetime ? value.toISOString() : toScalar(value);
}

/**
 * Runs a query with the rights of the executing code, or with `access`.
 * @param binds Apex values by name.
 * @param counts whether it is a query of its own: what a search gives back is not.
 * @throws System.QueryException for what the data engine refuses; System.LimitException.
 */
export function runQuery(soql: string, binds: Record<string, unknown>, access: Access = runtime().access(), counts = true): SObjectValue[] {
  const { data } = runtime();
  return queryRows(soql, binds, access, counts).records.map((row) => recordOfQuery(row, data.schema));
}

/** The query whose rows a list holds: of a query in the source, for `Database.getQueryLocator([SELECT …])`. */
export const queryOf = new WeakMap<ApexList, { soql: string; binds: Record<string, unknown>; access: Access }>();

/** The number of rows: `SELECT count() FROM …`. */
export function runCount(soql: string, binds: Record<string, unknown>, access: Access = runtime().access()): number {
  return queryRows(soql, binds, access).totalSize;
}

function queryRows(
  soql: string,
  binds: Record<string, unknown>,
  access: Access,
  counts = true
): { records: QueryRow[]; totalSize: number } {
  const { data, transaction } = runtime();
  const plain = Object.fromEntries(Object.entries(binds).map(([name, value]) => [name, bindValue(value)]));
  transaction.limits.use('queries', counts ? 1 : 0);
  let result: { records: QueryRow[]; totalSize: number };
  try {
    result = data.query(soql, plain, access);
  } catch (cause) {
    if (cause instanceof SoqlError) {
      throw apexError('QueryException', cause.message);
    }
    throw cause;
  }
  const children = result.records.reduce(
    (sum, row) => sum + Object.values(row.children).reduce((count, rows) => count + rows.length, 0),
    0
  );
  const aggregate = result.records[0]?.aggregates !== undefined;
  transaction.limits.use('queryRows', (aggregate ? result.records.length : Math.max(result.totalSize, result.records.length)) + children);
  return result;
}

/** What the operators of user mode say about a query's text: it wins over the class's mode. */
export function queryAccess(soql: string, access: Access): Access {
  if (/\bWITH\s+USER_MODE\b/i.test(soql)) {
    return { ...access, mode: 'user' };
  }
  return /\bWITH\s+SYSTEM_MODE\b/i.test(soql) ? { ...access, mode: 'system' } : access;
}

/** `Account a = [SELECT …]`: exactly one row, or a QueryException. */
export function single(records: SObjectValue[]): SObjectValue {
  if (records.length > 1) {
    throw apexError('QueryException', 'List has more than 1 row for assignment to SObject');
  }
  const [only] = records;
  if (!only) {
    throw apexError('QueryException', 'List has no rows for assignment to SObject');
  }
  return only;
}
