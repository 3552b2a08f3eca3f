import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Wake } from '../engine/clock.ts';
import { defaultSettings } from '../engine/settings.ts';
import type { Tenant } from '../engine/tenant.ts';
import { openMemoryStore } from '../store/memory.ts';
import type { Store } from '../store/port.ts';
import { CALLS } from '../store/serialized.ts';
import { createAutomation } from './companion.ts';
import type { AutomationSettings } from './settings.ts';

const automation: AutomationSettings = {
  campaigns: 'linked',
  activities: { added: 1, removed: 2, changed: 3 },
  object: 'membership',
  requests: [],
  flowSteps: {
    keyHash: '',
    people: 'create',
    leadDefaults: { lastName: 'Unknown', company: 'Unknown', ownerId: null, assignmentRule: false, allowDuplicates: false }
  }
};

/** A tenant with nothing to do, and the store's calls that would have changed something. */
function atRest(of: AutomationSettings | undefined): { tenant: Tenant; wrote: string[] } {
  const wrote: string[] = [];
  const store = Object.fromEntries(
    Object.entries(openMemoryStore()).map(([name, call]) => [
      name,
      (...args: unknown[]) => {
        if (name in CALLS && CALLS[name as keyof typeof CALLS] !== 'reads') wrote.push(name);
        return (call as (...args: unknown[]) => unknown)(...args);
      }
    ])
  ) as unknown as Store;
  const tenant = {
    id: 'tenant-1',
    row: { automation: of },
    store,
    clock: { now: () => 1_000, sleep: async () => undefined },
    settings: defaultSettings,
    workerId: 'w1',
    automation: {},
    wake: { tell: new Wake(), flowSteps: new Wake(), callbacks: new Wake() },
    cursors: new Map(),
    shownAt: new Map()
  };
  return { tenant: tenant as unknown as Tenant, wrote };
}
const answers = { send: () => assert.fail('nothing is called back'), open: () => '' };

for (const [what, of] of [
  ['set up', automation],
  ['never set up', undefined]
] as const) {
  test(`automation that was ${what} and has nothing to do writes nothing and waits`, async () => {
    const { tenant, wrote } = atRest(of);
    for (const { round } of createAutomation(answers).loops(tenant)) {
      const wait = await round();
      assert.ok(wait >= 1_000, `${wait} ms`);
    }
    assert.deepEqual(wrote, []);
  });
}
