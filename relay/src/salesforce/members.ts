/** Campaign members, read with full visibility. Deleted rows are evidence: an absence alone proves nothing. */
import { z } from 'zod';
import type { SalesforceMember, SalesforcePort } from '../engine/ports.ts';
import type { Session } from './session.ts';
import { inList, pages, portions, quoted, rows, text, time } from './soql.ts';

const LEAD = '00Q';
const CONTACT = '003';
const ROWS_A_PAGE = 2_000;

const memberRow = z
  .looseObject({
    Id: z.string(),
    CampaignId: z.string(),
    LeadId: text,
    ContactId: text,
    Status: text,
    IsDeleted: z.boolean(),
    SystemModstamp: time,
    LastModifiedById: z.string()
  })
  .transform((row): SalesforceMember => ({
    memberId: row.Id,
    campaignId: row.CampaignId,
    leadId: row.LeadId,
    contactId: row.ContactId,
    status: row.Status ?? '',
    isDeleted: row.IsDeleted,
    // A deletion moves SystemModstamp, not LastModifiedDate.
    modifiedAt: row.SystemModstamp,
    modifiedById: row.LastModifiedById
  }));
const FIELDS = 'Id, CampaignId, LeadId, ContactId, Status, IsDeleted, SystemModstamp, LastModifiedById';

export function createMembers(session: Session): Pick<SalesforcePort, 'readMembers' | 'listMembers' | 'changedMembers'> {
  return {
    async readMembers(campaignId, personIds) {
      const asked = [
        ['LeadId', LEAD],
        ['ContactId', CONTACT]
      ].flatMap(([field = '', prefix = '']) => portions(personIds.filter((id) => id.startsWith(prefix))).map((ids) => ({ field, ids })));
      const found = await Promise.all(
        asked.map(({ field, ids }) => {
          const soql = `SELECT ${FIELDS} FROM CampaignMember WHERE CampaignId = ${quoted(campaignId)} AND ${field} IN ${inList(ids)}`;
          return rows(session, soql, memberRow, { deleted: true });
        })
      );
      // A converted lead's member carries both ids and may be found twice.
      return [...new Map(found.flat().map((member) => [member.memberId, member])).values()];
    },
    async *listMembers(campaignId) {
      // Pages by id, not by cursor: a cursor ends after two days or when ten others are open.
      for (let after = ''; ;) {
        const more = after === '' ? '' : ` AND Id > ${quoted(after)}`;
        const soql = `SELECT ${FIELDS} FROM CampaignMember WHERE CampaignId = ${quoted(campaignId)}${more} ORDER BY Id LIMIT ${ROWS_A_PAGE}`;
        const page = await rows(session, soql, memberRow, { deleted: false });
        if (page.length > 0) yield page;
        const last = page.at(-1);
        if (!last || page.length < ROWS_A_PAGE) return;
        after = last.memberId;
      }
    },
    async *changedMembers(campaignIds, since) {
      for (const some of portions(campaignIds)) {
        const of = `SELECT ${FIELDS} FROM CampaignMember WHERE CampaignId IN ${inList(some)}`;
        yield* pages(session, `${of} AND SystemModstamp >= ${since.toISOString()} ORDER BY SystemModstamp`, memberRow, { deleted: true });
      }
    }
  };
}
