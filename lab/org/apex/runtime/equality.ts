/**
 * Equality and hashing of Apex values: what `equals`, Set and Map go by. Strings compare with case here; the operator `==` on two
 * Strings does not (`equalStrings`). Apex Developer Guide, "Expression Operators" and "Using Custom Types in Map Keys and Sets".
 */
import { ApexBlob, ApexDate, ApexDatetime, ApexTime } from './dates.ts';
import { ApexDecimal } from './decimal.ts';
import { ApexEnum } from './enum-value.ts';
import { ApexObject } from './exception-value.ts';
import { ApexList, ApexMap, ApexSet } from './collections.ts';
import { SObjectValue } from './sobject-value.ts';

/** Slots of the methods that user classes may define for comparison. */
interface Comparing {
  equals$1?(other: unknown): unknown;
  hashcode$0?(): unknown;
}

/** The operator `==` on Strings. */
export function equalStrings(left: string | null, right: string | null): boolean {
  return left === right || (left !== null && right !== null && left.length === right.length && left.toLowerCase() === right.toLowerCase());
}

/** The operator `==` on Ids, or on an Id and a String: 15 and 18 characters name the same record. */
export function equalIds(left: string | null, right: string | null): boolean {
  if (left === right) {
    return true;
  }
  return left !== null && right !== null && left.length >= 15 && right.length >= 15 && left.slice(0, 15) === right.slice(0, 15);
}

/** Two values of any type are the same to collections, `equals` and the operator `==` on Objects. */
export function equalValues(left: unknown, right: unknown): boolean {
  if (left === right) {
    return true;
  }
  if (left === null || right === null) {
    return false;
  }
  if (left instanceof ApexObject) {
    const own = left as Comparing;
    return own.equals$1 ? own.equals$1(right) === true : false;
  }
  if (isNumeric(left) && isNumeric(right)) {
    return compareNumbers(left, right) === 0;
  }
  if (typeof left !== 'object' || typeof right !== 'object') {
    return false;
  }
  if (left instanceof ApexDate) {
    return right instanceof ApexDate ? left.days === right.days : right instanceof ApexDatetime && left.utc().getTime() === right.ms;
  }
  if (left instanceof ApexDatetime) {
    return right instanceof ApexDatetime ? left.ms === right.ms : right instanceof ApexDate && left.ms === right.utc().getTime();
  }
  if (left instanceof ApexTime) {
    return right instanceof ApexTime && left.ms === right.ms;
  }
  if (left instanceof ApexBlob) {
    return right instanceof ApexBlob && Buffer.compare(left.bytes, right.bytes) === 0;
  }
  if (left instanceof ApexList) {
    return right instanceof ApexList && sameItems(left.items, right.items);
  }
  if (left instanceof ApexSet) {
    return right instanceof ApexSet && left.size === right.size && [...left].every((item) => right.has(item));
  }
  if (left instanceof ApexMap) {
    return (
      right instanceof ApexMap && left.size === right.size && left.entries().every(([k, v]) => right.has(k) && equalValues(v, right.get(k)))
    );
  }
  if (left instanceof SObjectValue) {
    return right instanceof SObjectValue && sameRecords(left, right);
  }
  return false;
}

function sameItems(left: unknown[], right: unknown[]): boolean {
  return left.length === right.length && left.every((item, index) => equalValues(item, right[index]));
}

function sameRecords(left: SObjectValue, right: SObjectValue): boolean {
  const names = Object.keys(left.row).filter((name) => left.row[name] !== null);
  return (
    left.object === right.object &&
    names.length === Object.keys(right.row).filter((name) => right.row[name] !== null).length &&
    names.every((name) => equalValues(left.row[name], right.row[name] ?? null))
  );
}

export type Numeric = number | bigint | ApexDecimal;

export function isNumeric(value: unknown): value is Numeric {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof ApexDecimal;
}

/** -1, 0 or 1, whatever mixture of Integer, Long, Double and Decimal. */
export function compareNumbers(left: Numeric, right: Numeric): number {
  if (left instanceof ApexDecimal || right instanceof ApexDecimal) {
    return ApexDecimal.from(left).compare(ApexDecimal.from(right));
  }
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * What a value is filed under in Set and Map: equal values have equal keys. For user classes with `hashCode` several unequal
 * values may share a key (`shared`), and `equals` decides.
 */
export function hashKey(value: unknown): { key: unknown; shared: boolean } {
  if (value instanceof ApexObject) {
    const own = value as Comparing;
    return own.hashcode$0 && own.equals$1 ? { key: `h${String(own.hashcode$0())}`, shared: true } : { key: value, shared: false };
  }
  return { key: typeof value === 'string' ? value : contentKey(value), shared: false };
}

/** Strings begin with one of these, so that text in a collection never collides with another value: see `contentKey`. */
const MARK = '\u0000';

function contentKey(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return `${MARK}s${value.length}:${value}`;
    case 'number':
    case 'bigint':
      return `${MARK}n${String(value)}`;
    case 'boolean':
      return value;
    case 'object':
      return value === null ? null : objectKey(value);
    default:
      return value;
  }
}

function objectKey(value: object): unknown {
  if (value instanceof ApexDecimal) {
    return `${MARK}n${value.stripped().toPlainString()}`;
  }
  if (value instanceof ApexDate) {
    return `${MARK}t${value.utc().getTime()}`;
  }
  if (value instanceof ApexDatetime) {
    return `${MARK}t${value.ms}`;
  }
  if (value instanceof ApexTime) {
    return `${MARK}c${value.ms}`;
  }
  if (value instanceof ApexBlob) {
    return `${MARK}b${Buffer.from(value.bytes).toString('base64')}`;
  }
  if (value instanceof ApexEnum) {
    return value;
  }
  if (value instanceof ApexList) {
    return `${MARK}l(${value.items.map(partKey).join(',')})`;
  }
  if (value instanceof ApexSet) {
    return `${MARK}u(${[...value].map(partKey).sort().join(',')})`;
  }
  if (value instanceof ApexMap) {
    const parts = value.entries().map(([k, v]) => `${partKey(k)}=${partKey(v)}`);
    return `${MARK}m(${parts.sort().join(',')})`;
  }
  if (value instanceof SObjectValue) {
    const set = Object.keys(value.row).filter((name) => value.row[name] !== null);
    const parts = set.sort().map((name) => `${name}=${partKey(value.row[name])}`);
    return `${MARK}r${value.object}(${parts.join(',')})`;
  }
  return value;
}

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

/** A number that stays with the object: the default `hashCode`. */
export function identityOf(value: object): number {
  let known = identities.get(value);
  if (known === undefined) {
    lastIdentity += 1;
    known = lastIdentity;
    identities.set(value, known);
  }
  return known;
}

function partKey(value: unknown): string {
  const key = value instanceof ApexObject ? hashKey(value).key : contentKey(value);
  return typeof key === 'object' && key !== null ? `${MARK}o${identityOf(key)}` : String(key);
}
