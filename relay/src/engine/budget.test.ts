import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { VirtualClock } from '../../simulation/virtual-clock.ts';
import { openMemoryStore } from '../store/memory.ts';
import type { Store } from '../store/port.ts';
import { createGate, forPeople, marketoDay, providedThat } from './budget.ts';
import { OutsideError } from './ports.ts';
import { defaultSettings, type BudgetSettings } from './settings.ts';

function instance(over: Partial<BudgetSettings> = {}) {
  const clock = new VirtualClock();
  const store = openMemoryStore();
  const settings = { ...defaultSettings.budget, ...over };
  const gate = (workerId: string) => createGate({ store, clock, settings, munchkinId: '123-ABC-456', workerId });
  return { clock, store, gate };
}

const rejected = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (cause: unknown) => cause as OutsideError
  );

describe('the budget of one instance', () => {
  test('I9: holds across processes: window and calls in flight, whoever calls', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 1, max: 4_000 })), {
          maxLength: 60
        }),
        async (calls) => {
          const { clock, gate } = instance({ windowCalls: 8, inFlight: 3, peopleShare: 0 });
          const gates = [gate('a'), gate('b'), gate('c')];
          const starts: number[] = [];
          let together = 0;
          const done = calls.map(async ([which, wait, lasts]) => {
            await clock.sleep(wait);
            await gates[which]?.run('sync', async () => {
              starts.push(clock.now());
              assert.ok(++together <= 3);
              await clock.sleep(lasts);
              together--;
            });
          });
          await clock.run(clock.now() + 3_600_000);
          await Promise.all(done);
          assert.equal(starts.length, calls.length);
          for (const at of starts) assert.ok(starts.filter((one) => one > at - 20_000 && one <= at).length <= 8);
        }
      ),
      { numRuns: 40 }
    );
  });

  test('keeps a tenth of the window for what people wait for', async () => {
    const { clock, gate } = instance({ windowCalls: 10 });
    const one = gate('a');
    let sync = 0;
    for (let call = 0; call < 20; call++) void one.run('sync', async () => void sync++);
    await clock.run(clock.now() + 1_000);
    assert.equal(sync, 9);
    let people = false;
    void forPeople(() => one.run('sync', async () => void (people = true)));
    await clock.run(clock.now() + 1_000);
    assert.equal(people, true);
  });

  test('spreads turns over the window: none waits for a window to end, and what comes after a quiet time begins at once', async () => {
    const { clock, gate } = instance();
    const one = gate('a');
    const waits: number[] = [];
    const turns = async () => {
      for (let turn = 0; turn < 60; turn++) {
        const began = clock.now();
        await one.room(2);
        waits.push(clock.now() - began);
        for (let call = 0; call < 3; call++) {
          const asked = clock.now();
          await one.run('sync', () => clock.sleep(300));
          assert.equal(clock.now() - asked, 300, 'no call of a turn waits for the window');
        }
      }
    };
    void turns();
    await clock.run(clock.now() + 600_000);
    assert.equal(waits.length, 60);
    assert.equal(waits[0], 0);
    assert.ok(Math.max(...waits) <= 1_500, `${Math.max(...waits)} ms`);
    assert.ok(Math.max(...waits) > 0, 'faster than the window allows');
  });

  test('is used up by turns at the same time when there is always more to do, and no call of theirs waits for a window to end', async () => {
    const { clock, gate } = instance({ windowCalls: 90, inFlight: 10 });
    const one = gate('a');
    const calls: number[] = [];
    let longest = 0;
    const turns = async () => {
      for (;;) {
        await one.room(2);
        for (let call = 0; call < 2; call++) {
          const asked = clock.now();
          await one.run('sync', async () => {
            longest = Math.max(longest, clock.now() - asked);
            calls.push(clock.now());
            await clock.sleep(300);
          });
        }
      }
    };
    const began = clock.now();
    for (let loop = 0; loop < 4; loop++) void turns();
    await clock.run(began + 200_000);
    assert.ok(calls.length >= 0.95 * 81 * 10, `${calls.length} calls`);
    assert.ok(longest <= 300, `${longest} ms`);
  });

  test('closes for everybody when Marketo says that its own window is full', async () => {
    const { clock, gate } = instance();
    const full = new OutsideError('marketo', 'rate', '606', 'full', { retryAfterMs: 20_000 });
    assert.equal(await rejected(gate('a').run('sync', () => Promise.reject(full))), full);
    const began = clock.now();
    let at = 0;
    void gate('b').run('sync', async () => void (at = clock.now()));
    await clock.run(began + 60_000);
    assert.equal(at - began, 20_000);
  });

  test('ends with its share of the day, until midnight in the middle of the United States', async () => {
    const { clock, gate } = instance({ dayCalls: 2 });
    const one = gate('a');
    await one.run('sync', async () => undefined);
    await one.run('sync', async () => undefined);
    const error = await rejected(one.run('sync', async () => undefined));
    assert.equal(error?.kind, 'quota');
    // 2026-03-02, noon UTC: Chicago is six hours behind.
    assert.equal(error?.until?.toISOString(), '2026-03-03T06:00:00.000Z');
    await clock.run((error?.until?.getTime() ?? 0) + 1);
    await one.run('sync', async () => undefined);
  });

  test('begins no call whose reason ended while it waited for its place, and gives the place back', async () => {
    const { clock, store, gate } = instance({ windowCalls: 2, peopleShare: 0 });
    const one = gate('a');
    for (let call = 0; call < 2; call++) await one.run('sync', async () => undefined);
    const until = clock.now() + 10_000;
    const over = new OutsideError('marketo', 'temporary', 'late', 'no longer held');
    let begun = false;
    const check = () => {
      if (clock.now() > until) throw over;
    };
    const waited = rejected(providedThat(check, () => one.run('sync', async () => void (begun = true))));
    await clock.run(clock.now() + 60_000);
    assert.equal(await waited, over);
    assert.equal(begun, false);
    assert.deepEqual((await store.budget('123-ABC-456'))?.inFlight, {});
  });

  test('is asked again by a process that stood still between taking its place and using it', async () => {
    const { clock, store } = instance();
    let stands = 40_000;
    const slow: Store = {
      ...store,
      transact: async (work) => {
        const answer = await store.transact(work);
        const ms = stands;
        stands = 0;
        await clock.sleep(ms);
        return answer;
      }
    };
    const one = createGate({ store: slow, clock, settings: defaultSettings.budget, munchkinId: '123-ABC-456', workerId: 'a' });
    let at = 0;
    void one.run('sync', async () => void (at = clock.now()));
    await clock.run(clock.now() + 60_000);
    assert.ok(at > 0);
    assert.deepEqual((await store.budget('123-ABC-456'))?.calls, [at]);
  });

  test('is not used up by a process that died in the middle of its calls', async () => {
    const { clock, gate } = instance({ inFlight: 2, callMs: 60_000 });
    const never = () => new Promise<never>(() => undefined);
    void gate('dead').run('sync', never);
    void gate('dead').run('sync', never);
    await clock.run(clock.now() + 1_000);
    let at = 0;
    const began = clock.now();
    void gate('alive').run('sync', async () => void (at = clock.now()));
    await clock.run(began + 120_000);
    assert.ok(at > began && at - began <= 60_000, `after ${at - began} ms`);
  });
});

test("Marketo's day begins at midnight US Central, through both changes of the clock", () => {
  const day = (text: string) => new Date(marketoDay(Date.parse(text))).toISOString();
  assert.equal(day('2026-01-15T05:59:59Z'), '2026-01-14T06:00:00.000Z');
  assert.equal(day('2026-01-15T06:00:00Z'), '2026-01-15T06:00:00.000Z');
  assert.equal(day('2026-07-15T05:00:00Z'), '2026-07-15T05:00:00.000Z');
  assert.equal(day('2026-03-08T20:00:00Z'), '2026-03-08T06:00:00.000Z');
  assert.equal(day('2026-03-09T04:59:00Z'), '2026-03-08T06:00:00.000Z');
  assert.equal(day('2026-11-01T20:00:00Z'), '2026-11-01T05:00:00.000Z');
  assert.equal(day('2026-11-02T05:59:00Z'), '2026-11-01T05:00:00.000Z');
});
