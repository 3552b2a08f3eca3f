/** Rows of EntityDefinition and FieldDefinition: nowhere stored, told by the schema. Object Reference v67, those pages. */
import type { FieldDef, ObjectDef, Row, Schema } from '../types.ts';

export const ENTITIES = 'EntityDefinition';
export const FIELDS = 'FieldDefinition';

const developerName = (name: string): string => name.replace(/__(c|mdt|e|share)$/i, '');

/** Their id is the name of the object. */
export function entityRow(object: ObjectDef): Row {
  const { name, label, labelPlural, keyPrefix } = object;
  return {
    Id: name,
    IsDeleted: false,
    DurableId: name,
    QualifiedApiName: name,
    DeveloperName: developerName(name),
    Label: label,
    MasterLabel: label,
    PluralLabel: labelPlural,
    KeyPrefix: keyPrefix,
    IsQueryable: object.queryable,
    IsTriggerable: object.triggerable,
    IsApexTriggerable: object.triggerable,
    IsCustomizable: true,
    IsCustomSetting: object.kind === 'setting',
    IsSearchable: object.queryable && !object.setup
  };
}

const WORDS: Partial<Record<FieldDef['type'], string>> = {
  boolean: 'Checkbox',
  int: 'Number',
  double: 'Number',
  currency: 'Currency',
  percent: 'Percent',
  date: 'Date',
  datetime: 'Date/Time',
  time: 'Time',
  email: 'Email',
  phone: 'Phone',
  url: 'URL',
  picklist: 'Picklist',
  multipicklist: 'Picklist (Multi-Select)',
  encryptedstring: 'Text (Encrypted)',
  base64: 'File'
};

/** As Setup writes it: `Text(80)`, `Number(16, 2)`, `Lookup(Account)`, `Formula (Text)`. */
function dataType(field: FieldDef): string {
  const { type, length, precision, scale } = field;
  const word = WORDS[type] ?? 'Text';
  if (field.autoNumber !== null) return 'Auto Number';
  if (field.formula !== null) return `Formula (${word})`;
  if (type === 'id' || type === 'reference') return `${field.masterDetail ? 'Master-Detail' : 'Lookup'}(${field.referenceTo.join(',')})`;
  if (type === 'textarea') return `${length > 255 ? 'Long Text Area' : 'Text Area'}(${length})`;
  if (['Number', 'Currency', 'Percent'].includes(word)) return `${word}(${type === 'int' ? 9 : precision - scale}, ${scale})`;
  if (word !== 'Text') return word;
  const unique = field.unique ? ` (Unique Case ${field.caseSensitive ? 'Sensitive' : 'Insensitive'})` : '';
  return `Text(${length})${field.externalId ? ' (External ID)' : ''}${unique}`;
}

export function fieldRow(object: ObjectDef, field: FieldDef): Row {
  const id = `${object.name}.${field.name}`;
  return {
    Id: id,
    IsDeleted: false,
    DurableId: id,
    QualifiedApiName: field.name,
    DeveloperName: developerName(field.name),
    EntityDefinitionId: object.name,
    Label: field.label,
    MasterLabel: field.label,
    DataType: dataType(field),
    RelationshipName: field.relationshipName,
    IsNameField: field.name === 'Name',
    Length: field.length,
    Precision: field.precision,
    Scale: field.scale,
    IsCalculated: field.formula !== null,
    IsNillable: field.nillable
  };
}

/** The row that a custom metadata record or a field definition names; null for what no schema has. */
export function definitionNamed(schema: Schema, target: string, id: string): Row | null {
  const [name = '', fieldName] = id.split('.');
  const object = schema.find(name);
  if (!object) {
    return null;
  }
  const field = fieldName === undefined ? undefined : object.fields.get(fieldName.toLowerCase());
  return target === ENTITIES ? entityRow(object) : field ? fieldRow(object, field) : null;
}

export function definitionRows(schema: Schema, target: string): Row[] {
  const objects = [...schema.objects.values()];
  return target === ENTITIES
    ? objects.map(entityRow)
    : objects.flatMap((object) => [...object.fields.values()].map((field) => fieldRow(object, field)));
}
