/** The trigger that runs: what `Trigger.*` reads. */
import { ApexList, ApexMap } from './collections.ts';
import type { ApexEnum } from './enum-value.ts';
import type { RuntimeType } from './runtime-type.ts';
import type { SObjectValue } from './sobject-value.ts';

export interface TriggerContext {
  timing: 'before' | 'after';
  op: 'insert' | 'update' | 'delete' | 'undelete';
  newRecords: SObjectValue[] | null;
  oldRecords: SObjectValue[] | null;
}

const running: TriggerContext[] = [];

export function withTrigger<T>(context: TriggerContext, work: () => T): T {
  running.push(context);
  try {
    return work();
  } finally {
    running.pop();
  }
}

/** A job or a callout's guest that begins inside of a trigger sees none. */
export function outsideOfTriggers<T>(work: () => T): T {
  const put = running.splice(0);
  try {
    return work();
  } finally {
    running.splice(0, running.length, ...put);
  }
}

const current = (): TriggerContext | undefined => running.at(-1);
const recordsOf = (which: 'new' | 'old'): SObjectValue[] | null =>
  (which === 'new' ? current()?.newRecords : current()?.oldRecords) ?? null;

export function triggerFlag(name: string): boolean {
  const context = current();
  if (!context) {
    return false;
  }
  switch (name) {
    case 'isExecuting':
      return true;
    case 'isBefore':
      return context.timing === 'before';
    case 'isAfter':
      return context.timing === 'after';
    default:
      return name.toLowerCase() === `is${context.op}`;
  }
}

export function triggerRecords(which: 'new' | 'old', type: RuntimeType): ApexList | null {
  const records = recordsOf(which);
  return records && new ApexList(records, type);
}

/** Before an insert there are no ids, hence no map. */
export function triggerMap(which: 'new' | 'old', type: RuntimeType): ApexMap | null {
  const context = current();
  const records = recordsOf(which);
  if (!records || (context?.timing === 'before' && context.op === 'insert')) {
    return null;
  }
  return new ApexMap(
    records.map((record) => [record.row['Id'] ?? null, record] as const),
    type
  );
}

export function triggerSize(): number | null {
  const context = current();
  return context ? (context.newRecords ?? context.oldRecords ?? []).length : null;
}

/** @param constants of System.TriggerOperation: `BEFORE_INSERT`, … */
export function triggerOperation(constants: ApexEnum[]): ApexEnum | null {
  const context = current();
  return (context && constants.find(({ name }) => name === `${context.timing}_${context.op}`.toUpperCase())) ?? null;
}
