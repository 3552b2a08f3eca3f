import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CAMPAIGN, StillWorld } from '../../simulation/still-world.ts';
import { TENANT } from '../../simulation/world.ts';

async function linked(people: string[], settings: ConstructorParameters<typeof StillWorld>[0] = {}) {
  const world = new StillWorld(settings);
  const ids = people.map((name) => world.addPerson(name));
  for (const { salesforce, marketo } of ids) {
    world.salesforce.set(CAMPAIGN, salesforce, 'Invited', 'user', true);
    world.marketo.move(100, marketo, 'Invited');
  }
  const operations = await world.start();
  await world.link(operations);
  return { world, operations, ids };
}

describe('one change travels', () => {
  test('from Salesforce to Marketo within two seconds of a ring', async () => {
    const { world, operations, ids } = await linked(['Ada'], { switches: { callMs: 300 } });
    const [ada] = ids;
    assert.ok(ada);
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
    await operations.ring([]);
    assert.ok((await world.until(() => world.inMarketo(ada.marketo) === 'Registered', 60_000)) <= 2_000);
    await world.pass(10_000);
    assert.deepEqual((await operations.campaign(CAMPAIGN)).counts, {
      inSync: 1,
      pending: 0,
      parked: 0,
      failing: 0,
      leftByRule: 0,
      ended: 0
    });
    assert.equal(world.salesforce.outbox.length, 0);
    assert.deepEqual(world.witness.violations, []);
  });

  test('from Salesforce to Marketo within the drain interval when the ring is lost', async () => {
    const { world, ids } = await linked(['Ada']);
    const [ada] = ids;
    assert.ok(ada);
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
    assert.ok((await world.until(() => world.inMarketo(ada.marketo) === 'Registered', 120_000)) <= 31_000);
  });

  test('from Marketo to Salesforce within fifteen seconds while active', async () => {
    const { world, ids } = await linked(['Ada'], { switches: { callMs: 300 } });
    const [ada] = ids;
    assert.ok(ada);
    world.marketo.move(100, ada.marketo, 'Attended');
    assert.ok((await world.until(() => world.inSalesforce(ada.salesforce) === 'Attended', 120_000)) <= 15_000);
  });

  test('from Marketo to Salesforce within two minutes when nothing happened for an hour', async () => {
    const { world, ids } = await linked(['Ada']);
    const [ada] = ids;
    assert.ok(ada);
    await world.pass(3_600_000);
    world.marketo.move(100, ada.marketo, 'Attended');
    assert.ok((await world.until(() => world.inSalesforce(ada.salesforce) === 'Attended', 600_000)) <= 120_000);
  });

  test('as an addition and as a removal, both ways', async () => {
    const { world, ids } = await linked(['Ada', 'Ben']);
    const [ada, ben] = ids;
    const cleo = world.addPerson('Cleo', 'lead');
    assert.ok(ada && ben);
    world.salesforce.set(CAMPAIGN, ada.salesforce, null, 'user', false);
    world.marketo.remove(100, ben.marketo, 'user');
    world.salesforce.set(CAMPAIGN, cleo.salesforce, 'Registered', 'user', false);
    await world.pass(5 * 60_000);
    assert.equal(world.inMarketo(ada.marketo), null);
    assert.equal(world.inSalesforce(ben.salesforce), null);
    assert.equal(world.inMarketo(cleo.marketo), 'Registered');
    assert.deepEqual(world.witness.violations, []);
  });

  test('once: what the relay wrote itself comes back as no work', async () => {
    const { world, operations, ids } = await linked(['Ada']);
    const [ada] = ids;
    assert.ok(ada);
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
    await operations.ring([]);
    await world.pass(20 * 60_000);
    assert.equal(world.witness.memberWrites, 1);
  });
});

describe('what Marketo still shows after our write', () => {
  test('a doubted read is nobody’s change, though looked at again and again', async () => {
    const world = new StillWorld({ switches: { callMs: 20, readLagMs: 40_000 } });
    const people = Array.from({ length: 12 }, (_, index) => world.addPerson(`Person${index}`));
    for (const { salesforce, marketo } of people) {
      world.salesforce.set(CAMPAIGN, salesforce, 'Attended', 'user', true);
      world.marketo.move(100, marketo, 'Attended');
    }
    const operations = await world.start();
    await world.link(operations, { rules: { backward: 'rejoin' } });
    await world.pass(300_000);
    for (const { salesforce } of people) world.salesforce.set(CAMPAIGN, salesforce, 'No Show', 'user', false);
    await operations.ring([]);
    const [link] = await world.store.links(TENANT);
    const memberIds = (await world.store.membersPage(link?.id ?? '', null, 100)).map(({ id }) => id);
    for (let look = 0; look < 20; look++) {
      await world.pass(3_000);
      await world.store.transact((tx) => tx.hint({ memberIds, cause: 'activity', at: world.clock.now() }));
    }
    await world.pass(300_000);
    for (const { salesforce, marketo } of people) {
      assert.equal(world.inSalesforce(salesforce), 'No Show');
      assert.equal(world.inMarketo(marketo), 'No Show');
    }
  });
});

describe('a lone change a second', () => {
  test('keeps its pace inside fifty calls in twenty seconds', async () => {
    const names = Array.from({ length: 90 }, (_, index) => `Person${index}`);
    const { world, operations, ids } = await linked(names, { switches: { callMs: 220 } });
    await world.pass(60_000);
    const latencies: number[] = [];
    for (const { salesforce, marketo } of ids) {
      const at = world.clock.now();
      world.salesforce.set(CAMPAIGN, salesforce, 'Registered', 'user', false);
      await operations.ring([]);
      const watch = () => {
        if (world.inMarketo(marketo) === 'Registered') latencies.push(world.clock.now() - at);
        else world.clock.at(world.clock.now() + 20, watch);
      };
      watch();
      await world.pass(1_000);
    }
    await world.pass(60_000);
    latencies.sort((a, b) => a - b);
    assert.equal(latencies.length, ids.length);
    const p95 = latencies[Math.floor(latencies.length * 0.95)] ?? Infinity;
    assert.ok(p95 <= 2_000, `p95 is ${p95} ms, the slowest ${latencies.at(-1)} ms`);
    assert.deepEqual(world.witness.violations, []);
  });
});
