/** Objects with their fields, validation rules and record types, gathered from their files. */
import path from 'node:path';
import type { DeclaredObject, OwnObject } from './metadata.ts';
import { picklistValue, readFields, type PicklistValues } from './fields.ts';
import { MetadataError, open, type Element } from './xml.ts';

/** Elements of an object that bear on what people see, or switch on what this org does not have. */
const MEANS_NOTHING_HERE = [
  ...['actionOverrides', 'allowInChatterGroups', 'compactLayoutAssignment', 'deploymentStatus', 'description', 'enableActivities'],
  ...['enableBulkApi', 'enableChangeDataCapture', 'enableFeeds', 'enableHistory', 'enableLicensing', 'enableReports', 'enableSearch'],
  ...['enableSharing', 'enableStreamingApi', 'enableEnhancedLookup', 'externalSharingModel', 'gender', 'searchLayouts', 'startsWith'],
  ...['visibility', 'iconUrl', 'profileSearchLayouts', 'recordTypeTrackHistory', 'recordTypeTrackFeedHistory'],
  ...['businessProcesses', 'compactLayouts', 'listViews', 'webLinks', 'sharingReasons', 'indexes', 'customHelp', 'customHelpPage'],
  ...['deprecated', 'enableDataTranslation', 'enableDivisions', 'enablePublishStatusTracking', 'historyRetentionPolicy', 'enrichments']
];
const READ_HERE = ['label', 'pluralLabel', 'nameField', 'sharingModel', 'customSettingsType', 'eventType', 'publishBehavior'];

type Part = 'field' | 'validationRule' | 'recordType' | 'fieldSet';
/** The parts of an object by the element that holds them where they are not files of their own. */
const PARTS: Record<string, Part> = {
  fields: 'field',
  validationRules: 'validationRule',
  recordTypes: 'recordType',
  fieldSets: 'fieldSet'
};
const ROOTS: Record<Part, string> = {
  field: 'CustomField',
  validationRule: 'ValidationRule',
  recordType: 'RecordType',
  fieldSet: 'FieldSet'
};

export class ObjectFiles {
  private readonly objects = new Map<string, DeclaredObject>();
  private readonly valueSets = new Map<string, PicklistValues>();

  all(): DeclaredObject[] {
    return [...this.objects.values()];
  }

  /** Before the fields that name it. */
  addValueSet(file: string, name: string): void {
    this.valueSets.set(name.toLowerCase(), open(file, 'GlobalValueSet').children('customValue').map(picklistValue));
  }

  /** @param name of the file. */
  addObject(file: string, name: string): void {
    const root = open(file, 'CustomObject');
    const object = this.named(path.basename(path.dirname(file)));
    object.own = readObject(root, name) ?? object.own;
    for (const [element, part] of Object.entries(PARTS)) {
      root.children(element).forEach((one) => this.part(part, object, one, one.need('fullName')));
    }
  }

  addPart(part: Part, file: string, name: string): void {
    const root = open(file, ROOTS[part]);
    if ((root.text('fullName') ?? name) !== name) {
      throw new MetadataError(file, `<fullName> is ${root.text('fullName')}, the file says ${name}.`);
    }
    this.part(part, this.named(path.basename(path.dirname(path.dirname(file)))), root, name);
  }

  private part(part: Part, object: DeclaredObject, root: Element, name: string): void {
    const { file } = root;
    switch (part) {
      case 'field':
        for (const field of readFields(root, name, this.valueSets)) {
          if (object.fields.some((one) => one.def.name.toLowerCase() === field.def.name.toLowerCase())) {
            throw new MetadataError(file, `${object.name} has a field ${field.def.name} already.`);
          }
          object.fields.push(field);
        }
        return;
      case 'validationRule':
        object.validationRules.push({
          file,
          name,
          active: root.yes('active'),
          formula: root.need('errorConditionFormula'),
          message: root.need('errorMessage'),
          field: root.text('errorDisplayField')
        });
        return;
      case 'fieldSet':
        object.fieldSets.push({
          name,
          label: root.text('label') ?? name,
          description: root.text('description'),
          fields: root.children('displayedFields').map((one) => ({ path: one.need('field'), required: one.yes('isRequired') }))
        });
        return;
      case 'recordType':
        object.recordTypes.push({ developerName: name, label: root.text('label') ?? name, active: root.yes('active') });
    }
  }

  private named(name: string): DeclaredObject {
    const key = name.toLowerCase();
    const found = this.objects.get(key);
    if (found) {
      return found;
    }
    const made: DeclaredObject = { name, own: null, fields: [], validationRules: [], fieldSets: [], recordTypes: [] };
    this.objects.set(key, made);
    return made;
  }
}

/** Null for the object file of a standard object, which only arranges what people see. */
function readObject(root: Element, name: string): OwnObject | null {
  const { file } = root;
  root.only([...MEANS_NOTHING_HERE, ...READ_HERE, ...Object.keys(PARTS)]);
  const [, end] = /__(c|mdt|e|b|x)$/.exec(name) ?? [];
  if (end === undefined) {
    return null;
  }
  if (end === 'b' || end === 'x') {
    throw new MetadataError(file, `the stand-in has no ${end === 'b' ? 'big objects' : 'external objects'}.`);
  }
  const settingType = root.text('customSettingsType');
  const nameField = root.child('nameField');
  const label = root.text('label') ?? name;
  return {
    label,
    labelPlural: root.text('pluralLabel') ?? label,
    kind: end === 'mdt' ? 'metadata' : end === 'e' ? 'event' : settingType === null ? 'custom' : 'setting',
    settingType: settingType === 'Hierarchy' || settingType === 'List' ? settingType : null,
    publishImmediately: root.text('publishBehavior') === 'PublishImmediately',
    nameLabel: nameField?.text('label') ?? 'Name',
    autoNumber: nameField?.text('type') === 'AutoNumber' ? (nameField.text('displayFormat') ?? '{0}') : null,
    sharingModel: sharingOf(file, root.text('sharingModel') ?? 'ReadWrite')
  };
}

function sharingOf(file: string, model: string): OwnObject['sharingModel'] {
  switch (model) {
    case 'Private':
    case 'Read':
    case 'ReadWrite':
    case 'ControlledByParent':
      return model;
    default:
      throw new MetadataError(file, `the stand-in does not know the sharing model ${model}.`);
  }
}
