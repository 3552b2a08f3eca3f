/** Records of custom activities: written once, 300 a call, never changed and never deleted. Here alone a record's refusals are called `errors`. */
import type { TypeAttribute, TypeVersion } from '../state/custom.ts';
import type { Instance } from '../state/instance.ts';
import { inputOf, only, result, type Answer, type Call, type Entry } from './envelope.ts';

const MOST_BYTES = 65_536;

const refused = (code: number, message: string) => ({ status: 'skipped', errors: [{ code: String(code), message }] });

export function addCustomActivities(call: Call, instance: Instance): Answer {
  only(call);
  return result(inputOf(call).map((entry) => addOne(instance, entry)));
}

function addOne(instance: Instance, entry: Entry): Entry {
  const missing = ['leadId', 'activityDate', 'activityTypeId', 'primaryAttributeValue', 'attributes'].find((name) => entry[name] == null);
  if (missing !== undefined) {
    return refused(1002, `Missing value for the required parameter '${missing}'`);
  }
  const type = instance.activityTypes.all().find(({ id }) => id === entry['activityTypeId']);
  if (!type?.approved) {
    return refused(1003, `Invalid activity type '${String(entry['activityTypeId'])}'`);
  }
  const lead = instance.leads.get(Number(entry['leadId']));
  if (!lead) {
    return refused(1004, 'Lead not found');
  }
  const at = Date.parse(String(entry['activityDate']));
  if (Number.isNaN(at)) {
    return refused(1001, `Invalid value '${String(entry['activityDate'])}'. Required of type 'DateTime'`);
  }
  if (Buffer.byteLength(JSON.stringify(entry['attributes'])) > MOST_BYTES) {
    return refused(1049, 'The attributes of the activity are too long');
  }
  const read = attributesIn(type.approved, entry['attributes'] as Entry[]);
  if ('refusal' in read) {
    return read.refusal;
  }
  const id = instance.next('activity', 2001);
  const primaryValue = String(entry['primaryAttributeValue']);
  const loggedAt = instance.now();
  instance.activities.put(id, { id, type: type.id, leadId: lead.id, at, primaryId: null, primaryValue, loggedAt, attributes: read.known });
  return { id, marketoGUID: String(id), status: 'added' };
}

type Known = { name: string; apiName: string; value: unknown }[];
function attributesIn(version: TypeVersion, given: Entry[]): { known: Known } | { refusal: Entry } {
  const known: Known = [];
  for (const { apiName, name, value } of given) {
    const attribute = version.attributes.find((one) => !one.isPrimary && (one.apiName === apiName || one.name === name));
    if (!attribute) {
      return { refusal: refused(1006, `Field '${String(apiName ?? name)}' not found`) };
    }
    if (value !== null && value !== undefined && !fits(attribute, value)) {
      return { refusal: refused(1001, `Invalid value '${String(value)}'. Required of type '${attribute.dataType}'`) };
    }
    known.push({ name: attribute.name, apiName: attribute.apiName, value: value ?? null });
  }
  return { known: known.filter(({ value }) => value !== null) };
}

function fits({ dataType }: TypeAttribute, value: unknown): boolean {
  switch (dataType) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isInteger(value);
    case 'float':
    case 'currency':
      return typeof value === 'number';
    case 'date':
    case 'datetime':
      return !Number.isNaN(Date.parse(String(value)));
    default:
      return typeof value === 'string';
  }
}
