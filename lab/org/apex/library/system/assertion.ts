/** System.assert and the Assert class. A failure ends the test: no catch sees it. Apex Reference Guide, "Assert Class". */
import { runtime } from '../../runtime/current.ts';
import { equalValues } from '../../runtime/equality.ts';
import { UncatchableException } from '../../runtime/exception-value.ts';
import { uncatchable } from '../../runtime/machine.ts';
import { textOf } from '../../runtime/text.ts';
import type { TypeToken } from '../../runtime/tokens.ts';
import { library, nullArgument, type LibraryDeclaration } from '../define.ts';

/** `Assertion Failed: what: detail`. */
export function failAssertion(message: unknown, detail: string | null = null): never {
  const own = message === undefined || message === null ? null : textOf(message);
  const text = ['Assertion Failed', own, detail].filter((part) => part !== null).join(': ');
  throw uncatchable(new UncatchableException('System.AssertException', text));
}

type Message = unknown;

function equal(expected: unknown, actual: unknown, message?: Message): void {
  if (!equalValues(expected, actual)) {
    failAssertion(message, `Expected: ${textOf(expected)}, Actual: ${textOf(actual)}`);
  }
}
function notEqual(expected: unknown, actual: unknown, message?: Message): void {
  if (equalValues(expected, actual)) {
    failAssertion(message, `Same value: ${textOf(expected)}`);
  }
}
function isTrue(condition: boolean | null, message?: Message): void {
  if (condition === null) {
    throw nullArgument();
  }
  if (!condition) {
    failAssertion(message);
  }
}
const expecting =
  (holds: (value: unknown) => boolean, expected: string) =>
  (value: unknown, message?: Message): void => {
    if (!holds(value)) {
      failAssertion(message, `Expected: ${expected}, Actual: ${textOf(value)}`);
    }
  };
const isNotNull = (value: unknown, message?: Message): void => (value === null ? failAssertion(message, 'Same value: null') : undefined);

function instance(value: unknown, type: TypeToken | null, wanted: boolean, message?: Message): void {
  if (type === null) {
    throw nullArgument();
  }
  const { program } = runtime();
  if (program.isInstance(value, type.type) !== wanted) {
    const actual = value === null ? 'null' : program.typeOf(value).name;
    failAssertion(message, `${wanted ? 'Expected' : 'Not expected'}: ${type.type.name}, Actual: ${actual}`);
  }
}

type Members = NonNullable<LibraryDeclaration['members']>;

export const assertMembers: Members = {
  'static void assert(Boolean condition)': isTrue,
  'static void assert(Boolean condition, Object message)': isTrue,
  'static void assertEquals(Object expected, Object actual)': equal,
  'static void assertEquals(Object expected, Object actual, Object message)': equal,
  'static void assertNotEquals(Object expected, Object actual)': notEqual,
  'static void assertNotEquals(Object expected, Object actual, Object message)': notEqual
};

/** Each assertion with and without a message. */
const both = (name: string, parameters: string, work: (...args: never[]) => unknown): Members => ({
  [`static void ${name}(${parameters})`]: work,
  [`static void ${name}(${parameters}${parameters ? ', ' : ''}String message)`]: work
});

export const assert = library({
  name: 'Assert',
  members: {
    ...both('areEqual', 'Object expected, Object actual', equal),
    ...both('areNotEqual', 'Object notExpected, Object actual', notEqual),
    ...both('fail', '', (message?: Message) => failAssertion(message)),
    ...both(
      'isFalse',
      'Boolean condition',
      expecting((value) => value === false, 'false')
    ),
    ...both(
      'isTrue',
      'Boolean condition',
      expecting((value) => value === true, 'true')
    ),
    ...both(
      'isNull',
      'Object value',
      expecting((value) => value === null, 'null')
    ),
    ...both('isNotNull', 'Object value', isNotNull),
    ...both('isInstanceOfType', 'Object instance, Type expected', (value: unknown, type: TypeToken | null, message?: Message) =>
      instance(value, type, true, message)
    ),
    ...both('isNotInstanceOfType', 'Object instance, Type notExpected', (value: unknown, type: TypeToken | null, message?: Message) =>
      instance(value, type, false, message)
    )
  }
});
