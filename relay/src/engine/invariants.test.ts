/** Invariants of the engine, each in the one situation that would break it first; the simulation asks the same of random worlds. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOMENTS } from '../../simulation/process.ts';
import { CAMPAIGN, PROGRAM, StillWorld } from '../../simulation/still-world.ts';
import { TENANT } from '../../simulation/world.ts';
import type { Rules } from '../sync/model.ts';
import { everything } from '../store/contract-suite.ts';

const MINUTE = 60_000;

/** Two processes on one store, and Ada, who attended on both sides. */
async function twoProcesses(rules: Partial<Rules> = {}) {
  const world = new StillWorld();
  const ada = world.addPerson('Ada');
  world.salesforce.set(CAMPAIGN, ada.salesforce, 'Attended', 'user', true);
  world.marketo.move(PROGRAM, ada.marketo, 'Attended');
  const operations = await world.start();
  await world.link(operations, { rules });
  const second = world.join('second');
  await world.wait(second.engine.start());
  await world.pass(20 * MINUTE);
  return { world, ada, operations, processes: [world.process, second.process] };
}

for (const moment of MOMENTS) {
  test(`I1, I2 and I6: a process that dies ${moment} leaves nothing lost, nothing unjournaled and nothing half done`, async () => {
    const to = 'Registered';
    const { world, ada, processes } = await twoProcesses({ backward: 'rejoin' });
    const [first, second] = processes;
    assert.ok(first && second);
    for (const process of processes) process.dieAt(moment);
    world.salesforce.set(CAMPAIGN, ada.salesforce, to, 'user', false);
    assert.ok((await world.until(() => !first.alive || !second.alive, 5 * MINUTE)) < Infinity, 'one of them died there');
    for (const process of processes) process.spare();
    await world.pass(30 * MINUTE);
    assert.equal(world.inMarketo(ada.marketo), to);
    assert.equal(world.inSalesforce(ada.salesforce), to);
    assert.deepEqual(world.witness.violations, []);
    const writes = await world.store.journalPage(TENANT, { ...everything, campaignId: CAMPAIGN, kind: 'write' }, { after: 0 }, 100);
    assert.ok(writes.length > 0 && writes.every(({ outcome }) => outcome !== null));
    const outcomes = writes.filter(({ outcome }) => outcome === 'unknown').length;
    assert.equal(outcomes > 0, moment !== 'before intent', 'what it had announced and not answered for is called unknown');
  });
}

test('I5: whoever sets a status back each time ends the loop: it is parked, and no hint writes any more', async () => {
  const { world, ada } = await twoProcesses({ backward: 'restore' });
  world.salesforce.settingBack.set(ada.salesforce, 'Invited');
  world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
  await world.pass(30 * MINUTE);
  const [row] = [...world.witness.rows.values()];
  assert.equal(row?.state, 'parked');
  const { memberWrites } = world.witness;
  assert.ok(memberWrites <= 8, `${memberWrites} writes`);
  for (let hint = 0; hint < 5; hint++) {
    await world.store.hint({ memberIds: [row.id], cause: 'outbox', at: world.clock.now() });
    await world.pass(MINUTE);
  }
  assert.equal(world.witness.memberWrites, memberWrites);
});

test('I8: a process that dies with the outbox in its hands loses none of it', async () => {
  const { world, ada, processes } = await twoProcesses({ backward: 'rejoin' });
  const read = world.salesforce.readOutbox.bind(world.salesforce);
  let died = false;
  world.salesforce.readOutbox = (limit) => {
    const rows = read(limit);
    // Whoever reads is the one that tends the tenant; the other one lives.
    const tends = processes.find(({ alive }) => alive);
    if (rows.length > 0 && !died) {
      died = true;
      tends?.dieAfter(0);
    }
    return rows;
  };
  world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
  await world.pass(20 * MINUTE);
  assert.ok(died);
  assert.deepEqual(world.salesforce.outbox, []);
  assert.equal(world.inMarketo(ada.marketo), 'Registered');
  assert.deepEqual(world.witness.violations, []);
});

test('I11: a person whose creation nobody lived to hear of is made once', async () => {
  const { world, processes } = await twoProcesses({ people: 'create' });
  const create = world.salesforce.createPerson.bind(world.salesforce);
  world.salesforce.createPerson = (person) => {
    for (const process of processes) process.dieAfter(0);
    return create(person);
  };
  world.marketo.move(PROGRAM, world.addLead('Ben'), 'Registered');
  await world.pass(5 * MINUTE);
  assert.ok(processes.some(({ alive }) => !alive));
  const third = world.join('third');
  await world.wait(third.engine.start());
  await world.pass(30 * MINUTE);
  assert.equal(world.salesforce.created.length, 1);
  assert.equal(world.inSalesforce(world.salesforce.created[0]?.id ?? ''), 'Registered');
  assert.deepEqual(world.witness.violations, []);
});

test('I11: nobody is made where the rules do not say so, whatever happens to the member', async () => {
  for (const people of ['wait', 'never'] as const) {
    const { world } = await twoProcesses({ people });
    const ben = world.addLead('Ben');
    for (const status of ['Invited', 'Registered', 'Attended']) {
      world.marketo.move(PROGRAM, ben, status);
      await world.pass(5 * MINUTE);
    }
    assert.deepEqual(world.salesforce.created, []);
    assert.equal(world.inMarketo(ben), 'Attended');
  }
});
