import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTOR, CAMPAIGN, StillWorld } from '../../../simulation/still-world.ts';
import { TENANT, tenantRow } from '../../../simulation/world.ts';
import { everything, link, parked } from '../../store/contract-suite.ts';
import type { Store } from '../../store/port.ts';
import { openSqliteStore } from '../../store/sqlite.ts';
import type { IssueAction, IssueActionAnswer, Operations } from '../operations.ts';

const asked: IssueAction = {
  actor: ACTOR,
  action: 'ignore',
  memberKeys: null,
  reason: 'conflict',
  person: null,
  cursor: null,
  idempotencyKey: 'k0'
};

/** A paused link with parked members, in a relay whose loops stand still. */
async function withParked(members: number, store: Store = openSqliteStore(':memory:')): Promise<{ store: Store; operations: Operations }> {
  const world = new StillWorld({ store });
  await store.putTenant(tenantRow());
  await store.putLink(link({ tenantId: TENANT, campaignId: CAMPAIGN, state: 'paused' }));
  await store.transact(async (tx) => {
    for (let at = 0; at < members; at++) {
      await tx.addMember({
        ...parked(`m-${at}`, at % 10 === 9 ? 'unknown-status' : 'conflict', 1_000 + Math.floor(at / 7)),
        tenantId: TENANT
      });
    }
  });
  return { store, operations: await world.engine.operations(TENANT) };
}

test('for all of a reason it goes through 12,000 members in requests of 2,000, and leaves other reasons alone', async () => {
  const { store, operations } = await withParked(12_000);
  const sizes: number[] = [];
  let cursor: string | null = null;
  do {
    const idempotencyKey = `k${sizes.length}`;
    const answer: IssueActionAnswer = await operations.actOnIssues(CAMPAIGN, { ...asked, cursor, idempotencyKey });
    sizes.push(answer.changed);
    cursor = answer.cursor;
  } while (cursor !== null);
  assert.deepEqual(sizes, [2_000, 2_000, 2_000, 2_000, 2_000, 800]);
  assert.deepEqual(await store.issueCounts('link-1'), [{ reason: 'unknown-status', members: 1_200 }]);
  await store.close();
});

test('a request that was cut off goes on where it stopped when it comes again, and nobody has the way out twice', async () => {
  const inner = openSqliteStore(':memory:');
  let left = Infinity;
  const failing = (): Store => ({
    ...inner,
    transact: async (work) => {
      if (left-- <= 0) throw new Error('The disk is full');
      return inner.transact(work);
    }
  });
  const { operations } = await withParked(1_000, failing());
  left = 3;
  await assert.rejects(operations.actOnIssues(CAMPAIGN, asked), /The disk is full/);
  assert.equal((await inner.issueCounts('link-1'))[0]?.members, 300, 'three transactions of 200 were kept');
  left = Infinity;
  assert.deepEqual(await operations.actOnIssues(CAMPAIGN, asked), { changed: 900, refused: [], cursor: null });
  const entries = await inner.journalPage(TENANT, { ...everything, kind: 'way-out' }, { after: 0 }, 9_999);
  assert.deepEqual([entries.length, new Set(entries.map(({ memberId }) => memberId)).size], [900, 900]);
  await inner.close();
});

test('a list of a thousand is worked in one request', async () => {
  const { store, operations } = await withParked(1_000);
  const memberKeys = Array.from({ length: 1_000 }, (_, at) => `m-${at}`);
  const answer = await operations.actOnIssues(CAMPAIGN, { ...asked, memberKeys, reason: null });
  assert.deepEqual(answer, { changed: 1_000, refused: [], cursor: null });
  await store.close();
});
