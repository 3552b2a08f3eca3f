/** Calls as a trigger campaign makes them: many, with one person each. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tenantRow } from '../../../simulation/world.ts';
import { defaultSettings } from '../../engine/settings.ts';
import type { Tenant } from '../../engine/tenant.ts';
import { OutsideError } from '../../engine/ports.ts';
import { openMemoryStore } from '../../store/memory.ts';
import type { Store } from '../../store/port.ts';
import type { AutomationSides } from '../ports.ts';
import type { FlowStepSettings } from '../settings.ts';
import { acceptCall, type Invocation } from './accept.ts';
import { answerSome } from './answer.ts';
import { callOf } from './calls.ts';
import { workOnBatches } from './work.ts';

const DAY = 24 * 60 * 60_000;
const UNKNOWN = 'No such campaign';
const settings: FlowStepSettings = {
  keyHash: '',
  people: 'never',
  leadDefaults: { lastName: 'Unknown', company: 'Unknown', ownerId: null, assignmentRule: false, allowDuplicates: false }
};

/** A relay whose clock the test sets; nobody knows the campaign, so that each person has a result at once. */
function open(store: Store = openMemoryStore()) {
  const time = { now: 1_000_000 };
  const asked: string[] = [];
  const logged: string[] = [];
  const row = tenantRow();
  const tenant = {
    id: row.id,
    row,
    store,
    clock: { now: () => time.now, sleep: async () => undefined },
    settings: defaultSettings,
    salesforce: { findPeople: async () => [] },
    random: () => 0.5,
    workerId: 'w1',
    metrics: { count: () => undefined },
    log: { error: (_fields: object, sentence: string) => logged.push(sentence), warn: () => undefined },
    wake: { callbacks: { call: () => undefined }, step: { call: () => undefined } }
  } as unknown as Tenant;
  const salesforce = {
    campaignsNamed: async (name: string) => {
      asked.push(name);
      return [];
    }
  };
  const sides = { salesforce } as unknown as AutomationSides;
  const accept = (token: string, leadIds: number[]) => {
    const objectData = leadIds.map((id) => ({
      objectType: 'lead' as const,
      objectContext: { id },
      flowStepContext: { campaign: UNKNOWN, status: '' }
    }));
    const context = { subscription: { munchkinId: row.munchkinId } };
    const given = { token, apiCallBackKey: 'key', campaignId: 1, callbackUrl: 'https://example.com/', context, objectData };
    return acceptCall(store, row, 'add', given satisfies Invocation, time.now, (text) => text);
  };
  const calls = async () => (await store.tasksOf('flow_calls', row.id, '', null, 10_000)).map((task) => ({ ...task, call: callOf(task) }));
  return { tenant, sides, accept, calls, time, asked, logged };
}
type Answer = number | OutsideError;
/** Marketo's answers in their order, the last of them for ever, and what it was sent. */
function callbacks(...answers: Answer[]) {
  const sent: string[] = [];
  let [atOnce, most] = [0, 0];
  const parts = {
    open: (text: string) => text,
    send: async ({ headers = {} }: { headers?: Record<string, string> }) => {
      most = Math.max(most, ++atOnce);
      sent.push(headers['x-callback-token'] ?? '');
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      await new Promise((resolve) => setImmediate(resolve));
      atOnce--;
      if (answer instanceof OutsideError) throw answer;
      return { status: answer ?? 200, headers: {}, bytes: new Uint8Array(), text: '' };
    }
  };
  return { parts, sent, most: () => most };
}

test('a thousand calls with one person each are worked on in one turn, and called back ten at once', async () => {
  const { tenant, sides, accept, calls, asked } = open();
  for (let index = 0; index < 1_100; index++) await accept(`token-${index}`, [index]);
  const first = await workOnBatches(tenant, sides, settings);
  assert.ok(first > 800 && first <= 1_000, `${first} people`);
  assert.equal(asked.length, 1, 'what all of them name is looked up once');
  while ((await workOnBatches(tenant, sides, settings)) > 0);
  const { parts, sent, most } = callbacks(200);
  while ((await answerSome(tenant, parts)) > 0);
  assert.deepEqual([sent.length, new Set(sent).size, most()], [1_100, 1_100, 10]);
  assert.ok((await calls()).every(({ state, call }) => state === 'done' && call.secrets === ''));
});

test('a large call is worked on in turns of a thousand people', async () => {
  const { tenant, sides, accept } = open();
  await accept(
    'token',
    Array.from({ length: 2_500 }, (_, index) => index)
  );
  const turns: number[] = [];
  for (let worked = await workOnBatches(tenant, sides, settings); worked > 0; worked = await workOnBatches(tenant, sides, settings))
    turns.push(worked);
  assert.deepEqual(turns, [1_000, 1_000, 500]);
});

const noAnswer = new OutsideError('marketo', 'no-answer', 'timeout', 'No answer within 60 s');
const noConnection = new OutsideError('marketo', 'temporary', 'ECONNREFUSED', 'No connection');
for (const [what, answers, times] of [
  ['taken is never sent again', [200], 1],
  ['that finds Marketo down is sent again', [503, noConnection, 200], 3],
  ['refused at first is sent again: it may be the gateway that refuses', [404, 200], 2],
  ['without an answer is sent again, and a refusal then says that it had arrived', [noAnswer, 404], 2],
  ['without an answer, then unanswered by 503, had arrived when it is refused', [noAnswer, 503, 404], 3]
] as [string, Answer[], number][]) {
  test(`a callback ${what}`, async () => {
    const { tenant, sides, accept, calls, time } = open();
    await accept('token', [1]);
    await workOnBatches(tenant, sides, settings);
    const { parts, sent } = callbacks(...answers);
    for (let round = 0; round < 10; round++) {
      await answerSome(tenant, parts);
      time.now += 10 * 60_000;
    }
    assert.equal(sent.length, times);
    assert.deepEqual(
      (await calls()).map(({ state }) => state),
      ['done']
    );
  });
}

test('a callback that Marketo never takes is given up after three days, said in the log, and forgotten a week later with its token', async () => {
  const { tenant, sides, accept, calls, time, logged } = open();
  await accept('token', [1]);
  await workOnBatches(tenant, sides, settings);
  const { parts, sent } = callbacks(503);
  await answerSome(tenant, parts);
  time.now += 3 * DAY + 60_000;
  await answerSome(tenant, parts);
  assert.equal(sent.length, 2);
  assert.match(logged.join(), /never took the results/);
  const [given] = await calls();
  assert.deepEqual([given?.state, given?.call.secrets], ['given-up', '']);
  assert.equal(await accept('token', [1]), false, 'until then a token that comes again is known');
  time.now += 7 * DAY + 60_000;
  await answerSome(tenant, parts);
  assert.deepEqual([await calls(), sent.length], [[], 2]);
});

test('one callback that cannot be sent does not hold up the others', async () => {
  const { tenant, sides, accept, calls } = open();
  for (let index = 0; index < 3; index++) await accept(`token-${index}`, [index]);
  await workOnBatches(tenant, sides, settings);
  const { parts } = callbacks(noAnswer, 200);
  await answerSome(tenant, parts);
  assert.deepEqual((await calls()).map(({ state }) => state).sort(), ['answering', 'done', 'done']);
});
