/** Filters of metadata: roll-ups, look-ups, duplicate rules. Metadata API Developer Guide, "FilterItem". */
import type { FieldDef, Scalar } from '../types.ts';
import { fit } from './checks.ts';

const text = (value: Scalar): string => String(value ?? '').toLowerCase();
const same = (left: Scalar, right: Scalar): boolean => (typeof left === 'string' ? text(left) === text(right) : left === right);
const order = (left: Scalar, right: Scalar): number =>
  left === null || right === null ? Number.NaN : left === right ? 0 : left < right ? -1 : 1;
const chosen = (value: Scalar): string[] => text(value).split(';');

const TESTS = {
  equals: same,
  notEqual: (own: Scalar, value: Scalar) => !same(own, value),
  greaterThan: (own: Scalar, value: Scalar) => order(own, value) > 0,
  greaterOrEqual: (own: Scalar, value: Scalar) => order(own, value) >= 0,
  lessThan: (own: Scalar, value: Scalar) => order(own, value) < 0,
  lessOrEqual: (own: Scalar, value: Scalar) => order(own, value) <= 0,
  contains: (own: Scalar, value: Scalar) => text(own).includes(text(value)),
  notContain: (own: Scalar, value: Scalar) => !text(own).includes(text(value)),
  startsWith: (own: Scalar, value: Scalar) => text(own).startsWith(text(value)),
  includes: (own: Scalar, value: Scalar) => chosen(own).includes(text(value)),
  excludes: (own: Scalar, value: Scalar) => !chosen(own).includes(text(value))
};
export type Operation = keyof typeof TESTS;

export const isOperation = (name: string): name is Operation => Object.hasOwn(TESTS, name);

/** `A,B`, in the form that the field stores; an empty text is no value. */
export const valuesOf = (field: FieldDef, listed: string): Scalar[] =>
  listed.split(',').map((one) => fit(field, one.trim() === '' ? null : one.trim()));

/** Any of the values will do; where the operation denies, none may. */
export function compares(operation: Operation, own: Scalar, wanted: Scalar[]): boolean {
  const test = (one: Scalar) => TESTS[operation](own, one);
  return operation.startsWith('not') || operation === 'excludes' ? wanted.every(test) : wanted.some(test);
}

/**
 * Filter logic such as `1 AND (2 OR NOT 3)`; null is all of them.
 * @param holds by the number of the item, from 1.
 * @throws {Error} when it cannot be read.
 */
export function satisfies(condition: string | null, count: number, holds: (item: number) => boolean): boolean {
  if (condition === null) {
    return Array.from({ length: count }, (_, index) => index + 1).every(holds);
  }
  const words = condition.toUpperCase().match(/\d+|AND|OR|NOT|[()]/g) ?? [];
  let at = 0;
  const either = (): boolean => {
    let value = both();
    while (words[at] === 'OR') {
      at += 1;
      value = both() || value;
    }
    return value;
  };
  const both = (): boolean => {
    let value = one();
    while (words[at] === 'AND') {
      at += 1;
      value = one() && value;
    }
    return value;
  };
  const one = (): boolean => {
    const word = words[at++];
    if (word === 'NOT') {
      return !one();
    }
    if (word === '(') {
      const value = either();
      at += 1;
      return value;
    }
    if (word === undefined || !(Number(word) >= 1 && Number(word) <= count)) {
      throw new Error(`The filter logic ${condition} cannot be read.`);
    }
    return holds(Number(word));
  };
  return either();
}
