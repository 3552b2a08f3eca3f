/** What the platform checks of every row before it is written: required fields, lengths, numbers, picklists, look-ups, unique values. */
import { longId } from '../schema/ids.ts';
import type { FieldDef, ObjectDef, RecordError, Row, Scalar } from '../types.ts';
import { failure, isDeleted, noSuchId, type Parts } from './parts.ts';
import { isStored } from './reader.ts';
import { indexKey } from './store.ts';

const TEXTS: FieldDef['type'][] = [
  'string',
  'textarea',
  'picklist',
  'multipicklist',
  'email',
  'phone',
  'url',
  'combobox',
  'encryptedstring'
];
const NUMBERS: FieldDef['type'][] = ['int', 'double', 'currency', 'percent'];
const EMAIL = /^[^\s@<>()[\],;:\\"]+@[^\s@<>()[\],;:\\"]+\.[^\s@.]+$/;

/** The forms a value takes on its way into a row: texts trimmed, empty ones nothing, ids in 18 characters. */
export function fit(field: FieldDef, value: Scalar): Scalar {
  if (field.type === 'boolean') {
    return value === true || value === 'true';
  }
  if (typeof value === 'string' && TEXTS.includes(field.type)) {
    const text = field.type === 'textarea' ? value : value.trim();
    return text === '' ? null : text;
  }
  if (value === '') {
    return null;
  }
  if (typeof value === 'string' && (field.type === 'reference' || field.type === 'id')) {
    return longId(value) ?? value;
  }
  return NUMBERS.includes(field.type) && typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value))
    ? Number(value)
    : value;
}

/** Errors of one field's value; null when it stands. */
export function checkValue(parts: Parts, field: FieldDef, value: Scalar): RecordError | null {
  if (value === null) {
    return null;
  }
  const { name, label, type } = field;
  if (TEXTS.includes(type)) {
    if (typeof value !== 'string') {
      return wrongType(field, value);
    }
    if (field.length > 0 && value.length > field.length && type !== 'multipicklist') {
      return failure('STRING_TOO_LONG', `${label}: data value too large: ${value.slice(0, 255)} (max length=${field.length})`, [name]);
    }
    if (type === 'email' && !EMAIL.test(value)) {
      return failure('INVALID_EMAIL_ADDRESS', `${label}: invalid email address: ${value}`, [name]);
    }
    return badPick(field, value);
  }
  if (NUMBERS.includes(type)) {
    return typeof value === 'number' ? checkNumber(field, value) : wrongType(field, value);
  }
  switch (type) {
    case 'reference':
      return checkReference(parts, field, String(value));
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(String(value)) ? null : wrongType(field, value);
    case 'datetime':
      return Number.isNaN(Date.parse(String(value))) ? wrongType(field, value) : null;
    default:
      return null;
  }
}

const wrongType = (field: FieldDef, value: Scalar) =>
  failure('INVALID_TYPE_ON_FIELD_IN_RECORD', `${field.label}: value not of required type: ${String(value)}`, [field.name]);

function badPick(field: FieldDef, value: string): RecordError | null {
  if (!field.restrictedPicklist) {
    return null;
  }
  const values = field.type === 'multipicklist' ? value.split(';') : [value];
  const strange = values.find((one) => !field.picklist.some((entry) => entry.active && entry.value === one));
  return strange === undefined
    ? null
    : failure('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `${field.label}: bad value for restricted picklist field: ${strange}`, [
        field.name
      ]);
}

function checkNumber(field: FieldDef, value: number): RecordError | null {
  const digits = field.precision - field.scale;
  const fits =
    Number.isFinite(value) &&
    (field.precision === 0 || Math.abs(value) < 10 ** digits) &&
    (field.type !== 'int' || Number.isInteger(value));
  return fits
    ? null
    : failure('NUMBER_OUTSIDE_VALID_RANGE', `${field.label}: value outside of valid range on numeric field: ${value}`, [field.name]);
}

function checkReference(parts: Parts, field: FieldDef, id: string): RecordError | null {
  const target = longId(id) === null ? undefined : parts.schema.byPrefix(id.slice(0, 3));
  if (!target || !field.referenceTo.includes(target.name)) {
    return failure('MALFORMED_ID', `${field.label}: id value of incorrect type: ${id}`, [field.name]);
  }
  const row = parts.store.get(id);
  if (!row) {
    return noSuchId([field.name]);
  }
  return row['IsDeleted'] === true ? { ...isDeleted(), fields: [field.name] } : null;
}

/** All fields that must have a value and have none, in one error. */
export function missing(object: ObjectDef, row: Row): RecordError | null {
  const names = [...object.fields.values()]
    .filter((field) => !field.nillable && field.type !== 'boolean' && (field.createable || field.updateable))
    .filter((field) => isStored(object, field) && (row[field.name] ?? null) === null)
    .map((field) => field.name);
  return names.length === 0 ? null : failure('REQUIRED_FIELD_MISSING', `Required fields are missing: [${names.join(', ')}]`, names);
}

/** A value that another row has in a unique field. Deleted rows do not count. */
export function duplicate(parts: Parts, object: ObjectDef, row: Row): RecordError | null {
  const table = parts.store.table(object.name);
  for (const field of object.fields.values()) {
    const value = row[field.name] ?? null;
    if (!field.unique || value === null) {
      continue;
    }
    for (const other of table.by(field.name, value)) {
      const isSame = field.caseSensitive ? other[field.name] === value : indexKey(other[field.name] ?? null) === indexKey(value);
      if (isSame && other['Id'] !== row['Id'] && other['IsDeleted'] !== true) {
        return object.name === 'User' && field.name === 'Username'
          ? failure('DUPLICATE_USERNAME', 'Duplicate Username. The username already exists in this or another Salesforce organization.', [
              field.name
            ])
          : failure('DUPLICATE_VALUE', `duplicate value found: ${field.name} duplicates value on record with id: ${String(other['Id'])}`);
      }
    }
  }
  return null;
}
