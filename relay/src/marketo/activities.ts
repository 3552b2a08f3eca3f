/** The activity feed. Marketo REST, activities: a page may be empty and still have more behind it; the token is stored even at the end. */
import { z } from 'zod';
import type { ActivityPage, MarketoActivity, MarketoPort } from '../engine/ports.ts';
import type { MarketoClient, Query } from './client.ts';
import { parseTime, writeTime } from './dates.ts';
import { garbled, type Page } from './envelope.ts';

/** With more linked programs than this the feed is read whole and sorted out here: the address stays short, and no limit of assetIds is documented. */
const MOST_ASSETS = 100;

const id = z.union([z.string(), z.number()]).transform(String);
const activityRow = z.looseObject({
  id: id.nullish(),
  marketoGUID: id.nullish(),
  leadId: z.number().int(),
  activityDate: z.string(),
  activityTypeId: z.number().int(),
  primaryAttributeValueId: z.number().int().nullish(),
  attributes: z.array(z.looseObject({ name: z.string(), value: z.unknown() })).nullish()
});
type ActivityRow = z.infer<typeof activityRow>;

export function createActivities(client: MarketoClient): Pick<MarketoPort, 'activityCursor' | 'activities' | 'deletedLeads'> {
  return {
    async activityCursor(since) {
      const path = '/rest/v1/activities/pagingtoken.json';
      const { nextPageToken } = await client.get(path, { sinceDatetime: writeTime(since) }, z.unknown());
      if (nextPageToken === null) throw garbled(`GET ${path}`, 'has no token');
      return nextPageToken;
    },
    async activities(cursor, type, programIds) {
      const path = '/rest/v1/activities.json';
      const byProgram = type === 104 && programIds.length > 0;
      const assetIds: Query = byProgram && programIds.length <= MOST_ASSETS ? { assetIds: programIds } : {};
      const query = { nextPageToken: cursor, activityTypeIds: type, ...assetIds, batchSize: 300 };
      const page = read(await client.get(path, query, activityRow), path);
      if (byProgram) page.activities = page.activities.filter(({ programId }) => programId !== null && programIds.includes(programId));
      return page;
    },
    async deletedLeads(cursor) {
      const path = '/rest/v1/activities/deletedleads.json';
      return read(await client.get(path, { nextPageToken: cursor, batchSize: 300 }, activityRow), path);
    }
  };
}

function read(page: Page<ActivityRow>, path: string): ActivityPage {
  if (page.nextPageToken === null) throw garbled(`GET ${path}`, 'has no token for the next page');
  return { cursor: page.nextPageToken, more: page.moreResult ?? false, activities: page.rows.map((row) => activity(row, path)) };
}

function activity(row: ActivityRow, path: string): MarketoActivity {
  const guid = row.marketoGUID ?? row.id ?? null;
  const at = parseTime(row.activityDate);
  if (guid === null || at === null) throw garbled(`GET ${path}`, 'has an activity without id or time');
  const value = (name: string) => row.attributes?.find((attribute) => attribute.name === name)?.value ?? null;
  const textOf = (name: string) => (typeof value(name) === 'string' ? (value(name) as string) : null);
  const status = row.activityTypeId === 104;
  return {
    guid,
    type: row.activityTypeId,
    leadId: row.leadId,
    at,
    programId: status ? (row.primaryAttributeValueId ?? null) : null,
    oldStatus: status ? textOf('Old Status') : null,
    newStatus: status ? textOf('New Status') : null,
    mergedIds: row.activityTypeId === 32 ? mergedIds(value('Merge IDs')) : []
  };
}

/** An array, or its text: `[101,102]`. */
function mergedIds(value: unknown): number[] {
  const all = Array.isArray(value) ? value : String(value ?? '').split(/[^0-9]+/);
  return all.map(Number).filter((one) => Number.isInteger(one) && one > 0);
}
