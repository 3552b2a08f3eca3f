import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CAMPAIGN, PROGRAM, StillWorld } from '../../../simulation/still-world.ts';
import { TENANT } from '../../../simulation/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Two members in sync, and nothing that a sweep would find within the hour. */
async function settled() {
  const world = new StillWorld({ settings: { sweepActiveMs: 24 * HOUR, sweepIdleMs: 24 * HOUR } });
  const operations = await world.start();
  await world.link(operations);
  const [ada, bob] = [world.addPerson('Ada'), world.addPerson('Bob')];
  for (const { salesforce } of [ada, bob]) world.salesforce.set(CAMPAIGN, salesforce, 'Invited', 'user', false);
  await world.pass(20 * MINUTE);
  return { world, operations, ada, bob };
}

describe('a change that fires no trigger', () => {
  test('is heard of within minutes, a new member and a removal too', async () => {
    const { world, ada, bob } = await settled();
    const cleo = world.addPerson('Cleo');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Attended', 'user', true);
    world.salesforce.set(CAMPAIGN, bob.salesforce, null, 'user', true);
    world.salesforce.set(CAMPAIGN, cleo.salesforce, 'Registered', 'user', true);
    await world.pass(6 * MINUTE);
    assert.deepEqual(
      [ada, bob, cleo].map(({ marketo }) => world.inMarketo(marketo)),
      ['Attended', null, 'Registered']
    );
  });

  test('is heard of by the process that takes over, though it happened while none ran', async () => {
    const { world, ada } = await settled();
    await world.wait(world.engine.stop());
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Attended', 'user', true);
    await world.pass(2 * HOUR);
    await world.wait(world.join('next').engine.start());
    await world.pass(6 * MINUTE);
    assert.equal(world.inMarketo(ada.marketo), 'Attended');
  });

  test('that is saved late, with the time of its beginning, is heard of all the same', async () => {
    const { world, ada } = await settled();
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Attended', 'user', true);
    const member = world.salesforce.find(CAMPAIGN, ada.salesforce);
    assert.ok(member);
    member.modifiedAt = new Date(world.clock.now() - 9 * MINUTE);
    await world.pass(6 * MINUTE);
    assert.equal(world.inMarketo(ada.marketo), 'Attended');
  });
});

test('what the outbox told, and what the relay wrote itself, makes nobody due again', async () => {
  const { world, ada, bob } = await settled();
  world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
  world.marketo.move(PROGRAM, bob.marketo, 'Registered');
  await world.pass(2 * MINUTE);
  const hints = async () =>
    (await world.store.membersPage((await world.store.links(TENANT))[0]?.id ?? '', null, 10)).map((row) => row.hints);
  const before = await hints();
  await world.pass(20 * MINUTE);
  assert.deepEqual(await hints(), before);

  test('of a campaign that is unlinked while Salesforce answers makes no member: it stayed behind, due for ever', async () => {
    for (let ms = 500; ms < 5_000; ms += 1_000) {
      const world = new StillWorld({ switches: { callMs: 1_000 }, settings: { sweepActiveMs: 24 * HOUR, sweepIdleMs: 24 * HOUR } });
      await world.link(await world.start());
      const [link] = await world.store.links(TENANT);
      assert.ok(link);
      world.salesforce.set(CAMPAIGN, world.addPerson('Ada').salesforce, 'Registered', 'user', true);
      // Until the next look is under way.
      await world.until(() => (world.asked.get('changedMembers') ?? 0) > 1, 10 * MINUTE);
      await world.pass(ms);
      await world.store.removeLink(link.id);
      await world.pass(MINUTE);
      assert.deepEqual(await world.store.membersPage(link.id, null, 10), [], `after ${ms} ms`);
    }
  });
});
