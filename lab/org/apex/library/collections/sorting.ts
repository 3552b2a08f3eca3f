/** The order of `List.sort()`. Apex Developer Guide, "List Sorting" and "Sorting sObjects Using the sort Method". */
import { ApexDate, ApexDatetime, ApexTime } from '../../runtime/dates.ts';
import { ApexEnum } from '../../runtime/enum-value.ts';
import { compareNumbers, isNumeric } from '../../runtime/equality.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { runtime } from '../../runtime/current.ts';
import { SObjectValue } from '../../runtime/sobject-value.ts';

const compare = (left: string | number, right: string | number): number => (left < right ? -1 : left > right ? 1 : 0);

/** Null first; numbers by value; texts by code; dates by time; enums by their order. */
export function naturalOrder(left: unknown, right: unknown): number {
  if (left === null || right === null) {
    return left === right ? 0 : left === null ? -1 : 1;
  }
  if (isNumeric(left) && isNumeric(right)) {
    return compareNumbers(left, right);
  }
  if (typeof left === 'string' && typeof right === 'string') {
    return compare(left, right);
  }
  if (typeof left === 'boolean' && typeof right === 'boolean') {
    return Number(left) - Number(right);
  }
  if (left instanceof ApexEnum && right instanceof ApexEnum) {
    return left.ordinal - right.ordinal;
  }
  if (isTime(left) && isTime(right)) {
    return compare(timeOf(left), timeOf(right));
  }
  if (left instanceof SObjectValue && right instanceof SObjectValue) {
    return compareRecords(left, right);
  }
  return ordered(left, right);
}

const isTime = (value: unknown): value is ApexDate | ApexDatetime | ApexTime =>
  value instanceof ApexDate || value instanceof ApexDatetime || value instanceof ApexTime;
const timeOf = (value: ApexDate | ApexDatetime | ApexTime): number => (value instanceof ApexDate ? value.utc().getTime() : value.ms);

/** User classes that implement Comparable. */
function ordered(left: unknown, right: unknown): number {
  const { program } = runtime();
  if (!program.hasMethod(left, 'compareTo', 1)) {
    throw apexError('ListException', `One or more of the items in this list is not Comparable.`);
  }
  return Number(program.invoke(left, 'compareTo', [right]));
}

/** By the label of the object, then Name, then the standard fields and the custom ones, each by name. */
function compareRecords(left: SObjectValue, right: SObjectValue): number {
  if (left.object !== right.object) {
    return compare(left.object, right.object);
  }
  const names = [...new Set([...Object.keys(left.row), ...Object.keys(right.row)])];
  const rank = (name: string): string => `${name === 'Name' ? 0 : name.endsWith('__c') ? 2 : 1}${name}`;
  names.sort((one, other) => compare(rank(one), rank(other)));
  for (const name of names) {
    const order = naturalOrder(left.row[name] ?? null, right.row[name] ?? null);
    if (order !== 0) {
      return order;
    }
  }
  return 0;
}
