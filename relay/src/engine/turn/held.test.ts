import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CAMPAIGN, PROGRAM, StillWorld } from '../../../simulation/still-world.ts';
import { MUNCHKIN } from '../../../simulation/world.ts';
import { openMemoryStore } from '../../store/memory.ts';
import type { LeasedTransaction, Store } from '../../store/port.ts';

const MINUTE = 60_000;

/** A store that does something behind the next intent, once. */
function afterIntent(store: Store): { store: Store; behindNext(what: () => Promise<unknown>): void } {
  let next: (() => Promise<unknown>) | null = null;
  const transactLeased = async <T>(work: (tx: LeasedTransaction) => Promise<T>): Promise<T> => {
    const answer = await store.transactLeased(work);
    const what = next;
    next = null;
    await what?.();
    return answer;
  };
  return { store: { ...store, transactLeased }, behindNext: (what) => void (next = what) };
}

async function linked() {
  const { store, behindNext } = afterIntent(openMemoryStore());
  const world = new StillWorld({ store, settings: { leaseMs: 2 * MINUTE } });
  const ada = world.addPerson('Ada');
  world.salesforce.set(CAMPAIGN, ada.salesforce, 'Invited', 'user', true);
  world.marketo.move(PROGRAM, ada.marketo, 'Invited');
  const operations = await world.start();
  await world.link(operations);
  await world.pass(30 * MINUTE);
  assert.equal(world.inMarketo(ada.marketo), 'Invited');
  return { world, ada, operations, store, behindNext };
}

test('I7: a write that waited for its place in the budget until its lease ran out is not sent, and the edit arrives all the same', async () => {
  const { world, ada, operations, store, behindNext } = await linked();
  behindNext(async () => {
    const budget = await store.budget(MUNCHKIN);
    assert.ok(budget);
    await store.putBudget({ ...budget, closedUntil: world.clock.now() + 3 * MINUTE });
  });
  world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
  await operations.ring([]);
  await world.pass(150_000);
  assert.equal(world.inMarketo(ada.marketo), 'Invited', 'the budget is still closed');
  await world.pass(5 * MINUTE);
  assert.deepEqual(world.witness.violations, []);
  assert.equal(world.inMarketo(ada.marketo), 'Registered');
});

test('I7: the intent of a worker that lost its lease changes no row', async () => {
  const { world, ada, operations } = await linked();
  const second = world.join('second');
  await world.wait(second.engine.start());
  // Whoever works on the member stands still in the middle of its look, longer than its lease; the other one does the work meanwhile.
  const processes = [world.process, second.process];
  let stood: string | null = null;
  const read = world.marketo.seen.bind(world.marketo);
  world.marketo.seen = (programId, leadId) => {
    const holder = [...world.witness.rows.values()].find((row) => row.marketoLeadId === leadId)?.leaseOwner ?? null;
    if (stood === null) processes.find(({ workerId }) => workerId === holder)?.stop(4 * MINUTE);
    stood ??= holder;
    return read(programId, leadId);
  };
  world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
  await operations.ring([]);
  await world.pass(150_000);
  assert.ok(stood !== null);
  assert.equal(world.inMarketo(ada.marketo), 'Registered', 'the other one took over when the lease ran out');
  const writes = world.witness.memberWrites;
  await world.pass(10 * MINUTE);
  assert.deepEqual(world.witness.violations, []);
  assert.equal(world.witness.memberWrites, writes, 'what the first one had read and decided is worth nothing any more');
  assert.equal(world.inMarketo(ada.marketo), 'Registered');
});
