/**
 * A sweep: both sides of one link compared whole. It only makes members due and finds new ones; a list is never evidence of absence, and
 * what it shows is never written.
 */
import type { LinkRow, MemberRow } from '../store/port.ts';
import { readCampaignAndProgram } from './campaign-and-program.ts';
import { listBothSides } from './lists.ts';
import { markPerson, personIds } from './rows.ts';
import { showSoon, stir, type Tenant } from './tenant.ts';

const ROWS_A_PAGE = 500;
const MARKS_A_TRANSACTION = 200;

/** Sweeps the links of one tenant that are due. @returns How many there were. */
export async function sweepDueLinks(tenant: Tenant): Promise<number> {
  let swept = 0;
  for (const { id } of await tenant.store.links(tenant.id)) {
    if (!(await take(tenant, id))) continue;
    await sweepLink(tenant, id);
    swept++;
  }
  return swept;
}

/** One worker sweeps a link; when it dies, the sweep is due again a while later. */
async function take(tenant: Tenant, linkId: string): Promise<boolean> {
  return tenant.store.transact(async (tx) => {
    const now = tenant.clock.now();
    const link = await tx.link(linkId);
    if (!link || link.state === 'ended' || link.sweepDue === null || link.sweepDue > now) return false;
    link.sweepDue = now + tenant.settings.sweepLeaseMs;
    link.version++;
    await tx.putLink(link);
    return true;
  });
}

export async function sweepLink(tenant: Tenant, linkId: string): Promise<void> {
  const link = await readCampaignAndProgram(tenant, linkId);
  const taken = link?.sweepDue ?? null;
  const runId = link?.state === 'active' ? link.runId : null;
  if (link?.state === 'active') {
    const found = await compare(tenant, link);
    await tenant.store.transact(async (tx) => {
      for (const memberIds of slices(found.due, MARKS_A_TRANSACTION))
        await tx.hint({ memberIds, cause: 'sweep', at: tenant.clock.now(), ...(runId ? { runId } : {}) });
    });
    for (const some of slices(found.unknown, MARKS_A_TRANSACTION)) {
      await tenant.store.transact(async (tx) => {
        for (const ids of some) await markPerson(tenant, tx, link.id, ids, { cause: 'sweep', runId });
      });
    }
    if (found.due.length + found.unknown.length > 0) stir(tenant);
  }
  await tenant.store.transact(async (tx) => {
    const now = tenant.clock.now();
    const link = await tx.link(linkId);
    if (!link) return;
    link.lastSweepAt = now;
    // All of its members are marked.
    if (link.runId === runId) link.runId = null;
    // Asked for again meanwhile: then it stays due.
    if (link.sweepDue === taken) {
      const active = now - (link.lastSyncAt ?? 0) < tenant.settings.sweepIdleMs;
      link.sweepDue = link.state === 'ended' ? null : now + (active ? tenant.settings.sweepActiveMs : tenant.settings.sweepIdleMs);
    }
    link.version++;
    await tx.putLink(link);
    await showSoon(tenant, tx, linkId);
  });
}

interface Found {
  due: string[];
  unknown: { leadId: string | null; contactId: string | null; marketoLeadId: number | null }[];
}

async function compare(tenant: Tenant, link: LinkRow): Promise<Found> {
  const lists = await listBothSides(tenant, link.campaignId, link.programId);
  const salesforce = new Map<string, { status: string; contact: boolean }>();
  for (const { contactId, leadId, status } of lists.salesforce) {
    const id = contactId ?? leadId;
    if (id !== null) salesforce.set(id, { status, contact: contactId !== null });
  }
  const marketo = new Map(lists.marketo.map(({ leadId, status }) => [leadId, status]));
  const found: Found = { due: [], unknown: [] };
  let after: string | null = null;
  for (;;) {
    const rows: MemberRow[] = await tenant.store.membersPage(link.id, after, ROWS_A_PAGE);
    for (const row of rows) {
      const ids = personIds(row);
      const s = ids.map((id) => salesforce.get(id)?.status).find((status) => status !== undefined) ?? null;
      const m = row.marketoLeadId === null ? null : (marketo.get(row.marketoLeadId) ?? null);
      for (const id of ids) salesforce.delete(id);
      if (row.marketoLeadId !== null) marketo.delete(row.marketoLeadId);
      if (differs(row, s, m)) found.due.push(row.id);
    }
    if (rows.length < ROWS_A_PAGE) break;
    after = rows[rows.length - 1]?.id ?? null;
  }
  for (const [id, { contact }] of salesforce) {
    found.unknown.push({ leadId: contact ? null : id, contactId: contact ? id : null, marketoLeadId: null });
  }
  for (const id of marketo.keys()) found.unknown.push({ leadId: null, contactId: null, marketoLeadId: id });
  return found;
}

/** What stands there is not what was accounted for, or what was parked or left over. */
function differs(row: MemberRow, s: string | null, m: string | null): boolean {
  if (row.ended || row.due !== null) return false;
  const known = row.park?.saw ?? row.left?.saw ?? row.base;
  return known.salesforce !== s || known.marketo !== m;
}

function* slices<T>(all: T[], size: number): Iterable<T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}
