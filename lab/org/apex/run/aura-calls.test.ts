import assert from 'node:assert/strict';
import test from 'node:test';
import { runApex } from '../library/testing/run-apex.ts';
import { AuraCalls } from './aura-calls.ts';

const page = `public class Page {
  public static Integer acted = 0;
  public class Answer { @AuraEnabled public Integer shown = 7; public Integer kept = 8; }
  @AuraEnabled public static void act() { acted++; }
  @AuraEnabled public static Answer answer() { return new Answer(); }
  public static void unreachable() {}
}`;

test('a component gets what is enabled of a result, and nothing of a method that returns nothing', () => {
  const { program } = runApex('Page.act();', { classes: [page] });
  const calls = new AuraCalls(program);
  const call = (name: string) => {
    const method = calls.find('Page', name);
    assert.ok(method, name);
    return calls.call(method, {});
  };
  assert.equal(call('act'), null);
  assert.deepEqual(call('answer'), { shown: 7 });
  assert.equal(calls.find('Page', 'unreachable'), null);
});
