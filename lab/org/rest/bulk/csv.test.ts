import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvLine, CsvError, DELIMITERS, LINE_ENDINGS, parseCsv, type CsvFormat, type Delimiter, type LineEnding } from './csv.ts';
import { javaDouble } from './formats.ts';

const plain: CsvFormat = { delimiter: 'COMMA', lineEnding: 'LF' };

test('whatever is written is read again, in every format', () => {
  const format = fc.record({
    delimiter: fc.constantFrom(...(Object.keys(DELIMITERS) as Delimiter[])),
    lineEnding: fc.constantFrom(...(Object.keys(LINE_ENDINGS) as LineEnding[]))
  });
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ';', '|', '\t', '`', '^', ' ', 'ü', '=') });
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));
  fc.assert(
    fc.property(format, table, (how, lines) => {
      assert.deepEqual(parseCsv(lines.map((line) => csvLine(line, how)).join(''), how), lines);
    })
  );
});

test('cells without quotes are taken as they are, and a mark of byte order and empty lines are no data', () => {
  assert.deepEqual(parseCsv('\uFEFFName,Title\nAda, Lead \n\n"a ""b""",\n', plain), [
    ['Name', 'Title'],
    ['Ada', ' Lead '],
    ['a "b"', '']
  ]);
});

test('files that are not what the job says are refused in the words of the platform', () => {
  for (const [text, said] of [
    ['Name\r\nAda\r\n', /LineEnding is invalid on user data. Current LineEnding setting is LF/],
    ['Name\nA"da\n', /Found unescaped quote/],
    ['Name\n"A"da\n', /Found unescaped quote/],
    ['Name\n"Ada\n', /EOF reached before closing an opened quote/],
    ['Name,Title\nAda\n', /Line 2 has 1 values, the header has 2/]
  ] as const) {
    assert.throws(
      () => parseCsv(text, plain),
      (cause) => cause instanceof CsvError && said.test(cause.message)
    );
  }
});

test('fractional numbers are printed as Java prints a double', () => {
  const cases = [0, 1, -1, 12.5, 9_999_999, 10_000_000, 99_213_206, 16_147_805_824_397, 0.001, 0.0005];
  assert.deepEqual(cases.map(javaDouble), [
    ...['0.0', '1.0', '-1.0', '12.5', '9999999.0', '1.0E7', '9.9213206E7', '1.6147805824397E13', '0.001', '5.0E-4']
  ]);
});
