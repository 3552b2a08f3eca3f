import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMemoryStore } from '../src/store/memory.ts';
import { createNaiveEngine } from './naive-engine.ts';
import { runSeed, type Run } from './run.ts';

/** Longer runs: `npm run sim -- --seeds 1000`. */
const SEEDS = 12;
const CONTROL_SEEDS = 6;
const FROM = 1;

function said({ seed, violations, trace }: Run): string {
  return `seed ${seed}\n${violations.map(({ invariant, what }) => `${invariant} ${what}`).join('\n')}\n${trace.join('\n')}`;
}

const runs: Run[] = [];
for (let seed = FROM; seed < FROM + SEEDS; seed++) runs.push(await runSeed(seed, openMemoryStore()));

for (const [invariant, what] of [
  ['I1', 'when edits and faults stop, every member is equal, parked with a reason, left by rule, or ended'],
  ['I2', 'an edit made on one side only is never lost'],
  ['I3', 'a settled pair causes no write, however many hints arrive'],
  ['I4', 'nothing is removed and nothing comes back without somebody having edited it'],
  ['I5', 'writes are at most twice the edits and faults'],
  ['I6', 'intent and journal precede every write, and every write has one outcome'],
  ['I7', 'two workers never hold one member'],
  ['I8', 'no cursor passes an unmarked hint'],
  ['I9', 'calls to Marketo stay inside the budget, whatever the number of processes'],
  ['I11', 'no person is created without a rule that says so, and never twice'],
  ['I12', 'a parked member has a reason, since when, and a way out']
] as const) {
  test(`${invariant}: ${what}`, () => {
    for (const run of runs) assert.ok(!run.violations.some((one) => one.invariant === invariant), said(run));
  });
}

test('the engine never throws what it does not expect', () => {
  for (const run of runs) assert.ok(!run.violations.some((one) => one.invariant === 'crash'), said(run));
});

test('the simulated worlds were not idle', () => {
  const sum = (of: (run: Run) => number) => runs.reduce((total, run) => total + of(run), 0);
  assert.ok(sum((run) => run.edits) > 20 * SEEDS);
  assert.ok(sum((run) => run.faults) > 5 * SEEDS);
  assert.ok(sum((run) => run.writes) > 10 * SEEDS);
});

test('a seed comes again the same', async () => {
  const [first] = runs;
  const again = await runSeed(FROM, openMemoryStore());
  assert.deepEqual(again.trace, first?.trace);
});

test('an engine that remembers after the write is caught, and not only by its missing journal', async () => {
  const caught = new Set<string>();
  for (let seed = FROM; seed < FROM + CONTROL_SEEDS; seed++) {
    const { violations } = await runSeed(seed, openMemoryStore(), createNaiveEngine);
    for (const { invariant } of violations) caught.add(invariant);
  }
  assert.ok(caught.has('I1') && caught.has('I2'), `caught: ${[...caught].sort().join(', ')}`);
});
