/** One record on its way through DML. */
import type { Access, DmlOptions, ObjectDef, RecordError, Row } from '../types.ts';

export interface Work {
  /** As it was given. Its Id is set when it was inserted. */
  input: Row;
  op: 'insert' | 'update' | 'delete' | 'undelete';
  id: string | null;
  /** As it stands in the org before; null for an insert. */
  old: Row | null;
  /** As it will be written. */
  row: Row;
  /** Canonical names of the fields that were given. */
  given: Set<string>;
  created: boolean;
  errors: RecordError[];
}

/** What the records of one statement have in common. */
export interface Statement {
  object: ObjectDef;
  options: DmlOptions;
  access: Access;
  /** The org itself writes: fields that nobody else may set are open. */
  byOrg?: true;
  /** The user whose name the changes bear; null where the org has no user yet. */
  userId: string | null;
}

export const isFine = (work: Work) => work.errors.length === 0;
