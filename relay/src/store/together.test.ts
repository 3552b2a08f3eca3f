import assert from 'node:assert/strict';
import test from 'node:test';
import { Together } from './together.ts';

test('calls made at the same time are one, each with its own answer; those that wait for an answer come after', async () => {
  const asked: number[][] = [];
  const double = new Together(async (numbers: number[]) => {
    asked.push(numbers);
    return numbers.map((number) => number * 2);
  });
  const answers = await Promise.all(
    [1, 2, 3].map(async (number) => {
      // However many turns each of them takes before it asks.
      for (let turn = 0; turn < number; turn++) await null;
      return double.call(await double.call(number));
    })
  );
  assert.deepEqual(answers, [4, 8, 12]);
  assert.deepEqual(asked, [
    [1, 2, 3],
    [2, 4, 6]
  ]);
});

test('when it fails, it fails for all who asked, and the next ones are asked anew', async () => {
  let fails = true;
  const calls = new Together(async (numbers: number[]) => {
    if (fails) throw new Error('refused');
    return numbers;
  });
  const both = await Promise.allSettled([calls.call(1), calls.call(2)]);
  assert.deepEqual(
    both.map(({ status }) => status),
    ['rejected', 'rejected']
  );
  fails = false;
  assert.equal(await calls.call(3), 3);
});
