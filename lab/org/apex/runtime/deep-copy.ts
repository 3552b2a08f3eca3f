/** A copy of an object with all that hangs on it, as the platform makes one when it writes a job down and reads it again. */
import { ApexList, ApexMap, ApexSet } from './collections.ts';
import { runtime } from './current.ts';
import { ApexException, ApexObject } from './exception-value.ts';
import { SObjectValue } from './sobject-value.ts';

/** Transient fields come out empty. What belongs to the platform (types, enums, contexts) is shared. */
export function deepCopy<T>(value: T, known = new Map<unknown, unknown>()): T {
  if (typeof value !== 'object' || value === null || known.has(value)) {
    return (known.get(value) as T | undefined) ?? value;
  }
  const copy = (part: unknown): unknown => deepCopy(part, known);
  const keep = <C>(made: C): C => {
    known.set(value, made);
    return made;
  };
  if (value instanceof ApexList) {
    const made = keep(new ApexList([], value.type));
    made.items.push(...value.items.map(copy));
    return made as T;
  }
  if (value instanceof ApexSet) {
    const made = keep(new ApexSet([], value.type));
    [...value].forEach((item) => made.add(copy(item)));
    return made as T;
  }
  // The maps of describe calls find their keys in any case; they never change.
  if (value instanceof ApexMap && Object.getPrototypeOf(value) === ApexMap.prototype) {
    const made = keep(new ApexMap([], value.type));
    value.entries().forEach(([key, item]) => made.put(copy(key), copy(item)));
    return made as T;
  }
  if (value instanceof SObjectValue) {
    return copyRecord(value, keep, copy) as T;
  }
  return value instanceof ApexObject && !(value instanceof ApexException) ? (copyObject(value, keep, copy) as T) : value;
}

type Keep = <C>(made: C) => C;
type Copy = (part: unknown) => unknown;

function copyRecord(record: SObjectValue, keep: Keep, copy: Copy): SObjectValue {
  const made = keep(new SObjectValue(record.object, { ...record.row }, record.selected));
  made.changed = new Set(record.changed);
  for (const [name, parent] of Object.entries(record.parents)) {
    made.parents[name] = copy(parent) as SObjectValue | null;
  }
  for (const [name, children] of Object.entries(record.children)) {
    made.children[name] = copy(children);
  }
  return made;
}

function copyObject(object: ApexObject, keep: Keep, copy: Copy): ApexObject {
  const made = keep(Object.create(Object.getPrototypeOf(object) as object) as ApexObject & Record<string, unknown>);
  const transient = new Set(
    runtime()
      .program.typeOf(object)
      .fields.filter((field) => field.transient)
      .map(({ name }) => `f_${name.toLowerCase()}`)
  );
  for (const [name, value] of Object.entries(object)) {
    made[name] = transient.has(name) ? null : copy(value);
  }
  return made;
}
