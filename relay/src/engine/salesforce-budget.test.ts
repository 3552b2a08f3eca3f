import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CAMPAIGN, PROGRAM, StillWorld } from '../../simulation/still-world.ts';
import { openMemoryStore } from '../store/memory.ts';
import { forPeople } from './budget.ts';
import { OutsideError } from './ports.ts';
import { createSalesforceBudget } from './salesforce-budget.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SHARES = { dayShare: 0.6, peopleShare: 0.1 };

/** Processes at one org of 1,000 calls; each calls as often as it is let. */
function processes(count: number) {
  const store = openMemoryStore();
  const clock = { time: 10 * DAY, now: () => clock.time, sleep: () => Promise.reject(new Error('nobody sleeps here')) };
  let used = 0;
  const budgets = Array.from({ length: count }, () =>
    createSalesforceBudget({ store, clock, settings: SHARES, orgId: '00D000000000001EAA' })
  );
  const call = async (index = 0) => {
    await budgets[index % count]?.admit();
    used++;
    budgets[index % count]?.heard({ used, limit: 1_000 });
  };
  const callsUntilRefused = async (): Promise<{ calls: number; error: OutsideError }> => {
    for (let calls = 0; ; calls++) {
      try {
        await call(calls);
      } catch (error) {
        assert.ok(error instanceof OutsideError);
        return { calls, error };
      }
    }
  };
  return { clock, budgets, call, callsUntilRefused, others: (calls: number) => void (used += calls) };
}

describe("the share of an org's daily calls", () => {
  test('is kept by all processes together, and comes back with the next day', async () => {
    const { clock, callsUntilRefused, budgets } = processes(4);
    const { calls, error } = await callsUntilRefused();
    assert.ok(calls <= 600 + 4 * 3 && calls >= 590, `${calls} of 1,000`);
    assert.deepEqual([error.kind, error.side, error.until?.getTime()], ['quota', 'salesforce', 11 * DAY]);
    assert.ok((budgets[0]?.load() ?? 0) > 0.95);
    await forPeople(() => budgets[0]?.admit() ?? assert.fail());
    clock.time = 11 * DAY;
    await budgets[0]?.admit();
    assert.equal((budgets[0]?.load() ?? 1) < 0.9, true);
  });

  test('is remembered by a process that begins anew', async () => {
    const store = openMemoryStore();
    const clock = { now: () => 10 * DAY, sleep: () => Promise.reject(new Error('nobody sleeps here')) };
    const fresh = () => createSalesforceBudget({ store, clock, settings: SHARES, orgId: '00D000000000001EAA' });
    const refused = async () => {
      const budget = fresh();
      for (let calls = 0; calls < 1_000; calls++) {
        try {
          await budget.admit();
        } catch {
          return calls;
        }
        budget.heard({ used: 100, limit: 1_000 });
      }
      return Infinity;
    };
    assert.equal(await refused(), 600);
    assert.ok((await refused()) <= 4, 'but for those that were not stored yet');
  });

  test('ends where all integrations together have used nine tenths, and is asked for again every ten minutes', async () => {
    const { clock, call, callsUntilRefused, others } = processes(1);
    await call();
    others(850);
    const { calls, error } = await callsUntilRefused();
    assert.equal(calls, 49);
    assert.equal(error.until?.getTime(), clock.time + 10 * MINUTE);
    clock.time += 10 * MINUTE;
    await call();
    await assert.rejects(call(), /nearly used up/);
    others(-800);
    clock.time += 10 * MINUTE;
    await call();
    await call();
  });
});

test('a sync that has used its share waits, says so to people and on the page, and goes on by itself with nothing lost', async () => {
  const world = new StillWorld();
  const operations = await world.start();
  await world.link(operations);
  const ada = world.addPerson('Ada');
  world.salesforce.set(CAMPAIGN, ada.salesforce, 'Invited', 'user', false);
  await world.pass(5 * MINUTE);
  world.salesforce.apiLimit = 1_000;
  world.salesforce.usedByOthers = 900;
  await world.pass(5 * MINUTE);
  const before = world.salesforce.countCall().used;
  world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
  world.marketo.move(PROGRAM, ada.marketo, 'Waitlisted');
  await world.pass(HOUR);
  assert.ok(world.salesforce.countCall().used - before <= 40, 'a few calls an hour, to see whether there is room again');
  assert.match((await operations.campaign(CAMPAIGN)).lastError ?? '', /nearly used up/);
  assert.deepEqual(
    world.salesforce.told.map(({ kind }) => kind),
    ['quota-exhausted']
  );
  assert.equal(world.inSalesforce(ada.salesforce), 'Registered');
  world.salesforce.usedByOthers = 0;
  world.salesforce.apiLimit = 1_000_000;
  await world.pass(30 * MINUTE);
  assert.equal(world.inSalesforce(ada.salesforce), world.inMarketo(ada.marketo));
  assert.equal((await operations.campaign(CAMPAIGN)).lastError, null);
  assert.deepEqual(world.witness.violations, []);
});
