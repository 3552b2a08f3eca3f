/** Reading and writing fields of records by name: `record.get('Name')`. */
import { childrenNamed, relationNamed as parentNamed } from '../../../schema/relations.ts';
import type { FieldDef, ObjectDef } from '../../../types.ts';
import { runtime } from '../../runtime/current.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../../runtime/dates.ts';
import { ApexDecimal } from '../../runtime/decimal.ts';
import { isNumeric } from '../../runtime/equality.ts';
import { apexError, type ApexException } from '../../runtime/exception-value.ts';
import { toId } from '../../runtime/ids.ts';
import { getField, setField } from '../../runtime/operations.ts';
import type { SObjectValue } from '../../runtime/sobject-value.ts';
import { SObjectFieldToken } from '../../runtime/tokens.ts';
import { nullArgument } from '../define.ts';

export type FieldName = string | SObjectFieldToken | null;

export function definitionOf(object: string): ObjectDef | undefined {
  return runtime().data.schema.find(object);
}

/** @throws System.SObjectException when the object has no such field. */
export function fieldNamed(record: SObjectValue, name: FieldName): { name: string; field: FieldDef | null } {
  if (name === null) {
    throw nullArgument();
  }
  if (name instanceof SObjectFieldToken && name.object !== record.object) {
    throw apexError('SObjectException', `${name.object}.${name.field} does not belong to SObject type ${record.object}`);
  }
  const text = name instanceof SObjectFieldToken ? name.field : name;
  const definition = definitionOf(record.object);
  if (!definition) {
    // AggregateResult: the aliases are its fields.
    const alias = Object.keys(record.row).find((key) => key.toLowerCase() === text.toLowerCase());
    if (alias === undefined) {
      throw apexError('SObjectException', `Invalid field ${text} for ${record.object}`);
    }
    return { name: alias, field: null };
  }
  const field = definition.fields.get(text.toLowerCase());
  if (!field) {
    throw apexError('SObjectException', `Invalid field ${text} for ${record.object}`);
  }
  return { name: field.name, field };
}

export function readField(record: SObjectValue, name: FieldName): unknown {
  const found = fieldNamed(record, name);
  const value = getField(record, found.name);
  return value === null && found.field?.type === 'boolean' ? false : value;
}

/** Gives the value from before. */
export function writeField(record: SObjectValue, name: FieldName, value: unknown): unknown {
  const found = fieldNamed(record, name);
  const before = record.row[found.name] ?? null;
  setField(record, found.name, found.field ? fitted(found.field, value) : value);
  return before;
}

/** What the field holds, out of what the code gives. */
export function fitted(field: FieldDef, value: unknown): unknown {
  if (value === null) {
    return null;
  }
  const refuse = (to: string): ApexException =>
    apexError('SObjectException', `Illegal assignment from ${runtime().program.typeOf(value).name} to ${to}`);
  switch (field.type) {
    case 'id':
    case 'reference':
      if (typeof value !== 'string') {
        throw refuse('Id');
      }
      return toId(value);
    case 'boolean':
      if (typeof value !== 'boolean') {
        throw refuse('Boolean');
      }
      return value;
    case 'int':
      if (!isNumeric(value)) {
        throw refuse('Integer');
      }
      return Number(String(value));
    case 'double':
    case 'currency':
    case 'percent':
      if (!isNumeric(value)) {
        throw refuse('Decimal');
      }
      return ApexDecimal.from(value);
    case 'date':
      if (value instanceof ApexDatetime) {
        return new ApexDate(Math.floor(value.ms / 86_400_000));
      }
      if (!(value instanceof ApexDate)) {
        throw refuse('Date');
      }
      return value;
    case 'datetime':
      if (value instanceof ApexDate) {
        return new ApexDatetime(value.utc().getTime());
      }
      if (!(value instanceof ApexDatetime)) {
        throw refuse('Datetime');
      }
      return value;
    case 'time':
      if (!(value instanceof ApexTime)) {
        throw refuse('Time');
      }
      return value;
    case 'base64':
    case 'anyType':
      return value;
    default:
      if (typeof value !== 'string') {
        throw refuse('String');
      }
      return value;
  }
}

export interface Relation {
  name: string;
  kind: 'parent' | 'children';
}

/** A relationship by its name, or by the field that makes it. */
export function relationNamed(record: SObjectValue, name: FieldName): Relation {
  if (name === null) {
    throw nullArgument();
  }
  const text = name instanceof SObjectFieldToken ? name.field : name;
  const { schema } = runtime().data;
  const definition = definitionOf(record.object);
  const byField = definition?.fields.get(text.toLowerCase());
  const parent = byField?.relationshipName ? byField : definition && parentNamed(definition, text, schema.namespace);
  if (parent?.relationshipName) {
    return { name: parent.relationshipName, kind: 'parent' };
  }
  const child = definition && childrenNamed(definition, text, schema.namespace);
  if (!child?.relationshipName) {
    throw apexError('SObjectException', `Invalid relationship ${text} for ${record.object}`);
  }
  return { name: child.relationshipName, kind: 'children' };
}
