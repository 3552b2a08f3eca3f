/** Required filters of look-ups. Salesforce Help, "Lookup Filters"; Metadata API Developer Guide, "LookupFilter". */
import { relationNamed } from '../schema/relations.ts';
import type { FieldDef, ObjectDef, RecordError, Row, Scalar } from '../types.ts';
import { compares, isOperation, satisfies, valuesOf } from './filters.ts';
import { failure, type Parts } from './parts.ts';

type Place = { object: ObjectDef; row: Row } | null;

/** @param value what the look-up is to hold; it leads to a record. */
export function unfit(parts: Parts, object: ObjectDef, row: Row, field: FieldDef, value: Scalar, userId: string): RecordError | null {
  const filter = field.lookupFilter;
  const target = filter && parts.reader.byId(String(value));
  if (!target) {
    return null;
  }
  const read = (path: string) => valueAt(parts, path, { target, source: { object, row }, user: parts.reader.byId(userId) });
  const fits = satisfies(filter.condition, filter.items.length, (at) => {
    const item = filter.items[at - 1];
    const own = read(item?.field ?? '');
    if (!item || !isOperation(item.operation)) {
      return false;
    }
    const wanted = item.valueField === null ? valuesOf(own.field, item.value) : [read(item.valueField).value];
    return compares(item.operation, own.value, wanted);
  });
  return fits ? null : failure('FIELD_FILTER_VALIDATION_EXCEPTION', filter.message, [field.name]);
}

/** @throws {Error} for a path that leads nowhere. */
function valueAt(parts: Parts, path: string, places: { target: Place; source: Place; user: Place }): { field: FieldDef; value: Scalar } {
  const [head = '', ...rest] = path.split('.');
  switch (head.toLowerCase()) {
    case '$source':
      return follow(parts, places.source, rest, path);
    case '$user':
      return follow(parts, places.user, rest, path);
    case '$profile':
      return follow(parts, places.user, ['Profile', ...rest], path);
    case '$userrole':
      return follow(parts, places.user, ['UserRole', ...rest], path);
    default:
      return follow(parts, places.target, rest, path);
  }
}

function follow(parts: Parts, from: Place, [name = '', ...rest]: string[], path: string): { field: FieldDef; value: Scalar } {
  const relation = from && rest.length > 0 ? relationNamed(from.object, name, parts.schema.namespace) : undefined;
  if (from && relation) {
    return follow(parts, parts.reader.parent(from.row, relation) ?? emptyOf(parts, relation), rest, path);
  }
  const field = rest.length === 0 ? from?.object.fields.get(name.toLowerCase()) : undefined;
  if (!from || !field) {
    throw new Error(`A look-up filter names ${path}, which this org does not know.`);
  }
  return { field, value: parts.reader.value(from.object, from.row, field) };
}

const emptyOf = (parts: Parts, relation: FieldDef): Place => {
  const object = parts.schema.find(relation.referenceTo[0] ?? '');
  return object ? { object, row: {} } : null;
};
