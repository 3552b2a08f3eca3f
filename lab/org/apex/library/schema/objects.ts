/** Schema.SObjectType and DescribeSObjectResult. Apex Reference Guide, "DescribeSObjectResult Class". */
import type { ObjectDef } from '../../../types.ts';
import type { ApexList, ApexMap } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { SObjectValue } from '../../runtime/sobject-value.ts';
import { fieldToken, objectToken, type SObjectTypeToken } from '../../runtime/tokens.ts';
import { CaselessMap } from '../collections/caseless-map.ts';
import { hashOf } from '../collections/hashing.ts';
import { enumeration, given, library, listOf, typeNamed } from '../define.ts';
import { fitted } from '../records/fields.ts';
import { fieldSetsOf } from './field-sets.ts';
import { localName } from './names.ts';
import { recordTypesBy } from './record-types.ts';

export class ObjectDescription {
  readonly typeName = 'Schema.DescribeSObjectResult';
  readonly object: ObjectDef;
  constructor(object: ObjectDef) {
    this.object = object;
  }
  rights(): { read: boolean; create: boolean; edit: boolean; delete: boolean } {
    return runtime().rights().object(this.object.name);
  }
  tostring$0(): string {
    return `Schema.DescribeSObjectResult[getName=${this.object.name}]`;
  }
}

export function describeObject(self: SObjectTypeToken): ObjectDescription {
  const found = runtime().data.schema.find(self.object);
  if (!found) {
    throw apexError('SObjectException', `Invalid sObject type ${self.object}`);
  }
  return new ObjectDescription(found);
}

/** With the literal defaults of the fields when they are asked for. */
function newRecord(self: SObjectTypeToken, recordTypeId: string | null, defaults: boolean | null): SObjectValue {
  const record = new SObjectValue(self.object);
  if (defaults) {
    for (const field of describeObject(self).object.fields.values()) {
      const { defaultValue } = field;
      if (defaultValue !== null) {
        record.row[field.name] = fitted(field, defaultValue);
      }
    }
  }
  if (recordTypeId !== null) {
    record.row['RecordTypeId'] = recordTypeId;
  }
  return record;
}

function recordWithId(self: SObjectTypeToken, id: string): SObjectValue {
  const { keyPrefix } = describeObject(self).object;
  if (!id.startsWith(keyPrefix)) {
    throw apexError('TypeException', `Id ${id} is not of the type ${self.object}`);
  }
  return new SObjectValue(self.object, { Id: id });
}

export const sobjectType = library({
  name: 'Schema.SObjectType',
  members: {
    'Schema.DescribeSObjectResult getDescribe()': describeObject,
    'Schema.DescribeSObjectResult getDescribe(Schema.SObjectDescribeOptions options)': describeObject,
    'Boolean equals(Object other)': (self: SObjectTypeToken, other: unknown) => self === other,
    'Integer hashCode()': hashOf,
    'SObject newSObject()': (self: SObjectTypeToken) => new SObjectValue(self.object),
    'SObject newSObject(Id id)': given(recordWithId),
    'SObject newSObject(Id recordTypeId, Boolean loadDefaults)': newRecord,
    'String toString()': (self: SObjectTypeToken) => self.object
  }
});

type Self = ObjectDescription;
const part =
  <K extends keyof ObjectDef>(key: K) =>
  (self: Self): ObjectDef[K] =>
    self.object[key];

interface FieldsValue {
  readonly typeName: string;
  readonly object: ObjectDef;
}

interface ChildValue {
  readonly typeName: string;
  readonly parent: string;
  readonly child: ObjectDef['childRelationships'][number];
}
const children = ({ object }: Self): ApexList =>
  listOf(
    'Schema.ChildRelationship',
    object.childRelationships.map((child): ChildValue => ({ typeName: 'Schema.ChildRelationship', parent: object.name, child }))
  );

export const describeSObjectResult = library({
  name: 'Schema.DescribeSObjectResult',
  members: {
    'Schema.SObjectTypeFields fields { get; }': {
      get: ({ object }: Self): FieldsValue => ({ typeName: 'Schema.SObjectTypeFields', object })
    },
    'Schema.SObjectTypeFieldSets fieldSets { get; }': { get: ({ object }: Self) => fieldSetsOf(object) },
    'List<Schema.ChildRelationship> getChildRelationships()': children,
    'Boolean isMergeable()': ({ object }: Self) => ['Account', 'Contact', 'Lead', 'Case'].includes(object.name),
    'Boolean isSearchable()': ({ object }: Self) => object.queryable && !object.setup,
    'Boolean isDeprecatedAndHidden()': () => false,
    'Boolean isFeedEnabled()': () => false,
    'Boolean isMruEnabled()': ({ object }: Self) => object.fields.has('lastvieweddate'),
    'Boolean getHasSubtypes()': () => false,
    'String getDefaultImplementation()': () => null,
    'String getAssociateEntityType()': () => null,
    'String getAssociateParentEntity()': () => null,
    'String getKeyPrefix()': part('keyPrefix'),
    'String getLabel()': part('label'),
    'String getLabelPlural()': part('labelPlural'),
    'String getLocalName()': ({ object }: Self) => localName(object.name),
    'String getName()': part('name'),
    'List<Schema.RecordTypeInfo> getRecordTypeInfos()': ({ object }: Self) => recordTypesBy(object.name, null),
    'Map<Id, Schema.RecordTypeInfo> getRecordTypeInfosById()': ({ object }: Self) => recordTypesBy(object.name, 'id'),
    'Map<String, Schema.RecordTypeInfo> getRecordTypeInfosByName()': ({ object }: Self) => recordTypesBy(object.name, 'name'),
    'Map<String, Schema.RecordTypeInfo> getRecordTypeInfosByDeveloperName()': ({ object }: Self) =>
      recordTypesBy(object.name, 'developerName'),
    'SObjectType getSObjectType()': ({ object }: Self) => objectToken(object.name),
    'Boolean isAccessible()': (self: Self) => self.rights().read,
    'Boolean isCreateable()': (self: Self) => self.object.createable && self.rights().create,
    'Boolean isCustom()': part('custom'),
    'Boolean isCustomSetting()': ({ object }: Self) => object.kind === 'setting',
    'Boolean isDeletable()': (self: Self) => self.object.deletable && self.rights().delete,
    'Boolean isQueryable()': (self: Self) => self.object.queryable && self.rights().read,
    'Boolean isUndeletable()': (self: Self) => self.object.undeletable && self.rights().create,
    'Boolean isUpdateable()': (self: Self) => self.object.updateable && self.rights().edit
  }
});

/** Keys are lower-case names, found in any case. */
export const fieldsMap = library({
  name: 'Schema.SObjectTypeFields',
  members: {
    'Map<String, Schema.SObjectField> getMap()': ({ object }: FieldsValue) =>
      caseless(
        'Schema.SObjectField',
        [...object.fields.values()].map((field) => [field.name, fieldToken(object.name, field.name)])
      )
  }
});

export const childRelationship = library({
  name: 'Schema.ChildRelationship',
  members: {
    'SObjectType getChildSObject()': ({ child }: ChildValue) => objectToken(child.childObject),
    'Schema.SObjectField getField()': ({ child }: ChildValue) => fieldToken(child.childObject, child.field),
    'String getRelationshipName()': ({ child }: ChildValue) => child.relationshipName,
    'List<String> getJunctionIdListNames()': () => listOf('String', []),
    'List<SObjectType> getJunctionReferenceTo()': () => listOf('Schema.SObjectType', []),
    'Boolean isCascadeDelete()': ({ child }: ChildValue) => child.cascadeDelete,
    'Boolean isDeprecatedAndHidden()': () => false,
    'Boolean isRestrictedDelete()': ({ child }: ChildValue) =>
      runtime().data.schema.find(child.childObject)?.fields.get(child.field.toLowerCase())?.deleteConstraint === 'Restrict'
  }
});

function describeAll(names: ApexList): ApexList {
  return listOf(
    'Schema.DescribeSObjectResult',
    names.items.map((name) => describeObject(objectToken(runtime().data.schema.find(String(name))?.name ?? String(name))))
  );
}

export const describeOptions = enumeration('Schema.SObjectDescribeOptions', ['DEFAULT', 'DEFERRED', 'FULL']);

export const schema = library({
  name: 'Schema',
  members: {
    'static Map<String, Schema.SObjectType> getGlobalDescribe()': () =>
      caseless(
        'Schema.SObjectType',
        [...runtime().data.schema.objects.values()].map(({ name }) => [name, objectToken(name)])
      ),
    'static List<Schema.DescribeSObjectResult> describeSObjects(List<String> names)': given(describeAll),
    'static List<Schema.DescribeSObjectResult> describeSObjects(List<String> names, Schema.SObjectDescribeOptions options)': describeAll
  }
});

function caseless(value: string, entries: [string, unknown][]): ApexMap {
  return new CaselessMap(
    entries.map(([name, token]) => [name.toLowerCase(), token]),
    typeNamed(`Map<String,${value}>`)
  );
}
