/** Formulas by example. Salesforce Help, “Formula Operators and Functions A–Z”; what blanks do: Salesforce's published formula engine. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FieldDef, ObjectDef, Row, Scalar } from '../../types.ts';
import type { Reader } from '../reader.ts';
import { TestOrg } from '../testing/open-data.ts';
import { compileFormula } from './compile.ts';
import { FormulaError, parseFormula } from './parse.ts';

const org = new TestOrg();
const lead = org.data.schema.find('Lead') as ObjectDef;
const ROW: Row = {
  Id: '00Q000000000001EAA',
  LastName: 'Sample',
  Company: '',
  Status: 'Open',
  Email: null,
  NumberOfEmployees: null,
  AnnualRevenue: 12.5
};
const NOW = Date.parse('2026-03-10T12:30:15.250Z');

function compiled(source: string, blankAsZero: boolean) {
  return compileFormula(parseFormula(source), {
    object: lead,
    blankAsZero,
    fieldAt: (object, path) => object.fields.get((path[0] ?? '').toLowerCase()) as FieldDef,
    read: (_object, row, path) => row[path[0] ?? ''] ?? null,
    global: () => assert.fail('no global'),
    zone: () => 'America/Los_Angeles',
    objectNamed: () => undefined
  });
}
const value = (source: string, options: { blankAsZero?: boolean; old?: Row | null } = {}): Scalar =>
  compiled(source, options.blankAsZero ?? false).run({
    row: ROW,
    old: options.old ?? null,
    isNew: options.old === undefined,
    now: NOW,
    reader: {} as Reader
  });

const examples = (of: string, cases: [string, Scalar][]) =>
  test(of, () => {
    for (const [source, expected] of cases) assert.deepEqual(value(source), expected, source);
  });

describe('a formula', () => {
  examples('computes with decimal numbers', [
    ['0.1 * 3', 0.3],
    ['2 ^ 3 ^ 2', 64],
    ['7 - 2 - 1', 4],
    ['-2 + 5', 3],
    ['ROUND(2.5, 0)', 3],
    ['ROUND(-2.5, 0)', -3],
    ['ROUND(1.005, 2)', 1.01],
    ['CEILING(-2.1)', -3],
    ['MCEILING(-2.1)', -2],
    ['FLOOR(-2.9)', -2],
    ['MFLOOR(-2.1)', -3],
    ['MOD(-7, 3)', -1],
    ['MAX(1, 5, 3)', 5],
    ['TRUNC(8.999, 1)', 8.9],
    ['ABS(-3)', 3]
  ]);
  examples('works on text', [
    ["'a' & 'b' + 'c'", 'abc'],
    ['LEFT("Campaign", 4)', 'Camp'],
    ['MID("Campaign", 5, 2)', 'ai'],
    ['RIGHT("Campaign", 3)', 'ign'],
    ['FIND("a", "banana", 3)', 4],
    ['SUBSTITUTE("a.b.c", ".", "-")', 'a-b-c'],
    ['LPAD("7", 3, "0")', '007'],
    ['INITCAP("o\'neil smith")', "O'Neil Smith"],
    ['REGEX("12345", "[0-9]{5}")', true],
    ['REGEX("x12345", "[0-9]{5}")', false],
    ['BEGINS("Webinar", "Web")', true],
    ['CONTAINS("Webinar", "bin")', true],
    ['VALUE("12.50")', 12.5],
    ['TEXT(12)', '12'],
    ['LEN(LastName)', 6],
    ['CASESAFEID("00Q000000000001")', '00Q000000000001EAA']
  ]);
  examples('knows days', [
    ['DATE(2026, 2, 27) + 2', '2026-03-01'],
    ['DATE(2026, 3, 1) - DATE(2026, 2, 1)', 28],
    ['ADDMONTHS(DATE(2026, 1, 31), 1)', '2026-02-28'],
    ['WEEKDAY(DATE(2026, 3, 10))', 3],
    ['ISOWEEK(DATE(2027, 1, 3))', 53],
    ['YEAR(DATE(2026, 3, 10))', 2026],
    ['NOW()', '2026-03-10T12:30:15.250Z'],
    ['HOUR(TIMENOW())', 12]
  ]);
  examples('decides', [
    ['IF(1 < 2, "yes", "no")', 'yes'],
    ['CASE(Status, "Open", 1, "Closed", 2, 3)', 1],
    ['ISPICKVAL(Status, "Closed")', false],
    ['AND(TRUE, 1 = 1, NOT(FALSE))', true],
    ['OR(FALSE, 2 <> 2)', false],
    ['BLANKVALUE(Company, "none")', 'none'],
    ['NULLVALUE(NumberOfEmployees, 4)', 4],
    ['ISBLANK(Email)', true],
    ['ISBLANK(LastName)', false]
  ]);

  test('is blank where a number is, unless blanks are to count as zeroes', () => {
    assert.equal(value('NumberOfEmployees + 1'), null);
    assert.equal(value('NumberOfEmployees + 1', { blankAsZero: true }), 1);
    assert.equal(value('LastName & Email'), 'Sample');
  });

  test('compares with the record as it was', () => {
    const old = { ...ROW, LastName: 'Former' };
    assert.deepEqual([value('ISCHANGED(LastName)', { old }), value('PRIORVALUE(LastName)', { old })], [true, 'Former']);
    assert.deepEqual([value('ISCHANGED(Company)', { old }), value('ISNEW()'), value('ISNEW()', { old })], [false, true, false]);
  });

  test('that cannot be is refused before it is ever computed, in the words of the formula editor', () => {
    const refusal = (source: string) => {
      try {
        compiled(source, false);
      } catch (error) {
        assert.ok(error instanceof FormulaError, String(error));
        return error.message;
      }
      return 'fine';
    };
    assert.match(refusal('1 + "a"'), /Incorrect parameter type for operator '\+'\. Expected Number, received Text\./);
    assert.match(refusal('LEFT("a")'), /Incorrect number of parameters for function 'LEFT\(\)'\. Expected 2, received 1\./);
    assert.match(
      refusal('Status = "Open"'),
      /Field Status is a picklist field\. Picklist fields are only supported in certain functions\./
    );
    assert.match(refusal('ISPICKVAL(LastName, "x")'), /Expected Picklist, received Text/);
    assert.match(refusal('PREDICT(1)'), /has no function PREDICT/);
    assert.match(refusal('IF(TRUE, 1, "a")'), /Incorrect parameter type/);
  });
});
