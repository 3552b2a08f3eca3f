import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CAMPAIGN, PROGRAM, StillWorld } from '../../../simulation/still-world.ts';
import { TENANT } from '../../../simulation/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SMALL = { orderFrom: { salesforce: 3, marketo: 4 } };

/** Sweeps alone hear of what fires no trigger. */
const NO_NET = { changedMs: 365 * 24 * HOUR };

/** A linked pair of members, all settled and known to both sides. */
async function settled(members: number, settings = {}) {
  const world = new StillWorld({ settings: { ...NO_NET, ...settings } });
  const people = Array.from({ length: members }, (_, index) => world.addPerson(`Person${index}`));
  for (const { salesforce } of people) world.salesforce.set(CAMPAIGN, salesforce, 'Invited', 'user', false);
  const operations = await world.start();
  await world.link(operations);
  await world.pass(20 * MINUTE);
  const [first] = people;
  assert.ok(first);
  /** Nobody hears of it but a sweep. */
  const editUnheard = (status: string) => world.salesforce.set(CAMPAIGN, first.salesforce, status, 'user', true);
  return { world, people, first, editUnheard, sweep: () => operations.ring([CAMPAIGN]) };
}

describe('lists that are too long for pages', () => {
  test('are ordered, fetched when they are ready, and ordered again at the next sweep', async () => {
    const { world, first, editUnheard, sweep } = await settled(6, SMALL);
    assert.equal(world.marketo.members(PROGRAM).length, 6, 'the first sync is done');
    for (const status of ['Registered', 'Attended']) {
      const before = [world.salesforce.orders.ordered, world.marketo.orders.ordered];
      editUnheard(status);
      await sweep();
      await world.pass(10 * MINUTE);
      assert.equal(world.inMarketo(first.marketo), status);
      assert.deepEqual([world.salesforce.orders.ordered, world.marketo.orders.ordered], [(before[0] ?? 0) + 1, (before[1] ?? 0) + 1]);
    }
  });

  test('are fetched by the process that takes over, not ordered anew', async () => {
    const { world, first, editUnheard, sweep } = await settled(6, SMALL);
    // The first sync left Marketo empty; from now on it is long, too.
    await sweep();
    await world.pass(10 * MINUTE);
    const before = world.marketo.orders.ordered;
    editUnheard('Attended');
    await sweep();
    assert.ok((await world.until(() => world.marketo.orders.ordered > before, 10 * MINUTE)) < Infinity);
    await world.pass(1_000);
    world.process.dieAfter(0);
    await world.wait(world.join('other').engine.start());
    await world.pass(HOUR);
    assert.equal(world.inMarketo(first.marketo), 'Attended');
    assert.equal(world.marketo.orders.ordered, before + 1);
  });

  test('that are kept no more are ordered anew', async () => {
    const { world, first, editUnheard, sweep } = await settled(6, SMALL);
    const before = world.salesforce.orders.ordered;
    editUnheard('Attended');
    await sweep();
    assert.ok((await world.until(() => world.salesforce.orders.ordered > before, 10 * MINUTE)) < Infinity);
    world.marketo.orders.expire();
    world.salesforce.orders.expire();
    await world.pass(HOUR);
    assert.equal(world.inMarketo(first.marketo), 'Attended');
  });

  test('are read by pages again once they are short', async () => {
    const { world, people, first, editUnheard, sweep } = await settled(6, SMALL);
    for (const { salesforce, marketo } of people.slice(3)) {
      world.salesforce.set(CAMPAIGN, salesforce, null, 'user', false);
      world.marketo.remove(PROGRAM, marketo, 'user');
    }
    await sweep();
    await world.pass(10 * MINUTE);
    const before = world.marketo.orders.ordered + world.salesforce.orders.ordered;
    editUnheard('Attended');
    await sweep();
    await world.pass(MINUTE);
    assert.equal(world.inMarketo(first.marketo), 'Attended');
    assert.equal(world.marketo.orders.ordered + world.salesforce.orders.ordered, before);
  });
});

/** Little else happens, so that days pass quickly. */
const QUIET = {
  idleStepMs: 2 * MINUTE,
  drainMs: HOUR / 2,
  activityIdleMs: HOUR / 2,
  mergesActiveMs: 6 * HOUR,
  mergesIdleMs: 6 * HOUR,
  deletedLeadsMs: 6 * HOUR,
  heartbeatMs: 6 * HOUR
};

describe('a link', () => {
  test('on which something happened is compared hourly, one at rest nightly', async () => {
    const { world, first, editUnheard } = await settled(2, QUIET);
    editUnheard('Registered');
    await world.pass(HOUR + 10 * MINUTE);
    assert.equal(world.inMarketo(first.marketo), 'Registered');
    // Two days at rest.
    await world.pass(48 * HOUR);
    editUnheard('Attended');
    await world.pass(2 * HOUR);
    assert.equal(world.inMarketo(first.marketo), 'Registered');
    await world.pass(24 * HOUR);
    assert.equal(world.inMarketo(first.marketo), 'Attended');
  });

  test('at rest on which something happens again does not wait for the night to be compared', async () => {
    const { world, people, first, editUnheard } = await settled(2, QUIET);
    await world.pass(48 * HOUR);
    const [, second] = people;
    assert.ok(second);
    world.salesforce.set(CAMPAIGN, second.salesforce, 'Registered', 'user', false);
    await world.pass(HOUR);
    editUnheard('Registered');
    await world.pass(HOUR + 10 * MINUTE);
    assert.equal(world.inMarketo(first.marketo), 'Registered');
  });
});

test('a link that is unlinked while it is compared gets no members any more: they stayed behind, due for ever', async () => {
  for (let ms = 500; ms < 8_000; ms += 1_000) {
    const world = new StillWorld({ switches: { callMs: 1_000 } });
    await world.link(await world.start());
    const [link] = await world.store.links(TENANT);
    assert.ok(link);
    world.salesforce.set(CAMPAIGN, world.addPerson('Person').salesforce, 'Registered', 'user', true);
    const compared = world.engine.sweepNow(TENANT, CAMPAIGN);
    await world.pass(ms);
    await world.store.removeLink(link.id);
    await world.wait(compared);
    assert.deepEqual(await world.store.membersPage(link.id, null, 10), [], `after ${ms} ms`);
  }
});
