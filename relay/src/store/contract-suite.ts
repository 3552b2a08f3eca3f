/** What every store owes, whatever it keeps its rows in. Each adapter's test runs this suite. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ParkReason } from '../sync/model.ts';
import { DEFAULT_RULES } from '../sync/rules.ts';
import type { IssueReason } from '../sync/ways-out.ts';
import { taskContract } from './tasks-suite.ts';
import type { IssuePlace, JournalFilter, JournalPlace, LinkRow, MemberRow, PreviewRow, RunRow, Store, NoticeRow } from './port.ts';

export function link(over: Partial<LinkRow> = {}): LinkRow {
  return {
    id: 'link-1',
    tenantId: 'tenant-1',
    campaignId: '701000000000001AAA',
    programId: 1001,
    programName: 'Webinar',
    programType: 'Event',
    programUrl: null,
    channel: 'Webinar',
    state: 'active',
    stateReason: null,
    rules: DEFAULT_RULES,
    rulesVersion: 1,
    map: { classes: [] },
    runId: null,
    removals: [],
    approved: null,
    costs: [],
    writtenType: null,
    writtenCost: null,
    seenChannel: null,
    seenCost: null,
    sweepDue: null,
    longLists: false,
    lastSweepAt: null,
    lastSyncAt: null,
    lastError: null,
    projectionDue: null,
    createdAt: 0,
    version: 1,
    ...over
  };
}

export function member(id: string, over: Partial<MemberRow> = {}): MemberRow {
  return {
    id,
    tenantId: 'tenant-1',
    linkId: 'link-1',
    leadId: null,
    contactId: null,
    marketoLeadId: null,
    chosen: null,
    base: { salesforce: null, marketo: null },
    want: null,
    loose: [],
    evidence: [],
    park: null,
    taken: null,
    left: null,
    ended: null,
    lastSeen: { salesforce: null, marketo: null },
    recent: [],
    state: 'in-sync',
    attempts: 0,
    failing: null,
    lastError: null,
    refusals: 0,
    due: null,
    runId: null,
    cause: null,
    hints: 0,
    leaseOwner: null,
    leaseUntil: null,
    pendingSince: null,
    version: 1,
    createdAt: 0,
    ...over
  };
}

const preview = (id: string, over: Partial<PreviewRow> = {}): PreviewRow => ({
  id,
  tenantId: 'tenant-1',
  campaignId: entry.campaignId,
  request: { programId: 1001 },
  actor: '005000000000001AAA',
  state: 'working',
  progress: { phase: 'reading', done: 0, total: null },
  plan: null,
  refusal: null,
  createdAt: 0,
  expiresAt: 9,
  leaseOwner: null,
  leaseUntil: null,
  ...over
});

const run = (id: string, over: Partial<RunRow> = {}): RunRow => ({
  id,
  tenantId: 'tenant-1',
  campaignId: entry.campaignId,
  linkId: 'link-1',
  kind: 'first-sync',
  actor: '005000000000001AAA',
  at: 0,
  plan: null,
  undoOf: null,
  undoneBy: null,
  marking: false,
  ...over
});

export function parked(id: string, reason: ParkReason, since: number): MemberRow {
  const saw = { salesforce: 'Invited', marketo: null };
  const park = { reason, since, saw, rulesVersion: 1, want: null, attempts: 0, candidates: [], detail: '' };
  return member(id, { state: 'parked', park });
}

export const entry = {
  tenantId: 'tenant-1',
  linkId: 'link-1',
  campaignId: '701000000000001AAA',
  memberId: 'm1',
  leadId: null,
  contactId: null,
  marketoLeadId: 7,
  at: 10,
  kind: 'write' as const,
  cause: 'outbox',
  rule: 'salesforce',
  actor: null,
  side: 'marketo' as const,
  from: null,
  to: 'Invited',
  outcome: null,
  detail: null,
  runId: null
};

/** Every entry of the journal. */
const watchedTask = (tenantId: string, personId: string, marketoLeadId: number | null = null) => ({
  ...{ id: `${tenantId}:c:${personId}`, tenantId, group: 'c', state: 'watched', due: null },
  ...{ hints: 0, leaseOwner: null, leaseUntil: null, version: 1, row: { marketoLeadId } }
});

export function notice(id: string, more: Partial<NoticeRow> = {}): NoticeRow {
  const said = { kind: 'link-paused' as const, about: `link ${id}`, campaignId: null, title: 'Paused', body: 'Because.' };
  return { id, tenantId: 'tenant-1', ...said, at: 1, due: 1, attempts: 0, outcome: null, endedAt: null, ...more };
}

export const everything: JournalFilter = {
  campaignId: null,
  memberId: null,
  leadId: null,
  contactId: null,
  marketoLeadId: null,
  kind: null,
  runId: null,
  from: null,
  until: null
};
const newest = { before: null };

export function storeContract(name: string, open: () => Store | Promise<Store>): void {
  const withStore = (test: (store: Store) => Promise<void>) => async () => {
    const store = await open();
    try {
      await test(store);
    } finally {
      await store.close();
    }
  };

  describe(`${name} keeps the store’s contract`, () => {
    it(
      'gives back what it was given, and never an object that it keeps',
      withStore(async (store) => {
        const row = member('m1', {
          leadId: '00Q000000000001EAA',
          base: { salesforce: 'Invited', marketo: null },
          want: { salesforce: 'Invited', marketo: 'Invited', rejoin: false },
          evidence: [{ side: 'marketo', kind: 'first-read', value: null, at: 3 }]
        });
        await store.putLink(link());
        await store.addMember(row);
        const first = await store.member('m1');
        assert.deepEqual(first, row);
        assert.ok(first);
        first.evidence.pop();
        row.base.salesforce = 'changed';
        assert.equal((await store.member('m1'))?.evidence.length, 1);
        assert.equal((await store.member('m1'))?.base.salesforce, 'Invited');
        assert.deepEqual(await store.link('link-1'), link());
      })
    );

    it(
      'holds one link for a campaign and for a program within a tenant',
      withStore(async (store) => {
        await store.putLink(link());
        await assert.rejects(store.putLink(link({ id: 'link-2', programId: 2 })), /campaign-linked/);
        await assert.rejects(store.putLink(link({ id: 'link-2', campaignId: '701000000000002AAA' })), /program-linked/);
        await store.putLink(link({ id: 'link-3', tenantId: 'tenant-2' }));
        await store.putLink(link({ state: 'paused' }));
        assert.equal((await store.linkOfProgram('tenant-1', 1001))?.state, 'paused');
      })
    );

    it(
      'lets a person belong to one row of a link, and takes nothing of a refused transaction',
      withStore(async (store) => {
        await store.addMember(member('m1', { leadId: 'L1', marketoLeadId: 1 }));
        await assert.rejects(store.addMember(member('m2', { marketoLeadId: 1 })), /member-exists/);
        await store.addMember(member('m2', { linkId: 'link-2', leadId: 'L1', marketoLeadId: 1 }));
        await store.addMember(member('m3', { contactId: 'C3' }));
        await assert.rejects(store.replaceMember(member('m3', { leadId: 'L1' }), 1), /member-exists/);
        await assert.rejects(
          store.transact(async (tx) => {
            await tx.setCursor('tenant-1', 'outbox', 'later');
            await tx.journal(entry);
            await tx.removeMember('m3');
            throw new Error('stop');
          }),
          /stop/
        );
        assert.equal(await store.cursor('tenant-1', 'outbox'), null);
        assert.notEqual(await store.member('m3'), null);
        const id = await store.journal(entry);
        assert.deepEqual(await store.journalPage('tenant-1', everything, newest, 9), [{ ...entry, id }]);
        const found = await store.membersOfPeople('tenant-1', { personIds: ['L1'], marketoLeadIds: [1] });
        assert.deepEqual(
          found.map((row) => row.id),
          ['m1', 'm2']
        );
      })
    );

    it(
      'I7: an intent of an older version changes no row',
      withStore(async (store) => {
        await store.addMember(member('m1'));
        assert.equal(await store.replaceMember(member('m1', { version: 2, state: 'pending' }), 1), true);
        assert.equal(await store.replaceMember(member('m1', { version: 2, state: 'parked' }), 1), false);
        assert.equal((await store.member('m1'))?.state, 'pending');
      })
    );

    it(
      'I7: a due member is claimed once, oldest first, and only of an active link',
      withStore(async (store) => {
        await store.putLink(link());
        await store.putLink(link({ id: 'link-2', campaignId: '701000000000002AAA', programId: 2, state: 'paused' }));
        await store.addMember(member('a', { due: 30 }));
        await store.addMember(member('b', { due: 20 }));
        await store.addMember(member('c', { due: 900 }));
        await store.addMember(member('d', { due: 1, linkId: 'link-2' }));
        await store.addMember(member('e', { due: 1, tenantId: 'tenant-2' }));
        assert.equal(await store.nextDue('tenant-1'), 20);
        assert.equal(await store.hasWork('tenant-1', 10), false);
        const ids = (rows: MemberRow[]) => rows.map((row) => row.id);
        const one = await store.claim('tenant-1', 'w1', 100, 50, 1);
        const two = await store.claim('tenant-1', 'w2', 100, 50, 9);
        assert.deepEqual([ids(one), ids(two)], [['b'], ['a']]);
        assert.equal(one[0]?.leaseUntil, 150);
        assert.deepEqual(ids(await store.claim('tenant-1', 'w3', 150, 50, 9)), ['b', 'a']);
        await store.release(['a', 'b'], 'w1');
        assert.equal(await store.hasWork('tenant-1', 160), false);
        await store.release(['a'], 'w3');
        assert.deepEqual(ids(await store.claim('tenant-1', 'w1', 160, 50, 9)), ['a']);
      })
    );

    it(
      'I7: many workers that claim at the same time share the members, each of which goes to one of them',
      withStore(async (store) => {
        await store.putLink(link());
        await store.transact(async (tx) => {
          for (let index = 0; index < 200; index++) await tx.addMember(member(`m${index}`, { due: index }));
        });
        const claims = await Promise.all(Array.from({ length: 8 }, (_, worker) => store.claim('tenant-1', `w${worker}`, 999, 50, 20)));
        const ids = claims.flat().map((row) => row.id);
        assert.deepEqual([ids.length, new Set(ids).size], [160, 160]);
        assert.equal((await store.claim('tenant-1', 'late', 999, 50, 99)).length, 40);
      })
    );

    it(
      'counts up exactly when many do it at the same time, and loses no hint to a row that is being written',
      withStore(async (store) => {
        await store.putLink(link());
        await store.addMember(member('m1'));
        const add = () =>
          store.transact(async (tx) => {
            const calls = (await tx.budget('123-ABC-456'))?.dayCalls ?? 0;
            await tx.putBudget({ munchkinId: '123-ABC-456', calls: [], inFlight: {}, day: 0, dayCalls: calls + 1, closedUntil: 0 });
          });
        const write = () =>
          store.transact(async (tx) => {
            const row = await tx.member('m1');
            assert.ok(row && (await tx.replaceMember({ ...row, version: row.version + 1 }, row.version)));
          });
        const hint = () => store.hint({ memberIds: ['m1'], cause: 'outbox', at: 5 });
        await Promise.all(Array.from({ length: 20 }, () => [add(), write(), hint()]).flat());
        const row = await store.member('m1');
        assert.deepEqual([(await store.budget('123-ABC-456'))?.dayCalls, row?.version, row?.hints, row?.due], [20, 21, 20, 5]);
      })
    );

    it(
      'does for many at once, inside a transaction, what it does for one after the other; of two who replace the same row the second is late',
      withStore(async (store) => {
        for (let index = 0; index < 5; index++) await store.addMember(member(`m${index}`, { due: index }));
        const [ids, replaced] = await store.transact(async (tx) => {
          const ids = await Promise.all([1, 2, 3].map((at) => tx.journal({ ...entry, at, memberId: `m${at}` })));
          const rows = await Promise.all(['m4', 'nobody', 'm0', 'm4'].map((id) => tx.member(id)));
          assert.deepEqual(
            rows.map((row) => row?.id),
            ['m4', undefined, 'm0', 'm4']
          );
          assert.notEqual(rows[0], rows[3]);
          const changes = [0, 1, 1, 2, 9].map((index) => member(`m${index}`, { version: 2, due: null, cause: `c${index}` }));
          const replaced = await Promise.all(changes.map((row) => tx.replaceMember(row, 1)));
          assert.equal((await tx.member('m1'))?.version, 2);
          return [ids, replaced];
        });
        assert.deepEqual(replaced, [true, true, false, true, false]);
        assert.ok(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0)));
        const set = await store.transact((tx) =>
          Promise.all([...ids, ids[0] ?? 0, 999_999].map((id, index) => tx.outcome(id, `o${index}`, index === 1 ? 'said' : null)))
        );
        assert.deepEqual(set, [true, true, true, false, false]);
        const entries = await store.journalPage('tenant-1', everything, newest, 9);
        assert.deepEqual(
          entries.map(({ id, at, memberId, outcome, detail }) => [id, at, memberId, outcome, detail]),
          [
            [ids[2], 3, 'm3', 'o2', null],
            [ids[1], 2, 'm2', 'o1', 'said'],
            [ids[0], 1, 'm1', 'o0', null]
          ]
        );
      })
    );

    it(
      'lets workers write what each has leased beside each other, and nobody else meanwhile; marks on the link are none lost',
      withStore(async (store) => {
        await store.putLink(link());
        for (const id of ['a', 'b', 'c', 'd']) await store.addMember(member(id, { due: 1 }));
        const work = (worker: string) =>
          store.transactLeased(async (tx) => {
            const rows = await Promise.all((worker === 'w1' ? ['a', 'b'] : ['c', 'd']).map((id) => tx.member(id)));
            const done = rows.map(
              (row) => row && tx.replaceMember({ ...row, version: row.version + 1, due: null, cause: worker }, row.version)
            );
            assert.deepEqual(await Promise.all(done), [true, true]);
            return tx.markLink('link-1', { syncedAt: 7, showBy: worker === 'w1' ? 60 : 50 });
          });
        const hints = ['a', 'b', 'c', 'd'].map((id) => store.hint({ memberIds: [id], cause: 'outbox', at: 5 }));
        await Promise.all([work('w1'), work('w2'), ...hints, work('w1'), work('w2')]);
        const rows = await store.membersPage('link-1', null, 9);
        assert.deepEqual(
          rows.map(({ id, version, hints: count }) => [id, version, count]),
          ['a', 'b', 'c', 'd'].map((id) => [id, 3, 1])
        );
        const kept = await store.link('link-1');
        assert.deepEqual([kept?.lastSyncAt, kept?.projectionDue, kept?.version], [7, 50, 5]);
        assert.equal(await store.markLink('link-1', { showBy: 55 }), false);
        assert.equal(await store.markLink('gone', { syncedAt: 1 }), false);
        await assert.rejects(
          store.transactLeased(async (tx) => {
            await tx.markLink('link-1', { syncedAt: 9 });
            throw new Error('given up');
          }),
          /given up/
        );
        assert.deepEqual(await store.link('link-1'), kept);
      })
    );

    it(
      'I1: one of many who link the same campaign at the same time does, and two of one person’s hints make one member',
      withStore(async (store) => {
        const linked = await Promise.allSettled(
          Array.from({ length: 6 }, (_, index) => store.transact((tx) => tx.putLink(link({ id: `link-${index}` }))))
        );
        assert.equal(linked.filter(({ status }) => status === 'fulfilled').length, 1);
        const mark = (id: string) =>
          store.transact(async (tx) => {
            const [known] = await tx.membersOf('link-1', { marketoLeadIds: [7] });
            if (known) await tx.hint({ memberIds: [known.id], cause: 'activity', at: 1 });
            else await tx.addMember(member(id, { marketoLeadId: 7 }));
          });
        await store.putLink(link({ id: 'link-1', campaignId: '701000000000009AAA', programId: 9 }));
        await Promise.all(['a', 'b', 'c', 'd'].map(mark));
        const rows = await store.membersOf('link-1', { marketoLeadIds: [7] });
        assert.deepEqual([rows.length, rows[0]?.hints], [1, 3]);
      })
    );

    it(
      'lets a process that is alone end the leases of a dead one',
      withStore(async (store) => {
        await store.putLink(link());
        await store.addMember(member('a', { due: 1 }));
        await store.claim('tenant-1', 'dead', 10, 1_000, 9);
        assert.equal(await store.hasWork('tenant-1', 20), false);
        const budget = { munchkinId: '123-ABC-456', calls: [1], inFlight: { dead: 1 }, day: 0, dayCalls: 1, closedUntil: 0 };
        await store.putBudget(budget);
        await store.releaseAll();
        assert.deepEqual(await store.budget('123-ABC-456'), { ...budget, inFlight: {} });
        assert.deepEqual([await store.hasWork('tenant-1', 20), await store.hasWork('tenant-2', 20)], [true, false]);
      })
    );

    it(
      'gives each tenant to one worker at a time, which has it until its term ends or it leaves',
      withStore(async (store) => {
        assert.equal(await store.tend('tenant-1', 'w1', 10, 50), true);
        assert.equal(await store.tend('tenant-1', 'w2', 30, 50), false);
        assert.equal(await store.tend('tenant-2', 'w2', 30, 50), true);
        assert.equal(await store.tend('tenant-1', 'w1', 40, 50), true);
        assert.equal(await store.tend('tenant-1', 'w2', 89, 50), false);
        assert.equal(await store.tend('tenant-1', 'w2', 90, 50), true);
        await store.leave('w1');
        assert.equal(await store.tend('tenant-1', 'w1', 100, 50), false);
        await store.leave('w2');
        assert.deepEqual([await store.tend('tenant-1', 'w1', 100, 50), await store.tend('tenant-2', 'w1', 100, 50)], [true, true]);
        await store.rouse('tenant-1');
      })
    );

    it(
      'does not count who is a member on neither side any more',
      withStore(async (store) => {
        await store.addMember(member('a'));
        await store.addMember(member('b', { base: { salesforce: null, marketo: 'Invited' } }));
        await store.addMember(member('c', { state: 'pending' }));
        assert.deepEqual(await store.counts('link-1'), { inSync: 1, pending: 1, parked: 0, failing: 0, leftByRule: 0, ended: 0 });
      })
    );

    it(
      'I8: a hint makes a member due, never later than it is, and is counted while the member is held',
      withStore(async (store) => {
        await store.putLink(link());
        await store.addMember(member('a', { due: 50 }));
        await store.addMember(member('b'));
        await store.hint({ memberIds: ['a', 'b', 'nobody'], cause: 'sweep', at: 70 });
        await store.hint({ memberIds: ['b'], cause: 'outbox', at: 80, notBefore: 60 });
        const [a, b] = [await store.member('a'), await store.member('b')];
        assert.deepEqual([a?.due, a?.hints, a?.pendingSince, a?.cause], [50, 1, 70, 'sweep']);
        assert.deepEqual([b?.due, b?.hints, b?.pendingSince, b?.cause], [60, 2, 70, 'outbox']);
      })
    );

    it(
      'I6: a write gets exactly one outcome; those left open by a dead worker are found',
      withStore(async (store) => {
        await store.addMember(member('m1', { leaseOwner: 'w1', leaseUntil: 100 }));
        const id = await store.journal(entry);
        assert.deepEqual(await store.openWrites('tenant-1', 50), []);
        assert.deepEqual(
          (await store.openWrites('tenant-1', 100)).map((row) => row.id),
          [id]
        );
        assert.equal(await store.outcome(id, 'done', null), true);
        assert.equal(await store.outcome(id, 'failed', 'late'), false);
        assert.deepEqual(await store.journalPage('tenant-1', everything, newest, 10), [{ ...entry, id, outcome: 'done' }]);
      })
    );

    it(
      'pages members by state in the order of their ids',
      withStore(async (store) => {
        for (const at of [1, 2, 3]) {
          await store.addMember(member(`m${at}`, { state: at === 1 ? 'failing' : 'parked', pendingSince: at }));
        }
        const parked = await store.membersInState('link-1', ['parked'], 1, 1);
        assert.deepEqual([parked.members.map((row) => row.id), parked.more], [['m2'], true]);
        assert.deepEqual(
          (await store.membersPage('link-1', 'm1', 9)).map((row) => row.id),
          ['m2', 'm3']
        );
        assert.deepEqual(await store.counts('link-1'), { inSync: 0, pending: 0, parked: 2, failing: 1, leftByRule: 0, ended: 0 });
      })
    );

    it(
      'a member that was in sync when it was last looked at waits from its hint on, and no longer once it has been looked at',
      withStore(async (store) => {
        assert.deepEqual(await store.waiting('link-1'), { members: 0, since: null });
        await store.addMember(member('m1', { state: 'in-sync', due: null, pendingSince: null }));
        await store.addMember(member('m2', { state: 'parked', due: null, pendingSince: null }));
        await store.addMember(member('m3', { state: 'failing', pendingSince: 9 }));
        assert.deepEqual(await store.waiting('link-1'), { members: 1, since: 9 });
        await store.hint({ memberIds: ['m1'], cause: 'outbox', at: 7 });
        assert.deepEqual(await store.waiting('link-1'), { members: 2, since: 7 });
        const hinted = (await store.member('m1')) as MemberRow;
        await store.replaceMember({ ...hinted, due: null, pendingSince: null }, hinted.version);
        assert.deepEqual(await store.waiting('link-1'), { members: 1, since: 9 });
        assert.deepEqual(await store.waiting('link-2'), { members: 0, since: null });
      })
    );

    it(
      'reads the journal from any place, either way, by campaign, person, kind, time and run, and of one tenant',
      withStore(async (store) => {
        const what = [
          { at: 1, leadId: 'L1', kind: 'decision' },
          { at: 2, leadId: 'L1', contactId: 'C1', runId: 'r1' },
          { at: 3, marketoLeadId: 8, memberId: 'm2', kind: 'link' },
          { at: 4, campaignId: '701000000000002AAA', contactId: 'C1' }
        ] as const;
        const ids: number[] = [];
        for (const some of what) ids.push(await store.journal({ ...entry, ...some }));
        await store.journal({ ...entry, tenantId: 'tenant-2' });
        const read = async (filter: Partial<JournalFilter>, place: JournalPlace = newest, limit = 9) =>
          (await store.journalPage('tenant-1', { ...everything, ...filter }, place, limit)).map((row) => row.at);
        assert.deepEqual(await read({}), [4, 3, 2, 1]);
        assert.deepEqual(await read({}, { before: ids[3] ?? 0 }, 2), [3, 2]);
        assert.deepEqual(await read({}, { after: 0 }, 2), [1, 2]);
        assert.deepEqual(await read({}, { after: ids[1] ?? 0 }), [3, 4]);
        assert.deepEqual(await read({ campaignId: entry.campaignId }), [3, 2, 1]);
        assert.deepEqual(await read({ leadId: 'L1' }), [2, 1]);
        assert.deepEqual(await read({ contactId: 'C1', campaignId: entry.campaignId }), [2]);
        assert.deepEqual(await read({ marketoLeadId: 8 }), [3]);
        assert.deepEqual(await read({ memberId: 'm2' }), [3]);
        assert.deepEqual(await read({ kind: 'link' }), [3]);
        assert.deepEqual(await read({ runId: 'r1' }), [2]);
        assert.deepEqual(await read({ from: 2, until: 4 }), [3, 2]);
        const [second] = await store.journalPage('tenant-1', { ...everything, runId: 'r1' }, newest, 1);
        assert.deepEqual(second, { ...entry, ...what[1], id: ids[1] });
      })
    );

    it(
      'lists issues newest first, by reason and from any place on, and counts them',
      withStore(async (store) => {
        const issues = async (...[reason, after, limit]: [IssueReason | null, IssuePlace | null, number]) =>
          (await store.issues('link-1', reason, after, limit)).map((row) => row.id);
        await store.putLink(link());
        await store.addMember(parked('m1', 'conflict', 5));
        await store.addMember(parked('m2', 'conflict', 7));
        await store.addMember(parked('m3', 'unknown-status', 7));
        await store.addMember(member('m4', { state: 'failing', failing: 'marketo-fails', pendingSince: 6 }));
        await store.addMember(member('m5', { ...parked('m5', 'conflict', 9), state: 'pending' }));
        await store.addMember({ ...parked('m6', 'conflict', 9), linkId: 'link-2' });
        assert.deepEqual(await issues(null, null, 9), ['m2', 'm3', 'm4', 'm1']);
        assert.deepEqual(await issues(null, { since: 7, id: 'm2' }, 2), ['m3', 'm4']);
        assert.deepEqual(await issues('conflict', null, 1), ['m2']);
        assert.deepEqual(await issues('conflict', { since: 7, id: 'm2' }, 9), ['m1']);
        assert.deepEqual(await store.issueCounts('link-1'), [
          { reason: 'conflict', members: 2 },
          { reason: 'marketo-fails', members: 1 },
          { reason: 'unknown-status', members: 1 }
        ]);
        const [first] = await store.issues('link-1', 'conflict', null, 1);
        assert.ok(first);
        assert.deepEqual(first, parked('m2', 'conflict', 7));
        await store.replaceMember({ ...first, state: 'in-sync', park: null, version: 2 }, 1);
        assert.deepEqual(await issues('conflict', null, 9), ['m1']);
      })
    );

    it(
      'counts statuses, remembers activities for a while, people, budgets and answers',
      withStore(async (store) => {
        await store.addMember(member('a', { base: { salesforce: 'Attended', marketo: 'Invited' } }));
        await store.addMember(member('b', { base: { salesforce: null, marketo: 'Invited' } }));
        assert.deepEqual(await store.statusCounts('link-1'), [
          { side: 'marketo', value: 'Invited', members: 2 },
          { side: 'salesforce', value: 'Attended', members: 1 }
        ]);
        assert.deepEqual(await store.seenActivities('tenant-1', ['1', '2'], 5, 0), new Set());
        assert.deepEqual(await store.seenActivities('tenant-1', ['2', '3'], 9, 0), new Set(['2']));
        assert.deepEqual(await store.seenActivities('tenant-1', ['1', '2'], 20, 6), new Set(['2']));
        await store.putPerson({ tenantId: 'tenant-1', marketoLeadId: 7, leadId: 'L7', contactId: null });
        await store.putPerson({ tenantId: 'tenant-1', marketoLeadId: 7, leadId: 'L7', contactId: 'C7' });
        assert.equal((await store.person('tenant-1', { contactId: 'C7' }))?.marketoLeadId, 7);
        assert.equal(await store.person('tenant-2', { contactId: 'C7' }), null);
        const budget = { munchkinId: '123-ABC-456', calls: [1], inFlight: { a: 1 }, day: 0, dayCalls: 1, closedUntil: 0 };
        await store.putBudget(budget);
        assert.deepEqual(await store.budget('123-ABC-456'), budget);
        await store.putAnswer('tenant-1', 'key', 'answer', 1);
        assert.equal(await store.answer('tenant-1', 'key'), 'answer');
      })
    );

    it(
      'keeps previews and runs, and says what of a run is still to be done and what was written in it',
      withStore(async (store) => {
        await store.putPreview(preview('p2', { createdAt: 2 }));
        await store.putPreview(preview('p1', { createdAt: 1, plan: { digest: 'd' } }));
        await store.putPreview(preview('other', { tenantId: 'tenant-2' }));
        await store.putPreview(preview('p2', { createdAt: 2, state: 'done' }));
        assert.deepEqual(
          (await store.previews('tenant-1')).map(({ id, state }) => [id, state]),
          [
            ['p1', 'working'],
            ['p2', 'done']
          ]
        );
        assert.deepEqual((await store.preview('p1'))?.plan, { digest: 'd' });
        await store.removePreview('p1');
        assert.equal(await store.preview('p1'), null);

        await store.putRun(run('r1', { at: 1 }));
        await store.putRun(run('r2', { at: 2, marking: true }));
        await store.putRun(run('r3', { at: 3, campaignId: 'another' }));
        const { runs, more } = await store.runsPage('tenant-1', entry.campaignId, 1, 1);
        assert.deepEqual([runs.map(({ id }) => id), more], [['r2'], true]);
        assert.deepEqual(
          (await store.markingRuns('tenant-1')).map(({ id }) => id),
          ['r2']
        );
        await store.putRun(run('r2', { at: 2, undoneBy: 'r9' }));
        assert.deepEqual(await store.markingRuns('tenant-1'), []);
        assert.equal((await store.run('r2'))?.undoneBy, 'r9');

        await store.putLink(link({ runId: 'r1' }));
        assert.equal((await store.link('link-1'))?.runId, 'r1');
        for (const id of ['m1', 'm2', 'm3']) await store.addMember(member(id));
        await store.hint({ memberIds: ['m1', 'm2'], cause: 'sweep', at: 1, runId: 'r1' });
        await store.hint({ memberIds: ['m2', 'm3'], cause: 'activity', at: 2 });
        assert.equal(await store.membersOfRun('r1'), 2, 'a hint from elsewhere takes no member out of its run');
        const row = await store.member('m1');
        assert.ok(row);
        await store.replaceMember({ ...row, runId: null }, row.version);
        assert.equal(await store.membersOfRun('r1'), 1);

        const first = await store.journal({ ...entry, runId: 'r1' });
        await store.journal(entry);
        const second = await store.journal({ ...entry, runId: 'r1' });
        const ids = async (after: number, limit: number) => (await store.journalOfRun('r1', after, limit)).map(({ id }) => id);
        assert.deepEqual(await ids(0, 9), [first, second]);
        assert.deepEqual(await ids(0, 1), [first]);
        assert.deepEqual(await ids(first, 9), [second]);
      })
    );

    it(
      'keeps notices open while they are to be told or their state lasts, oldest first',
      withStore(async (store) => {
        await store.putNotice(notice('n2', { at: 2, due: null }));
        await store.putNotice(notice('n1', { at: 1, due: 5, endedAt: 4 }));
        await store.putNotice(notice('n3', { at: 3, due: null, endedAt: 4 }));
        await store.putNotice(notice('other', { tenantId: 'tenant-2' }));
        assert.deepEqual(
          (await store.openNotices('tenant-1')).map(({ id }) => id),
          ['n1', 'n2']
        );
        await store.putNotice(notice('n1', { at: 1, due: null, endedAt: 4, outcome: 'told' }));
        assert.deepEqual(
          (await store.openNotices('tenant-1')).map(({ id }) => id),
          ['n2']
        );
      })
    );

    it(
      'forgets what is too old, a limited number at a time, but no write that is under way and nothing of another tenant',
      withStore(async (store) => {
        const old = { at: 10, outcome: 'done' };
        for (let index = 0; index < 3; index++) await store.journal({ ...entry, ...old });
        const open = await store.journal({ ...entry, ...old, kind: 'write', outcome: null });
        const decision = await store.journal({ ...entry, kind: 'decision', at: 20, outcome: null });
        const other = await store.journal({ ...entry, ...old, tenantId: 'tenant-2' });
        await store.putAnswer('tenant-1', 'old', 'x', 10);
        await store.putAnswer('tenant-1', 'new', 'x', 20);
        await store.putAnswer('tenant-2', 'old', 'x', 10);
        await store.putNotice(notice('over', { at: 10, due: null, endedAt: 11 }));
        await store.putNotice(notice('lasts', { at: 10, due: null }));
        const before = { journal: 20, answers: 20, notices: 20 };
        assert.equal(await store.forget('tenant-1', before, 2), 4);
        assert.equal(await store.forget('tenant-1', before, 2), 1);
        assert.equal(await store.forget('tenant-1', before, 2), 0);
        const ids = async (tenantId: string) => (await store.journalPage(tenantId, everything, newest, 9)).map(({ id }) => id);
        assert.deepEqual(await ids('tenant-1'), [decision, open]);
        assert.deepEqual(await ids('tenant-2'), [other]);
        assert.deepEqual(
          [await store.answer('tenant-1', 'old'), await store.answer('tenant-1', 'new'), await store.answer('tenant-2', 'old')],
          [null, 'x', 'x']
        );
        assert.deepEqual(
          (await store.openNotices('tenant-1')).map(({ id }) => id),
          ['lasts']
        );
      })
    );

    it(
      'erases one human everywhere, and leaves of the journal what happened without who it was',
      withStore(async (store) => {
        const human = { personIds: ['L1', 'C1'], marketoLeadIds: [1] };
        for (const tenantId of ['tenant-1', 'tenant-2']) {
          const of = { tenantId, linkId: `link of ${tenantId}` };
          await store.putLink(link({ id: of.linkId, tenantId }));
          await store.addMember(member(`theirs of ${tenantId}`, { ...of, contactId: 'C1' }));
          await store.addMember(member(`other of ${tenantId}`, { ...of, leadId: 'L2', marketoLeadId: 2 }));
          await store.putPerson({ tenantId, marketoLeadId: 1, leadId: 'L1', contactId: null });
          await store.putPerson({ tenantId, marketoLeadId: 2, leadId: 'L2', contactId: null });
          await store.journal({ ...entry, tenantId, memberId: 'theirs', marketoLeadId: 1, detail: 'Person One' });
          await store.journal({ ...entry, tenantId, memberId: 'other', leadId: 'L2', contactId: null, marketoLeadId: 2, detail: 'kept' });
          // Of the third only the Marketo person is known to be theirs.
          const watched = [watchedTask(tenantId, 'C1'), watchedTask(tenantId, 'L2', 2), watchedTask(tenantId, 'L3', 1)];
          await store.addTasks('watched_members', watched);
          await store.setCursor(tenantId, 'merged-1', '5');
          await store.setCursor(tenantId, 'merged-7', '1');
          await store.setCursor(tenantId, 'merged-8', '2');
        }
        assert.ok((await store.eraseHuman('tenant-1', human)) >= 5);
        const left = async (tenantId: string) => {
          const [other, theirs] = await store.journalPage(tenantId, everything, newest, 9);
          return [
            (await store.membersPage(`link of ${tenantId}`, null, 9)).length,
            (await store.person(tenantId, { marketoLeadId: 1 })) === null,
            (await store.person(tenantId, { marketoLeadId: 2 })) === null,
            [theirs?.memberId, theirs?.leadId, theirs?.contactId, theirs?.marketoLeadId, theirs?.detail],
            [other?.memberId, other?.marketoLeadId, other?.detail],
            await Promise.all(['merged-1', 'merged-7', 'merged-8'].map((name) => store.cursor(tenantId, name))),
            (await store.tasksOf('watched_members', tenantId, 'c', null, 9)).length
          ];
        };
        assert.deepEqual(await left('tenant-1'), [
          1,
          true,
          false,
          [null, null, null, null, null],
          ['other', 2, 'kept'],
          [null, null, '2'],
          1
        ]);
        assert.deepEqual((await left('tenant-2')).slice(0, 3), [2, false, false]);
        assert.equal(await store.eraseHuman('tenant-1', human), 0);
      })
    );

    it(
      'erases a tenant with everything of it, and nothing of another',
      withStore(async (store) => {
        for (const tenantId of ['tenant-1', 'tenant-2']) {
          await store.putLink(link({ id: `link of ${tenantId}`, tenantId }));
          await store.addMember(member(`m of ${tenantId}`, { tenantId, linkId: `link of ${tenantId}` }));
          await store.putPerson({ tenantId, marketoLeadId: 1, leadId: 'L1', contactId: null });
          await store.journal({ ...entry, tenantId });
          await store.putPreview(preview(`preview of ${tenantId}`, { tenantId }));
          await store.putRun(run(`run of ${tenantId}`, { tenantId }));
          await store.putNotice(notice(`notice of ${tenantId}`, { tenantId }));
        }
        await store.eraseTenant('tenant-1');
        const left = async (tenantId: string) => [
          (await store.links(tenantId)).length,
          await store.member(`m of ${tenantId}`).then((row) => (row ? 1 : 0)),
          (await store.person(tenantId, { leadId: 'L1' })) ? 1 : 0,
          (await store.journalPage(tenantId, everything, newest, 5)).length,
          (await store.previews(tenantId)).length,
          (await store.runsPage(tenantId, entry.campaignId, 1, 5)).runs.length,
          (await store.openNotices(tenantId)).length
        ];
        assert.deepEqual(await left('tenant-1'), [0, 0, 0, 0, 0, 0, 0]);
        assert.deepEqual(await left('tenant-2'), [1, 1, 1, 1, 1, 1, 1]);
      })
    );
  });
  taskContract(name, open);
}
