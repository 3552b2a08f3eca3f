/** A field by its path over parents: `Account.Owner.Name`. */
import { relationNamed } from '../../../schema/relations.ts';
import type { FieldDef, ObjectDef, Schema } from '../../../types.ts';
import { apexError } from '../../runtime/exception-value.ts';

export interface FieldPath {
  path: string;
  object: ObjectDef;
  field: FieldDef;
}

/** @throws System.SObjectException when the path leads nowhere. */
export function pathOf(schema: Schema, object: ObjectDef, path: string): FieldPath {
  const steps = path.split('.');
  let at: ObjectDef | undefined = object;
  for (const step of steps.slice(0, -1)) {
    const relation: FieldDef | undefined = at && relationNamed(at, step, schema.namespace);
    at = schema.find(relation?.referenceTo[0] ?? '');
  }
  const field = at?.fields.get((steps.at(-1) ?? '').toLowerCase());
  if (!at || !field) {
    throw apexError('SObjectException', `Invalid field ${path} for ${object.name}`);
  }
  return { path, object: at, field };
}
