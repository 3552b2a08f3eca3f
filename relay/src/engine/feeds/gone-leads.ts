/** Marketo leads that are no more: merged into another (32) or deleted (37). Rows are re-keyed before any absence is judged. */
import type { StoreTransaction } from '../../store/port.ts';
import { follow } from './activities.ts';
import { endRow } from '../turn/ending.ts';
import type { MarketoActivity } from '../ports.ts';
import { again, put, uniteRows } from '../rows.ts';
import { showSoon, type Tenant } from '../tenant.ts';

export async function readMerges(tenant: Tenant): Promise<number> {
  return follow(
    tenant,
    'activities-32',
    (cursor) => tenant.marketo.activities(cursor, 32, []),
    (tx, activity) => mergeLeads(tenant, tx, activity)
  );
}

async function mergeLeads(tenant: Tenant, tx: StoreTransaction, { leadId: winner, mergedIds }: MarketoActivity): Promise<void> {
  for (const loser of mergedIds) {
    if (loser === winner) continue;
    for (const row of await tx.membersOfPeople(tenant.id, { marketoLeadIds: [loser] })) {
      const [kept] = await tx.membersOf(row.linkId, { marketoLeadIds: [winner] });
      if (kept) {
        await uniteRows(tenant, tx, kept, row, 'merge');
      } else {
        row.marketoLeadId = winner;
        again(row, tenant.clock.now(), 'merge');
        await put(tx, row);
      }
    }
    // The person table keeps the loser: whoever was known by it is found by its winner.
    await tx.setCursor(tenant.id, mergedCursor(loser), String(winner));
    const lost = await tx.person(tenant.id, { marketoLeadId: loser });
    const won = await tx.person(tenant.id, { marketoLeadId: winner });
    if (lost && (!won || (won.leadId === null && won.contactId === null))) await tx.putPerson({ ...lost, marketoLeadId: winner });
  }
}

/** Merges can follow each other; a longer chain is not followed. */
const MERGES = 5;

function mergedCursor(loser: number): string {
  return `merged-${loser}`;
}

/** Who a lead is by now, as far as the feed told. */
export async function winnerOf(tenant: Tenant, marketoLeadId: number): Promise<number> {
  let id = marketoLeadId;
  for (let hop = 0; hop < MERGES; hop++) {
    const winner = await tenant.store.cursor(tenant.id, mergedCursor(id));
    if (winner === null) break;
    id = Number(winner);
  }
  return id;
}

/** A lead that the feed calls deleted and that no longer answers to its id ends its rows; the other side is left as it is. */
export async function readDeletedLeads(tenant: Tenant): Promise<number> {
  return follow(
    tenant,
    'deleted-leads',
    async (cursor) => {
      const page = await tenant.marketo.deletedLeads(cursor);
      const ids = [...new Set(page.activities.map((activity) => activity.leadId))];
      const rows = ids.length === 0 ? [] : await tenant.store.membersOfPeople(tenant.id, { marketoLeadIds: ids });
      const ours = [...new Set(rows.map((row) => row.marketoLeadId).filter((id) => id !== null))];
      const alive = new Set(ours.length === 0 ? [] : (await tenant.marketo.readLeads(ours)).map((lead) => lead.id));
      return { ...page, activities: page.activities.filter((activity) => ours.includes(activity.leadId) && !alive.has(activity.leadId)) };
    },
    (tx, activity) => endRows(tenant, tx, activity.leadId)
  );
}

async function endRows(tenant: Tenant, tx: StoreTransaction, marketoLeadId: number): Promise<void> {
  for (const row of await tx.membersOfPeople(tenant.id, { marketoLeadIds: [marketoLeadId] })) {
    if (row.ended) continue;
    endRow(row, 'marketo-person-deleted');
    await put(tx, row);
    await showSoon(tenant, tx, row.linkId);
  }
}
