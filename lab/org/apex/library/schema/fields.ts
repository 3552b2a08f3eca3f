/** Schema.SObjectField, DescribeFieldResult, PicklistEntry. Apex Reference Guide, "DescribeFieldResult Class". */
import type { FieldDef } from '../../../types.ts';
import { runtime } from '../../runtime/current.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { fieldToken, objectToken, type SObjectFieldToken } from '../../runtime/tokens.ts';
import { fromScalar } from '../../runtime/records.ts';
import { hashOf } from '../collections/hashing.ts';
import { constant, library, listOf } from '../define.ts';
import { localName } from './names.ts';
import { displayTypeOf, soapTypeOf } from './types.ts';

export class FieldDescription {
  readonly typeName = 'Schema.DescribeFieldResult';
  readonly object: string;
  readonly field: FieldDef;
  constructor(object: string, field: FieldDef) {
    this.object = object;
    this.field = field;
  }
  rights(): { read: boolean; edit: boolean } {
    return runtime().rights().field(this.object, this.field.name);
  }
}

interface PicklistEntryValue {
  readonly typeName: string;
  readonly entry: FieldDef['picklist'][number];
}

export function describeField({ object, field }: SObjectFieldToken): FieldDescription {
  const found = runtime().data.schema.find(object)?.fields.get(field.toLowerCase());
  if (!found) {
    throw apexError('SObjectException', `Invalid field ${field} for ${object}`);
  }
  return new FieldDescription(object, found);
}

type Self = FieldDescription;
const part =
  <K extends keyof FieldDef>(key: K) =>
  (self: Self): FieldDef[K] =>
    self.field[key];

/** Text: four bytes a character at most. */
const byteLength = ({ field }: Self): number => (soapTypeOf(field.type) === 'STRING' ? field.length * 3 : 0);
const isText = (field: FieldDef): boolean => ['STRING', 'ID', 'BASE64BINARY'].includes(soapTypeOf(field.type));
const isNumber = (field: FieldDef): boolean => soapTypeOf(field.type) === 'DOUBLE';
const NOT_SORTED = ['textarea', 'multipicklist', 'base64', 'address', 'location', 'encryptedstring'];

export const sobjectField = library({
  name: 'Schema.SObjectField',
  members: {
    'Schema.DescribeFieldResult getDescribe()': describeField,
    'Schema.DescribeFieldResult getDescribe(Schema.SObjectDescribeOptions options)': describeField,
    'Boolean equals(Object other)': (self: SObjectFieldToken, other: unknown) => self === other,
    'Integer hashCode()': hashOf,
    'String toString()': (self: SObjectFieldToken) => self.field
  }
});

export const describeFieldResult = library({
  name: 'Schema.DescribeFieldResult',
  members: {
    'Integer getByteLength()': byteLength,
    'String getCalculatedFormula()': part('formula'),
    'Object getDefaultValue()': ({ field }: Self) => fromScalar(field.type, field.defaultValue),
    'Integer getDigits()': ({ field }: Self) => (field.type === 'int' ? 9 : 0),
    'String getLabel()': part('label'),
    'Integer getLength()': ({ field }: Self) => (isText(field) ? field.length : 0),
    'String getLocalName()': ({ field }: Self) => localName(field.name),
    'String getName()': part('name'),
    'List<Schema.PicklistEntry> getPicklistValues()': ({ field }: Self) =>
      listOf(
        'Schema.PicklistEntry',
        field.picklist.map((entry): PicklistEntryValue => ({ typeName: 'Schema.PicklistEntry', entry }))
      ),
    'Integer getPrecision()': ({ field }: Self) => (isNumber(field) ? field.precision : 0),
    'List<SObjectType> getReferenceTo()': ({ field }: Self) => listOf('Schema.SObjectType', field.referenceTo.map(objectToken)),
    'String getRelationshipName()': part('relationshipName'),
    'Integer getScale()': ({ field }: Self) => (isNumber(field) ? field.scale : 0),
    'Schema.SoapType getSoapType()': ({ field }: Self) => constant('Schema.SoapType', soapTypeOf(field.type)),
    'Schema.SObjectField getSObjectField()': (self: Self) => fieldToken(self.object, self.field.name),
    'SObjectType getSObjectType()': (self: Self) => objectToken(self.object),
    'Schema.DisplayType getType()': ({ field }: Self) => constant('Schema.DisplayType', displayTypeOf(field.type)),
    'String getCompoundFieldName()': ({ field }: Self) => (field.name === 'FirstName' || field.name === 'LastName' ? 'Name' : null),
    'Schema.SObjectField getController()': () => null,
    'String getDefaultValueFormula()': () => null,
    'String getInlineHelpText()': () => null,
    'String getReferenceTargetField()': () => null,
    'Integer getRelationshipOrder()': ({ field }: Self) => (field.masterDetail ? 0 : null),
    'Boolean isAggregatable()': ({ field }: Self) => !NOT_SORTED.includes(field.type) && field.type !== 'boolean',
    'Boolean isDependentPicklist()': () => false,
    'Boolean isDeprecatedAndHidden()': () => false,
    'Boolean isFormulaTreatNullNumberAsZero()': ({ field }: Self) => field.formula !== null,
    'Boolean isGroupable()': ({ field }: Self) =>
      !NOT_SORTED.includes(field.type) && field.formula === null && !isNumber(field) && field.type !== 'datetime',
    'Boolean isHtmlFormatted()': () => false,
    'Boolean isPermissionable()': ({ field }: Self) => field.custom || (field.nillable && field.type !== 'boolean'),
    'Boolean isWriteRequiresMasterRead()': () => false,
    'Boolean isAiPredictionField()': () => false,
    'Boolean isHighScaleNumber()': () => false,
    'Boolean isQueryByDistance()': () => false,
    'Boolean isSearchPrefilterable()': () => false,
    'Boolean isAccessible()': (self: Self) => self.rights().read,
    'Boolean isAutoNumber()': ({ field }: Self) => field.autoNumber !== null,
    'Boolean isCalculated()': ({ field }: Self) => field.formula !== null || field.autoNumber !== null,
    'Boolean isCascadeDelete()': ({ field }: Self) => field.masterDetail || field.deleteConstraint === 'Cascade',
    'Boolean isCaseSensitive()': part('caseSensitive'),
    'Boolean isCreateable()': (self: Self) => self.field.createable && self.rights().edit,
    'Boolean isCustom()': part('custom'),
    'Boolean isDefaultedOnCreate()': ({ field }: Self) => field.defaultValue !== null || field.type === 'boolean',
    'Boolean isEncrypted()': ({ field }: Self) => field.type === 'encryptedstring',
    'Boolean isExternalId()': part('externalId'),
    'Boolean isFilterable()': part('filterable'),
    'Boolean isIdLookup()': part('idLookup'),
    'Boolean isNameField()': ({ field }: Self) => field.name === 'Name',
    'Boolean isNamePointing()': ({ field }: Self) => field.referenceTo.length > 1,
    'Boolean isNillable()': part('nillable'),
    'Boolean isRestrictedDelete()': ({ field }: Self) => field.deleteConstraint === 'Restrict',
    'Boolean isRestrictedPicklist()': part('restrictedPicklist'),
    'Boolean isSortable()': ({ field }: Self) => !NOT_SORTED.includes(field.type),
    'Boolean isUnique()': part('unique'),
    'Boolean isUpdateable()': (self: Self) => self.field.updateable && self.rights().edit
  }
});

export const picklistEntry = library({
  name: 'Schema.PicklistEntry',
  members: {
    'String getLabel()': ({ entry }: PicklistEntryValue) => entry.label,
    'String getValue()': ({ entry }: PicklistEntryValue) => entry.value,
    'Boolean isActive()': ({ entry }: PicklistEntryValue) => entry.active,
    'Boolean isDefaultValue()': ({ entry }: PicklistEntryValue) => entry.isDefault
  }
});
