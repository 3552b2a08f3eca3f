import assert from 'node:assert/strict';
import test from 'node:test';
import { writesAtRest } from '../../bench/idle.ts';
import { CAMPAIGN, PROGRAM, StillWorld } from '../../simulation/still-world.ts';
import { TENANT } from '../../simulation/world.ts';

const MINUTE = 60_000;

/** Two processes on one store; the first one tends the tenant. */
async function twoWorkers() {
  const world = new StillWorld();
  const ada = world.addPerson('Ada');
  world.salesforce.set(CAMPAIGN, ada.salesforce, 'Invited', 'user', true);
  world.marketo.move(PROGRAM, ada.marketo, 'Invited');
  const first = world.join('first');
  const second = world.join('second');
  await world.start();
  await world.wait(world.engine.stop());
  await world.wait(first.engine.start());
  await world.pass(1_000);
  await world.wait(second.engine.start());
  await world.link(await first.engine.operations(TENANT));
  await world.pass(20 * MINUTE + 7_000);
  return { world, ada, first, second };
}

test('of two processes on one store one asks the feeds and the outbox, not both', async () => {
  const { world, first, second } = await twoWorkers();
  first.asked.clear();
  second.asked.clear();
  await world.pass(60 * MINUTE);
  for (const call of ['readOutbox', 'activities', 'deletedLeads', 'writeLinks']) {
    assert.ok((first.asked.get(call) ?? 0) > 0, call);
    assert.equal(second.asked.get(call) ?? 0, 0, call);
  }
});

test('a change arrives as soon when the other process is rung', async () => {
  const { world, ada, second } = await twoWorkers();
  world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
  await (await second.engine.operations(TENANT)).ring([]);
  assert.ok((await world.until(() => world.inMarketo(ada.marketo) === 'Registered', MINUTE)) <= 2_000);
  assert.deepEqual(world.witness.violations, []);
});

test('when the process that tends a tenant stops or dies, another takes over within minutes', async () => {
  const stopped = await twoWorkers();
  await stopped.world.wait(stopped.first.engine.stop());
  stopped.world.marketo.move(PROGRAM, stopped.ada.marketo, 'Attended');
  const arrived = () => stopped.world.inSalesforce(stopped.ada.salesforce) === 'Attended';
  assert.ok((await stopped.world.until(arrived, 10 * MINUTE)) <= 2 * MINUTE);

  const died = await twoWorkers();
  died.first.process.dieAfter(0);
  died.world.marketo.move(PROGRAM, died.ada.marketo, 'Attended');
  assert.ok((await died.world.until(() => died.world.inSalesforce(died.ada.salesforce) === 'Attended', 10 * MINUTE)) <= 4 * MINUTE);
  assert.deepEqual(died.world.witness.violations, []);
});

test('what the package was to be shown when a process died, its successor shows', async () => {
  const { world, first } = await twoWorkers();
  await (await first.engine.operations(TENANT)).pause(CAMPAIGN, { userId: '005000000000001AAA' }, 'for a test');
  // It takes the mark off the link and dies before it has shown it.
  const [link] = await world.store.links(TENANT);
  assert.ok(link);
  await world.store.putLink({ ...link, projectionDue: null, version: link.version + 1 });
  first.process.dieAfter(0);
  await world.pass(5 * MINUTE);
  assert.equal(world.salesforce.shown.get(CAMPAIGN)?.link?.['state'], 'paused');
});

test('a tenant at rest costs the store nothing: with fifty links, no write in half an hour but those that count calls to Marketo', async () => {
  const written = await writesAtRest(25);
  const budget = written.get('putBudget') ?? 0;
  written.delete('putBudget');
  assert.deepEqual([...written], []);
  // Of 1,500 calls a day 150 are the night's compares; each call is counted at its beginning and its end.
  assert.ok(budget / 2 <= (25 * 1_350) / 1_440, `${budget / 2} calls to Marketo`);
});

const linking = {
  actor: { userId: '005000000000001AAA' },
  programId: PROGRAM,
  rules: {},
  map: null,
  consent: 'as-planned' as const,
  createStatuses: false,
  switchProgram: false
};

test('the same request to link, at two processes at once, does the work once and has one answer', async () => {
  const world = new StillWorld();
  const other = world.join('other');
  const operations = [await world.start(), await other.engine.operations(TENANT)];
  const [one, two] = await world.wait(
    Promise.all(operations.map((some) => some.link(CAMPAIGN, { ...linking, idempotencyKey: 'the same' })))
  );
  assert.deepEqual(one, two);
  const entries = await world.journal(operations[0] ?? assert.fail());
  assert.deepEqual(
    entries.filter(({ kind }) => kind === 'link').map(({ detail }) => detail),
    ['linked']
  );
});

test('of two people who link a campaign at two processes at once each gets the link; with another program one is refused', async () => {
  const world = new StillWorld();
  world.addProgram(PROGRAM + 1);
  const other = world.join('other');
  const [mine, theirs] = [await world.start(), await other.engine.operations(TENANT)];
  const [one, two] = await world.wait(
    Promise.all([
      mine.link(CAMPAIGN, { ...linking, idempotencyKey: 'one' }),
      theirs.link(CAMPAIGN, { ...linking, rules: { conflict: 'ask' }, idempotencyKey: 'two' })
    ])
  );
  assert.deepEqual([one.campaign.state, two.campaign.state, two.campaign.rules?.conflict], ['active', 'active', 'ask']);
  assert.equal((await world.store.links(TENANT)).length, 1);
  await world.wait(mine.unlink(CAMPAIGN, linking.actor));
  const raced = await world.wait(
    Promise.allSettled([
      mine.link(CAMPAIGN, { ...linking, idempotencyKey: 'three' }),
      theirs.link(CAMPAIGN, { ...linking, programId: PROGRAM + 1, idempotencyKey: 'four' })
    ])
  );
  const refused = raced.filter((result) => result.status === 'rejected').map((result) => (result.reason as { code?: string }).code);
  assert.deepEqual(refused, ['campaign-linked']);
});
