/** SObject and Id. Apex Reference Guide, "SObject Class", "Id Class". */
import type { ApexList } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { ApexException, apexError } from '../../runtime/exception-value.ts';
import { toId } from '../../runtime/ids.ts';
import { addError, getChildren, getParent, setParent } from '../../runtime/operations.ts';
import { fromScalar, rowOf } from '../../runtime/records.ts';
import type { SObjectValue } from '../../runtime/sobject-value.ts';
import { objectToken } from '../../runtime/tokens.ts';
import { given, library, listOf, mapOf, nullArgument, typeNamed } from '../define.ts';
import { databaseError } from '../database/results.ts';
import { cloneRecord, cloneSource, isClone } from './cloning.ts';
import { fieldNamed, readField, relationNamed, writeField, type FieldName } from './fields.ts';
import { objectOfId } from './object-of.ts';
import { optionsOf, setOptions } from './options.ts';

function put(self: SObjectValue, name: FieldName, value: unknown): unknown {
  return writeField(self, name, value);
}

function parentOf(self: SObjectValue, name: FieldName): unknown {
  return getParent(self, relationNamed(self, name).name);
}
function putParent(self: SObjectValue, name: FieldName, parent: SObjectValue | null): unknown {
  const relation = relationNamed(self, name);
  const before = self.parents[relation.name] ?? null;
  setParent(self, relation.name, parent);
  return before;
}
function childrenOf(self: SObjectValue, name: FieldName): unknown {
  const found = getChildren(self, relationNamed(self, name).name, null) as ApexList;
  found.type ??= typeNamed('List<SObject>');
  // A relationship that was selected without rows is null here.
  return found.items.length === 0 ? null : found;
}

/** Also relationships; what was selected and is null counts as set. */
function isSet(self: SObjectValue, name: FieldName): boolean {
  const found = fieldNamed(self, name);
  return found.name in self.row;
}

function populated(self: SObjectValue): unknown {
  const fields = Object.entries(self.row).filter(([, value]) => self.selected === null || value !== null);
  const parents = Object.entries(self.parents).filter(([, parent]) => parent !== null);
  const children = Object.entries(self.children).filter(([, list]) => (list as ApexList).items.length > 0);
  return mapOf('String', 'Object', [...fields, ...parents, ...children]);
}

function fieldError(self: SObjectValue, name: FieldName, message: unknown): void {
  addError(self, fieldNamed(self, name).name, message);
}

const messageOf = (message: unknown): unknown => (message instanceof ApexException ? message.message : message);
const recordError = (self: SObjectValue, message: unknown): void => void addError(self, null, messageOf(message));

const errors = (self: SObjectValue): ApexList =>
  listOf(
    'Database.Error',
    self.errors.map(({ message, field }) =>
      databaseError({ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message, fields: field === null ? [] : [field] })
    )
  );

function clear(self: SObjectValue): void {
  if (self.readOnly) {
    throw apexError('FinalException', 'Record is read-only');
  }
  Object.keys(self.row).forEach((name) => delete self.row[name]);
  self.parents = {};
  self.children = {};
  self.changed.clear();
}

const clone = (self: SObjectValue, keepId = false, deep = false, keepTimes = false, keepNumbers = false): SObjectValue =>
  cloneRecord(self, { keepId: keepId ?? false, deep: deep ?? false, keepTimes: keepTimes ?? false, keepNumbers: keepNumbers ?? false });

/** Formula fields are computed from what the record holds, without saving it. */
export function recalculate(self: SObjectValue): void {
  const { data } = runtime();
  const object = data.schema.find(self.object);
  for (const [name, value] of Object.entries(data.formulas(self.object, rowOf(self, data.schema)))) {
    const field = object?.fields.get(name.toLowerCase());
    self.row[name] = field ? fromScalar(field.type, value) : value;
  }
}

export const sobject = library({
  name: 'SObject',
  members: {
    'void addError(String message)': recordError,
    'void addError(String message, Boolean escape)': recordError,
    'void addError(Exception cause)': recordError,
    'void addError(Exception cause, Boolean escape)': recordError,
    'void addError(String field, String message)': fieldError,
    'void addError(String field, String message, Boolean escape)': fieldError,
    'void addError(SObjectField field, String message)': fieldError,
    'void addError(SObjectField field, String message, Boolean escape)': fieldError,
    'void clear()': clear,
    'SObject clone()': (self: SObjectValue) => clone(self),
    'SObject clone(Boolean preserveId)': clone,
    'SObject clone(Boolean preserveId, Boolean isDeepClone)': clone,
    'SObject clone(Boolean preserveId, Boolean isDeepClone, Boolean preserveReadonlyTimestamps)': clone,
    'SObject clone(Boolean preserveId, Boolean isDeepClone, Boolean preserveReadonlyTimestamps, Boolean preserveAutonumber)': clone,
    'Object get(String field)': readField,
    'Object get(SObjectField field)': readField,
    'Id getCloneSourceId()': cloneSource,
    'List<Database.Error> getErrors()': errors,
    'Database.DMLOptions getOptions()': optionsOf,
    'Map<String, Object> getPopulatedFieldsAsMap()': populated,
    'SObject getSObject(String relationship)': parentOf,
    'SObject getSObject(SObjectField field)': parentOf,
    'List<SObject> getSObjects(String relationship)': childrenOf,
    'SObjectType getSObjectType()': (self: SObjectValue) => objectToken(self.object),
    'Boolean hasErrors()': (self: SObjectValue) => self.errors.length > 0,
    'Boolean isClone()': isClone,
    'Boolean isSet(String field)': isSet,
    'Boolean isSet(SObjectField field)': isSet,
    'Object put(String field, Object value)': put,
    'Object put(SObjectField field, Object value)': put,
    'SObject putSObject(String relationship, SObject parent)': putParent,
    'SObject putSObject(SObjectField field, SObject parent)': putParent,
    'void recalculateFormulas()': recalculate,
    'void setOptions(Database.DMLOptions options)': setOptions
  }
});

function objectTypeOf(self: string): unknown {
  const object = objectOfId(self);
  if (object === null) {
    throw apexError('SObjectException', `Cannot locate Apex Type for ID: ${self}`);
  }
  return objectToken(object);
}

export const id = library({
  name: 'Id',
  members: {
    'static Id valueOf(String text)': (text: string | null) => {
      if (text === null) {
        throw nullArgument();
      }
      return toId(text);
    },
    'static Id valueOf(String text, Boolean restoreCasing)': given((text: string) => toId(text)),
    'SObjectType getSObjectType()': objectTypeOf,
    'String to15()': (self: string) => self.slice(0, 15),
    'String to18()': (self: string) => self
  }
});
