/** Random conditions against a plain reading of them: no indexes, no parser, no folding of literals. */
import test from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TestOrg } from '../data/testing/open-data.ts';
import type { Row, Scalar } from '../types.ts';

type Tree =
  | { kind: 'compare'; field: string; operator: string; value: Scalar }
  | { kind: 'in'; field: string; not: boolean; values: Scalar[] }
  | { kind: 'and' | 'or'; left: Tree; right: Tree }
  | { kind: 'not'; inner: Tree };

const FIELDS: Record<string, fc.Arbitrary<Scalar>> = {
  Company: fc.constantFrom('alpha', 'Beta', 'BETA', 'gamma', null),
  Email: fc.constantFrom('a@example.com', 'b@example.com', null),
  NumberOfEmployees: fc.constantFrom(1, 2, 30, null),
  DoNotCall: fc.boolean(),
  Id: fc.constantFrom('#0', '#1', '#5')
};
const field = fc.constantFrom(...Object.keys(FIELDS));
const leaf: fc.Arbitrary<Tree> = field.chain((name) => {
  const value = FIELDS[name] as fc.Arbitrary<Scalar>;
  const equal = ['Id', 'DoNotCall'].includes(name);
  const operator = fc.constantFrom(...(equal ? ['=', '!='] : ['=', '!=', '<', '<=', '>', '>=']));
  return fc.oneof(
    fc.record({ kind: fc.constant('compare' as const), field: fc.constant(name), operator, value }),
    fc.record({
      kind: fc.constant('in' as const),
      field: fc.constant(name),
      not: fc.boolean(),
      values: fc.array(value, { minLength: 1, maxLength: 3 })
    })
  );
});
const tree = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('tree'), right: tie('tree') }),
    fc.record({ kind: fc.constant('not' as const), inner: tie('tree') })
  )
})).tree;

type Write = (value: Scalar) => string;
function text(at: Tree, write: Write): string {
  switch (at.kind) {
    case 'compare':
      return `${at.field} ${at.operator} ${write(at.value)}`;
    case 'in':
      return `${at.field} ${at.not ? 'NOT IN' : 'IN'} (${at.values.map(write).join(', ')})`;
    case 'not':
      return `NOT (${text(at.inner, write)})`;
    default:
      return `(${text(at.left, write)}) ${at.kind} (${text(at.right, write)})`;
  }
}

const low = (value: Scalar | undefined) => (typeof value === 'string' ? value.toLowerCase() : (value ?? null));
function naive(at: Tree, row: Row, idOf: (value: Scalar) => Scalar): boolean {
  switch (at.kind) {
    case 'and':
      return naive(at.left, row, idOf) && naive(at.right, row, idOf);
    case 'or':
      return naive(at.left, row, idOf) || naive(at.right, row, idOf);
    case 'not':
      return !naive(at.inner, row, idOf);
    case 'in':
      return at.values.some((value) => low(idOf(value)) === low(row[at.field])) !== at.not;
    case 'compare': {
      const [a, b] = [low(row[at.field]), low(idOf(at.value))];
      if (at.operator === '=' || at.operator === '!=') {
        return (a === b) === (at.operator === '=');
      }
      if (a === null || b === null) {
        return false;
      }
      return { '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b }[at.operator] as boolean;
    }
  }
}

test('every condition finds what a plain reading of it finds', () => {
  const org = new TestOrg();
  const values = (at: number): Row => ({
    LastName: `L${at}`,
    Company: ['Alpha', 'beta', 'Gamma'][at % 3] ?? null,
    Email: at % 4 === 0 ? null : `${at % 2 === 0 ? 'a' : 'B'}@example.com`,
    NumberOfEmployees: at % 5 === 0 ? null : at % 32,
    DoNotCall: at % 2 === 0
  });
  const ids = org.insert('Lead', ...Array.from({ length: 60 }, (_, at) => values(at)));
  const rows = org.rows(`SELECT ${Object.keys(FIELDS).join(', ')} FROM Lead`);
  const idOf = (value: Scalar) => (typeof value === 'string' && value.startsWith('#') ? (ids[Number(value.slice(1))] ?? null) : value);
  const write: Write = (value) => {
    const given = idOf(value);
    return typeof given === 'string' ? `'${given}'` : String(given);
  };
  fc.assert(
    fc.property(tree, (at) => {
      const found = org.rows(`SELECT Id FROM Lead WHERE ${text(at, write)}`).map((row) => row['Id']);
      const wanted = rows.filter((row) => naive(at, row, idOf)).map((row) => row['Id']);
      assert.deepEqual(found.sort(), wanted.sort());
    }),
    { numRuns: 400 }
  );
});
