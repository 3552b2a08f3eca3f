import assert from 'node:assert/strict';
import fc from 'fast-check';
import test from 'node:test';
import { inList, portions, quoted } from './soql.ts';

test('text cannot leave its quotes', () => {
  assert.equal(quoted("O'Hara"), "'O\\'Hara'");
  assert.equal(quoted("\\' OR Name != '"), "'\\\\\\' OR Name != \\''");
  fc.assert(
    fc.property(fc.string(), (text) => {
      const inner = quoted(text).slice(1, -1);
      // Every quote is escaped by an odd number of backslashes before it.
      assert.doesNotMatch(inner, /(?<!\\)(\\\\)*'/);
      assert.doesNotMatch(inner, /[\n\r]/);
    })
  );
});

test('portions hold every value once and fit an address', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 200 })), (values) => {
      const parts = portions(values);
      assert.deepEqual(parts.flat(), [...new Set(values)]);
      assert.ok(parts.every((part) => part.length === 1 || encodeURIComponent(inList(part)).length <= 6_000));
    })
  );
  const ids = Array.from({ length: 1000 }, (_, index) => `00Q${String(index).padStart(12, '0')}AAA`);
  assert.ok(portions(ids).length < 10);
});
