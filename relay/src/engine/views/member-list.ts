/** The members of a link that are in one state, page by page. */
import type { MemberState } from '../../sync/model.ts';
import { linkOf } from './campaign-view.ts';
import type { MemberList } from '../operations.ts';
import type { Tenant } from '../tenant.ts';

const A_PAGE = 50;
const ROWS_A_READ = 500;
/** Of one request: few members of many may be in the state. What is left is found with the cursor. */
const READS = 20;

/**
 * What is kept here, without asking either side; in no order that means anything, but a member has its place once and for all.
 * @param cursor Of the answer before; null: from the beginning.
 * @throws {OperationRefused} `not-linked`.
 */
export async function membersIn(tenant: Tenant, campaignId: string, state: MemberState, cursor: string | null): Promise<MemberList> {
  const link = await linkOf(tenant, campaignId);
  const members: MemberList['members'] = [];
  let after = cursor;
  for (let read = 0; read < READS; read++) {
    const rows = await tenant.store.membersPage(link.id, after, ROWS_A_READ);
    for (const row of rows) {
      if (members.length === A_PAGE) return { members, cursor: after };
      after = row.id;
      if (row.state === state) {
        const { salesforce, marketo } = row.park?.saw ?? row.left?.saw ?? row.base;
        const { id: memberKey, leadId, contactId, marketoLeadId } = row;
        members.push({
          memberKey,
          leadId,
          contactId,
          marketoLeadId,
          salesforceValue: salesforce,
          marketoValue: marketo,
          reason: row.left?.reason ?? null
        });
      }
    }
    if (rows.length < ROWS_A_READ) return { members, cursor: null };
  }
  return { members, cursor: after };
}
