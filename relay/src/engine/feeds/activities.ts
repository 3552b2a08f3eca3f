/**
 * Marketo's activity feed: status changes (104) of the linked programs. A page's marks and its cursor are one transaction, so no cursor
 * passes an unmarked hint. Activities may become visible late, behind the cursor: every few minutes the feed is read again from a while
 * back, and what was seen before is dropped by its GUID.
 */
import type { StoreTransaction } from '../../store/port.ts';
import { cursorOf, lastReadAt, noteRead, noteStored, passQuietly } from './feed-cursors.ts';
import { OutsideError, type ActivityPage, type MarketoActivity } from '../ports.ts';
import { markPerson } from '../rows.ts';
import { stir, type Tenant } from '../tenant.ts';

const NOT_IN_PROGRAM = 'Not in Program';
const CURSOR = 'activities-104';
const REREAD_AT = 'activities-104-reread';

/** @returns The number of activities that were new. */
export async function readStatusChanges(tenant: Tenant): Promise<number> {
  const links = (await tenant.store.links(tenant.id)).filter((link) => link.state === 'active');
  if (links.length === 0) return 0;
  const programIds = links.map((link) => link.programId);
  const mark = (tx: StoreTransaction, activity: MarketoActivity) => markStatusChange(tenant, tx, activity);
  const read = (cursor: string) => tenant.marketo.activities(cursor, 104, programIds);
  const now = tenant.clock.now();
  const overlap = tenant.settings.activityOverlapMs;
  const rereadAt = Number((await cursorOf(tenant, REREAD_AT)) ?? 0);
  if (now < rereadAt) return follow(tenant, CURSOR, read, mark);
  // Adobe: activities.json takes a token of pagingtoken.json, which begins at a time.
  const since = await tenant.marketo.activityCursor(new Date(Math.min(now - 2 * overlap, rereadAt === 0 ? now : rereadAt - 2 * overlap)));
  const found = await follow(tenant, CURSOR, read, mark, since);
  await passQuietly(tenant, REREAD_AT, String(now + overlap));
  return found;
}

async function markStatusChange(tenant: Tenant, tx: StoreTransaction, activity: MarketoActivity): Promise<void> {
  const link = activity.programId === null ? null : await tx.linkOfProgram(tenant.id, activity.programId);
  if (!link || link.state === 'ended') return;
  const value = activity.newStatus === NOT_IN_PROGRAM ? null : activity.newStatus;
  if (value !== null && (await isAccountedFor(tx, link.id, activity.leadId, value))) return;
  await markPerson(
    tenant,
    tx,
    link.id,
    { leadId: null, contactId: null, marketoLeadId: activity.leadId },
    { cause: 'activity', evidence: { side: 'marketo', kind: 'activity', value, at: activity.at.getTime() } }
  );
}

/** Mostly our own write coming back: what it says is wanted or known already, so nobody needs to look. A later change has an activity of its own. */
async function isAccountedFor(tx: StoreTransaction, linkId: string, leadId: number, value: string): Promise<boolean> {
  const [row] = await tx.membersOf(linkId, { marketoLeadIds: [leadId] });
  return row !== undefined && (row.want === null ? row.state === 'in-sync' && row.base.marketo === value : row.want.marketo === value);
}

/**
 * Reads pages until the feed is at its end.
 * @param from Where to begin instead of at the stored cursor.
 */
export async function follow(
  tenant: Tenant,
  name: string,
  read: (cursor: string) => Promise<ActivityPage>,
  mark: (tx: StoreTransaction, activity: MarketoActivity) => Promise<void>,
  from?: string
): Promise<number> {
  const began = tenant.clock.now();
  const lastRead = await lastReadAt(tenant, name);
  let cursor = from ?? (await cursorOf(tenant, name));
  cursor ??= await tenant.marketo.activityCursor(new Date(began - tenant.settings.activityOverlapMs));
  let found = 0;
  for (let refused = false; ;) {
    try {
      const page = await read(cursor);
      found += await storePage(tenant, name, page, mark, began);
      cursor = page.cursor;
      if (!page.more) return found;
    } catch (error) {
      // Adobe does not say how long a token serves, nor how one that does no more is refused: the feed is begun again at the time of the last look, once.
      if (refused || !(error instanceof OutsideError) || error.kind !== 'refused') throw error;
      refused = true;
      cursor = await tenant.marketo.activityCursor(new Date(lastRead - 2 * tenant.settings.activityOverlapMs));
    }
  }
}

async function storePage(
  tenant: Tenant,
  name: string,
  page: ActivityPage,
  mark: (tx: StoreTransaction, activity: MarketoActivity) => Promise<void>,
  at: number
): Promise<number> {
  if (page.activities.length === 0) {
    if (await passQuietly(tenant, name, page.cursor)) await noteRead(tenant.store, tenant.id, name, at);
    return 0;
  }
  const fresh = await tenant.store.transact(async (tx) => {
    const now = tenant.clock.now();
    const once = [...new Map(page.activities.map((activity) => [activity.guid, activity])).values()];
    const guids = once.map((activity) => activity.guid);
    const forgetBefore = now - 4 * tenant.settings.activityOverlapMs;
    const seen = await tx.seenActivities(tenant.id, guids, now, forgetBefore);
    const fresh = once.filter((activity) => !seen.has(activity.guid));
    for (const activity of fresh) await mark(tx, activity);
    await tx.setCursor(tenant.id, name, page.cursor);
    await noteRead(tx, tenant.id, name, at);
    return fresh;
  });
  noteStored(tenant, name, page.cursor);
  if (fresh.length > 0) stir(tenant);
  return fresh.length;
}
