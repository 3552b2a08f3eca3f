/** One member of a link, asked for by its Salesforce person: for whoever looks at a person rather than at a campaign. */
import { issueOf } from '../../store/issue.ts';
import { linkOf } from './campaign-view.ts';
import { issueView } from './issue-rows.ts';
import type { MemberLookUp } from '../operations.ts';
import type { Tenant } from '../tenant.ts';

/**
 * What is kept here, without asking either side.
 * @param personId Of a lead or a contact; 18 characters.
 * @throws {OperationRefused} `not-linked`.
 */
export async function memberOfPerson(tenant: Tenant, campaignId: string, personId: string): Promise<MemberLookUp> {
  const link = await linkOf(tenant, campaignId);
  const rows = await tenant.store.membersOf(link.id, { personIds: [personId] });
  // A lead and the contact it became may both have a row until the two are found to be one person; the one with an issue says more.
  const row = rows.find((one) => issueOf(one) !== null) ?? rows[0];
  if (!row) return { member: null };
  // A parked member's base is what was equal before: what it showed when it was parked is what a person would find there.
  const values = row.park?.saw ?? row.base;
  return {
    member: {
      memberKey: row.id,
      state: row.state,
      salesforceValue: values.salesforce,
      marketoValue: values.marketo,
      issue: issueOf(row) ? issueView(row, link) : null
    }
  };
}
