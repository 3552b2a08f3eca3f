import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres, type PostgresServer } from '../../testing/postgres-server.ts';
import { link, member, storeContract } from './contract-suite.ts';
import { TASK_TABLES } from './port-tasks.ts';
import { openMemoryStore } from './memory.ts';
import type { Store, StoreTransaction } from './port.ts';
import { openPostgresStore } from './postgres.ts';
import { sameTrace } from './script-suite.ts';

let server: PostgresServer;
let url: string;
before(async () => {
  server = await startPostgres();
  url = await server.database();
});
after(() => server.stop());

const TABLES = 'tenants, links, members, people, cursors, activities, journal, budgets, answers, previews, runs, notices';
/** Emptied rather than made anew: a database takes a tenth of a second. */
async function emptied(): Promise<Store> {
  const store = await openPostgresStore(url);
  await server.run(`TRUNCATE ${TABLES}, ${TASK_TABLES.join(', ')} RESTART IDENTITY`, url);
  return store;
}

storeContract('the store in PostgreSQL', emptied);

describe('the PostgreSQL store', () => {
  it('I14: the same script leaves the same trace in memory and in PostgreSQL', () => sameTrace(60, openMemoryStore, emptied));

  it('keeps the transactions of two processes apart: what one has read nobody changes before it ends', async () => {
    const [one, two] = [await emptied(), await openPostgresStore(url)];
    await one.putLink(link());
    await one.addMember(member('m1', { due: 1 }));
    const order: string[] = [];
    let goOn = () => {};
    const waits = new Promise<void>((resolve) => (goOn = resolve));
    const first = one.transact(async (tx) => {
      const row = await tx.member('m1');
      await waits;
      assert.ok(row && (await tx.replaceMember({ ...row, version: 2, due: null }, 1)));
      order.push('written');
    });
    const second = two.hint({ memberIds: ['m1'], cause: 'outbox', at: 7 }).then(() => order.push('hinted'));
    // A claim waits for nobody: it leaves what a transaction holds.
    assert.deepEqual(await two.claim('tenant-1', 'w', 9, 9, 9), []);
    goOn();
    await Promise.all([first, second]);
    assert.deepEqual(order, ['written', 'hinted']);
    const row = await one.member('m1');
    assert.deepEqual([row?.version, row?.hints, row?.due], [2, 1, 7]);
    await Promise.all([one.close(), two.close()]);
  });

  it('lets workers on their own members go on beside each other, while whoever changes more waits for all of them', async () => {
    const store = await emptied();
    await store.putLink(link());
    await store.addMember(member('a'));
    await store.addMember(member('b'));
    const order: string[] = [];
    let hinted: Promise<unknown> = Promise.resolve();
    await store.transactLeased(async (mine) => {
      await mine.member('a');
      await store.transactLeased(async (other) => {
        await other.member('b');
        hinted = store.hint({ memberIds: ['b'], cause: 'outbox', at: 1 }).then(() => order.push('hinted'));
        await sleep(50);
        order.push('other');
      });
      await sleep(50);
      order.push('mine');
    });
    await hinted;
    assert.deepEqual(order, ['other', 'mine', 'hinted']);
    await store.close();
  });

  it('lets a tenant wait for nothing of another’s', async () => {
    const store = await emptied();
    await store.putLink(link());
    await store.putLink(link({ id: 'link-2', tenantId: 'tenant-2' }));
    await store.transact(async (tx) => {
      await tx.link('link-1');
      await store.transact(async (other) => other.putLink({ ...link({ id: 'link-2', tenantId: 'tenant-2' }), version: 2 }));
    });
    assert.equal((await store.link('link-2'))?.version, 2);
    await store.close();
  });

  it('reports a transaction that the database rolled back as failed, and goes on after a lost connection', async () => {
    const store = await emptied();
    await store.addMember(member('m1', { leadId: 'L1' }));
    await store.addMember(member('m2'));
    const swallowed = store.transact(async (tx) => {
      await tx.setCursor('tenant-1', 'outbox', 'later');
      await tx.replaceMember(member('m2', { leadId: 'L1' }), 1).catch(() => undefined);
    });
    await assert.rejects(swallowed, /rolled back/);
    assert.equal(await store.cursor('tenant-1', 'outbox'), null);
    const cut = store.transact(async (tx) => {
      await tx.setCursor('tenant-1', 'outbox', 'later');
      await server.run(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()`,
        url
      );
      await tx.setCursor('tenant-1', 'outbox', 'too late');
    });
    await assert.rejects(cut);
    assert.equal(await store.cursor('tenant-1', 'outbox'), null);
    await store.close();
  });

  it('refuses what is asked of a transaction that has ended', async () => {
    const store = await emptied();
    await store.addMember(member('m1'));
    let late: StoreTransaction | null = null;
    await store.transact(async (tx) => void (late = tx));
    await assert.rejects((late as StoreTransaction | null)?.member('m1') ?? Promise.resolve(), /has ended/);
    await store.close();
  });

  it('lets one process tend a tenant, and another one as soon as that lets go or is gone', async () => {
    const [one, two] = [await emptied(), await openPostgresStore(url)];
    assert.deepEqual([await one.tend('tenant-1', 'w1', 0, 9), await two.tend('tenant-1', 'w2', 5, 9)], [true, false]);
    // Whatever the clocks say: its process lives.
    assert.equal(await two.tend('tenant-1', 'w2', 99, 9), false);
    await one.leave('w1');
    assert.deepEqual([await two.tend('tenant-1', 'w2', 99, 9), await one.tend('tenant-1', 'w1', 99, 9)], [true, false]);
    await two.close();
    assert.equal(await one.tend('tenant-1', 'w1', 99, 9), true);
    await one.close();
  });

  it('hears of tenants that other processes rouse, also after it lost its connection, and not of its own', async () => {
    const [one, two] = [await emptied(), await openPostgresStore(url)];
    const heard: string[] = [];
    await one.onRouse((tenantId) => heard.push(tenantId));
    const arrives = async (what: string[]) => {
      for (let waited = 0; heard.length < what.length && waited < 5_000; waited += 20) await sleep(20);
      assert.deepEqual(heard.splice(0), what);
    };
    await one.rouse('own');
    await two.rouse('tenant-1');
    await two.rouse('tenant-1');
    await two.rouse('tenant-2');
    await arrives(['tenant-1', 'tenant-2']);
    await server.run(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()`,
      url
    );
    await two.rouse('lost');
    for (let tries = 0; heard.length === 0 && tries < 100; tries++) {
      await sleep(220);
      await two.rouse('tenant-3');
    }
    assert.equal(heard[0], 'tenant-3');
    await Promise.all([one.close(), two.close()]);
  });

  it('is migrated by one of many that open it at the same time', async () => {
    const fresh = await server.database();
    const stores = await Promise.all(Array.from({ length: 5 }, () => openPostgresStore(fresh)));
    await stores[0]?.putLink(link());
    assert.equal((await stores[4]?.links('tenant-1'))?.length, 1);
    await Promise.all(stores.map((store) => store.close()));
  });
});
