/** Between rows as the data engine keeps them and records as Apex holds them. */
import type { FieldDef, FieldType, ObjectDef, QueryRow, Row, Scalar, Schema } from '../../types.ts';
import { exactField } from '../../schema/exact.ts';
import { ApexList } from './collections.ts';
import { ApexBlob, ApexDate, ApexDatetime, ApexTime } from './dates.ts';
import { ApexDecimal } from './decimal.ts';
import { apexError } from './exception-value.ts';
import { SObjectValue } from './sobject-value.ts';
import { textOf } from './text.ts';

/** A stored value as Apex sees it. Numbers with decimals, currencies and percents are Decimals. */
export function fromScalar(type: FieldType, value: Scalar): unknown {
  if (value === null) {
    return null;
  }
  switch (type) {
    case 'double':
    case 'currency':
    case 'percent':
      return typeof value === 'number' ? ApexDecimal.from(value) : value;
    case 'date':
      return ApexDate.parse(String(value));
    case 'datetime':
      return new ApexDatetime(Date.parse(String(value)));
    case 'time':
      return new ApexTime(Date.parse(`1970-01-01T${String(value)}`));
    case 'base64':
      return new ApexBlob(Buffer.from(String(value), 'base64'));
    default:
      return value;
  }
}

export function toScalar(value: unknown): Scalar {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value ?? null;
  }
  if (value instanceof ApexDecimal || typeof value === 'bigint') {
    return Number(String(value));
  }
  if (value instanceof ApexDate || value instanceof ApexTime) {
    return value.toString();
  }
  if (value instanceof ApexDatetime) {
    return value.toISOString();
  }
  if (value instanceof ApexBlob) {
    return Buffer.from(value.bytes).toString('base64');
  }
  throw apexError('SObjectException', `Illegal assignment of ${textOf(value)} to a field`);
}

/**
 * The row that DML sends. A record that was read sends what was set since, so that formulas and system fields read along do no harm; a
 * record made by code sends all it has.
 */
export function rowOf(record: SObjectValue, schema: Schema): Row {
  const row: Row = {};
  const object = schema.find(record.object);
  for (const [name, value] of Object.entries(record.row)) {
    if (record.selected === null || name === 'Id' || record.changed.has(name)) {
      row[name] = toScalar(value);
    }
  }
  // `new Contact(Account = new Account(External_Id__c = 'x'))`: the parent is found by its external id.
  for (const [name, parent] of Object.entries(record.parents)) {
    const field = object && [...object.fields.values()].find((candidate) => candidate.relationshipName === name);
    if (parent && field && record.selected === null && row[field.name] === undefined) {
      for (const [key, value] of Object.entries(parent.row)) {
        row[`${name}.${key}`] = toScalar(value);
      }
    }
  }
  return row;
}

/** A record made of a complete row: Trigger.new and Trigger.old. */
export function recordOfRow(object: ObjectDef, row: Row): SObjectValue {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    const field = value === null ? undefined : exactField(object, name);
    values[name] = field ? fromScalar(field.type, value) : value;
  }
  return new SObjectValue(object.name, values);
}

export function recordOfQuery(row: QueryRow, schema: Schema): SObjectValue {
  if (row.aggregates) {
    return aggregateRecord(row, schema);
  }
  const object = schema.find(row.object);
  const values: Record<string, unknown> = {};
  const selected = new Set<string>(['Id']);
  for (const [name, value] of Object.entries(row.fields)) {
    selected.add(name);
    const field = object?.fields.get(name.toLowerCase());
    values[name] = field ? fromScalar(field.type, value) : value;
  }
  // The id is there even where the query did not name it; then it is no enumerable field.
  values['Id'] ??= row.fields['Id'] ?? null;
  const record = new SObjectValue(row.object, values, selected);
  for (const [name, parent] of Object.entries(row.parents)) {
    record.parents[name] = parent === null ? null : recordOfQuery(parent, schema);
    selected.add(name);
  }
  for (const [name, children] of Object.entries(row.children)) {
    record.children[name] = new ApexList(children.map((child) => recordOfQuery(child, schema)));
    selected.add(name);
  }
  return record;
}

/** Fields that were grouped by keep their type; COUNT gives Integers, what has decimals is a Decimal, dates are known by their form. */
function aggregateRecord(row: QueryRow, schema: Schema): SObjectValue {
  const object = schema.find(row.object);
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row.aggregates ?? {})) {
    const field: FieldDef | undefined = object?.fields.get(name.toLowerCase());
    values[name] = field ? fromScalar(field.type, value) : aggregateValue(value);
  }
  return new SObjectValue('AggregateResult', values);
}

function aggregateValue(value: Scalar): unknown {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? value : ApexDecimal.from(value);
  }
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) {
    return ApexDate.parse(value);
  }
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) {
    return new ApexDatetime(Date.parse(value));
  }
  return value;
}
