/** Random scripts over two stores, which have to leave the same trace: what holds one store against another. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { everything, link, member, parked } from './contract-suite.ts';
import type { JournalRow, MemberRow, Store } from './port.ts';

const TENANT = 'tenant-1';
/** A step of a script: what it does, with small numbers that hit the same rows again and again. */
type Step = (store: Store) => Promise<unknown>;
const small = fc.integer({ min: 0, max: 4 });
const said = (work: Promise<unknown>) => work.catch((cause: Error) => cause.message);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(small, small, small).map(([id, lead, due]): Step => {
    return (store) => said(store.addMember(member(`m${id}`, { leadId: `L${lead}`, due })));
  }),
  fc.tuple(small, small, small).map(([id, version, lead]): Step => {
    return (store) => said(store.replaceMember(member(`m${id}`, { version: version + 1, marketoLeadId: lead }), version));
  }),
  fc.tuple(small, small).map(([id, at]): Step => {
    return (store) => store.hint({ memberIds: [`m${id}`, `m${at}`], cause: `c${at}`, at });
  }),
  fc.tuple(small, small, small).map(([worker, now, limit]): Step => {
    return (store) => store.claim(TENANT, `w${worker}`, now, 2, limit);
  }),
  fc.tuple(small, small, fc.boolean()).map(([id, since, asks]): Step => {
    return (store) => said(store.addMember(parked(`p${id}`, asks ? 'conflict' : 'unknown-status', since)));
  }),
  fc.tuple(small, small).map(([id, worker]): Step => {
    return (store) => store.release([`m${id}`], `w${worker}`);
  }),
  small.map(
    (id): Step =>
      (store) =>
        store.removeMember(`m${id}`)
  ),
  fc.tuple(small, small, small).map(([id, campaign, program]): Step => {
    return (store) =>
      said(
        store.putLink(link({ id: `link-${id}`, campaignId: `c${campaign}`, programId: program, state: id === 0 ? 'paused' : 'active' }))
      );
  }),
  fc.tuple(small, small).map(([id, at]): Step => {
    return (store) =>
      said(
        store.transact(async (tx) => {
          const row = await tx.member(`m${id}`);
          if (!row) return null;
          await tx.journal(entry(row, at));
          await tx.hint({ memberIds: [row.id], cause: 'inside', at, notBefore: at + 1 });
          const stale = await tx.replaceMember({ ...row, version: row.version + 1, state: 'parked', pendingSince: at }, row.version);
          if (at === 0) throw new Error('given up');
          return stale;
        })
      );
  }),
  fc.tuple(small, small, small).map(([lead, person, at]): Step => {
    return async (store) => {
      await store.putPerson({ tenantId: TENANT, marketoLeadId: lead, leadId: `L${person}`, contactId: at === 0 ? null : `C${at}` });
      return [await store.person(TENANT, { leadId: `L${person}` }), await store.person(TENANT, { contactId: 'C1', leadId: 'L1' })];
    };
  }),
  fc.tuple(small, small, small).map(([one, two, at]): Step => {
    return async (store) => [...(await store.seenActivities(TENANT, [`g${one}`, `g${two}`], at, at - 2))].sort();
  }),
  fc.tuple(small, small).map(([name, value]): Step => {
    return async (store) => {
      await store.setCursor(TENANT, `n${name}`, String(value));
      await store.putAnswer(TENANT, `k${value}`, String(name), value);
      return [await store.cursor(TENANT, `n${value}`), await store.answer(TENANT, `k${name}`), await store.answer('tenant-2', 'k1')];
    };
  }),
  small.map(
    (id): Step =>
      (store) =>
        store.removeLink(`link-${id}`)
  ),
  fc.tuple(small, small).map(([id, lead]): Step => {
    return (store) =>
      said(
        store.transact(async (tx) => {
          await tx.addMember(member(`m${id}`, { contactId: `C${lead}` }));
          await tx.addMember(member(`n${id}`, { contactId: `C${lead}` }));
        })
      );
  })
);

function entry({ id: memberId, leadId, contactId, marketoLeadId }: MemberRow, at: number): Omit<JournalRow, 'id'> {
  const who = { memberId, leadId, contactId, marketoLeadId };
  const what = {
    kind: 'write' as const,
    cause: null,
    rule: null,
    actor: null,
    side: null,
    from: null,
    to: 'Ünïcode “x”',
    outcome: null,
    detail: null,
    runId: null
  };
  return { tenantId: TENANT, linkId: 'link-1', campaignId: 'c1', ...who, at, ...what };
}

async function traceOf(store: Store, steps: Step[]): Promise<unknown[]> {
  await store.putLink(link());
  const trace: unknown[] = [];
  for (const one of steps) trace.push(await one(store));
  trace.push(
    await store.membersPage('link-1', null, 99),
    await store.links(TENANT),
    await store.nextDue(TENANT),
    await store.hasWork(TENANT, 3)
  );
  trace.push(await store.counts('link-1'), await store.waiting('link-1'));
  const both = { personIds: ['L1', 'C1'], marketoLeadIds: [1, 2] };
  trace.push(await store.membersOf('link-1', both), await store.membersOfPeople(TENANT, both));
  trace.push(await store.membersInState('link-1', ['parked', 'in-sync'], 1, 2));
  trace.push(await store.issues('link-1', null, null, 3), await store.issues('link-1', 'conflict', { since: 2, id: 'p1' }, 3));
  trace.push(await store.issueCounts('link-1'));
  // A database may leave out ids of entries that were rolled back.
  const entries = await store.journalPage(TENANT, { ...everything, campaignId: 'c1', kind: 'write' }, { before: null }, 5);
  const since = await store.journalPage(TENANT, { ...everything, leadId: 'L1', from: 1, until: 4 }, { after: 0 }, 5);
  trace.push(
    [...entries, ...since].map((row) => ({ ...row, id: null })),
    (await store.openWrites(TENANT, 9)).length
  );
  return trace;
}

/** @param runs How many scripts. Each store is opened anew for each. */
export async function sameTrace(runs: number, model: () => Store, other: () => Store | Promise<Store>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const [expected, got] = [model(), await other()];
      try {
        assert.deepEqual(await traceOf(got, steps), await traceOf(expected, steps));
      } finally {
        await got.close();
        await expected.close();
      }
    }),
    { numRuns: runs }
  );
}
