import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTOR, CAMPAIGN, PROGRAM, StillWorld } from '../../../simulation/still-world.ts';

test('the org keeps so many issues of a link and of all links, and room that one link no longer needs is another’s', async () => {
  const world = new StillWorld({ settings: { issuesShown: { perLink: 3, perOrg: 4 } } });
  const other = '701000000000002AAA';
  world.addCampaign(other);
  world.addProgram(PROGRAM + 1);
  // Each is edited on both sides.
  const pairs = [CAMPAIGN, other].map((campaignId, index) => ({ campaignId, programId: PROGRAM + index }));
  for (let index = 0; index < 5; index++) {
    const { salesforce, marketo } = world.addPerson(`Person${index}`);
    for (const { campaignId, programId } of pairs) {
      world.salesforce.set(campaignId, salesforce, 'Attended', 'user', true);
      world.marketo.move(programId, marketo, 'Registered');
    }
  }
  const operations = await world.start();
  const asked = { actor: ACTOR, map: null, consent: 'as-planned' as const, createStatuses: false, switchProgram: false };
  for (const { campaignId, programId } of pairs) {
    await world.wait(operations.link(campaignId, { ...asked, programId, rules: { conflict: 'ask' }, idempotencyKey: campaignId }));
  }
  await world.pass(10 * 60_000);
  const kept = () => pairs.map(({ campaignId }) => world.salesforce.shown.get(campaignId)?.issues?.length);
  assert.equal((await operations.campaign(CAMPAIGN)).counts.parked, 5);
  assert.deepEqual(kept(), [3, 1]);
  await world.wait(operations.unlink(CAMPAIGN, ACTOR));
  await world.pass(10 * 60_000);
  assert.equal(kept()[1], 3);
});
