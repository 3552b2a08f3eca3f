import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAutomation } from '../src/automation/companion.ts';
import { openMemoryStore } from '../src/store/memory.ts';
import { createForgetful } from './forgetful-automation.ts';
import { TELL_MOMENTS } from './process.ts';
import { runSeed, type Run } from './run.ts';

const LEAST = 8;
/** It is played on until processes died where Marketo is told, but no further than this. */
const MOST_TO_SEE_ALL = 40;
const FROM = 1;
/** Worlds in which the answer to just such a call is lost; few do. */
const MOST_CONTROLS = 24;

const runs: Run[] = [];
const KINDS = TELL_MOMENTS.map((moment) => `crash: ${moment}`);
const missing = () => KINDS.filter((kind) => !runs.some(({ kinds }) => kinds.has(kind)));
while (runs.length < LEAST || (runs.length < MOST_TO_SEE_ALL && missing().length > 0)) {
  runs.push(await runSeed(FROM + runs.length, openMemoryStore(), { companion: createAutomation(), invariant: 'A2' }));
}
const said = ({ seed, violations, trace }: Run) =>
  `seed ${seed}\n${violations.map(({ invariant, what }) => `${invariant} ${what}`).join('\n')}\n${trace.join('\n')}`;

for (const [invariant, what] of [
  ['A1', 'no activity is sent a second time but where an answer was lost and the feed, asked for it, does not show it'],
  ['A2', 'what Marketo is told leads from status to status, to what stands there'],
  ['A3', 'the record of a membership says what stands there'],
  ['I9', 'calls to Marketo stay inside the budget with all of this'],
  ['crash', 'nothing is thrown that is not expected']
] as const) {
  test(`${invariant}: ${what}`, () => {
    for (const run of runs) assert.ok(!run.violations.some((one) => one.invariant === invariant), said(run));
  });
}

test('the worlds were not idle, and processes died before and after what they sent', () => {
  assert.ok(runs.reduce((sum, { told }) => sum + told, 0) > 5 * runs.length);
  assert.deepEqual(missing(), []);
});

test('automation that forgets what it sent is caught', async () => {
  for (let seed = FROM; seed < FROM + MOST_CONTROLS; seed++) {
    const { violations } = await runSeed(seed, openMemoryStore(), { companion: createForgetful(), invariant: 'A1' });
    if (violations.some(({ invariant }) => invariant === 'A1')) return;
  }
  assert.fail('nobody noticed');
});
