/** Rows between the org and JSON: types, names in any case, datetimes with `+0000`. */
import type { FieldDef, ObjectDef, QueryRow, Row, Scalar, Schema } from '../types.ts';
import { fail } from './answers.ts';
import { longId } from './call.ts';

/** Outgoing: a datetime ends in `+0000` in REST (2026-03-01T10:00:00.000+0000). */
function valueOut(value: Scalar, field: FieldDef | undefined): Scalar {
  const isTime = field === undefined ? typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) : field.type === 'datetime';
  return isTime && typeof value === 'string' ? value.replace(/Z$/, '+0000') : value;
}

/** @param base `/services/data/vXX.X/sobjects` */
export function recordOut(row: QueryRow, schema: Schema, base: string): Record<string, unknown> {
  if (row.aggregates) {
    const values = Object.entries(row.aggregates).map(([alias, value]) => [alias, valueOut(value, undefined)]);
    return { attributes: { type: 'AggregateResult' }, ...Object.fromEntries(values) };
  }
  const object = schema.find(row.object);
  const id = row.fields['Id'];
  return {
    attributes: { type: row.object, ...(typeof id === 'string' ? { url: `${base}/${row.object}/${id}` } : {}) },
    ...Object.fromEntries(
      Object.entries(row.fields).map(([name, value]) => [name, valueOut(value, object?.fields.get(name.toLowerCase()))])
    ),
    ...Object.fromEntries(Object.entries(row.parents).map(([name, parent]) => [name, parent && recordOut(parent, schema, base)])),
    ...Object.fromEntries(
      Object.entries(row.children).map(([name, rows]) => [
        name,
        rows.length === 0 ? null : { totalSize: rows.length, done: true, records: rows.map((child) => recordOut(child, schema, base)) }
      ])
    )
  };
}

/** Looks up a record by an external id, for `{"Parent__r": {"Key__c": "x"}}`. Null when there is none. */
export type FindParent = (object: string, field: string, value: Scalar) => string | null;

/**
 * A JSON record as a row. `attributes` is left out.
 * @throws {RestError} INVALID_FIELD, JSON_PARSER_ERROR
 */
export function rowIn(record: Record<string, unknown>, object: ObjectDef, schema: Schema, findParent: FindParent): Row {
  const row: Row = {};
  for (const [name, value] of Object.entries(record)) {
    if (name === 'attributes') {
      continue;
    }
    const field = object.fields.get(name.toLowerCase());
    if (field) {
      row[field.name] = valueIn(value, field);
      continue;
    }
    const reference = [...object.fields.values()].find((one) => one.relationshipName?.toLowerCase() === name.toLowerCase());
    if (!reference || typeof value !== 'object' || value === null) {
      throw fail('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
    }
    row[reference.name] = parentIn(value as Record<string, unknown>, reference, schema, findParent);
  }
  return row;
}

function parentIn(value: Record<string, unknown>, reference: FieldDef, schema: Schema, findParent: FindParent): string {
  const target = schema.find(reference.referenceTo[0] ?? '');
  const [name, key] = Object.entries(value).find(([one]) => one !== 'attributes') ?? ['', null];
  const field = target?.fields.get(name.toLowerCase());
  if (!target || !field || !(field.externalId || field.idLookup)) {
    throw fail(
      'INVALID_FIELD',
      `${name} is no external id of ${reference.referenceTo.join(', ')}, so ${reference.name} cannot be found by it.`
    );
  }
  const id = findParent(target.name, field.name, valueIn(key, field));
  if (id === null) {
    throw fail('INVALID_FIELD', `Foreign key external ID: ${String(key)} not found for field ${field.name} in entity ${target.name}`);
  }
  return id;
}

const NUMBERS = ['int', 'double', 'currency', 'percent'];

function valueIn(value: unknown, field: FieldDef): Scalar {
  if (value === null || value === undefined || value === '') {
    return null;
  }
  if (typeof value === 'object') {
    const kind = Array.isArray(value) ? 'START_ARRAY' : 'START_OBJECT';
    throw fail('JSON_PARSER_ERROR', `Cannot deserialize instance of ${field.type} from ${kind} value for field ${field.name}`);
  }
  if (NUMBERS.includes(field.type)) {
    const number = Number(value);
    return typeof value !== 'boolean' && Number.isFinite(number) ? number : unfit(value, field);
  }
  switch (field.type) {
    case 'boolean':
      return typeof value === 'boolean'
        ? value
        : /^(true|false)$/i.test(String(value))
          ? String(value).toLowerCase() === 'true'
          : unfit(value, field);
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(String(value)) ? String(value) : unfit(value, field);
    case 'datetime':
      return datetimeIn(value, field);
    case 'id':
    case 'reference':
      return longId(String(value));
    default:
      return String(value);
  }
}

function datetimeIn(value: unknown, field: FieldDef): string {
  const text = String(value).replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
  const time = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(text) ? new Date(text) : null;
  return time && !Number.isNaN(time.getTime()) ? time.toISOString() : unfit(value, field);
}

function unfit(value: unknown, field: FieldDef): never {
  const kind =
    typeof value === 'string' ? 'VALUE_STRING' : typeof value === 'boolean' ? `VALUE_${String(value).toUpperCase()}` : 'VALUE_NUMBER';
  throw fail(
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${field.type} from ${kind} value ${String(value)} or request may be missing a required field`
  );
}
