/**
 * The net below the outbox: members that Salesforce says were made, changed or deleted since the last look. Changes that fire no trigger (mass changes of status,
 * members that go with their lead) are heard of here. It marks only who shows something else than was accounted for, so that what the outbox told costs nothing.
 */
import type { LinkRow } from '../../store/port.ts';
import { cursorOf, noteStored, passQuietly } from './feed-cursors.ts';
import type { SalesforceMember } from '../ports.ts';
import { differs, markPerson, personId, type PersonIds } from '../rows.ts';
import { stir, type Tenant } from '../tenant.ts';

const CURSOR = 'changed-members';
/** Members looked up, and marked, in one call of the store. */
const AT_ONCE = 200;

/** @returns How many members were marked. */
export async function readChangedMembers(tenant: Tenant): Promise<number> {
  const links = new Map(
    (await tenant.store.links(tenant.id)).filter(({ state }) => state === 'active').map((link) => [link.campaignId, link])
  );
  if (links.size === 0) return 0;
  const began = tenant.clock.now();
  const from = Number((await cursorOf(tenant, CURSOR)) ?? began);
  const since = new Date(from - tenant.settings.changedOverlapMs);
  let marked = 0;
  for await (const page of tenant.salesforce.changedMembers([...links.keys()], since)) marked += await markChanged(tenant, links, page);
  // Not before all pages are marked: the next look begins where this one did.
  if (marked === 0) await passQuietly(tenant, CURSOR, String(began));
  else {
    await tenant.store.setCursor(tenant.id, CURSOR, String(began));
    noteStored(tenant, CURSOR, String(began));
    stir(tenant);
  }
  return marked;
}

async function markChanged(tenant: Tenant, links: Map<string, LinkRow>, members: SalesforceMember[]): Promise<number> {
  let marked = 0;
  for (const [campaignId, ofCampaign] of Map.groupBy(members, (member) => member.campaignId)) {
    const link = links.get(campaignId);
    for (let from = 0; link && from < ofCampaign.length; from += AT_ONCE) {
      marked += await markNews(tenant, link, ofCampaign.slice(from, from + AT_ONCE));
    }
  }
  return marked;
}

async function markNews(tenant: Tenant, link: LinkRow, members: SalesforceMember[]): Promise<number> {
  // An account member has neither id; it is left by rule and has no row.
  const people = members.filter(({ leadId, contactId }) => leadId !== null || contactId !== null);
  const ids = people.map((member) => personId(idsOf(member))).filter((id) => id !== null);
  const rows = await tenant.store.membersOf(link.id, { personIds: ids, marketoLeadIds: [] });
  const news = people.filter((member) => {
    const id = personId(idsOf(member));
    const mine = rows.filter((row) => row.contactId === id || row.leadId === id);
    const shows = member.isDeleted ? null : member.status;
    return mine.length === 0 ? !member.isDeleted : mine.some((row) => differs(row, { salesforce: shows }));
  });
  if (news.length === 0) return 0;
  await tenant.store.transact(async (tx) => {
    for (const member of news) await markPerson(tenant, tx, link.id, idsOf(member), { cause: 'sweep' });
  });
  return news.length;
}

/** Salesforce keeps only the contact where a member has both ids. */
function idsOf({ leadId, contactId }: SalesforceMember): PersonIds {
  return { leadId: contactId === null ? leadId : null, contactId, marketoLeadId: null };
}
