import assert from 'node:assert/strict';
import test from 'node:test';
import { CAMPAIGN, PROGRAM, StillWorld } from '../../simulation/still-world.ts';
import { TENANT, tenantRow } from '../../simulation/world.ts';
import { createMetrics } from '../metrics.ts';
import { openMemoryStore } from '../store/memory.ts';
import type { Store } from '../store/port.ts';
import { systemClock } from './clock.ts';
import { createEngine } from './engine.ts';
import { OutsideError } from './ports.ts';

const MINUTE = 60_000;

/** A store of which some calls fail while they are named. */
function brittle(): { store: Store; broken: Set<string> } {
  const broken = new Set<string>();
  const store = new Proxy(openMemoryStore(), {
    get: (target, name) => {
      const call = Reflect.get(target, name) as unknown;
      if (typeof call !== 'function') return call;
      return (...args: unknown[]) => {
        if (broken.has(String(name))) throw new Error('database or disk is full');
        return (call as (...args: unknown[]) => unknown).apply(target, args);
      };
    }
  });
  return { store, broken };
}

async function linked() {
  const { store, broken } = brittle();
  const { registry, metrics } = createMetrics();
  const lines: Record<string, unknown>[] = [];
  const keep = (level: string) => (fields: Record<string, unknown>, sentence: string) => void lines.push({ level, ...fields, sentence });
  const log = { debug: () => undefined, info: keep('info'), warn: keep('warn'), error: keep('error') };
  const world = new StillWorld({ store, metrics, log });
  const ada = world.addPerson('Ada');
  world.salesforce.set(CAMPAIGN, ada.salesforce, 'Invited', 'user', true);
  world.marketo.move(PROGRAM, ada.marketo, 'Invited');
  const operations = await world.start();
  await world.link(operations);
  await world.pass(2 * MINUTE);
  return { world, ada, broken, lines, shown: () => registry.metrics() };
}

test('after a store that could not be read for a while, a tenant whose credentials are renewed is still worked for', async () => {
  const { world, ada, broken } = await linked();
  broken.add('tenants');
  await world.pass(3 * MINUTE);
  broken.delete('tenants');
  await world.store.putTenant({ ...tenantRow(), salesforceUsername: 'renewed@example.com' });
  // A request of the package makes the process connect afresh.
  await world.engine.operations(TENANT);
  await world.pass(2 * MINUTE);
  world.marketo.move(PROGRAM, ada.marketo, 'Attended');
  await world.until(() => world.inSalesforce(ada.salesforce) === 'Attended', 5 * MINUTE);
});

test('a tenant that cannot be connected leaves the others at work', async () => {
  const store = openMemoryStore();
  for (const [id, orgId] of [
    ['closed', '00D000000000001EAA'],
    ['open', '00D000000000002EAA']
  ] as const) {
    await store.putTenant({ ...tenantRow(), id, orgId });
  }
  const errors: Record<string, unknown>[] = [];
  const { registry, metrics } = createMetrics();
  const ignore = () => undefined;
  let working = ignore as (id: string) => void;
  const worked = new Promise<string>((resolve) => (working = resolve));
  const engine = createEngine({
    store,
    clock: systemClock,
    log: { debug: ignore, info: ignore, warn: ignore, error: (fields) => void errors.push(fields) },
    workerId: 'w',
    metrics,
    connect: ({ id }) => {
      if (id === 'closed') throw new Error('The secret does not open with RELAY_KEY');
      return {} as never;
    },
    companion: {
      heard: async () => undefined,
      lookAgain: async () => undefined,
      loops: ({ id, wake }) => [
        {
          name: 'any',
          wake: wake.tell,
          round: async () => {
            working(id);
            return MINUTE;
          }
        }
      ]
    }
  });
  await engine.start();
  assert.equal(await worked, 'open');
  await engine.stop();
  assert.match(await registry.metrics(), /own_failure_since_timestamp_seconds\{tenant="00D000000000001EAA",loop="connect"\} \d/);
  assert.deepEqual(errors, [{ tenant: '00D000000000001EAA', error: 'The secret does not open with RELAY_KEY' }]);
});

test('a full disk shows as a failure of the relay since its first minute, even where nothing can be stored, and is gone with it', async () => {
  const { world, broken, shown } = await linked();
  const since = /^campaign_sync_own_failure_since_timestamp_seconds\{tenant="[^"]+",loop="outbox"\} ([\d.]+)$/m;
  assert.doesNotMatch(await shown(), since);
  const began = world.clock.now() / 1000;
  for (const call of ['tend', 'transact', 'transactLeased']) broken.add(call);
  await world.pass(20 * MINUTE);
  const at = Number(since.exec(await shown())?.[1]);
  assert.ok(at >= began && at <= began + 60, `since ${at - began} s`);
  broken.clear();
  await world.pass(15 * MINUTE);
  assert.doesNotMatch(await shown(), since);
});

test('what keeps a tenant from its work is one line when it begins and one when it is over, however many loops meet it and how often', async () => {
  const { world, broken, lines } = await linked();
  lines.length = 0;
  for (const call of ['tend', 'transact', 'hasWork', 'links', 'nextDue', 'openWrites']) broken.add(call);
  await world.pass(60 * MINUTE);
  assert.deepEqual(
    lines.map(({ level, tenant, error }) => [level, tenant, error]),
    [['warn', '00D000000000001EAA', 'database or disk is full']]
  );
  broken.clear();
  await world.pass(15 * MINUTE);
  const [, over, ...more] = lines;
  assert.deepEqual([over?.['level'], over?.['sentence'], more], ['info', 'Rounds succeed again', []]);
  assert.ok(Number(over?.['seconds']) >= 3_500);
});

test('a side that fails is no failure of the relay', async () => {
  const { world, shown } = await linked();
  world.outside.breaks = (side) => {
    throw new OutsideError(side, 'temporary', 'ECONNREFUSED', 'Refused');
  };
  await world.pass(20 * MINUTE);
  assert.match(await shown(), /open_notices\{tenant="[^"]+",kind="connection-lost"\} 2/);
  assert.doesNotMatch(await shown(), /own_failure_since_timestamp_seconds\{/);
});

test('of a tenant that is erased no figure stays', async () => {
  const { world, shown } = await linked();
  assert.match(await shown(), /campaign_sync_links\{/);
  world.outside.breaks = (side) => {
    throw new OutsideError(side, 'temporary', 'ECONNREFUSED', 'Refused');
  };
  await world.pass(20 * MINUTE);
  await world.store.eraseTenant(TENANT);
  await world.pass(20 * MINUTE);
  const left = (await shown())
    .split('\n')
    .filter((line) => /^campaign_sync_(links|members\{|open_notices|oldest|figures|own_failure)/.test(line));
  assert.deepEqual(left, []);
});
