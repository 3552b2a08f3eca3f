import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CAMPAIGN, PROGRAM, StillWorld } from '../../../simulation/still-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('a feed whose paging token serves no more is begun again where it was last read: changes and merges meanwhile are heard', async () => {
  const world = new StillWorld();
  const operations = await world.start();
  await world.link(operations);
  const [ada, bob] = [world.addPerson('Ada'), world.addPerson('Bob')];
  for (const { salesforce } of [ada, bob]) world.salesforce.set(CAMPAIGN, salesforce, 'Invited', 'user', false);
  await world.pass(10 * MINUTE);
  // Nobody reads the feeds for half a day.
  await world.wait(world.engine.stop());
  world.marketo.move(PROGRAM, ada.marketo, 'Registered');
  const winner = world.marketo.addLead({ email: 'other@example.com' });
  world.marketo.merge(winner, bob.marketo);
  await world.pass(12 * HOUR);
  world.marketo.expireCursors();
  const { engine } = world.join('next');
  await world.wait(engine.start());
  await world.pass(5 * MINUTE);
  assert.equal(world.inSalesforce(ada.salesforce), 'Registered');
  world.marketo.move(PROGRAM, winner, 'Attended');
  await world.pass(5 * MINUTE);
  assert.equal(world.inSalesforce(bob.salesforce), 'Attended', 'known by the winner of the merge');
});

test('a feed that refuses every token says so and is tried again', async () => {
  const world = new StillWorld();
  const operations = await world.start();
  await world.link(operations);
  await world.pass(MINUTE);
  const page = world.marketo.page.bind(world.marketo);
  world.marketo.page = (cursor, wanted) => {
    world.marketo.expireCursors();
    return page(cursor, wanted);
  };
  const ada = world.addPerson('Ada');
  world.salesforce.set(CAMPAIGN, ada.salesforce, 'Invited', 'user', false);
  await world.pass(MINUTE);
  world.marketo.move(PROGRAM, ada.marketo, 'Registered');
  await world.pass(5 * MINUTE);
  assert.equal(world.inSalesforce(ada.salesforce), 'Invited');
  world.marketo.page = page;
  await world.pass(20 * MINUTE);
  assert.equal(world.inSalesforce(ada.salesforce), 'Registered');
});
