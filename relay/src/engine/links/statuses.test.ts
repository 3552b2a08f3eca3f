import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mapRows } from '../../../simulation/statuses.ts';
import { ACTOR, CAMPAIGN, PROGRAM, StillWorld } from '../../../simulation/still-world.ts';
import { TENANT } from '../../../simulation/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** One member, in sync as registered. */
async function registered(rules = {}) {
  const world = new StillWorld();
  const operations = await world.start();
  await world.link(operations, { rules });
  const ada = world.addPerson('Ada');
  world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
  await world.pass(MINUTE);
  const sweep = async () => {
    await operations.sync(CAMPAIGN, ACTOR);
    await world.pass(2 * MINUTE);
  };
  return {
    world,
    operations,
    ada,
    sweep,
    shown: () => [world.inSalesforce(ada.salesforce), world.inMarketo(ada.marketo)],
    reasons: async () => (await world.issues(operations)).map(({ reason }) => reason),
    mapAgain: () => world.link(operations, { map: mapRows(world, CAMPAIGN), createStatuses: true })
  };
}

describe('a status that is renamed', () => {
  test('in Marketo is unknown: its members are parked, and go on once it is mapped', async () => {
    const { world, ada, sweep, shown, reasons, mapAgain } = await registered();
    const writes = world.witness.memberWrites;
    world.marketo.renameStatus('Registered', 'Registered v2');
    await sweep();
    assert.deepEqual(await reasons(), ['unknown-status']);
    assert.equal(world.witness.memberWrites, writes);
    await mapAgain();
    await world.pass(MINUTE);
    assert.deepEqual(await reasons(), []);
    assert.equal(world.witness.memberWrites, writes, 'nothing was edited');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Attended', 'user', false);
    await world.pass(MINUTE);
    assert.deepEqual(shown(), ['Attended', 'Attended']);
  });

  test('in Salesforce is unknown: its members are parked, and go on once it is mapped', async () => {
    const { world, ada, sweep, shown, reasons, mapAgain } = await registered();
    const writes = world.witness.memberWrites;
    world.salesforce.renameStatus(CAMPAIGN, 'Registered', 'Registered v2');
    await sweep();
    assert.deepEqual(await reasons(), ['unknown-status']);
    await mapAgain();
    await world.pass(MINUTE);
    assert.deepEqual(await reasons(), []);
    assert.equal(world.witness.memberWrites, writes);
    world.marketo.move(PROGRAM, ada.marketo, 'Attended');
    await world.pass(MINUTE);
    assert.deepEqual(shown(), ['Attended', 'Attended']);
  });

  test('in Marketo does not undo what was edited in Salesforce before it was mapped', async () => {
    for (const conflict of ['furthest', 'marketo'] as const) {
      const { world, ada, sweep, shown, mapAgain } = await registered({ conflict, backward: 'rejoin' });
      world.marketo.renameStatus('Registered', 'Registered v2');
      await sweep();
      world.salesforce.set(CAMPAIGN, ada.salesforce, 'Invited', 'user', false);
      await world.pass(MINUTE);
      await mapAgain();
      await world.pass(3 * MINUTE);
      assert.deepEqual(shown(), ['Invited', 'Invited'], conflict);
    }
  });

  test('on both sides leaves it to people which side was edited', async () => {
    const { world, ada, sweep, shown, reasons, mapAgain } = await registered({ backward: 'rejoin' });
    world.marketo.renameStatus('Registered', 'Registered v2');
    world.salesforce.renameStatus(CAMPAIGN, 'Registered', 'Registered v2');
    await sweep();
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Invited', 'user', false);
    await world.pass(MINUTE);
    await mapAgain();
    await world.pass(3 * MINUTE);
    assert.deepEqual(await reasons(), ['conflict']);
    assert.deepEqual(shown(), ['Invited', 'Registered v2']);
  });

  test('in Salesforce just before it is written is made again; the default that Salesforce puts there instead is nobody’s edit', async () => {
    const { world, ada, shown } = await registered({ backward: 'rejoin' });
    const bob = world.addPerson('Bob');
    world.marketo.move(PROGRAM, ada.marketo, 'Attended');
    await world.pass(MINUTE);
    world.salesforce.renameStatus(CAMPAIGN, 'Attended', 'Showed up');
    world.marketo.move(PROGRAM, bob.marketo, 'Attended');
    await world.pass(3 * MINUTE);
    assert.deepEqual([world.inSalesforce(bob.salesforce), world.inMarketo(bob.marketo)], ['Attended', 'Attended']);
    assert.equal(shown()[1], 'Attended');
    assert.deepEqual(world.witness.violations, []);
  });
});

describe('a status that is hidden', () => {
  test('keeps its members in sync, and whoever shall get it is parked with what Marketo says', async () => {
    const { world, operations, sweep, reasons, shown } = await registered();
    for (const status of world.marketo.statuses) status.hidden = status.name === 'Registered';
    await sweep();
    assert.deepEqual(await reasons(), []);
    assert.deepEqual(shown(), ['Registered', 'Registered']);
    const bob = world.addPerson('Bob');
    world.salesforce.set(CAMPAIGN, bob.salesforce, 'Registered', 'user', false);
    await world.pass(2 * MINUTE);
    assert.deepEqual(await reasons(), ['marketo-refused']);
    assert.match((await world.issues(operations))[0]?.sentence ?? '', /1025/);
  });

  test('does not keep a campaign from being linked whose members in Salesforce have it', async () => {
    const { world, operations, ada } = await registered();
    world.marketo.remove(PROGRAM, ada.marketo, 'user');
    for (const status of world.marketo.statuses) status.hidden = status.name === 'Registered';
    await world.wait(operations.unlink(CAMPAIGN, ACTOR));
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', true);
    await world.link(operations);
    const { rules } = await world.link(operations, { rules: { conflict: 'salesforce' } }).then(({ campaign }) => campaign);
    assert.equal(rules?.conflict, 'salesforce');
  });
});

test('the channel is read again at least daily, though nothing happens', async () => {
  const { world } = await registered();
  for (const status of world.marketo.statuses) if (status.name === 'No Show') status.step = 45;
  await world.pass(25 * HOUR);
  const [link] = await world.store.links(TENANT);
  const steps = link?.map.classes.flatMap(({ marketo }) => marketo.map(({ name, step }) => [name, step]));
  assert.deepEqual(
    steps?.find(([name]) => name === 'No Show'),
    ['No Show', 45]
  );
});
