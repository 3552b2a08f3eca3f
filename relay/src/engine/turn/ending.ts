/** Rows that end: the person, the program or the campaign is no more. The other side is left as it is, and nothing re-creates them. */
import type { EndReason } from '../../sync/model.ts';
import type { MemberRow } from '../../store/port.ts';
import { put } from '../rows.ts';
import type { Tenant } from '../tenant.ts';

const ROWS_A_PAGE = 200;

export function endRow(row: MemberRow, reason: EndReason): void {
  row.ended = reason;
  row.state = 'ended';
  row.want = null;
  row.park = null;
  row.taken = null;
  row.left = null;
  row.due = null;
  row.runId = null;
  row.pendingSince = null;
}

/** Every row of a link. */
export async function endMembers(tenant: Tenant, linkId: string, reason: EndReason): Promise<void> {
  for (let after: string | null = null; ;) {
    const last: string | null = await tenant.store.transact(async (tx) => {
      const rows = await tx.membersPage(linkId, after, ROWS_A_PAGE);
      for (const row of rows) {
        if (row.ended) continue;
        endRow(row, reason);
        await put(tx, row);
      }
      return rows.length < ROWS_A_PAGE ? null : (rows[rows.length - 1]?.id ?? null);
    });
    if (last === null) return;
    after = last;
  }
}
