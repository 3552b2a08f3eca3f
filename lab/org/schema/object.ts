/** Short ways to write the definitions of objects, and the fields that every object has. */
import type { FieldDef, ObjectDef } from '../types.ts';
import { check, datetime, field, look, READ_ONLY, type More } from './field.ts';
import { NamedMap } from './named-map.ts';

const AUDIT: More = { ...READ_ONLY, nillable: false };

/** Of every object with rows of its own: who made and changed a row, and when. */
export function systemFields(): FieldDef[] {
  return [
    field('Id', 'id', { ...AUDIT, length: 18, idLookup: true }),
    check('IsDeleted', READ_ONLY),
    datetime('CreatedDate', AUDIT),
    look('CreatedById', 'User', null, AUDIT),
    datetime('LastModifiedDate', AUDIT),
    look('LastModifiedById', 'User', null, AUDIT),
    datetime('SystemModstamp', AUDIT)
  ];
}
export const ownerField = () => look('OwnerId', ['User', 'Group'], null, { nillable: false });

export type ObjectMore = Partial<Omit<ObjectDef, 'fields' | 'childRelationships'>>;

export function object(name: string, keyPrefix: string, fields: FieldDef[], more: ObjectMore = {}): ObjectDef {
  const label = more.label ?? name.replace(/([a-z])([A-Z])/g, '$1 $2');
  return {
    name,
    label,
    labelPlural: label.endsWith('y') ? `${label.slice(0, -1)}ies` : `${label}s`,
    keyPrefix,
    custom: false,
    kind: 'standard',
    settingType: null,
    setup: false,
    createable: true,
    updateable: true,
    deletable: true,
    undeletable: true,
    queryable: true,
    triggerable: true,
    sharingModel: 'ReadWrite',
    ...more,
    fields: new NamedMap([...systemFields(), ...fields].map((one) => [one.name.toLowerCase(), one] as const)),
    childRelationships: []
  };
}

/** Rows about the org itself that users do not change. */
export const SETUP_READ: ObjectMore = {
  setup: true,
  createable: false,
  updateable: false,
  deletable: false,
  undeletable: false,
  triggerable: false,
  sharingModel: 'Read'
};
