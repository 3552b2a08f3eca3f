/** People. Marketo REST, "Leads". */
import type { FieldValue, Instance, Lead } from '../state/instance.ts';
import {
  ApiError,
  BATCH,
  done,
  inputOf,
  list,
  need,
  only,
  pageOf,
  result,
  skipped,
  time,
  type Answer,
  type Call,
  type Entry
} from './envelope.ts';

interface Field {
  name: string;
  displayName: string;
  dataType: string;
  length?: number;
  readOnly: boolean;
  searchable: boolean;
}
const text = (name: string, displayName: string, length: number, more: Partial<Field> = {}): Field => ({
  name,
  displayName,
  dataType: 'string',
  length,
  readOnly: false,
  searchable: false,
  ...more
});

/** Fields of an instance without native Salesforce sync, with the relay's own field as an administrator makes it. */
export const LEAD_FIELDS: Field[] = [
  { name: 'id', displayName: 'Id', dataType: 'integer', readOnly: true, searchable: true },
  text('email', 'Email Address', 255, { dataType: 'email', searchable: true }),
  text('firstName', 'First Name', 255),
  text('lastName', 'Last Name', 255),
  text('company', 'Company Name', 255),
  text('phone', 'Phone Number', 255, { dataType: 'phone' }),
  text('title', 'Job Title', 255),
  { name: 'createdAt', displayName: 'Created At', dataType: 'datetime', readOnly: true, searchable: false },
  { name: 'updatedAt', displayName: 'Updated At', dataType: 'datetime', readOnly: true, searchable: false },
  text('salesforceRecordId', 'Salesforce Record Id', 255, { searchable: true })
];
const USUAL = ['id', 'email', 'updatedAt', 'createdAt', 'firstName', 'lastName'];
/** More matches than this are refused. */
const MOST_MATCHES = 1000;

export function describe(call: Call): Answer {
  only(call);
  return result(
    LEAD_FIELDS.map(({ name, displayName, dataType, length, readOnly }, index) => ({
      id: index + 1,
      displayName,
      dataType,
      ...(length === undefined ? {} : { length }),
      rest: { name, readOnly }
    }))
  );
}
export function describe2(call: Call): Answer {
  only(call);
  const fields = LEAD_FIELDS.map(({ name, displayName, dataType, length, readOnly }) => ({
    name,
    displayName,
    dataType,
    ...(length === undefined ? {} : { length }),
    updateable: !readOnly,
    crmManaged: false
  }));
  return result([{ name: 'API Lead', searchableFields: LEAD_FIELDS.filter((one) => one.searchable).map(({ name }) => [name]), fields }]);
}

export function fieldsAsked(call: Call): string[] {
  const asked = list(call.query.get('fields'));
  const unknown = asked.find((name) => !LEAD_FIELDS.some((field) => field.name === name));
  if (unknown !== undefined) {
    throw new ApiError(1006, `Field '${unknown}' not found`);
  }
  return asked.length > 0 ? asked : USUAL;
}

export function leadOut(lead: Lead, fields: string[]): Entry {
  const full: Entry = { ...lead.fields, id: lead.id, createdAt: time(lead.createdAt), updatedAt: time(lead.updatedAt) };
  return { id: lead.id, ...Object.fromEntries(fields.map((name) => [name, full[name] ?? null])) };
}

export function readLeads(call: Call, instance: Instance): Answer {
  only(call, 'filterType', 'filterValues', 'fields', 'batchSize', 'nextPageToken');
  const [filter, values] = [need(call, 'filterType'), list(need(call, 'filterValues'))];
  const field = LEAD_FIELDS.find((one) => one.name === filter);
  if (!field) {
    throw new ApiError(1006, `Lookup field '${filter}' not found`);
  }
  if (!field.searchable) {
    throw new ApiError(1011, `Field '${filter}' not supported`);
  }
  if (values.length > BATCH) {
    throw new ApiError(1003, `Number of filter values exceeds the limit of ${BATCH}`);
  }
  const fields = fieldsAsked(call);
  const found = filter === 'id' ? values.flatMap((id) => instance.leads.get(id) ?? []) : matching(instance, filter, values);
  if (found.length > MOST_MATCHES) {
    throw new ApiError(1003, 'Too many results match the filter');
  }
  const { rows, more } = pageOf(call, found);
  return result(
    rows.map((lead) => leadOut(lead, fields)),
    more['nextPageToken'] === undefined ? {} : more
  );
}

export function readLead(call: Call, instance: Instance, id: number): Answer {
  only(call, 'fields');
  const lead = instance.leads.get(id);
  if (!lead) {
    throw new ApiError(1004, `Lead '${id}' not found`);
  }
  return result([leadOut(lead, fieldsAsked(call))]);
}

/** E-mail addresses are compared without regard to case. */
const folded = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);
function matching(instance: Instance, field: string, values: unknown[]): Lead[] {
  const wanted = new Set(values.map(folded));
  return instance.leads.all().filter((lead) => lead.fields[field] !== null && wanted.has(folded(lead.fields[field] ?? undefined)));
}

const ACTIONS = ['createOrUpdate', 'createOnly', 'updateOnly', 'createDuplicate'];

export function syncLeads(call: Call, instance: Instance): Answer {
  only(call);
  const body = call.body as { action?: unknown; lookupField?: unknown };
  const [action, lookup] = [body.action ?? 'createOrUpdate', body.lookupField ?? 'email'];
  if (typeof action !== 'string' || !ACTIONS.includes(action)) {
    throw new ApiError(1003, `Invalid value '${String(action)}' for action`);
  }
  const field = LEAD_FIELDS.find((one) => one.name === lookup);
  if (!field?.searchable) {
    throw new ApiError(1006, `Lookup field '${String(lookup)}' not found`);
  }
  if (lookup === 'id' && action !== 'updateOnly') {
    throw new ApiError(1003, "The lookup field 'id' is only allowed with the action 'updateOnly'");
  }
  return result(inputOf(call).map((entry) => syncOne(instance, action, field.name, entry)));
}

function syncOne(instance: Instance, action: string, lookup: string, entry: Entry): Entry {
  const wrong = Object.keys(entry).find((name) => name !== lookup && LEAD_FIELDS.find((field) => field.name === name)?.readOnly !== false);
  if (wrong !== undefined) {
    return skipped(1006, `Field '${wrong}' not found`);
  }
  const fields = Object.fromEntries(Object.entries(entry).filter(([name]) => name !== 'id')) as Record<string, FieldValue>;
  const key = entry[lookup];
  const found =
    lookup === 'id' ? [instance.leads.get(Number(key))].filter((lead) => lead !== undefined) : matching(instance, lookup, [key]);
  if (found.length > 1 && action !== 'createDuplicate') {
    return skipped(1007, `Multiple lead match lookup criteria`);
  }
  const [lead] = action === 'createDuplicate' ? [] : found;
  if (lead && action === 'createOnly') {
    return skipped(1005, 'Lead already exists');
  }
  if (!lead && action === 'updateOnly') {
    return skipped(1004, 'Lead not found');
  }
  if (lead) {
    instance.changeLead(lead, fields, 'Web service API');
    return { id: lead.id, status: 'updated' };
  }
  return { id: instance.addLead(fields, 'Web service API').id, status: 'created' };
}

export function deleteLeads(call: Call, instance: Instance): Answer {
  only(call);
  return result(
    inputOf(call).map((entry) => {
      const lead = instance.leads.get(Number(entry['id']));
      if (!lead) {
        return skipped(1004, 'Lead not found');
      }
      instance.deleteLead(lead);
      return { id: lead.id, status: 'deleted' };
    })
  );
}

/** At most 25 losers since March 2026. */
const MOST_LOSERS = 25;

export function mergeLeads(call: Call, instance: Instance, winnerId: number): Answer {
  only(call, 'leadId', 'leadIds', 'mergeInCRM');
  const ids = list(call.query.get('leadIds') ?? call.query.get('leadId')).map(Number);
  if (ids.length > MOST_LOSERS) {
    throw new ApiError(1080, `Too many lead ids: ${ids.length}`);
  }
  const [winner, ...losers] = [winnerId, ...ids].map((id) => {
    const lead = instance.leads.get(id);
    if (!lead) {
      throw new ApiError(1004, `Lead '${id}' not found`);
    }
    return lead;
  });
  instance.mergeLeads(winner as Lead, losers);
  return done();
}
