import assert from 'node:assert/strict';
import test from 'node:test';
import { together } from './together.ts';

test('waits for all also when some fail, and throws what failed first in their order', async () => {
  const done: number[] = [];
  const work = async (number: number) => {
    for (let turn = 0; turn < number; turn++) await null;
    if (number === 1 || number === 2) throw new Error(`failed ${number}`);
    done.push(number);
    return number;
  };
  await assert.rejects(together([5, 2, 1, 9], work), /failed 2/);
  assert.deepEqual(done, [5, 9]);
  assert.deepEqual(await together([5, 3], work), [5, 3]);
});
