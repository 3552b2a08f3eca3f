/** The turns of one tenant, each with a claim of its own: budget, claim, look, plan, intent, write, settle. */
import type { LinkRow, MemberRow } from '../../store/port.ts';
import { createInMarketo, createInSalesforce, type Creation } from './create-people.ts';
import { intend, type Intended, type Planned } from './intent.ts';
import { learn, look } from './look.ts';
import { stops, type MemberWrite, type Written } from './member-writes.ts';
import { hasNativeLeads } from './native-leads.ts';
import { OutsideError } from '../ports.ts';
import { planMember } from './plan.ts';
import { settleAll } from './settle.ts';
import type { Tenant } from '../tenant.ts';
import { writeMarketo } from './write-marketo.ts';
import { writeSalesforce } from './write-salesforce.ts';

/** Calls to Marketo that a claim of one link usually needs: read and write. */
const CALLS_A_LINK = 2;

/** Names the claims of this process: who holds a member in one turn does not hold it in another. */
let serial = 0;

/**
 * Takes turns for as long as their claims are full, several at once: one after the other they would use what the budget allows only if calls were quick.
 * @returns How many members the last of them claimed. @throws {OutsideError} what stops the tenant as a whole, when all turns have ended.
 */
export async function takeTurns(tenant: Tenant, goesOn: () => boolean): Promise<number> {
  const { claimSize, budget } = tenant.settings;
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let rows: MemberRow[] = [];
  try {
    do {
      rows = await claim(tenant);
      if (rows.length === 0) break;
      const turn: Promise<void> = workOff(tenant, rows)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => underWay.delete(turn));
      underWay.add(turn);
      // Feeds and people find a place beside them.
      if (underWay.size >= budget.inFlight - 1) await Promise.race(underWay);
    } while (rows.length === claimSize && failures.length === 0 && goesOn());
  } finally {
    await Promise.all(underWay);
  }
  if (failures.length > 0) throw failures[0];
  return rows.length;
}

async function claim(tenant: Tenant): Promise<MemberRow[]> {
  if (!(await tenant.store.hasWork(tenant.id, tenant.clock.now()))) return [];
  await tenant.salesforceBudget.check();
  await tenant.gate.room(CALLS_A_LINK);
  const { leaseMs, claimSize } = tenant.settings;
  const rows = await tenant.store.claim(tenant.id, `${tenant.workerId}/${++serial}`, tenant.clock.now(), leaseMs, claimSize);
  // There may be more than this claim took: the others need not wait until they look by themselves.
  if (rows.length === claimSize) void tenant.store.rouse(tenant.id);
  return rows;
}

async function workOff(tenant: Tenant, rows: MemberRow[]): Promise<void> {
  const { leaseMs } = tenant.settings;
  const ids = rows.map((row) => row.id);
  const owner = rows[0]?.leaseOwner ?? '';
  const byLink = new Map<string, MemberRow[]>();
  for (const row of rows) byLink.set(row.linkId, [...(byLink.get(row.linkId) ?? []), row]);
  const claimedAt = tenant.clock.now();
  let worked = 0;
  try {
    for (const [linkId, some] of byLink) {
      // A claim over many links may use up the window: what cannot be done well within the lease is given back.
      if (tenant.clock.now() - claimedAt > leaseMs / 4) break;
      const link = await tenant.store.link(linkId);
      if (link) await workOn(tenant, link, some);
      worked += some.length;
    }
  } finally {
    await tenant.store.release(ids, owner);
  }
  tenant.metrics.count('members_worked', { tenant: tenant.row.orgId }, worked);
}

async function workOn(tenant: Tenant, link: LinkRow, rows: MemberRow[]): Promise<void> {
  const looked = await look(tenant, link, rows);
  const native = await hasNativeLeads(tenant);
  const planned: Planned[] = looked.map((one) => ({ one, next: planMember(tenant, link, one, native) }));
  const intended = await intend(tenant, link, planned);
  if (intended.length === 0) return;
  const creations = await create(tenant, link, intended);
  const ready = intended.filter(({ one, create }) => create === null || isMade(creations.get(one.row.id)));
  const salesforce = await writeSalesforce(
    tenant,
    link,
    of(
      ready.flatMap((one) => one.writes),
      'salesforce'
    )
  );
  const marketo = await writeInOrder(
    tenant,
    link,
    ready.map((one) => of(one.writes, 'marketo'))
  );
  const written = new Map<MemberWrite, Written>([...salesforce.written, ...marketo.written].map((one) => [one.write, one]));
  await settleAll(
    tenant,
    link,
    intended.map((intended) => ({
      intended,
      answers: {
        creation: creations.get(intended.one.row.id) ?? null,
        written: intended.writes.map((write) => written.get(write)).filter((one) => one !== undefined)
      }
    }))
  );
  const stop = salesforce.stop ?? marketo.stop ?? stopOf(creations);
  if (stop) throw stop;
}

/** Of each member one write, or a removal and the add that may only follow it. */
async function writeInOrder(tenant: Tenant, link: LinkRow, ofMembers: MemberWrite[][]): Promise<Awaited<ReturnType<typeof writeMarketo>>> {
  const first = await writeMarketo(
    tenant,
    link,
    ofMembers.flatMap((writes) => writes.slice(0, 1))
  );
  const gone = new Set(first.written.filter(({ outcome }) => outcome === 'done' || outcome === 'no-op').map(({ write }) => write));
  const then = ofMembers.flatMap(([one, next]) => (one && next && gone.has(one) ? [next] : []));
  if (first.stop || then.length === 0) return first;
  const second = await writeMarketo(tenant, link, then);
  return { written: [...first.written, ...second.written], stop: second.stop };
}

function of(writes: MemberWrite[], side: 'salesforce' | 'marketo'): MemberWrite[] {
  return writes.filter((write) => write.side === side);
}

async function create(tenant: Tenant, link: LinkRow, intended: Intended[]): Promise<Map<string, Creation>> {
  const inSalesforce = intended.flatMap(({ one, create }) =>
    create === 'salesforce' && one.lead ? [{ row: one.row, lead: one.lead }] : []
  );
  const inMarketo = intended.flatMap(({ one, create }) =>
    create === 'marketo' && one.person ? [{ row: one.row, person: one.person }] : []
  );
  const all = [...(await createInSalesforce(tenant, link, inSalesforce)), ...(await createInMarketo(tenant, link, inMarketo))];
  const creations = new Map<string, Creation>();
  for (const creation of all) {
    creations.set(creation.row.id, 'made' in creation ? await keep(tenant, link, creation) : creation);
  }
  return creations;
}

/** The row learns the id of the person made for it. Somebody else may have that person: then the row is planned again. */
async function keep(tenant: Tenant, link: LinkRow, creation: Creation & { made: object }): Promise<Creation> {
  const { row } = creation;
  const ids = Object.fromEntries(Object.entries(creation.made).filter(([, id]) => id !== null));
  const answer = await tenant.store.transact((tx) => learn(tenant, tx, link, row, ids));
  if (typeof answer === 'object' && 'removed' in answer && answer.removed === null) return creation;
  return { row, failed: new OutsideError('salesforce', 'temporary', 'moved', 'The person belongs to another member of this link by now') };
}

function isMade(creation: Creation | undefined): boolean {
  return creation !== undefined && 'made' in creation;
}

function stopOf(creations: Map<string, Creation>): OutsideError | null {
  for (const creation of creations.values()) {
    if ('failed' in creation && stops(creation.failed)) return creation.failed;
  }
  return null;
}
