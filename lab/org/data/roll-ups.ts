/** Roll-up summary fields: what is counted or summed of the details of a master. Metadata API Developer Guide, "CustomField", summaryOperation. */
import type { FieldDef, ObjectDef, Row, Scalar } from '../types.ts';
import { compares, isOperation, valuesOf } from './filters.ts';
import type { Parts } from './parts.ts';

type RollUp = NonNullable<FieldDef['rollUp']>;
type Filter = RollUp['filters'][number];

/** `A,B` means either. */
function fits(parts: Parts, child: ObjectDef, row: Row, { field: path, operation, value }: Filter): boolean {
  const field = child.fields.get(path.toLowerCase());
  if (!field || !isOperation(operation)) {
    throw new Error(`A roll-up filters ${child.name} by ${path} ${operation}, which this org does not know.`);
  }
  return compares(operation, parts.reader.value(child, row, field), valuesOf(field, value));
}

/** The value of a roll-up for one master. */
function compute(parts: Parts, { child: name, lookup, field, operation, filters }: RollUp, masterId: string): Scalar {
  const child = parts.schema.find(name) as ObjectDef;
  const by = child.fields.get(lookup.toLowerCase())?.name ?? lookup;
  const rows = [...parts.store.table(child.name).by(by, masterId)].filter(
    (row) => row['IsDeleted'] !== true && row[by] === masterId && filters.every((filter) => fits(parts, child, row, filter))
  );
  if (operation === 'count') {
    return rows.length;
  }
  const summed = child.fields.get((field ?? '').toLowerCase());
  const values = summed ? rows.map((row) => parts.reader.value(child, row, summed)).filter((value) => value !== null) : [];
  if (operation === 'sum') {
    // In whole units of the last digit: 0.1 and 0.2 make 0.3.
    const unit = 10 ** (summed?.scale ?? 2);
    return values.reduce<number>((sum, value) => sum + Math.round(Number(value) * unit), 0) / unit;
  }
  return values.reduce<Scalar>(
    (best, value) => (best === null || (operation === 'min' ? value < best : value > best) ? value : best),
    null
  );
}

/** Masters whose roll-ups are no longer what they were, with their new values; by object. */
export function staleMasters(parts: Parts, child: ObjectDef, rows: Row[]): Map<ObjectDef, Row[]> {
  const stale = new Map<ObjectDef, Row[]>();
  for (const master of parts.schema.objects.values()) {
    const fields = [...master.fields.values()].filter((field) => field.rollUp && parts.schema.find(field.rollUp.child) === child);
    if (fields.length === 0) {
      continue;
    }
    const idsBy = (field: FieldDef) => rows.map((row) => row[child.fields.get(String(field.rollUp?.lookup).toLowerCase())?.name ?? '']);
    const ids = new Set(fields.flatMap(idsBy).filter((id) => typeof id === 'string'));
    const changed = [...ids].flatMap((id): Row[] => {
      const known = parts.store.table(master.name).rows.get(id);
      if (!known || known['IsDeleted'] === true) {
        return [];
      }
      const values = fields.map((field): [string, Scalar] => [field.name, compute(parts, field.rollUp as RollUp, id)]);
      return values.some(([name, value]) => (known[name] ?? null) !== value) ? [{ Id: id, ...Object.fromEntries(values) }] : [];
    });
    if (changed.length > 0) {
      stale.set(master, changed);
    }
  }
  return stale;
}
