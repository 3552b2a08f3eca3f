/** Objects with their fields, validation rules and record types, gathered from their files. */
import path from 'node:path';
import type { DeclaredObject, OwnObject } from './metadata.ts';
import { readField } from './fields.ts';
import { MetadataError, open } from './xml.ts';

/** Elements of an object that bear on what people see, or switch on what this org does not have. */
const MEANS_NOTHING_HERE = [
  ...['actionOverrides', 'allowInChatterGroups', 'compactLayoutAssignment', 'deploymentStatus', 'description', 'enableActivities'],
  ...['enableBulkApi', 'enableChangeDataCapture', 'enableFeeds', 'enableHistory', 'enableLicensing', 'enableReports', 'enableSearch'],
  ...['enableSharing', 'enableStreamingApi', 'enableEnhancedLookup', 'externalSharingModel', 'gender', 'searchLayouts', 'startsWith'],
  ...['visibility', 'iconUrl', 'profileSearchLayouts', 'recordTypeTrackHistory', 'recordTypeTrackFeedHistory']
];
const READ_HERE = ['label', 'pluralLabel', 'nameField', 'sharingModel', 'customSettingsType', 'eventType', 'publishBehavior'];

export class ObjectFiles {
  private readonly objects = new Map<string, DeclaredObject>();

  all(): DeclaredObject[] {
    return [...this.objects.values()];
  }

  add(kind: 'object' | 'field' | 'validationRule' | 'recordType' | 'fieldSet', file: string, name: string): void {
    const folder = kind === 'object' ? path.dirname(file) : path.dirname(path.dirname(file));
    const object = this.named(path.basename(folder));
    switch (kind) {
      case 'object':
        object.own = readObject(file, name) ?? object.own;
        return;
      case 'field': {
        const field = readField(file, name);
        if (object.fields.some((one) => one.def.name.toLowerCase() === field.def.name.toLowerCase())) {
          throw new MetadataError(file, `${object.name} has a field ${field.def.name} already.`);
        }
        object.fields.push(field);
        return;
      }
      case 'validationRule': {
        const root = open(file, 'ValidationRule');
        object.validationRules.push({
          file,
          name,
          active: root.yes('active'),
          formula: root.need('errorConditionFormula'),
          message: root.need('errorMessage'),
          field: root.text('errorDisplayField')
        });
        return;
      }
      case 'fieldSet': {
        const root = open(file, 'FieldSet');
        object.fieldSets.push({
          name,
          label: root.text('label') ?? name,
          description: root.text('description'),
          fields: root.children('displayedFields').map((one) => ({ path: one.need('field'), required: one.yes('isRequired') }))
        });
        return;
      }
      case 'recordType': {
        const root = open(file, 'RecordType');
        object.recordTypes.push({ developerName: name, label: root.text('label') ?? name, active: root.yes('active') });
      }
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
function readObject(file: string, name: string): OwnObject | null {
  const root = open(file, 'CustomObject');
  root.only([...MEANS_NOTHING_HERE, ...READ_HERE]);
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
