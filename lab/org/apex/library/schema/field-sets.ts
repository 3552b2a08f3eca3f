/** Field sets. Apex Reference Guide, "FieldSet Class", "FieldSetMember Class". */
import type { FieldSetDef, ObjectDef } from '../../../types.ts';
import { runtime } from '../../runtime/current.ts';
import { fieldToken, objectToken } from '../../runtime/tokens.ts';
import { constant, library, listOf, typeNamed, type LibraryDeclaration } from '../define.ts';
import { CaselessMap } from '../collections/caseless-map.ts';
import { displayTypeOf } from './types.ts';
import { pathOf, type FieldPath } from './field-path.ts';

class FieldSetValue {
  readonly typeName = 'Schema.FieldSet';
  readonly object: ObjectDef;
  readonly set: FieldSetDef;
  constructor(object: ObjectDef, set: FieldSetDef) {
    this.object = object;
    this.set = set;
  }
  tostring$0(): string {
    return `Schema.FieldSet[${this.set.name}]`;
  }
}
export interface FieldSetsValue {
  readonly typeName: string;
  readonly object: ObjectDef;
}
export const fieldSetsOf = (object: ObjectDef): FieldSetsValue => ({ typeName: 'Schema.SObjectTypeFieldSets', object });

interface MemberValue {
  readonly typeName: string;
  readonly found: FieldPath;
  readonly required: boolean;
}
const members = ({ object, set }: FieldSetValue): MemberValue[] =>
  set.fields.map(({ path, required }) => ({
    typeName: 'Schema.FieldSetMember',
    found: pathOf(runtime().data.schema, object, path),
    required
  }));

export const fieldSets: LibraryDeclaration[] = [
  library({
    name: 'Schema.SObjectTypeFieldSets',
    members: {
      'Map<String, Schema.FieldSet> getMap()': ({ object }: FieldSetsValue) =>
        new CaselessMap(
          (object.fieldSets ?? []).map((set) => [set.name.toLowerCase(), new FieldSetValue(object, set)]),
          typeNamed('Map<String,Schema.FieldSet>')
        )
    }
  }),
  library({
    name: 'Schema.FieldSet',
    members: {
      'String getName()': ({ set }: FieldSetValue) => set.name,
      'String getLabel()': ({ set }: FieldSetValue) => set.label,
      'String getDescription()': ({ set }: FieldSetValue) => set.description,
      'String getNameSpace()': () => runtime().org.namespace,
      'List<Schema.FieldSetMember> getFields()': (self: FieldSetValue) => listOf('Schema.FieldSetMember', members(self)),
      'SObjectType getSObjectType()': ({ object }: FieldSetValue) => objectToken(object.name)
    }
  }),
  library({
    name: 'Schema.FieldSetMember',
    members: {
      'String getFieldPath()': ({ found }: MemberValue) => found.path,
      'String getLabel()': ({ found }: MemberValue) => found.field.label,
      'Boolean getRequired()': ({ required }: MemberValue) => required,
      'Boolean getDbRequired()': ({ found }: MemberValue) => !found.field.nillable && found.field.type !== 'boolean',
      'Schema.DisplayType getType()': ({ found }: MemberValue) => constant('Schema.DisplayType', displayTypeOf(found.field.type)),
      'Schema.SObjectField getSObjectField()': ({ found }: MemberValue) => fieldToken(found.object.name, found.field.name)
    }
  })
];
