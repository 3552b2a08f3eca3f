/** What generated code calls for operators, conversions, fields of records, elements of lists. Every function takes and gives Apex values. */
import { ApexList } from './collections.ts';
import { ApexDate, ApexDatetime } from './dates.ts';
import { ApexDecimal } from './decimal.ts';
import { compareNumbers, equalStrings, equalValues, type Numeric } from './equality.ts';
import { apexError } from './exception-value.ts';
import { nullPointer } from './machine.ts';
import type { SObjectValue } from './sobject-value.ts';
import { textOf } from './text.ts';

/** The receiver of a call, the target of a field. */
export function nn<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) {
    throw nullPointer();
  }
  return value;
}

// ---------------------------------------------------------------- arithmetic

/** An Integer or Double operand. */
export const num = (value: number | null): number => {
  if (value === null) {
    throw nullPointer();
  }
  return value;
};
export const big = (value: number | bigint | null): bigint => {
  if (value === null) {
    throw nullPointer();
  }
  return typeof value === 'bigint' ? value : BigInt(value);
};
export const dec = (value: Numeric | null): ApexDecimal => {
  if (value === null) {
    throw nullPointer();
  }
  return ApexDecimal.from(value);
};
/** A Double operand out of any number. */
export const dbl = (value: Numeric | null): number => {
  if (value === null) {
    throw nullPointer();
  }
  return typeof value === 'number' ? value : Number(String(value));
};
export const long = (value: bigint): bigint => BigInt.asIntN(64, value);

export function divideInteger(left: number, right: number): number {
  if (right === 0) {
    throw apexError('MathException', 'Divide by 0');
  }
  return Math.trunc(left / right) | 0;
}
export function divideLong(left: bigint, right: bigint): bigint {
  if (right === 0n) {
    throw apexError('MathException', 'Divide by 0');
  }
  return long(left / right);
}
export function divideDouble(left: number, right: number): number {
  if (right === 0) {
    throw apexError('MathException', 'Divide by 0');
  }
  return left / right;
}

// ---------------------------------------------------------------- implicit conversion: null stays null

export const toLong = (value: number | bigint | null): bigint | null => (value === null ? null : BigInt(value));
export const toDouble = (value: Numeric | null): number | null => (value === null ? null : dbl(value));
export const toDecimal = (value: Numeric | null): ApexDecimal | null => (value === null ? null : ApexDecimal.from(value));
export const toDatetime = (value: ApexDate | ApexDatetime | null): ApexDatetime | null =>
  value instanceof ApexDate ? new ApexDatetime(value.utc().getTime()) : value;

/** `(Integer) x`: cut towards zero; too large a number loses its upper bits. */
export function castInteger(value: Numeric | null): number | null {
  return value === null ? null : Number(BigInt.asIntN(32, whole(value)));
}
export function castLong(value: Numeric | null): bigint | null {
  return value === null ? null : long(whole(value));
}
function whole(value: Numeric): bigint {
  return typeof value === 'bigint' ? value : typeof value === 'number' ? BigInt(Math.trunc(value)) : value.toBigInt();
}

// ---------------------------------------------------------------- comparison

/** `<`, `>`, `<=`, `>=` on numbers and dates: false with a null. Apex Developer Guide, "Expression Operators". */
export function order(left: unknown, right: unknown): number {
  if (left === null || right === null) {
    return Number.NaN;
  }
  return compareNumbers(sortable(left), sortable(right));
}
function sortable(value: unknown): Numeric {
  if (value instanceof ApexDate) {
    return value.utc().getTime();
  }
  return typeof value === 'object' && value !== null && 'ms' in value ? (value as ApexDatetime).ms : (value as Numeric);
}
/** On Strings and Ids, without case; null comes first. */
export function orderText(left: string | null, right: string | null): number {
  if (left === null || right === null) {
    return left === right ? 0 : left === null ? -1 : 1;
  }
  const [one, other] = [left.toLowerCase(), right.toLowerCase()];
  return one < other ? -1 : one > other ? 1 : 0;
}
export const equalNumbers = (left: Numeric | null, right: Numeric | null): boolean =>
  left === null || right === null ? left === right : compareNumbers(left, right) === 0;

// ---------------------------------------------------------------- text

export const text = textOf;
/** A Double in a concatenation: `5.0`. */
export const doubleText = (value: number | null): string =>
  value === null ? 'null' : Number.isInteger(value) && Math.abs(value) < 1e7 ? `${value}.0` : String(value).replace(/e\+?/, 'E');

// ---------------------------------------------------------------- conditions

/** A Boolean that decides: null is a NullPointerException. */
export const bool = (value: boolean | null): boolean => {
  if (value === null) {
    throw nullPointer();
  }
  return value;
};

// ---------------------------------------------------------------- lists

export function at(list: unknown, index: number | null): unknown {
  const { items } = nn(list) as ApexList;
  const position = num(index);
  if (position < 0 || position >= items.length) {
    throw apexError('ListException', `List index out of bounds: ${position}`);
  }
  return items[position];
}
export function putAt(list: unknown, index: number | null, value: unknown): unknown {
  at(list, index);
  (list as ApexList).items[num(index)] = value;
  return value;
}
export function sizedList(size: number | null): ApexList {
  if (num(size) < 0) {
    throw apexError('ListException', `List size out of bounds: ${size}`);
  }
  return new ApexList(new Array<unknown>(num(size)).fill(null));
}

// ---------------------------------------------------------------- records

export function getField(record: unknown, name: string): unknown {
  const from = nn(record) as SObjectValue;
  const value = from.row[name];
  if (value !== undefined) {
    return value;
  }
  if (from.selected !== null && !from.selected.has(name)) {
    throw apexError('SObjectException', `SObject row was retrieved via SOQL without querying the requested field: ${from.object}.${name}`);
  }
  return null;
}
/** A field of a parent (`member.Campaign.Name`): null where there is no parent. */
export const getOfParent = (parent: unknown, name: string): unknown => (parent === null ? null : getField(parent, name));

export function setField(record: unknown, name: string, value: unknown): unknown {
  const into = nn(record) as SObjectValue;
  if (into.readOnly) {
    throw apexError('FinalException', 'Record is read-only');
  }
  into.row[name] = value;
  into.changed.add(name);
  return value;
}

export function getParent(record: unknown, name: string): unknown {
  if (record === null) {
    return null;
  }
  const from = record as SObjectValue;
  const parent = from.parents[name];
  if (parent === undefined && from.selected !== null && !from.selected.has(name)) {
    throw apexError('SObjectException', `SObject row was retrieved via SOQL without querying the requested field: ${from.object}.${name}`);
  }
  return parent ?? null;
}
export function setParent(record: unknown, name: string, value: unknown): unknown {
  const into = nn(record) as SObjectValue;
  if (into.readOnly) {
    throw apexError('FinalException', 'Record is read-only');
  }
  into.parents[name] = value as SObjectValue | null;
  return value;
}

export function getChildren(record: unknown, name: string, type: ApexList['type']): unknown {
  const from = nn(record) as SObjectValue;
  const list = from.children[name] as ApexList | undefined;
  if (list) {
    list.type ??= type;
    return list;
  }
  if (from.selected !== null && !from.selected.has(name)) {
    throw apexError('SObjectException', `SObject row was retrieved via SOQL without querying the requested field: ${from.object}.${name}`);
  }
  const made = new ApexList([], type);
  from.children[name] = made;
  return made;
}

/** `record.addError(…)`, `record.Field.addError(…)`. */
export function addError(record: unknown, field: string | null, message: unknown): null {
  (nn(record) as SObjectValue).errors.push({ message: textOf(message), field });
  return null;
}

export { equalStrings, equalValues };
