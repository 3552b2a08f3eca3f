/** `System.runAs`: another user's sharing and rights, in tests only. */
import { runtime } from './current.ts';
import { performDml, recordsOf } from './dml.ts';
import { apexError } from './exception-value.ts';
import type { SObjectValue } from './sobject-value.ts';

/** Users put aside by `runAs`, innermost last; the top one is the running user. */
const STATE = 'runAs';
const stack = (): string[] => runtime().state(STATE, () => []);

/** The id of the user that `runAs` stands for, or null. */
export function runAsUser(): string | null {
  return stack().at(-1) ?? null;
}

/** @returns the depth to go back to. */
export function beginRunAs(user: unknown): number {
  if (runtime().test === null) {
    throw apexError('UnsupportedOperationException', 'System.runAs can only be used in tests');
  }
  const [record] = recordsOf(user) as [SObjectValue];
  if (!record.row['Id']) {
    // A user that is not there yet is made, as the platform does.
    performDml('insert', [record], { allOrNone: true }, { userId: runtime().user().id, mode: 'system', sharing: false });
  }
  stack().push(String(record.row['Id']));
  return stack().length - 1;
}

export function endRunAs(depth: number): void {
  stack().splice(depth);
}
