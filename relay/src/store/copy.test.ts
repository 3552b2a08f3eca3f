import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { copy } from './copy.ts';

test('a copy is equal to what it was made of, and shares nothing with it', () => {
  const row = fc.object({ withDate: true, withNullPrototype: false, maxDepth: 4 });
  fc.assert(
    fc.property(row, (one) => {
      const made = copy(one);
      assert.deepEqual(made, one);
      assert.deepEqual(shared(one, made), []);
    })
  );
});

test('what is missing stays missing, and null stays null', () => {
  assert.deepEqual(copy({ a: undefined, b: null, c: [undefined] }), { a: undefined, b: null, c: [undefined] });
});

/** Objects that both hold. */
function shared(a: unknown, b: unknown): unknown[] {
  const all = (value: unknown, found = new Set<unknown>()): Set<unknown> => {
    if (typeof value !== 'object' || value === null || found.has(value)) return found;
    found.add(value);
    for (const field of Object.values(value)) all(field, found);
    return found;
  };
  const ours = all(a);
  return [...all(b)].filter((one) => ours.has(one));
}
