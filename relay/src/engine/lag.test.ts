import assert from 'node:assert/strict';
import test from 'node:test';
import { CAMPAIGN, PROGRAM, StillWorld } from '../../simulation/still-world.ts';
import { OutsideError } from './ports.ts';

const MINUTE = 60_000;

test('while Marketo is down the lag of a change grows from the minute of the change, and is gone when it has arrived', async () => {
  const world = new StillWorld();
  const { salesforce, marketo } = world.addPerson('Ada');
  world.salesforce.set(CAMPAIGN, salesforce, 'Invited', 'user', true);
  world.marketo.move(PROGRAM, marketo, 'Invited');
  const operations = await world.start();
  await world.link(operations);
  await world.pass(2 * MINUTE);
  assert.equal((await operations.campaign(CAMPAIGN)).lagSeconds, 0);
  world.outside.breaks = (side) => {
    if (side === 'marketo') throw new OutsideError(side, 'temporary', 'timeout', 'No answer within 100 s');
  };
  world.salesforce.set(CAMPAIGN, salesforce, 'Registered', 'user', false);
  await world.pass(20 * MINUTE);
  const { lagSeconds } = await operations.campaign(CAMPAIGN);
  assert.ok(lagSeconds !== null && lagSeconds >= 19 * 60 && lagSeconds <= 20 * 60, `${lagSeconds} s`);
  delete world.outside.breaks;
  await world.until(() => world.inMarketo(marketo) === 'Registered', 15 * MINUTE);
  await world.pass(MINUTE);
  assert.equal((await operations.campaign(CAMPAIGN)).lagSeconds, 0);
});
