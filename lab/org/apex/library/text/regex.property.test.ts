import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileRegex } from './regex.ts';
import { expand, splitBy } from './replacing.ts';

const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 12 });
const wordy = fc.string({ unit: fc.constantFrom('a', 'b', ',', ';'), maxLength: 12 });

test('quoted text matches itself and nothing else', () => {
  fc.assert(
    fc.property(printable, printable, (text, other) => {
      fc.pre(!text.includes('\\E'));
      const regex = new RegExp(`^(?:${compileRegex(`\\Q${text}\\E`).source})$`, 'v');
      assert.ok(regex.test(text));
      assert.equal(regex.test(other), text === other);
    })
  );
});

test('split with no limit loses nothing but empty parts at the end', () => {
  fc.assert(
    fc.property(wordy, (text) => {
      assert.equal(splitBy(text, ',', -1).join(','), text);
      assert.equal(splitBy(text, ',', 2).join(','), text);
      const all = splitBy(text, ',', -1);
      while (all.length > 1 && all.at(-1) === '') {
        all.pop();
      }
      const expected = all.length === 1 && all[0] === '' && text !== '' ? [] : all;
      assert.deepEqual(splitBy(text, ',', 0), expected);
    })
  );
});

test('a replacement without $ and backslash stands as it is', () => {
  const match = /a/.exec('a') as RegExpExecArray;
  fc.assert(fc.property(printable, (text) => assert.equal(expand(text.replace(/[$\\]/g, '\\$&'), match), text)));
});
