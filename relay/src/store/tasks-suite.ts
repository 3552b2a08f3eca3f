/** What every store owes of tasks; each table of them is held to it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Store } from './port.ts';
import { TASK_TABLES, type TaskRow, type TaskTable } from './port-tasks.ts';

export const task = (id: string, over: Partial<TaskRow> = {}): TaskRow => ({
  id,
  tenantId: 'tenant-1',
  group: 'g1',
  state: 'open',
  due: 10,
  hints: 0,
  leaseOwner: null,
  leaseUntil: null,
  version: 1,
  row: { said: 'ü', list: [1, null] },
  ...over
});
const ids = (tasks: TaskRow[]) => tasks.map(({ id }) => id);

export function taskContract(name: string, open: () => Store | Promise<Store>): void {
  const withStore = (test: (store: Store, table: TaskTable) => Promise<void>) => async () => {
    for (const table of TASK_TABLES) {
      const store = await open();
      try {
        await test(store, table);
      } finally {
        await store.close();
      }
    }
  };

  describe(`${name} keeps the contract of tasks`, () => {
    it(
      'adds what is new, leaves what is there, and gives both back as they are',
      withStore(async (store, table) => {
        assert.deepEqual(await store.addTasks(table, [task('b'), task('a')]).then((added) => added.sort()), ['a', 'b']);
        assert.deepEqual(await store.addTasks(table, [task('a', { state: 'other' }), task('c', { group: 'g2' }), task('c')]), ['c']);
        assert.deepEqual(await store.tasks(table, ['c', 'a', 'nobody']), [task('a'), task('c', { group: 'g2' })]);
        assert.deepEqual(await store.tasks(table === 'flow_calls' ? 'flow_batches' : 'flow_calls', ['a']), [], 'each table for itself');
        assert.deepEqual(await store.addTasks(table, []), []);
      })
    );

    it(
      'reads a group page by page, and counts its states',
      withStore(async (store, table) => {
        await store.addTasks(table, [task('c'), task('a'), task('b', { state: 'done' }), task('d', { group: 'g2' })]);
        await store.addTasks(table, [task('e', { tenantId: 'tenant-2' })]);
        assert.deepEqual(ids(await store.tasksOf(table, 'tenant-1', 'g1', null, 2)), ['a', 'b']);
        assert.deepEqual(ids(await store.tasksOf(table, 'tenant-1', 'g1', 'b', 2)), ['c']);
        assert.deepEqual(await store.taskCounts(table, 'tenant-1', 'g1'), [
          { state: 'done', tasks: 1 },
          { state: 'open', tasks: 2 }
        ]);
      })
    );

    it(
      'changes a task only from the version that was read, and never the due time of a later hint',
      withStore(async (store, table) => {
        await store.addTasks(table, [task('a'), task('b')]);
        assert.deepEqual((await store.replaceTasks(table, [task('a', { state: 'done', due: null }), task('b', { version: 9 })])).sort(), [
          'a'
        ]);
        assert.deepEqual(await store.tasks(table, ['a', 'b']), [task('a', { state: 'done', due: null, version: 2 }), task('b')]);
        await store.hintTasks(table, ['a', 'a', 'nobody'], 50);
        await store.replaceTasks(table, [task('a', { version: 2, state: 'again', due: null, row: 1 })]);
        const [hinted] = await store.tasks(table, ['a']);
        assert.deepEqual(hinted, task('a', { version: 3, state: 'again', due: 50, hints: 1, row: 1 }));
        await store.hintTasks(table, ['a'], 70);
        assert.equal((await store.tasks(table, ['a']))[0]?.due, 50, 'no hint makes it later');
      })
    );

    it(
      'leases due tasks to one worker at a time, the oldest first, until the lease runs out',
      withStore(async (store, table) => {
        await store.addTasks(table, [
          task('late', { due: 30 }),
          task('b', { due: 10 }),
          task('a', { due: 20 }),
          task('never', { due: null }),
          task('other', { due: 1, tenantId: 'tenant-2' })
        ]);
        const claim = (worker: string, now: number, limit = 9) => store.claimTasks(table, 'tenant-1', worker, now, 100, limit);
        const first = await claim('w1', 25, 1);
        assert.deepEqual(first, [task('b', { due: 10, leaseOwner: 'w1', leaseUntil: 125 })]);
        assert.deepEqual(ids(await claim('w2', 25)), ['a']);
        assert.deepEqual(ids(await claim('w3', 25)), []);
        await store.releaseTasks(table, ['a', 'b'], 'w1');
        assert.deepEqual(ids(await claim('w3', 25)), ['b'], 'what another holds stays');
        assert.deepEqual(ids(await claim('w3', 126)), ['b', 'a', 'late'], 'every lease has run out');
        assert.equal(await store.nextTask(table, 'tenant-1'), 10);
        await store.releaseAll();
        assert.equal((await claim('w4', 126)).length, 3, 'whoever is alone takes all of them');
      })
    );

    it(
      'removes tasks, takes part in transactions, and goes with the tenant',
      withStore(async (store, table) => {
        await store.addTasks(table, [task('a'), task('b'), task('c', { tenantId: 'tenant-2' })]);
        await assert.rejects(
          store.transact(async (tx) => {
            await tx.removeTasks(table, ['a']);
            await tx.addTasks(table, [task('d')]);
            throw new Error('given up');
          }),
          /given up/
        );
        await store.transactLeased(async (tx) => void (await tx.hintTasks(table, ['b'], 5)));
        assert.deepEqual(ids(await store.tasks(table, ['a', 'b', 'c', 'd'])), ['a', 'b', 'c']);
        await store.removeTasks(table, ['a']);
        await store.eraseTenant('tenant-1');
        assert.deepEqual(ids(await store.tasks(table, ['a', 'b', 'c', 'd'])), ['c']);
      })
    );
  });
}
