/** Describe answers, with the members that clients read. Fields that the user may not read are left out, as in an org. */
import type { FieldDef, FieldType, ObjectDef } from '../types.ts';
import { json, methodNotAllowed } from './answers.ts';
import type { RestCall } from './call.ts';
import type { HttpResponse } from '../types.ts';

const SOAP: Partial<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  base64: 'xsd:base64Binary',
  address: 'urn:address',
  anyType: 'xsd:anyType'
};

export function brief(object: ObjectDef, call: RestCall): Record<string, unknown> {
  const rights = call.rights.object(object.name);
  const base = `/services/data/v${call.version}/sobjects/${object.name}`;
  return {
    activateable: false,
    createable: object.createable && rights.create,
    custom: object.custom,
    customSetting: object.kind === 'setting',
    deletable: object.deletable && rights.delete,
    deprecatedAndHidden: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: object.kind === 'standard' || object.kind === 'custom',
    mergeable: ['Lead', 'Contact', 'Account'].includes(object.name),
    name: object.name,
    queryable: object.queryable,
    replicateable: object.queryable && !object.setup,
    retrieveable: object.queryable,
    searchable: false,
    triggerable: object.triggerable,
    undeletable: object.undeletable,
    updateable: object.updateable && rights.edit,
    urls: { sobject: base, describe: `${base}/describe`, rowTemplate: `${base}/{ID}` }
  };
}

function fieldOut(field: FieldDef, object: ObjectDef, call: RestCall): Record<string, unknown> {
  const writable = call.rights.field(object.name, field.name).edit;
  return {
    aggregatable: field.type !== 'boolean' && field.type !== 'textarea',
    autoNumber: field.autoNumber !== null,
    byteLength: field.length * 3,
    calculated: field.formula !== null,
    calculatedFormula: field.formula,
    caseSensitive: field.caseSensitive,
    createable: field.createable && writable,
    custom: field.custom,
    defaultValue: field.defaultValue,
    defaultedOnCreate: field.defaultValue !== null || field.type === 'boolean',
    digits: field.type === 'int' ? field.precision : 0,
    externalId: field.externalId,
    filterable: field.filterable,
    groupable: field.filterable && !['double', 'currency', 'percent', 'datetime', 'textarea'].includes(field.type),
    idLookup: field.idLookup,
    inlineHelpText: null,
    label: field.label,
    length: field.length,
    name: field.name,
    nameField: field.name === 'Name',
    nillable: field.nillable,
    permissionable: field.nillable && !field.masterDetail,
    picklistValues: field.picklist.map((entry) => ({
      active: entry.active,
      defaultValue: entry.isDefault,
      label: entry.label,
      validFor: null,
      value: entry.value
    })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.precision,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    restrictedPicklist: field.restrictedPicklist,
    scale: field.scale,
    soapType: SOAP[field.type] ?? 'xsd:string',
    sortable: field.filterable,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable && writable
  };
}

export function describe(object: ObjectDef, call: RestCall): HttpResponse {
  if (call.method !== 'GET') {
    throw methodNotAllowed(call.method, ['GET', 'HEAD']);
  }
  const fields = [...object.fields.values()].filter((field) => call.rights.field(object.name, field.name).read);
  return json(200, {
    ...brief(object, call),
    childRelationships: object.childRelationships.map((child) => ({
      cascadeDelete: child.cascadeDelete,
      childSObject: child.childObject,
      deprecatedAndHidden: false,
      field: child.field,
      relationshipName: child.relationshipName
    })),
    fields: fields.map((field) => fieldOut(field, object, call)),
    recordTypeInfos: [],
    supportedScopes: []
  });
}

export function describeGlobal(call: RestCall): HttpResponse {
  const seen = [...call.parts.machine.data.schema.objects.values()].filter((object) => call.rights.object(object.name).read);
  return json(200, { encoding: 'UTF-8', maxBatchSize: 200, sobjects: seen.map((object) => brief(object, call)) });
}
