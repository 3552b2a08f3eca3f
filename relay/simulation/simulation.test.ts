import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMemoryStore } from '../src/store/memory.ts';
import { CALL_FAULTS } from './faults.ts';
import { MOMENTS } from './process.ts';
import { runSeed, type Run } from './run.ts';

/** As many worlds as fit into this; longer: `npm run sim -- --minutes 10`. */
const SECONDS = 20;
/** On the slowest machine. */
const LEAST = 12;
/** A busy machine plays on until everything that is to go wrong did, but no further than this. */
const MOST_TO_SEE_ALL = 60;
const FROM = 1;

function said({ seed, violations, trace }: Run): string {
  return `seed ${seed}\n${violations.map(({ invariant, what }) => `${invariant} ${what}`).join('\n')}\n${trace.join('\n')}`;
}

const KINDS = [
  ...CALL_FAULTS,
  ...[...MOMENTS, 'any await'].map((moment) => `crash: ${moment}`),
  'stalled worker',
  ...['conversion', 'merge in Salesforce', 'merge in Marketo', 'edited under the write', 'rules changed while parked', 'link paused'],
  ...[
    'unlinked and linked again',
    'status renamed in Salesforce',
    'status renamed in Marketo',
    'status hidden in Marketo',
    'paging token expired'
  ]
];
/** What is to go wrong and has not yet. */
const missing = () => {
  const met = new Set(runs.flatMap((run) => [...run.kinds.keys()]));
  return KINDS.filter((kind) => !met.has(kind));
};

const runs: Run[] = [];
const until = Date.now() + SECONDS * 1000;
while (runs.length < LEAST || Date.now() < until || (runs.length < MOST_TO_SEE_ALL && missing().length > 0)) {
  const run = await runSeed(FROM + runs.length, openMemoryStore());
  // Thousands of lines each: only those of failures are ever read, and of the first, which is played again.
  runs.push(runs.length === 0 || run.violations.length > 0 ? run : { ...run, trace: [] });
}

for (const [invariant, what] of [
  ['I1', 'when edits and faults stop, every member is equal, parked with a reason, left by rule, or ended'],
  ['I2', 'an edit made on one side only is never lost'],
  ['I3', 'a settled pair causes no write, however many hints arrive'],
  ['I4', 'nothing is removed and nothing comes back without somebody having edited it'],
  ['I5', 'writes are at most twice the edits and faults'],
  ['I6', 'intent and journal precede every write, and every write has one outcome'],
  ['I7', 'two workers never hold one member, and a stale worker’s intent changes no row'],
  ['I8', 'no cursor passes an unmarked hint'],
  ['I9', 'calls to Marketo stay inside the budget, whatever the number of processes and tenants'],
  ['I10', 'a tenant with work waits at most tenants × one claim'],
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
  assert.ok(sum((run) => run.edits) > 20 * runs.length);
  assert.ok(sum((run) => run.faults) > 5 * runs.length);
  assert.ok(sum((run) => run.writes) > 10 * runs.length);
});

test('everything that is to go wrong went wrong', () => {
  assert.deepEqual(missing(), []);
});

test('a seed comes again the same', async () => {
  const [first] = runs;
  const again = await runSeed(FROM, openMemoryStore());
  assert.deepEqual(again.trace, first?.trace);
});
