/** Relationships by their names. */
import type { FieldDef, ObjectDef } from '../types.ts';

/** The look-up behind a parent relationship, in any case; the package's own without its namespace too. */
export function relationNamed(object: ObjectDef, name: string, namespace: string | null): FieldDef | undefined {
  const isWanted = named(name, namespace);
  return [...object.fields.values()].find((field) => isWanted(field.relationshipName));
}

export function childrenNamed(object: ObjectDef, name: string, namespace: string | null) {
  const isWanted = named(name, namespace);
  return object.childRelationships.find((child) => isWanted(child.relationshipName));
}

function named(name: string, namespace: string | null): (own: string | null) => boolean {
  const wanted = name.toLowerCase();
  const long = namespace === null ? wanted : `${namespace.toLowerCase()}__${wanted}`;
  return (own) => {
    const lower = own?.toLowerCase();
    return lower !== undefined && (lower === wanted || lower === long);
  };
}
