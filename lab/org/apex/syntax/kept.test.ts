import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { keptUnit } from './kept.ts';
import { parse } from './parse.ts';

test('a tree that was read before is the same tree; a changed source has its own; what has errors is not kept', () => {
  const source = (body: string) => `// ${randomUUID()}\npublic class Kept { @IsTest static void m(Integer i) { ${body} } }`;
  const one = source("for (String s : new List<String>{ 'a' }) { i += 1; }");
  assert.equal(keptUnit(one, 'class'), null);
  const fresh = parse('Kept.cls', one, 'class').unit;
  assert.ok(fresh);
  const again = parse('Kept.cls', one, 'class').unit;
  assert.deepEqual(again, fresh);
  assert.equal(keptUnit(one, 'trigger'), null);
  const broken = source('Integer i = ;');
  assert.ok(parse('Kept.cls', broken, 'class').errors.length > 0);
  assert.equal(keptUnit(broken, 'class'), null);
});
