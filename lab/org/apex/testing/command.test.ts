import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { smallProject } from './small-project.ts';

const passing = '@IsTest private class SmallTest { @IsTest static void one() { System.assertEquals(2, Adder.add(1, 1)); } }';
const adder = `public class Adder {
  public static Integer add(Integer a, Integer b) { return a + b; }
  public static Integer twice(Integer a) { return a * 2; }
  public static Integer thrice(Integer a) { return a * 3; }
}`;

test('what passes is told by class, with coverage; too little of it fails the run', (t) => {
  const { code, text } = smallProject(t, [passing, adder]).run();
  assert.match(text, /^ok {5}SmallTest: 1 passed, 0 failed/m);
  assert.match(text, /^Adder +33 % +1\/3 +3-4$/m);
  assert.match(text, /The tests cover 33 % of the Apex code; a release needs 75 %\./);
  assert.equal(code, 1);
  assert.equal(smallProject(t, [passing, adder.replace(/ {2}public static Integer t.*\n/g, '')]).run().code, 0);
});

test('a failing test names method, expectation, actual value and line', (t) => {
  const failing =
    "@IsTest private class SmallTest {\n  @IsTest static void one() {\n    System.assertEquals(3, Adder.add(1, 1), 'sum');\n  }\n}";
  const { code, text } = smallProject(t, [failing, adder]).run();
  assert.equal(code, 1);
  assert.match(
    text,
    /SmallTest\.one\n {4}System\.AssertException: Assertion Failed: sum: Expected: 3, Actual: 2\n {4}Class\.SmallTest\.one: line 3/
  );
});

test('one class or one method can be chosen; one that is not there is said', (t) => {
  const two = '@IsTest private class SmallTest { @IsTest static void one() {} @IsTest static void two() { System.assert(false); } }';
  const project = smallProject(t, [two]);
  assert.deepEqual(project.results('--class', 'SmallTest.one').methods, ['SmallTest.one']);
  const { code, text } = project.run('--class', 'Nowhere');
  assert.equal(code, 1);
  assert.match(text, /Nowhere/);
});

test('Apex that does not compile is refused with file, line, column and thing, and nothing runs', (t) => {
  const broken = 'public class Broken {\n  public Integer f() {\n    return Mystery.of(1);\n  }\n}';
  const { code, text } = smallProject(t, [passing, adder, broken]).run();
  assert.equal(code, 1);
  assert.match(text, /Broken\.cls:3:\d+: .*Mystery/);
  assert.doesNotMatch(text, /passed/);
});

test('a folder that is not there, an unknown switch and an unknown flag are each a sentence', (t) => {
  const project = smallProject(t, [passing, adder]);
  const missing = path.join(project.folder, 'nowhere');
  for (const [args, said] of [
    [['--folder', missing], `There is no folder ${missing}, so there is nothing to test.`],
    [['--switch', 'gravity=off'], '--switch gravity: '],
    [['--switch', 'nonsense'], '--switch takes NAME=VALUE, not nonsense.'],
    [['--sideways'], '--sideways']
  ] as const) {
    const { code, text } = project.run(...args);
    assert.equal(code, 1, text);
    assert.ok(text.includes(said), text);
  }
});
