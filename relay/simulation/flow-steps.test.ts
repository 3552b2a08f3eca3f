import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchOf, callOf } from '../src/automation/flow-steps/calls.ts';
import { openMemoryStore } from '../src/store/memory.ts';
import type { Store, StoreTransaction, TenantRow } from '../src/store/port.ts';
import type { TaskRow, TaskTable } from '../src/store/port-tasks.ts';
import { runFlowSteps, type Breaks, type StepRun } from './flow-step-world.ts';
import { STEP_MOMENTS } from './process.ts';

const MINUTE = 60_000;
const LEAST = 16;
/** It is played on until everything that is to go wrong did, but no further than this. */
const MOST_TO_SEE_ALL = 80;
const FROM = 1;
/** Worlds in which what a control forgets is needed; not all do. */
const MOST_CONTROLS = 24;

const KINDS = [
  ...[...STEP_MOMENTS, 'any await'].map((moment) => `crash: ${moment}`),
  ...['503', '429', 'refused connection', 'answer lost', 'arrives late'].map((fault) => `callback: ${fault}`),
  'stalled worker',
  'late write'
];
const runs: StepRun[] = [];
/** What is to go wrong and has not yet. */
const missing = () => {
  const met = new Set(runs.flatMap(({ kinds }) => [...kinds.keys()]));
  return KINDS.filter((kind) => !met.has(kind));
};
while (runs.length < LEAST || (runs.length < MOST_TO_SEE_ALL && missing().length > 0)) {
  const run = await runFlowSteps(FROM + runs.length, openMemoryStore());
  // Thousands of lines each: only those of failures are ever read.
  runs.push(run.violations.length > 0 ? run : { ...run, trace: [] });
}
const said = ({ seed, violations, trace }: StepRun) =>
  `seed ${seed}\n${violations.map(({ invariant, what }) => `${invariant} ${what}`).join('\n')}\n${trace.join('\n')}`;

for (const [invariant, what] of [
  ['S1', 'a call that was answered is called back, and again only by somebody who cannot know that Marketo took it'],
  ['S2', 'the callback tells of everybody of the call once, and what it tells is so'],
  ['S3', 'whoever is not edited by users is written at most once, however often the call comes'],
  ['S4', 'nobody is created twice, nor where the tenant says never'],
  ['S5', 'what is written was kept as planned before'],
  ['S6', 'of a call that was called back nothing is left but that it was'],
  ['I9', 'calls to Marketo stay inside the budget with all of this'],
  ['crash', 'nothing is thrown that is not expected']
] as const) {
  test(`${invariant}: ${what}`, () => {
    for (const run of runs) assert.ok(!run.violations.some((one) => one.invariant === invariant), said(run));
  });
}

test('the worlds were not idle, and processes died everywhere', () => {
  const sum = (of: (run: StepRun) => number) => runs.reduce((total, run) => total + of(run), 0);
  assert.ok(sum(({ results }) => results) > 50 * runs.length && sum(({ writes }) => writes) > 20 * runs.length);
  assert.deepEqual(missing(), []);
});

type Transaction = Pick<StoreTransaction, 'addTasks' | 'replaceTasks'>;
/** Writes of tasks, inside transactions and outside. */
function withTasks(change: (calls: Transaction) => Partial<Transaction>): Breaks {
  const around = <Tx extends Transaction>(tx: Tx): Tx => {
    const changed = change(tx) as Record<string | symbol, unknown>;
    return new Proxy(tx, { get: (inner, name) => changed[name] ?? (Reflect.get(inner, name) as unknown) });
  };
  return { store: (store) => ({ ...store, ...change(store), transact: (work) => store.transact((tx) => work(around(tx))) }) };
}
const writing = (of: TaskTable, changed: (task: TaskRow) => TaskRow) =>
  withTasks((calls) => ({ replaceTasks: (table, tasks) => calls.replaceTasks(table, table === of ? tasks.map(changed) : tasks) }));

const forgetsPlans = writing('flow_batches', (task) => ({ ...task, row: { ...batchOf(task), planned: {} } }));
const secrets = new Map<string, string>();
/** A minute later it is called back anew. */
function openAgain(task: TaskRow): TaskRow {
  const row = callOf(task);
  if (row.secrets !== '') secrets.set(task.id, row.secrets);
  if (task.state !== 'done' || task.due === null) return task;
  return {
    ...task,
    state: 'answering',
    due: task.due - 7 * 24 * 60 * MINUTE + MINUTE,
    row: { ...row, secrets: secrets.get(task.id) ?? '' }
  };
}
let serial = 0;
const CONTROLS: [invariant: string, what: string, breaks: Breaks][] = [
  ['S1', 'forgets that Marketo took a callback', writing('flow_calls', openAgain)],
  ['S2', 'forgets what it plans', forgetsPlans],
  [
    'S3',
    'writes over and over, to be sure',
    {
      salesforce: (port) => ({
        ...port,
        writeMembers: async (campaignId, changes) => {
          const back = changes.map((change) => ({ ...change, expected: change.write, write: change.expected }));
          const results = await port.writeMembers(campaignId, changes);
          await port.writeMembers(campaignId, back);
          await port.writeMembers(campaignId, changes);
          return results;
        }
      })
    }
  ],
  ['S4', 'creates people whatever the setting', { store: createsPeople }],
  ['S5', 'forgets what it plans', forgetsPlans],
  ['S6', 'forgets that it has called back', writing('flow_calls', (task) => ({ ...task, row: { ...callOf(task), sentAt: null } }))],
  [
    'S6',
    'takes every call for a new one',
    withTasks((calls) => ({
      addTasks: (table, tasks) =>
        calls.addTasks(
          table,
          tasks.map((task) => (table === 'flow_calls' ? { ...task, id: `${task.id}:${++serial}` } : task))
        )
    }))
  ]
];
function createsPeople(store: Store): Store {
  const create = (row: TenantRow): TenantRow =>
    row.automation?.flowSteps
      ? { ...row, automation: { ...row.automation, flowSteps: { ...row.automation.flowSteps, people: 'create' } } }
      : row;
  return { ...store, tenants: async () => (await store.tenants()).map(create) };
}
for (const [invariant, what, breaks] of CONTROLS) {
  test(`a relay that ${what} violates ${invariant} and is caught`, async () => {
    for (let seed = FROM; seed < FROM + MOST_CONTROLS; seed++) {
      const { violations } = await runFlowSteps(seed, openMemoryStore(), breaks);
      if (violations.some((one) => one.invariant === invariant)) return;
    }
    assert.fail('nobody noticed');
  });
}
