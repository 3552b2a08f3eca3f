import assert from 'node:assert/strict';
import test from 'node:test';
import { StillWorld } from '../../../simulation/still-world.ts';
import { TENANT, tenantRow } from '../../../simulation/world.ts';
import { entry, everything, link, parked } from '../../store/contract-suite.ts';
import { openSqliteStore } from '../../store/sqlite.ts';
import type { Store } from '../../store/port.ts';
import { exportIssues } from './issues.ts';
import { exportJournal } from './read-journal.ts';

const ENTRIES = 12_345;

async function withEntries(): Promise<Store> {
  const store = openSqliteStore(':memory:');
  await store.transact(async (tx) => {
    for (let at = 0; at < ENTRIES; at++) await tx.journal({ ...entry, tenantId: TENANT, at, memberId: `m-${at % 100}` });
  });
  return store;
}

test('an export has every entry once, oldest first, and holds one page at a time', async () => {
  const store = await withEntries();
  let [asked, most] = [0, 0];
  const watched: Store = {
    ...store,
    journalPage: async (...args) => {
      asked++;
      return store.journalPage(...args);
    }
  };
  const ids: number[] = [];
  for await (const page of exportJournal({ id: TENANT, store: watched }, everything)) {
    most = Math.max(most, page.length);
    assert.ok(asked <= Math.ceil(ids.length / 1_000) + 1, 'a page is read when it is asked for');
    for (const { id } of page) ids.push(id);
  }
  assert.deepEqual([ids.length, most], [ENTRIES, 1_000]);
  assert.ok(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0)));
  await store.close();
});

test('entries written while a journal is paged neither repeat nor hide an older one', async () => {
  const store = await withEntries();
  const world = new StillWorld({ store });
  await store.putTenant(tenantRow());
  const operations = await world.engine.operations(TENANT);
  const ids = new Set<number>();
  let cursor: string | null = null;
  for (let page = 0; page === 0 || cursor !== null; page++) {
    const answer = await operations.journal(entry.campaignId, { ...everything, memberId: 'm-7', cursor });
    for (const { id } of answer.entries) {
      assert.ok(!ids.has(id));
      ids.add(id);
    }
    cursor = answer.cursor;
    await store.journal({ ...entry, tenantId: TENANT, at: ENTRIES + page, memberId: 'm-7' });
  }
  assert.equal(ids.size, 124, 'those that were there when the paging began');
  await store.close();
});

test('an export of issues has every issue once', async () => {
  const store = openSqliteStore(':memory:');
  await store.putLink(link());
  await store.transact(async (tx) => {
    for (let at = 0; at < 1_234; at++)
      await tx.addMember(parked(`m-${at}`, at % 2 === 0 ? 'conflict' : 'unknown-status', Math.floor(at / 9)));
  });
  const keys: string[] = [];
  for await (const page of exportIssues({ store }, link(), null)) keys.push(...page.map(({ memberKey }) => memberKey));
  assert.deepEqual([keys.length, new Set(keys).size], [1_234, 1_234]);
  let conflicts = 0;
  for await (const page of exportIssues({ store }, link(), 'conflict')) conflicts += page.length;
  assert.equal(conflicts, 617);
  await store.close();
});
