/** What is asked of every row of an object, worked out once. The fields of an object do not change once the org is open. */
import type { FieldDef, ObjectDef } from '../types.ts';

interface Facts {
  byName: Map<string, FieldDef>;
  numbered: FieldDef[];
}
const known = new WeakMap<ObjectDef, Facts>();

function factsOf(object: ObjectDef): Facts {
  let facts = known.get(object);
  if (!facts) {
    const fields = [...object.fields.values()];
    facts = { byName: new Map(fields.map((field) => [field.name, field])), numbered: fields.filter((field) => field.autoNumber !== null) };
    known.set(object, facts);
  }
  return facts;
}

/** A field by its name in its own case, as rows have it. */
export const exactField = (object: ObjectDef, name: string): FieldDef | undefined => factsOf(object).byName.get(name);
export const numberedFields = (object: ObjectDef): FieldDef[] => factsOf(object).numbered;
