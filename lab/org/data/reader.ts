/** Reads fields of rows: stored ones, those that the platform derives, and formulas. */
import { FormulaError, type Formulas } from './formula/formulas.ts';
import type { FieldDef, ObjectDef, Row, Scalar } from '../types.ts';
import { DERIVED } from './derived.ts';
import type { Store } from './store.ts';
import type { OrgSchema } from '../schema/schema.ts';

export class Reader {
  readonly schema: OrgSchema;
  readonly store: Store;
  private readonly formulas: Formulas;

  constructor(schema: OrgSchema, store: Store, formulas: Formulas) {
    this.schema = schema;
    this.store = store;
    this.formulas = formulas;
  }

  value(object: ObjectDef, row: Row, field: FieldDef): Scalar {
    if (field.formula !== null) {
      return this.formula(row, field);
    }
    const derive = DERIVED.get(object.name)?.[field.name];
    const value = derive ? derive(row, this) : (row[field.name] ?? null);
    return value === null && field.type === 'boolean' ? false : value;
  }

  /** A formula that cannot be computed shows nothing, as on the platform (#Error!). */
  private formula(row: Row, field: FieldDef): Scalar {
    try {
      return this.formulas.field(row, field, this);
    } catch (cause) {
      if (cause instanceof FormulaError) {
        return null;
      }
      throw cause;
    }
  }

  /** The row that a look-up leads to; deleted rows are seen too, as through a child in the recycle bin. */
  parent(row: Row, field: FieldDef): { object: ObjectDef; row: Row } | null {
    const id = row[field.name];
    return typeof id === 'string' ? this.byId(id) : null;
  }
  byId(id: string): { object: ObjectDef; row: Row } | null {
    const object = this.schema.byPrefix(id.slice(0, 3));
    const found = object && this.store.table(object.name).rows.get(id);
    return object && found ? { object, row: found } : null;
  }

  /** All fields, as triggers see them. */
  complete(object: ObjectDef, row: Row): Row {
    const full: Row = {};
    for (const field of object.fields.values()) {
      full[field.name] = this.value(object, row, field);
    }
    return full;
  }
}

/** Fields whose stored value nothing else computes. */
export const isStored = (object: ObjectDef, field: FieldDef) =>
  field.formula === null && DERIVED.get(object.name)?.[field.name] === undefined;
