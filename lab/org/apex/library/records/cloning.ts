/** Copies of records. Apex Reference Guide, "SObject Class", clone. */
import { runtime } from '../../runtime/current.ts';
import { SObjectValue } from '../../runtime/sobject-value.ts';

export interface CloneOptions {
  keepId: boolean;
  /** Without it, related records are shared with the original. */
  deep: boolean;
  keepTimes?: boolean;
  keepNumbers?: boolean;
}

const TIMES = ['CreatedById', 'CreatedDate', 'LastModifiedById', 'LastModifiedDate'];

const sources = new WeakMap<SObjectValue, string | null>();

export function cloneRecord(record: SObjectValue, options: CloneOptions): SObjectValue {
  const definition = runtime().data.schema.find(record.object);
  const row: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record.row)) {
    const isNumber = (definition?.fields.get(name.toLowerCase())?.autoNumber ?? null) !== null;
    const dropped =
      (name === 'Id' && !options.keepId) || (TIMES.includes(name) && !options.keepTimes) || (isNumber && !options.keepNumbers);
    if (!dropped) {
      row[name] = value;
    }
  }
  const copy = new SObjectValue(record.object, row);
  for (const [name, parent] of Object.entries(record.parents)) {
    copy.parents[name] = parent && options.deep ? cloneRecord(parent, { ...options, keepId: true }) : parent;
  }
  copy.children = { ...record.children };
  sources.set(copy, (record.row['Id'] as string | undefined) ?? null);
  return copy;
}

export const isClone = (record: SObjectValue): boolean => sources.has(record);
export const cloneSource = (record: SObjectValue): string | null => sources.get(record) ?? null;
