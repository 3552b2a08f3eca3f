/** Short ways to write the definitions of fields. */
import type { FieldDef, FieldType } from '../types.ts';

export type More = Partial<FieldDef>;

export function field(name: string, type: FieldType, more: More = {}): FieldDef {
  return {
    name,
    label: labelOf(name),
    type,
    length: 0,
    precision: 0,
    scale: 0,
    nillable: type !== 'boolean',
    createable: true,
    updateable: true,
    filterable: type !== 'textarea' && type !== 'base64',
    custom: false,
    unique: false,
    caseSensitive: false,
    externalId: false,
    idLookup: false,
    autoNumber: null,
    referenceTo: [],
    relationshipName: null,
    childRelationshipName: null,
    masterDetail: false,
    deleteConstraint: 'SetNull',
    picklist: [],
    restrictedPicklist: false,
    defaultValue: type === 'boolean' ? false : null,
    formula: null,
    ...more
  };
}

/** `AccountId` is labelled “Account ID”, `DoNotCall` “Do Not Call”. */
const labelOf = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/\bId$/, 'ID');

/** The platform writes it, nobody else. */
export const READ_ONLY: More = { createable: false, updateable: false };
export const REQUIRED: More = { nillable: false };

export const text = (name: string, length: number, more: More = {}) => field(name, 'string', { length, ...more });
export const longText = (name: string, length: number, more: More = {}) => field(name, 'textarea', { length, ...more });
export const check = (name: string, more: More = {}) => field(name, 'boolean', more);
export const int = (name: string, digits: number, more: More = {}) => field(name, 'int', { precision: digits, ...more });
export const double = (name: string, digits: number, scale: number, more: More = {}) =>
  field(name, 'double', { precision: digits + scale, scale, ...more });
export const currency = (name: string, more: More = {}) => field(name, 'currency', { precision: 18, scale: 0, ...more });
export const date = (name: string, more: More = {}) => field(name, 'date', more);
export const datetime = (name: string, more: More = {}) => field(name, 'datetime', more);
export const email = (name: string, more: More = {}) => field(name, 'email', { length: 80, ...more });
export const phone = (name: string, more: More = {}) => field(name, 'phone', { length: 40, ...more });

/** Values are separated by `|`; the one with a star is the default. */
export function picklist(name: string, length: number, values: string, more: More = {}): FieldDef {
  const entries = values === '' ? [] : values.split('|');
  const list = entries.map((entry) => {
    const value = entry.replace(/\*$/, '');
    return { value, label: value, isDefault: entry.endsWith('*'), active: true };
  });
  return field(name, 'picklist', { length, picklist: list, defaultValue: list.find((one) => one.isDefault)?.value ?? null, ...more });
}

/** @param children the name of the children's list on the parent, or null when the parent has none. */
export function look(name: string, to: string | string[], children: string | null = null, more: More = {}): FieldDef {
  const relationshipName = name.endsWith('Id') ? name.slice(0, -2) : null;
  return field(name, 'reference', {
    length: 18,
    referenceTo: typeof to === 'string' ? [to] : to,
    relationshipName,
    childRelationshipName: children,
    ...more
  });
}
