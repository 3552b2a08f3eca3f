/** Marketo people (leads): read by id, found by a field, created and named. */
import { z } from 'zod';
import { OutsideError, type MarketoLead, type MarketoPort } from '../engine/ports.ts';
import type { MarketoClient } from './client.ts';
import { marketoError } from './codes.ts';
import { cut } from './cut.ts';
import { garbled, reason } from './envelope.ts';

const LEADS = '/rest/v1/leads.json';
/** Fields come and go seldom; a field that an administrator adds is seen within this time. */
const FIELDS_KNOWN_MS = 10 * 60_000;

const text = z.string().nullish();
const describedField = z.looseObject({
  rest: z.looseObject({ name: z.string(), readOnly: z.boolean().nullish() }).nullish(),
  dataType: text
});
export const leadRow = z.looseObject({
  id: z.number().int(),
  email: text,
  firstName: text,
  lastName: text,
  company: text,
  phone: text,
  title: text,
  sfdcLeadId: text,
  sfdcContactId: text
});
const written = z.looseObject({ id: z.number().int().nullish(), status: z.string(), reasons: z.array(reason).nullish() });

const ALWAYS = ['id', 'email', 'firstName', 'lastName', 'company', 'phone', 'title'];
const NATIVE = ['sfdcLeadId', 'sfdcContactId'];

export interface LeadField {
  name: string;
  dataType: string;
  readOnly: boolean;
}

export interface Leads extends Pick<MarketoPort, 'readLeads' | 'findLeads' | 'createLead' | 'nameLead'> {
  /** Those of our fields that this instance has, to be asked for. */
  wantedFields(): Promise<string[]>;
  /** All of the instance's lead fields, by their REST names. */
  describe(): Promise<Map<string, LeadField>>;
  lead(row: z.infer<typeof leadRow>): MarketoLead;
}

/** @param salesforceIdField REST name of the tenant's field that holds a Salesforce lead or contact id. */
export function createLeads(client: MarketoClient, salesforceIdField: string): Leads {
  let known: { fields: Map<string, LeadField>; at: number } | null = null;

  async function describe(): Promise<Map<string, LeadField>> {
    if (known && client.now() - known.at < FIELDS_KNOWN_MS) return known.fields;
    const { rows } = await client.get('/rest/v1/leads/describe.json', {}, describedField);
    const fields = new Map<string, LeadField>();
    for (const { rest, dataType } of rows) {
      if (rest) fields.set(rest.name, { name: rest.name, dataType: dataType ?? '', readOnly: rest.readOnly ?? false });
    }
    known = { fields, at: client.now() };
    return fields;
  }

  async function wantedFields(): Promise<string[]> {
    const fields = await describe();
    return [...ALWAYS, ...[salesforceIdField, ...NATIVE].filter((name) => fields.has(name))];
  }

  function lead(row: z.infer<typeof leadRow>): MarketoLead {
    const own = row[salesforceIdField];
    return {
      id: row.id,
      email: row.email ?? null,
      firstName: row.firstName ?? null,
      lastName: row.lastName ?? null,
      company: row.company ?? null,
      phone: row.phone ?? null,
      title: row.title ?? null,
      salesforceId: typeof own === 'string' && own !== '' ? own : null,
      sfdcLeadId: row.sfdcLeadId || null,
      sfdcContactId: row.sfdcContactId || null
    };
  }

  async function find(filterType: string, values: (string | number)[]): Promise<MarketoLead[]> {
    const fields = (await wantedFields()).join(',');
    const found: MarketoLead[] = [];
    for (const some of cut(values)) {
      const query = { filterType, filterValues: some.join(','), fields };
      for await (const rows of client.pages(LEADS, query, leadRow)) found.push(...rows.map(lead));
    }
    return found;
  }

  async function sync(body: Record<string, unknown>): Promise<number> {
    const [row] = await client.post(LEADS, body, written);
    if (!row) throw garbled(`POST ${LEADS}`, 'says nothing about the person sent');
    const [why] = row.reasons ?? [];
    if (why) throw marketoError(why.code, why.message, false, client.now());
    if (row.id == null) throw garbled(`POST ${LEADS}`, `skips the person without a reason (${row.status})`);
    return row.id;
  }

  async function ownField(): Promise<string> {
    const field = (await describe()).get(salesforceIdField);
    if (field && !field.readOnly) return salesforceIdField;
    throw new OutsideError(
      'marketo',
      'refused',
      'no-salesforce-id-field',
      field
        ? `Marketo's lead field ${salesforceIdField} is read-only, so the relay cannot store Salesforce ids in it. Name another string field with \`relay tenant set --salesforce-id-field\`.`
        : `Marketo has no lead field ${salesforceIdField}. Create a string field of that API name in Admin > Field Management, or name another one with \`relay tenant set --salesforce-id-field\`.`
    );
  }

  return {
    describe,
    wantedFields,
    lead,
    readLeads: (ids) => find('id', [...new Set(ids)]),
    async findLeads(by, values) {
      const field = by === 'salesforceId' ? salesforceIdField : by;
      if (by !== 'email' && !(await describe()).has(field)) return [];
      // A comma cannot be escaped in filterValues; no id and no deliverable address of Marketo's contains one.
      const askable = [...new Set(values)].filter((value) => value !== '' && !value.includes(','));
      return askable.length === 0 ? [] : find(field, askable);
    },
    async createLead({ salesforceId, ...names }) {
      const field = await ownField();
      const input = { [field]: salesforceId, ...withoutNulls(names) };
      return sync({ action: 'createOrUpdate', lookupField: field, input: [input] });
    },
    async nameLead(leadId, salesforceId) {
      const field = await ownField();
      await sync({ action: 'updateOnly', lookupField: 'id', input: [{ id: leadId, [field]: salesforceId }] });
    }
  };
}

/** JSON null clears a field in Marketo: what Salesforce does not know must not erase what Marketo does. */
function withoutNulls(fields: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}
