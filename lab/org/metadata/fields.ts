/** Custom fields: what they may hold, where they look, what they compute. Metadata API Developer Guide, "CustomField". */
import type { FieldDef, FieldType, Scalar } from '../types.ts';
import { field } from '../schema/field.ts';
import type { DeclaredField } from './metadata.ts';
import { MetadataError, open, type Element } from './xml.ts';

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
  ...['summarizedField', 'summaryForeignKey', 'summaryOperation', 'summaryFilterItems']
];

/** @param name of the file, which is the field's. */
export function readField(file: string, name: string): DeclaredField {
  const root = open(file, 'CustomField');
  if (root.need('fullName') !== name) {
    throw new MetadataError(file, `<fullName> is ${root.need('fullName')}, the file says ${name}.`);
  }
  // Standard fields come with a file when something shown of them was changed; those of this org stay as they are.
  if (!/__c$/.test(name)) {
    throw new MetadataError(file, `the stand-in changes no standard fields (${name}).`);
  }
  root.only(KNOWN);
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
    formula,
    ...(type === 'reference' ? referenceOf(root, name, master) : {}),
    ...(kind === 'Summary' ? summaryOf(root) : {}),
    ...(type === 'picklist' || type === 'multipicklist' ? valuesOf(root) : {})
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
  return {
    referenceTo: [root.need('referenceTo')],
    relationshipName: name.replace(/__c$/, '__r'),
    childRelationshipName: children === null ? null : `${children}__r`,
    masterDetail: master,
    deleteConstraint: master ? 'Cascade' : constraint === 'Cascade' || constraint === 'Restrict' ? constraint : 'SetNull'
  };
}

function valuesOf(root: Element): Partial<FieldDef> {
  const set = root.child('valueSet');
  if (!set) {
    return {};
  }
  if (set.text('valueSetName') !== null) {
    throw new MetadataError(root.file, `the stand-in has no global value sets (${set.text('valueSetName')}).`);
  }
  const values = set.child('valueSetDefinition')?.children('value') ?? [];
  return {
    restrictedPicklist: set.yes('restricted'),
    picklist: values.map((one) => ({
      value: one.need('fullName'),
      label: one.text('label') ?? one.need('fullName'),
      isDefault: one.yes('default'),
      active: one.text('isActive') !== 'false'
    }))
  };
}
