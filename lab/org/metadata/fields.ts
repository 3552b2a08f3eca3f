/** Custom fields: what they may hold, where they look, what they compute. Metadata API Developer Guide, "CustomField". */
import type { FieldDef, FieldType, Scalar } from '../types.ts';
import { field } from '../schema/field.ts';
import { isOperation } from '../data/filters.ts';
import type { DeclaredField } from './metadata.ts';
import { MetadataError, type Element } from './xml.ts';

const TYPES: Record<string, FieldType> = {
  Text: 'string',
  TextArea: 'textarea',
  LongTextArea: 'textarea',
  Html: 'textarea',
  Checkbox: 'boolean',
  Number: 'double',
  Currency: 'currency',
  Percent: 'percent',
  Date: 'date',
  DateTime: 'datetime',
  Time: 'time',
  Email: 'email',
  Phone: 'phone',
  Url: 'url',
  Picklist: 'picklist',
  MultiselectPicklist: 'multipicklist',
  Lookup: 'reference',
  MasterDetail: 'reference',
  AutoNumber: 'string',
  EncryptedText: 'encryptedstring',
  MetadataRelationship: 'reference',
  Hierarchy: 'reference',
  Summary: 'double'
};
const LENGTHS: Record<string, number> = { TextArea: 255, Email: 80, Phone: 40, Url: 255, Picklist: 255, MultiselectPicklist: 4099 };

const KNOWN = [
  ...['fullName', 'label', 'type', 'length', 'precision', 'scale', 'required', 'unique', 'caseSensitive', 'externalId', 'defaultValue'],
  ...['formula', 'formulaTreatBlanksAs', 'referenceTo', 'relationshipName', 'deleteConstraint', 'valueSet', 'displayFormat'],
  ...['description', 'inlineHelpText', 'visibleLines', 'trackHistory', 'trackFeedHistory', 'trackTrending', 'relationshipLabel'],
  ...['relationshipOrder', 'reparentableMasterDetail', 'writeRequiresMasterRead', 'businessStatus', 'complianceGroup'],
  ...['securityClassification', 'fieldManageability', 'stripMarkup', 'maskType', 'maskChar', 'encryptionScheme', 'startingNumber'],
  ...['isFilteringDisabled', 'isNameField', 'isSortingDisabled', 'isAIPredictionField', 'populateExistingRows', 'lookupFilter'],
  ...['summarizedField', 'summaryForeignKey', 'summaryOperation', 'summaryFilterItems', 'displayLocationInDecimal'],
  ...['metadataRelationshipControllingField', 'businessOwnerGroup', 'businessOwnerUser', 'deprecated', 'escapeMarkup'],
  ...['externalDeveloperName', 'isConvertLeadDisabled', 'restrictedAdminField', 'translateData']
];
/** What a standard field's file may say without changing what the field holds. */
const SHOWN = [
  ...['fullName', 'label', 'type', 'description', 'inlineHelpText', 'trackHistory', 'trackFeedHistory', 'trackTrending'],
  ...['businessOwnerGroup', 'businessOwnerUser', 'businessStatus', 'complianceGroup', 'securityClassification', 'externalId'],
  ...['relationshipLabel', 'visibleLines', 'isConvertLeadDisabled']
];

export type PicklistValues = FieldDef['picklist'];

/**
 * @param sets values of the global value sets by their names in lower case.
 * @returns several for a geolocation, none for a standard field of which only something shown was changed.
 * @throws {MetadataError}
 */
export function readFields(root: Element, name: string, sets: ReadonlyMap<string, PicklistValues>): DeclaredField[] {
  const { file } = root;
  if (!/__c$/.test(name)) {
    if (root.names().some((one) => !SHOWN.includes(one))) {
      throw new MetadataError(file, `the stand-in changes no standard fields (${name}).`);
    }
    return [];
  }
  root.only(KNOWN);
  return root.need('type') === 'Location' ? coordinates(root, name) : [readField(root, name, sets)];
}

/** A geolocation as the two numbers it is stored in. The compound of both is not there, so that code which asks for it does not compile. */
function coordinates(root: Element, name: string): DeclaredField[] {
  const scale = root.number('scale');
  return ['Latitude', 'Longitude'].map((part) => ({
    def: field(name.replace(/c$/, `${part}__s`), 'double', {
      label: `${root.text('label') ?? name} (${part})`,
      custom: true,
      precision: 3 + scale,
      scale,
      nillable: !root.yes('required')
    }),
    file: root.file,
    defaultFormula: null,
    blankAsZero: true
  }));
}

function readField(root: Element, name: string, sets: ReadonlyMap<string, PicklistValues>): DeclaredField {
  const { file } = root;
  const kind = root.need('type');
  const type = TYPES[kind];
  if (type === undefined) {
    throw new MetadataError(file, `the stand-in has no fields of type ${kind}.`);
  }
  const formula = root.text('formula');
  const master = kind === 'MasterDetail';
  const given = root.text('defaultValue');
  const literal = given === null ? null : literalOf(given, type);
  const def = field(name, type, {
    label: root.text('label') ?? name,
    custom: true,
    length: lengthOf(root, kind, type),
    precision: root.number('precision'),
    scale: root.number('scale'),
    nillable: type !== 'boolean' && !master && !root.yes('required'),
    createable: formula === null && kind !== 'AutoNumber' && kind !== 'Summary',
    updateable: formula === null && kind !== 'AutoNumber' && kind !== 'Summary' && (!master || root.yes('reparentableMasterDetail')),
    filterable: !['LongTextArea', 'Html', 'EncryptedText'].includes(kind),
    unique: root.yes('unique'),
    caseSensitive: root.yes('caseSensitive'),
    externalId: root.yes('externalId'),
    idLookup: root.yes('externalId'),
    autoNumber: kind === 'AutoNumber' ? (root.text('displayFormat') ?? '{0}') : null,
    ...(root.number('startingNumber') > 1 ? { startingNumber: root.number('startingNumber') } : {}),
    formula,
    ...(type === 'reference' ? referenceOf(root, name, master) : {}),
    ...(kind === 'Summary' ? summaryOf(root) : {}),
    ...(type === 'picklist' || type === 'multipicklist' ? valuesOf(root, sets) : {})
  });
  def.defaultValue = def.rollUp
    ? def.defaultValue
    : literal === undefined
      ? null
      : (literal ?? def.picklist.find((one) => one.isDefault)?.value ?? def.defaultValue);
  return {
    def,
    file,
    defaultFormula: literal === undefined ? given : null,
    blankAsZero: (root.text('formulaTreatBlanksAs') ?? 'BlankAsZero') === 'BlankAsZero'
  };
}

function lengthOf(root: Element, kind: string, type: FieldType): number {
  if (type === 'reference') {
    return 18;
  }
  if (kind === 'AutoNumber') {
    return 30;
  }
  return root.number('length') || LENGTHS[kind] || (root.text('formula') !== null && type === 'string' ? 1300 : 0);
}

/** Undefined when it is a formula and no literal. */
function literalOf(given: string, type: FieldType): Scalar | undefined {
  if (type === 'boolean') {
    return /^(true|false)$/i.test(given) ? given.toLowerCase() === 'true' : undefined;
  }
  if (/^-?\d+(\.\d+)?$/.test(given)) {
    return ['double', 'currency', 'percent', 'int'].includes(type) ? Number(given) : given;
  }
  const [, quoted] = /^(?:"([^"\\]*)"|'([^'\\]*)')$/.exec(given)?.filter((part) => part !== undefined) ?? [];
  return quoted;
}

/** What kind of number or date it is follows from the summed field, when all objects are known. */
function summaryOf(root: Element): Partial<FieldDef> {
  const [child = '', lookup = ''] = root.need('summaryForeignKey').split('.');
  const operation = root.need('summaryOperation');
  if (operation !== 'count' && operation !== 'sum' && operation !== 'min' && operation !== 'max') {
    throw new MetadataError(root.file, `the stand-in does not know the summary ${operation}.`);
  }
  const bare = (path: string) => path.slice(path.indexOf('.') + 1);
  const summed = root.text('summarizedField');
  const filters = root.children('summaryFilterItems').map((one) => {
    if (one.text('valueField') !== null) {
      throw new MetadataError(root.file, 'the stand-in compares the filters of a summary with values only.');
    }
    return { field: bare(one.need('field')), operation: one.need('operation'), value: one.text('value') ?? '' };
  });
  const start = operation === 'count' || operation === 'sum' ? 0 : null;
  return {
    precision: 18,
    defaultValue: start,
    rollUp: { child, lookup, field: summed === null ? null : bare(summed), operation, filters }
  };
}

function referenceOf(root: Element, name: string, master: boolean): Partial<FieldDef> {
  const constraint = root.text('deleteConstraint');
  const children = root.text('relationshipName');
  const filter = root.child('lookupFilter');
  return {
    referenceTo: [root.need('type') === 'Hierarchy' ? 'User' : root.need('referenceTo')],
    ...(filter?.yes('active') && !filter.yes('isOptional') ? { lookupFilter: filterOf(filter) } : {}),
    relationshipName: name.replace(/__c$/, '__r'),
    childRelationshipName: children === null ? null : `${children}__r`,
    masterDetail: master,
    deleteConstraint: master ? 'Cascade' : constraint === 'Cascade' || constraint === 'Restrict' ? constraint : 'SetNull'
  };
}

/** A required filter of a look-up: what it leads to must fit. */
function filterOf(filter: Element): NonNullable<FieldDef['lookupFilter']> {
  const items = filter.children('filterItems').map((one) => {
    const operation = one.need('operation');
    if (!isOperation(operation)) {
      throw new MetadataError(filter.file, `the stand-in does not know the filter operation ${operation}.`);
    }
    return { field: one.need('field'), operation, value: one.text('value') ?? '', valueField: one.text('valueField') };
  });
  return {
    items,
    condition: filter.text('booleanFilter'),
    message: filter.text('errorMessage') ?? 'Value does not exist or does not match filter criteria.'
  };
}

function valuesOf(root: Element, sets: ReadonlyMap<string, PicklistValues>): Partial<FieldDef> {
  const set = root.child('valueSet');
  if (!set) {
    return {};
  }
  const name = set.text('valueSetName');
  if (name === null) {
    const values = set.child('valueSetDefinition')?.children('value') ?? [];
    return { restrictedPicklist: set.yes('restricted'), picklist: values.map((one) => picklistValue(one)) };
  }
  const shared = sets.get(name.toLowerCase().replace(/__gvs$/, ''));
  if (!shared) {
    throw new MetadataError(root.file, `there is no global value set ${name}.`);
  }
  // Salesforce Help, "Create a Global Picklist Value Set": its fields are restricted to its values.
  return { restrictedPicklist: true, picklist: shared };
}

export function picklistValue(one: Element): PicklistValues[number] {
  const value = one.need('fullName');
  return { value, label: one.text('label') ?? value, isDefault: one.yes('default'), active: one.text('isActive') !== 'false' };
}
