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
    DataType: field.type,
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
