/** What queries read: the schema, the rows and their fields. */
import type { OrgSchema } from '../schema/schema.ts';
import type { Access, FieldDef, ObjectDef, Row, Scalar } from '../types.ts';

export interface World {
  schema: OrgSchema;
  value(object: ObjectDef, row: Row, field: FieldDef): Scalar;
  parent(row: Row, field: FieldDef): { object: ObjectDef; row: Row } | null;
  /** All rows, deleted ones too, in the order of their ids as a rule. */
  rows(object: ObjectDef): Iterable<Row>;
  byId(object: ObjectDef, id: string): Row | undefined;
  /** Through an index. */
  by(object: ObjectDef, field: FieldDef, value: Scalar): Iterable<Row>;
  /** Whether the row is there for whoever asks: sharing, and rows that tests do not see. */
  visible(object: ObjectDef, access: Access): (row: Row) => boolean;
  /** User mode: what may be read. */
  mayRead(access: Access): { object(name: string): boolean; field(object: string, field: string): boolean };
  now(): number;
}

/** One run of a prepared query. */
export interface Run {
  binds: Record<string, unknown>;
  access: Access;
  now: number;
}
