/** Custom activities, custom objects and requests of smart campaigns. Marketo REST, "Custom Activities", "Custom Objects", "Smart Campaigns". */
import { z } from 'zod';
import type { ActivityType, AddedActivity, MarketoAutomation, ObjectType, RecordResult, TypeAttribute } from '../automation/ports.ts';
import { OutsideError } from '../engine/ports.ts';
import type { MarketoClient } from './client.ts';
import { cut } from './cut.ts';
import { parseTime, writeTime } from './dates.ts';
import { garbled, reason } from './envelope.ts';

const TYPES = '/rest/v1/activities/external';
const OBJECTS = '/rest/v1/customobjects';
/** Marketo REST, activities: at most 30 people a call. */
const LEADS_A_READ = 30;

const text = z.string().nullish();
const attribute = z.looseObject({ apiName: z.string(), name: text, dataType: text });
const typeRow = z.looseObject({
  id: z.number().int(),
  apiName: z.string(),
  name: text,
  triggerName: text,
  filterName: text,
  status: z.enum(['draft', 'approved', 'approved with draft', 'deleted']),
  primaryAttribute: attribute.nullish(),
  attributes: z.array(attribute).nullish()
});
/** Custom activities call a record's refusals `errors`, everything else `reasons`. */
const outcomeRow = z.looseObject({ status: z.string(), errors: z.array(reason).nullish(), reasons: z.array(reason).nullish() });
const shownRow = z.looseObject({
  leadId: z.number().int(),
  activityDate: z.string(),
  activityTypeId: z.number().int(),
  primaryAttributeValueId: z.unknown().optional(),
  primaryAttributeValue: z.unknown().optional(),
  attributes: z.array(z.looseObject({ name: z.string(), value: z.unknown() })).nullish()
});
const objectRow = z.looseObject({
  apiName: z.string(),
  displayName: text,
  pluralName: text,
  state: z.enum(['draft', 'approved', 'approvedWithDraft']),
  fields: z.array(z.looseObject({ name: z.string() })).nullish()
});
const campaignRow = z.looseObject({ id: z.number().int(), name: z.string(), isRequestable: z.boolean().nullish() });

export function createAutomation(client: MarketoClient): MarketoAutomation {
  const schemaOf = async (names: string[]) => (await client.get(`${OBJECTS}/schema.json`, { names: names.join(',') }, objectRow)).rows;

  return {
    async activityTypes() {
      return (await client.get(`${TYPES}/types.json`, {}, typeRow)).rows.map(activityType);
    },
    async describeActivityType(apiName) {
      const path = `${TYPES}/type/${apiName}/describe.json`;
      const [approved] = (await client.get(path, {}, typeRow)).rows;
      if (!approved) throw garbled(`GET ${path}`, 'describes nothing');
      if (approved.status === 'approved') return activityType(approved);
      const [draft] = (await client.get(path, { draft: 'true' }, typeRow)).rows;
      return activityType(draft ?? approved);
    },
    async createActivityType({ primary, ...type }) {
      await client.post(`${TYPES}/type.json`, { ...type, primaryAttribute: primary }, typeRow);
    },
    async addTypeAttributes(apiName, attributes) {
      await client.post(`${TYPES}/type/${apiName}/attributes/create.json`, { attributes }, typeRow);
    },
    async approveActivityType(apiName) {
      const path = `${TYPES}/type/${apiName}/approve.json`;
      const [row] = await client.post(path, {}, typeRow);
      if (!row) throw garbled(`POST ${path}`, 'says nothing of the type');
      return activityType(row);
    },
    async addActivities(activities) {
      const path = `${TYPES}.json`;
      const input = activities.map(({ typeId, leadId, at, primaryValue, attributes }) => ({
        leadId,
        activityDate: writeTime(at),
        activityTypeId: typeId,
        primaryAttributeValue: primaryValue,
        attributes: Object.entries(attributes).map(([apiName, value]) => ({ apiName, value }))
      }));
      const rows = await client.post(path, { input }, outcomeRow);
      if (rows.length !== input.length) throw garbled(`POST ${path}`, `answers for ${rows.length} of ${input.length} activities`);
      return rows.map((row): AddedActivity => {
        if (row.status === 'added') return { outcome: 'added', code: null, message: null };
        const why = whyNot(row);
        return { outcome: why.code === '1004' ? 'unknown-lead' : 'refused', ...why };
      });
    },
    async shownActivities(since, typeIds, leadIds) {
      const { nextPageToken } = await client.get('/rest/v1/activities/pagingtoken.json', { sinceDatetime: writeTime(since) }, z.unknown());
      if (nextPageToken === null) throw garbled('GET /rest/v1/activities/pagingtoken.json', 'has no token');
      const shown = [];
      for (const some of cut(leadIds, LEADS_A_READ)) {
        const query = { nextPageToken, activityTypeIds: typeIds.join(','), leadIds: some.join(','), batchSize: 300 };
        for await (const rows of client.pages('/rest/v1/activities.json', query, shownRow)) shown.push(...rows);
      }
      return shown.flatMap((row) => {
        const at = parseTime(row.activityDate);
        const values = [row.primaryAttributeValueId, row.primaryAttributeValue, ...(row.attributes ?? []).map(({ value }) => value)];
        return at === null ? [] : [{ typeId: row.activityTypeId, leadId: row.leadId, at, values }];
      });
    },

    async objectType(apiName) {
      const rows = await schemaOf([apiName, `${apiName}_c`]);
      const [row] = rows;
      return row ? objectType(row) : null;
    },
    async createObjectType(type) {
      await client.post(`${OBJECTS}/schema.json`, { action: 'createOnly', ...type, showInLeadDetail: true }, z.unknown());
    },
    async addObjectFields(apiName, fields) {
      const input = fields.map(({ linksTo, ...field }) => ({
        ...field,
        ...(linksTo === null ? {} : { relatedTo: { name: 'Lead', field: linksTo } })
      }));
      await client.post(`${OBJECTS}/schema/${apiName}/addField.json`, { input }, z.unknown());
    },
    async approveObjectType(apiName) {
      await client.post(`${OBJECTS}/schema/${apiName}/approve.json`, {}, z.unknown());
    },
    putRecords: (object, input) => records(`${OBJECTS}/${object}.json`, { action: 'createOrUpdate', dedupeBy: 'dedupeFields', input }),
    removeRecords: (object, input) => records(`${OBJECTS}/${object}/delete.json`, { deleteBy: 'dedupeFields', input }),

    async smartCampaign(id) {
      const [row] = (await client.get(`/rest/asset/v1/smartCampaign/${id}.json`, {}, campaignRow)).rows;
      return row ? { id: row.id, name: row.name, isRequestable: row.isRequestable ?? false } : null;
    },
    async requestCampaign(id, leadIds, tokens) {
      await client.post(
        `/rest/v1/campaigns/${id}/trigger.json`,
        { input: { leads: leadIds.map((one) => ({ id: one })), tokens } },
        z.unknown()
      );
    }
  };

  async function records(path: string, body: { input: unknown[] } & Record<string, unknown>): Promise<RecordResult[]> {
    const rows = await client.post(path, body, outcomeRow);
    if (rows.length !== body.input.length) throw garbled(`POST ${path}`, `answers for ${rows.length} of ${body.input.length} records`);
    return rows.map((row): RecordResult => {
      if (row.status !== 'skipped') return { outcome: 'done', code: null, message: null };
      const why = whyNot(row);
      return { outcome: why.code === '1004' ? 'unknown-lead' : why.code === '1013' ? 'not-there' : 'refused', ...why };
    });
  }
}

/** Marketo REST: the subscription has no custom objects, or not the calls that make them. */
export const NO_CUSTOM_OBJECTS = '616';
export const lacksCustomObjects = (error: unknown): boolean => error instanceof OutsideError && error.code === NO_CUSTOM_OBJECTS;

function whyNot(row: z.infer<typeof outcomeRow>): { code: string | null; message: string | null } {
  const [why] = row.errors ?? row.reasons ?? [];
  return { code: why?.code ?? null, message: why?.message ?? null };
}

function activityType(row: z.infer<typeof typeRow>): ActivityType {
  const { id, apiName, status } = row;
  const names = { name: row.name ?? '', triggerName: row.triggerName ?? '', filterName: row.filterName ?? '' };
  return {
    id,
    apiName,
    status,
    ...names,
    primary: row.primaryAttribute ? typeAttribute(row.primaryAttribute) : null,
    attributes: row.attributes?.map(typeAttribute) ?? null
  };
}
function typeAttribute({ apiName, name, dataType }: z.infer<typeof attribute>): TypeAttribute {
  return { apiName, name: name ?? '', dataType: (dataType ?? 'string') as TypeAttribute['dataType'] };
}
function objectType({ apiName, displayName, pluralName, state, fields }: z.infer<typeof objectRow>): ObjectType {
  return { apiName, displayName: displayName ?? '', pluralName: pluralName ?? '', state, fields: (fields ?? []).map(({ name }) => name) };
}
