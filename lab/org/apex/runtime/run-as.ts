/** `System.runAs`: another user's sharing and rights, in tests only. */
import { runtime } from './current.ts';
import { performDml, recordsOf } from './dml.ts';
import { apexError } from './exception-value.ts';
import type { SObjectValue } from './sobject-value.ts';

/** Counts as a DML statement (Apex Developer Guide, "Using the runAs Method"). @returns the depth to go back to. */
export function beginRunAs(user: unknown): number {
  const { test, transaction } = runtime();
  if (test === null) {
    throw apexError('UnsupportedOperationException', 'System.runAs can only be used in tests');
  }
  const [record] = recordsOf(user) as [SObjectValue];
  transaction.limits.use('dmlStatements', 1);
  const depth = transaction.beginRunAs(transaction.userId);
  if (!record.row['Id']) {
    // A user that is not there yet is made, as the platform does.
    try {
      performDml('insert', [record], { allOrNone: true }, { userId: transaction.userId, mode: 'system', sharing: false });
    } catch (cause) {
      transaction.endRunAs(depth);
      throw cause;
    }
  }
  transaction.beginRunAs(String(record.row['Id']));
  return depth;
}

export function endRunAs(depth: number): void {
  runtime().transaction.endRunAs(depth);
}
