/** Fields and relationships of records: `member.Campaign.Name`, `campaign.CampaignMembers`. */
import type { FieldDef, FieldType, ObjectDef } from '../../types.ts';
import { childrenNamed, relationNamed } from '../../schema/relations.ts';
import { BLOB, BOOLEAN, DATE, DATETIME, DECIMAL, ID, INTEGER, OBJECT, SOBJECT, STRING, TIME, type ApexType } from '../types/type.ts';
import type { Body, Value } from './body.ts';
import { target, type Place } from './places.ts';

const TYPES: Partial<Record<FieldType, ApexType>> = {
  id: ID,
  reference: ID,
  boolean: BOOLEAN,
  int: INTEGER,
  double: DECIMAL,
  currency: DECIMAL,
  percent: DECIMAL,
  date: DATE,
  datetime: DATETIME,
  time: TIME,
  base64: BLOB,
  anyType: OBJECT
};
export const fieldType = (field: FieldDef): ApexType => TYPES[field.type] ?? STRING;

export const fieldOf = (object: ObjectDef, name: string): FieldDef | undefined => object.fields.get(name.toLowerCase());

/** The parent a relationship leads to: `SObject` where several objects may stand there. */
export function parentOf(body: Pick<Body, 'universe'>, object: ObjectDef, name: string): { name: string; type: ApexType } | null {
  const field = relationNamed(object, name, body.universe.schema.namespace);
  if (!field?.relationshipName) {
    return null;
  }
  const [only] = field.referenceTo;
  // `Owner` of a user or a queue has the fields of Name; Apex reads those every such object shares.
  const named = only === undefined ? null : body.universe.sobject(only);
  const several = field.referenceTo.length > 1;
  const type = several ? (body.universe.sobject('Name') ?? body.universe.sobject('User') ?? SOBJECT) : (named ?? SOBJECT);
  return { name: field.relationshipName, type };
}

export function childrenOf(body: Pick<Body, 'universe'>, object: ObjectDef, name: string): { name: string; type: ApexType } | null {
  const found = childrenNamed(object, name, body.universe.schema.namespace);
  const child = found ? body.universe.sobject(found.childObject) : null;
  return found?.relationshipName && child ? { name: found.relationshipName, type: child } : null;
}

/** A record of any object has its id and nothing else by name. Apex Developer Guide, "sObject Types". */
export function idPlace(body: Body, on: Value, name: string, once = false): Place | null {
  if (name.toLowerCase() !== 'id') {
    return null;
  }
  const holder = target(body, on, once);
  return {
    before: holder.before,
    guard: on.guard,
    type: ID,
    get: `getField(${holder.js},"Id")`,
    set: (js) => `setField(${holder.js},"Id",${js})`,
    refused: null
  };
}

/** Null when the object has nothing of that name. */
export function recordPlace(body: Body, on: Value, object: ObjectDef, name: string, once = false): Place | null {
  const field = fieldOf(object, name);
  const parent = field ? null : parentOf(body, object, name);
  const children = field || parent ? null : childrenOf(body, object, name);
  if (!field && !parent && !children) {
    return null;
  }
  const holder = target(body, on, once);
  const shared = { before: holder.before, guard: on.guard };
  if (field) {
    const type = fieldType(field);
    const key = JSON.stringify(field.name);
    const read = `${on.parent ? 'getOfParent' : 'getField'}(${holder.js},${key})`;
    return {
      ...shared,
      type,
      // A checkbox is never null to Apex.
      get: type === BOOLEAN && !on.parent ? `(${read}??false)` : read,
      set: (js) => `setField(${holder.js},${key},${js})`,
      refused: null,
      nonNull: type === BOOLEAN && !on.parent
    };
  }
  if (parent) {
    const key = JSON.stringify(parent.name);
    return {
      ...shared,
      type: parent.type,
      get: `getParent(${on.parent ? holder.js : `nn(${holder.js})`},${key})`,
      set: (js) => `setParent(${holder.js},${key},${js})`,
      refused: null,
      parent: true
    };
  }
  const list = body.universe.listOf((children as { type: ApexType }).type);
  const childName = (children as { name: string }).name;
  return {
    ...shared,
    type: list,
    get: `getChildren(${holder.js},${JSON.stringify(childName)},${body.tables.type(list)})`,
    set: () => 'null',
    refused: `Field is not writeable: ${object.name}.${childName}`
  };
}
