/** Drains the package's outbox: hints are stored first, in one transaction, and only then taken from the outbox. */
import type { LinkRow, StoreTransaction } from '../../store/port.ts';
import type { OutboxEntry } from '../ports.ts';
import { markPerson } from '../rows.ts';
import { stir, type Tenant } from '../tenant.ts';

/** docs/contract: at most 200 rows a call. */
const PAGE = 200;

/** @returns The number of entries read. */
export async function drainOutbox(tenant: Tenant): Promise<number> {
  let read = 0;
  for (;;) {
    const rows = await tenant.salesforce.readOutbox(PAGE);
    if (rows.length === 0) return read;
    const entries = rows.flatMap((row) => row.entries);
    await storeHints(tenant, entries);
    read += entries.length;
    await tenant.salesforce.takeOutbox(rows.map((row) => row.id));
    if (rows.length < PAGE) return read;
  }
}

async function storeHints(tenant: Tenant, entries: OutboxEntry[]): Promise<void> {
  const marked = await tenant.store.transact(async (tx) => {
    const links = new Map((await tx.links(tenant.id)).filter(({ state }) => state !== 'ended').map((link) => [link.campaignId, link]));
    let marked = 0;
    for (const entry of entries) marked += await storeHint(tenant, tx, links, entry);
    await tellCompanion(tenant, tx, links, entries);
    return marked;
  });
  if (marked > 0) stir(tenant);
}

async function tellCompanion(tenant: Tenant, tx: StoreTransaction, links: Map<string, LinkRow>, entries: OutboxEntry[]): Promise<void> {
  if (!tenant.companion) return;
  const changes = entries.flatMap(({ op, campaignId, leadId, contactId, oldStatus, at }) =>
    op === 'look-again' || campaignId === null || (leadId === null && contactId === null)
      ? []
      : [
          {
            campaignId,
            leadId,
            contactId,
            from: op === 'insert' ? null : (oldStatus ?? undefined),
            at: at.getTime(),
            isLinked: links.has(campaignId)
          }
        ]
  );
  if (changes.length > 0) await tenant.companion.heard(tenant, tx, changes);
  const campaigns = entries.flatMap(({ op, campaignId }) => (op === 'look-again' && campaignId !== null ? [campaignId] : []));
  for (const campaignId of new Set(campaigns)) await tenant.companion.lookAgain(tenant, tx, campaignId);
}

async function storeHint(tenant: Tenant, tx: StoreTransaction, links: Map<string, LinkRow>, entry: OutboxEntry): Promise<number> {
  if (entry.op === 'look-again') return lookAgain(tenant, tx, links, entry);
  const link = entry.campaignId === null ? undefined : links.get(entry.campaignId);
  // An account member has neither; it is left by rule and has no row.
  if (!link || (entry.leadId === null && entry.contactId === null)) return 0;
  // Salesforce keeps only the contact where a member has both ids.
  const ids = { leadId: entry.contactId === null ? entry.leadId : null, contactId: entry.contactId, marketoLeadId: null };
  await markPerson(tenant, tx, link.id, ids, {
    cause: 'outbox',
    ...(entry.op === 'delete' ? { evidence: { side: 'salesforce', kind: 'outbox-delete', value: null, at: entry.at.getTime() } } : {})
  });
  return 1;
}

/** A campaign is compared whole; a person's rows are looked at, where reading the person tells of conversion, merge or deletion. */
async function lookAgain(tenant: Tenant, tx: StoreTransaction, links: Map<string, LinkRow>, entry: OutboxEntry): Promise<number> {
  const people = [entry.leadId, entry.contactId].filter((id) => id !== null);
  const rows = people.length === 0 ? [] : await tx.membersOfPeople(tenant.id, { personIds: people });
  if (rows.length > 0) await tx.hint({ memberIds: rows.map((row) => row.id), cause: 'outbox', at: tenant.clock.now() });
  const link = entry.campaignId === null ? undefined : links.get(entry.campaignId);
  if (link) {
    link.sweepDue = tenant.clock.now();
    link.version++;
    await tx.putLink(link);
    tenant.wake.sweep.call();
  }
  return rows.length;
}
