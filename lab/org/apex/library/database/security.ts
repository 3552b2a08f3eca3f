/** Security.stripInaccessible. Apex Developer Guide, "Enforce Security With the stripInaccessible Method". */
import type { ApexEnum } from '../../runtime/enum-value.ts';
import { ApexList, type ApexSet } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { SObjectValue } from '../../runtime/sobject-value.ts';
import { enumeration, given, library, mapOf, setOf, typeNamed } from '../define.ts';
import { definitionOf } from '../records/fields.ts';

export const accessType = enumeration('AccessType', ['CREATABLE', 'READABLE', 'UPDATABLE', 'UPSERTABLE']);

class DecisionValue {
  readonly typeName = 'SObjectAccessDecision';
  readonly records: ApexList;
  /** Object → fields that were taken away. */
  readonly removed = new Map<string, Set<string>>();
  readonly modified = new Set<number>();
  constructor(records: ApexList) {
    this.records = records;
  }
}

type Kind = 'CREATABLE' | 'READABLE' | 'UPDATABLE' | 'UPSERTABLE';

function objectAllowed(object: string, kind: Kind): boolean {
  const rights = runtime().rights().object(object);
  return { CREATABLE: rights.create, READABLE: rights.read, UPDATABLE: rights.edit, UPSERTABLE: rights.create && rights.edit }[kind];
}

function fieldAllowed(object: string, field: string, kind: Kind): boolean {
  if (field === 'Id') {
    return true;
  }
  const definition = definitionOf(object)?.fields.get(field.toLowerCase());
  const rights = runtime().rights().field(object, field);
  if (kind === 'READABLE') {
    return rights.read;
  }
  const fits = {
    CREATABLE: definition?.createable,
    UPDATABLE: definition?.updateable,
    UPSERTABLE: definition?.createable && definition.updateable
  }[kind];
  return rights.edit && fits === true;
}

/** Copies without what the user may not touch. Related records are stripped as readable ones. */
function stripped(record: SObjectValue, kind: Kind, index: number, decision: DecisionValue): SObjectValue {
  const take = (field: string): void => {
    const fields = decision.removed.get(record.object) ?? new Set();
    decision.removed.set(record.object, fields.add(field));
    decision.modified.add(index);
  };
  const row: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record.row)) {
    if (fieldAllowed(record.object, name, kind)) {
      row[name] = value;
    } else {
      take(name);
    }
  }
  const selected = record.selected && new Set([...record.selected].filter((name) => !decision.removed.get(record.object)?.has(name)));
  const copy = new SObjectValue(record.object, row, selected);
  copy.changed = new Set([...record.changed].filter((name) => name in row));
  for (const [name, parent] of Object.entries(record.parents)) {
    if (parent === null || objectAllowed(parent.object, 'READABLE')) {
      copy.parents[name] = parent && stripped(parent, 'READABLE', index, decision);
    } else {
      take(name);
    }
  }
  for (const [name, list] of Object.entries(record.children)) {
    const { items, type } = list as ApexList;
    copy.children[name] = new ApexList(
      (items as SObjectValue[]).map((child) => stripped(child, 'READABLE', index, decision)),
      type
    );
  }
  return copy;
}

function strip(access: ApexEnum, records: ApexList, enforceRoot: boolean): DecisionValue {
  const kind = access.name as Kind;
  const items = records.items as SObjectValue[];
  const refused = enforceRoot ? items.find(({ object }) => !objectAllowed(object, kind)) : undefined;
  if (refused) {
    throw apexError('NoAccessException', `No access to entity: ${refused.object}`);
  }
  const decision = new DecisionValue(new ApexList([], records.type ?? typeNamed('List<SObject>')));
  decision.records.items.push(...items.map((record, index) => stripped(record, kind, index, decision)));
  return decision;
}

export const security = library({
  name: 'Security',
  members: {
    'static SObjectAccessDecision stripInaccessible(AccessType access, List<SObject> records)': given(
      (access: ApexEnum, records: ApexList) => strip(access, records, true)
    ),
    'static SObjectAccessDecision stripInaccessible(AccessType access, List<SObject> records, Boolean enforceRootObjectCRUD)': given(strip)
  }
});

export const accessDecision = library({
  name: 'SObjectAccessDecision',
  members: {
    'List<SObject> getRecords()': (self: DecisionValue) => self.records,
    'Map<String, Set<String>> getRemovedFields()': (self: DecisionValue) =>
      mapOf(
        'String',
        'Set<String>',
        [...self.removed].map(([object, fields]): [string, ApexSet] => [object, setOf('String', fields)])
      ),
    'Set<Integer> getModifiedIndexes()': (self: DecisionValue) => setOf('Integer', self.modified)
  }
});
