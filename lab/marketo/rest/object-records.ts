/** Custom objects: their records. 300 a call, found by their dedupe fields, by `marketoGUID` or by the field that links them. */
import { randomUUID } from 'node:crypto';
import type { ObjectField, ObjectRecord, ObjectVersion } from '../state/custom.ts';
import type { FieldValue, Instance } from '../state/instance.ts';
import { ApiError, inputOf, listed, need, only, pageOf, result, skipped, time, type Answer, type Call, type Entry } from './envelope.ts';
import { typeNamed } from './object-schema.ts';

function approvedOf(instance: Instance, object: string): ObjectVersion {
  const { approved } = typeNamed(instance, object);
  if (!approved) {
    throw new ApiError(1013, `Object '${object}' not found`);
  }
  return approved;
}
const dedupeOf = ({ fields }: ObjectVersion) => fields.filter((field) => field.isDedupeField).map(({ name }) => name);

export function syncRecords(call: Call, instance: Instance, object: string): Answer {
  only(call);
  const version = approvedOf(instance, object);
  const { action = 'createOrUpdate', dedupeBy = 'dedupeFields' } = call.body as Entry;
  if (!['createOnly', 'updateOnly', 'createOrUpdate'].includes(String(action)) || !['dedupeFields', 'idField'].includes(String(dedupeBy))) {
    throw new ApiError(1003, `Invalid value for action or dedupeBy`);
  }
  if (dedupeBy === 'idField' && action !== 'updateOnly') {
    throw new ApiError(1003, "'idField' is only allowed with the action 'updateOnly'");
  }
  const seen = new Set<string>();
  return result(
    inputOf(call).map((entry, seq) => {
      const key = dedupeBy === 'idField' ? String(entry['marketoGUID']) : instance.keyOfRecord(object, entry);
      const again = seen.has(key);
      seen.add(key);
      const done = again
        ? skipped(1036, 'Duplicate object found in input')
        : syncOne(instance, object, version, entry, String(action), dedupeBy === 'idField');
      return { seq, ...done };
    })
  );
}

function syncOne(instance: Instance, object: string, version: ObjectVersion, entry: Entry, action: string, byId: boolean): Entry {
  const missing = byId ? undefined : dedupeOf(version).find((name) => entry[name] == null || entry[name] === '');
  if (missing !== undefined) {
    return skipped(1003, `Missing value for the dedupe field '${missing}'`);
  }
  const fields: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(entry)) {
    const field = version.fields.find((one) => one.name === name);
    if (!field && !(byId && name === 'marketoGUID')) {
      return skipped(1006, `Field '${name}' not found`);
    }
    if (field && value !== null && !fits(field, value)) {
      return skipped(1003, `Invalid value for field '${name}' and value '${String(value)}'`);
    }
    if (field) {
      fields[name] = value as FieldValue;
    }
  }
  const known = byId ? found(instance, object, String(entry['marketoGUID'])) : byKey(instance, object, entry);
  const link = version.fields.find(({ relatedTo }) => relatedTo?.name === 'Lead' && relatedTo.field === 'id');
  if (link && (fields[link.name] !== undefined || !known) && !instance.leads.get(Number(fields[link.name]))) {
    return skipped(1004, 'Lead not found');
  }
  if (known && action === 'createOnly') {
    return skipped(1017, 'Object already exists');
  }
  if (!known && action === 'updateOnly') {
    return skipped(1013, 'Object not found');
  }
  const now = instance.now();
  const record: ObjectRecord = known
    ? { ...known, fields: { ...known.fields, ...fields }, updatedAt: now }
    : { marketoGUID: randomUUID(), object, fields, createdAt: now, updatedAt: now };
  instance.putRecord(record);
  return { status: known ? 'updated' : 'created', marketoGUID: record.marketoGUID };
}

export function deleteRecords(call: Call, instance: Instance, object: string): Answer {
  only(call);
  approvedOf(instance, object);
  const { deleteBy = 'dedupeFields' } = call.body as Entry;
  if (!['dedupeFields', 'idField'].includes(String(deleteBy))) {
    throw new ApiError(1003, `Invalid value '${String(deleteBy)}' for deleteBy`);
  }
  return result(
    inputOf(call).map((entry, seq) => {
      const record = deleteBy === 'idField' ? found(instance, object, String(entry['marketoGUID'])) : byKey(instance, object, entry);
      if (!record) {
        return { seq, ...skipped(1013, 'Object not found') };
      }
      instance.dropRecord(record);
      return { seq, status: 'deleted', marketoGUID: record.marketoGUID };
    })
  );
}

export function readRecords(call: Call, instance: Instance, object: string): Answer {
  only(call, 'filterType', 'filterValues', 'fields', 'batchSize', 'nextPageToken');
  const version = approvedOf(instance, object);
  const body = call.body as { filterType?: string; input?: Entry[]; fields?: string[] } | null;
  const fields = body?.fields ?? listed(call, 'fields');
  const all = [...instance.recordsOf(object).values()];
  const rows =
    body?.filterType === 'dedupeFields'
      ? (body.input ?? []).flatMap((entry) => byKey(instance, object, entry) ?? [])
      : all.filter(filterOf(version, need(call, 'filterType'), listed(call, 'filterValues')));
  const page = pageOf(call, rows);
  const unknown = fields.find((name) => name !== 'marketoGUID' && !version.fields.some((field) => field.name === name));
  if (unknown !== undefined) {
    throw new ApiError(1006, `Field '${unknown}' not found`);
  }
  const shown = fields.length > 0 ? fields : dedupeOf(version);
  return result(
    page.rows.map((record, seq) => ({
      seq,
      marketoGUID: record.marketoGUID,
      ...Object.fromEntries(shown.filter((name) => name !== 'marketoGUID').map((name) => [name, record.fields[name] ?? null])),
      ...(fields.length > 0 ? {} : { createdAt: time(record.createdAt), updatedAt: time(record.updatedAt) })
    })),
    page.more['nextPageToken'] === undefined ? {} : page.more
  );
}

function filterOf(version: ObjectVersion, filter: string, values: string[]): (record: ObjectRecord) => boolean {
  const dedupe = dedupeOf(version);
  const links = version.fields.filter(({ relatedTo }) => relatedTo !== null).map(({ name }) => name);
  if (filter === 'marketoGUID') {
    return (record) => values.includes(record.marketoGUID);
  }
  // Of a compound key no part can be asked for alone, unless it is the link.
  const name = filter === 'dedupeFields' && dedupe.length === 1 ? dedupe[0] : links.find((one) => one === filter);
  if (name === undefined) {
    throw new ApiError(1003, `Invalid filterType '${filter}'`);
  }
  return (record) => values.includes(String(record.fields[name]));
}

const byKey = (instance: Instance, object: string, entry: Entry) => instance.recordsOf(object).get(instance.keyOfRecord(object, entry));
const found = (instance: Instance, object: string, guid: string) =>
  [...instance.recordsOf(object).values()].find((record) => record.marketoGUID === guid);

function fits({ dataType }: ObjectField, value: unknown): boolean {
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
      return typeof value === 'string' && !Number.isNaN(Date.parse(value));
    default:
      return typeof value === 'string' && value.length <= (dataType === 'text' ? 2000 : 255);
  }
}
