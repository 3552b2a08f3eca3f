import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACTOR, CAMPAIGN, PROGRAM, StillWorld } from '../../../simulation/still-world.ts';
import { TENANT } from '../../../simulation/world.ts';
import { OutsideError } from '../ports.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

async function linked(people = 1, settings = {}) {
  const world = new StillWorld({ settings });
  const ids = Array.from({ length: people }, (_, index) => world.addPerson(`Person${index}`));
  for (const { salesforce, marketo } of ids) {
    world.salesforce.set(CAMPAIGN, salesforce, 'Invited', 'user', true);
    world.marketo.move(PROGRAM, marketo, 'Invited');
  }
  const operations = await world.start();
  await world.link(operations);
  await world.pass(MINUTE);
  return { world, operations, ids, told: () => world.salesforce.told };
}
const breaks = (
  world: StillWorld,
  side: 'salesforce' | 'marketo',
  kind: 'credentials' | 'quota' | 'temporary' | 'not-approved',
  code: string
) => {
  world.outside.breaks = (of) => {
    if (of === side)
      throw new OutsideError(
        side,
        kind,
        code,
        `${side} says ${code}.`,
        kind === 'quota' ? { until: new Date(world.clock.now() + HOUR) } : {}
      );
  };
};

describe('people are told', () => {
  test('that the brake stopped a link, once, and of the next time again', async () => {
    const { world, operations, ids, told } = await linked(40);
    for (const { salesforce } of ids.slice(0, 20)) world.salesforce.set(CAMPAIGN, salesforce, null, 'user', false);
    await world.pass(20 * MINUTE);
    assert.equal((await operations.campaign(CAMPAIGN)).state, 'paused');
    assert.deepEqual(
      told().map(({ kind, campaignId }) => [kind, campaignId]),
      [['brake', CAMPAIGN]]
    );
    assert.match(told()[0]?.body ?? '', /20 members would be removed .* approve the removals/);
    await world.wait(operations.resume(CAMPAIGN, ACTOR));
    await world.pass(5 * MINUTE);
    assert.equal(world.marketo.members(PROGRAM).length, 20);
    for (const { salesforce } of ids.slice(20, 39)) world.salesforce.set(CAMPAIGN, salesforce, null, 'user', false);
    await world.pass(20 * MINUTE);
    assert.equal(told().length, 2);
  });

  test('that a campaign was deleted and a program was natively linked, but not that a person paused', async () => {
    const { world, operations, told } = await linked();
    await world.wait(operations.pause(CAMPAIGN, ACTOR, 'a freeze'));
    await world.pass(5 * MINUTE);
    assert.equal(told().length, 0);
    await world.wait(operations.resume(CAMPAIGN, ACTOR));
    const program = world.marketo.programs.get(PROGRAM);
    assert.ok(program);
    program.sfdcId = '701000000000009AAA';
    await world.wait(operations.sync(CAMPAIGN, ACTOR));
    await world.pass(5 * MINUTE);
    assert.deepEqual(
      told().map(({ kind, title }) => [kind, title]),
      [['link-paused', 'The sync with Example webinar is paused']]
    );
    assert.match(told()[0]?.body ?? '', /Marketo's own Salesforce sync/);
  });

  test('that Marketo refuses the credentials, at once and once, whichever process tends the tenant', async () => {
    const { world, told } = await linked();
    breaks(world, 'marketo', 'credentials', '601');
    await world.pass(10 * MINUTE);
    assert.deepEqual(
      told().map(({ kind }) => kind),
      ['connection-lost']
    );
    assert.match(told()[0]?.body ?? '', /^Since 20\d\d-\d\d-\d\d \d\d:\d\d UTC: marketo says 601\./);
    world.process.dieAfter(0);
    await world.wait(world.join('other').engine.start());
    await world.pass(20 * MINUTE);
    assert.equal(told().length, 1);
    world.outside.breaks = () => undefined;
    await world.pass(20 * MINUTE);
    breaks(world, 'marketo', 'credentials', '601');
    await world.pass(20 * MINUTE);
    assert.equal(told().length, 2, 'lost a second time');
  });

  test('that a side is lost only as long as something is asked of it: without an active link nothing would ever say that Marketo is back', async () => {
    const { world, operations } = await linked();
    const open = async () => (await world.store.openNotices(TENANT)).filter(({ endedAt }) => endedAt === null).map(({ kind }) => kind);
    breaks(world, 'marketo', 'credentials', '601');
    await world.pass(10 * MINUTE);
    assert.deepEqual(await open(), ['connection-lost']);
    await world.wait(operations.pause(CAMPAIGN, ACTOR, 'until Marketo is back'));
    world.outside.breaks = () => undefined;
    await world.pass(30 * MINUTE);
    assert.deepEqual(await open(), []);
  });

  test('of a failing side only when that lasts', async () => {
    const { world, told } = await linked();
    breaks(world, 'marketo', 'temporary', '502');
    await world.pass(10 * MINUTE);
    assert.equal(told().length, 0);
    await world.pass(20 * MINUTE);
    assert.deepEqual(
      told().map(({ kind }) => kind),
      ['connection-lost']
    );
  });

  test('that the day is used up, and nothing when a person switched the sync off', async () => {
    const { world, told } = await linked();
    breaks(world, 'salesforce', 'not-approved', 'switched-off');
    await world.pass(20 * MINUTE);
    world.outside.breaks = () => undefined;
    await world.pass(20 * MINUTE);
    assert.equal(told().length, 0);
    breaks(world, 'marketo', 'quota', '607');
    await world.pass(20 * MINUTE);
    assert.deepEqual(
      told().map(({ kind }) => kind),
      ['quota-exhausted']
    );
  });

  test('of a lost Salesforce when it answers again, since they could not be told before', async () => {
    const { world, told } = await linked();
    breaks(world, 'salesforce', 'credentials', 'invalid_grant');
    await world.pass(HOUR);
    assert.equal(told().length, 0);
    world.outside.breaks = () => undefined;
    await world.pass(HOUR);
    assert.equal(told().length, 1);
    assert.match(told()[0]?.title ?? '', /Salesforce \(over\)$/);
    assert.match(told()[0]?.body ?? '', /^From .* to .*\. Since then it works again/);
  });

  test('once a day what waits for a decision, and nothing where nothing waits', async () => {
    // Little else happens, so that days pass quickly.
    const quiet = {
      idleStepMs: 2 * MINUTE,
      drainMs: 5 * MINUTE,
      activityIdleMs: 5 * MINUTE,
      mergesActiveMs: 6 * HOUR,
      mergesIdleMs: 6 * HOUR,
      heartbeatMs: 6 * HOUR,
      noticesMs: 10 * MINUTE
    };
    const { world, ids, told } = await linked(2, quiet);
    await world.pass(24 * HOUR);
    assert.equal(told().length, 0);
    const [first] = ids;
    assert.ok(first);
    world.marketo.move(PROGRAM, first.marketo, 'Attended');
    await world.pass(30 * MINUTE);
    // Marketo never moves back.
    world.salesforce.set(CAMPAIGN, first.salesforce, 'Registered', 'user', false);
    await world.pass(24 * HOUR);
    assert.deepEqual(
      told().map(({ kind, title, campaignId }) => [kind, title, campaignId]),
      [['daily-digest', 'Campaign sync: 1 member not in step', null]]
    );
    assert.match(told()[0]?.body ?? '', /Example webinar: 1 wait for a decision, 0 fail\./);
    await world.pass(24 * HOUR);
    assert.equal(told().length, 2);
  });
});
