/**
 * The rows of the org, in memory with indexes, and a journal of what the open transactions changed. Rows are never changed in place: a
 * write puts a new row in the place of the old one, so the journal keeps old rows by reference and undoing is putting them back.
 */
import type { ObjectDef, Row, Scalar, Schema } from '../types.ts';
import { makeId } from '../schema/ids.ts';
import type { Disk, KeptRow, Snapshot } from './disk.ts';

interface Change {
  table: Table;
  id: string;
  before: Row | undefined;
}

/** Values of unique fields are compared as the platform does: without case unless the field minds it. */
export const indexKey = (value: Scalar): string => String(value).toLowerCase();

export class Table {
  readonly object: ObjectDef;
  readonly rows = new Map<string, Row>();
  private readonly indexes = new Map<string, Map<string, Set<string>>>();

  constructor(object: ObjectDef) {
    this.object = object;
  }

  put(id: string, row: Row | undefined): void {
    const before = this.rows.get(id);
    for (const [name, index] of this.indexes) {
      const [was, is] = [before?.[name] ?? null, row?.[name] ?? null];
      if (before === undefined || row === undefined || was !== is) {
        this.unindex(index, was, id);
        if (row !== undefined && is !== null) {
          const key = indexKey(is);
          const ids = index.get(key) ?? new Set();
          index.set(key, ids.add(id));
        }
      }
    }
    if (row === undefined) {
      this.rows.delete(id);
    } else {
      this.rows.set(id, row);
    }
  }

  private unindex(index: Map<string, Set<string>>, value: Scalar, id: string): void {
    if (value === null) {
      return;
    }
    const ids = index.get(indexKey(value));
    ids?.delete(id);
    if (ids?.size === 0) {
      index.delete(indexKey(value));
    }
  }

  /** Ids of the rows, deleted ones too, whose field has this value; the index is made at its first use. */
  idsBy(field: string, value: Scalar): Iterable<string> {
    let index = this.indexes.get(field);
    if (!index) {
      index = new Map();
      this.indexes.set(field, index);
      for (const [id, row] of this.rows) {
        const own = row[field] ?? null;
        if (own !== null) {
          index.set(indexKey(own), (index.get(indexKey(own)) ?? new Set()).add(id));
        }
      }
    }
    return value === null ? [] : (index.get(indexKey(value)) ?? []);
  }

  *by(field: string, value: Scalar): Generator<Row> {
    for (const id of [...this.idsBy(field, value)]) {
      const row = this.rows.get(id);
      if (row) {
        yield row;
      }
    }
  }
}

export class Store {
  private readonly schema: Schema;
  private readonly disk: Disk | null;
  private tables = new Map<string, Table>();
  private readonly counters: Record<string, number>;
  private journal: Change[] = [];
  /** Where in the journal each open transaction began. */
  private readonly frames: { start: number; tables: Map<string, Table> | null }[] = [];

  constructor(schema: Schema, disk: Disk | null, origin: Snapshot | null = disk) {
    this.schema = schema;
    this.disk = disk;
    this.counters = origin?.counters() ?? {};
    for (const { object, id, row } of origin?.rows() ?? []) {
      // Objects that a deployment deleted go with their rows.
      if (disk !== null || schema.find(object)) {
        this.table(object).put(id, row);
      }
    }
  }

  /** @throws {Error} when there is no such object: a fault of the caller. */
  table(name: string): Table {
    let table = this.tables.get(name);
    if (!table) {
      const object = this.schema.find(name);
      if (!object) {
        throw new Error(`The store has rows of ${name}, an object that the project no longer has. Delete the data folder to start afresh.`);
      }
      table = new Table(object);
      this.tables.set(object.name, table);
    }
    return table;
  }

  all(): KeptRow[] {
    return [...this.tables.values()].flatMap(({ object, rows }) => [...rows].map(([id, row]) => ({ object: object.name, id, row })));
  }
  allCounters(): Record<string, number> {
    return { ...this.counters };
  }

  get(id: string): Row | undefined {
    const object = this.schema.byPrefix(id.slice(0, 3));
    return object && this.table(object.name).rows.get(id);
  }

  write(object: string, id: string, row: Row | undefined): void {
    const table = this.table(object);
    this.journal.push({ table, id, before: table.rows.get(id) });
    table.put(id, row);
    if (this.frames.length === 0) {
      this.persist(0);
    }
  }

  get isOpen(): boolean {
    return this.frames.length > 0;
  }

  /** Numbers are not given twice, not even after a rollback. */
  next(counter: string): number {
    const next = (this.counters[counter] ?? 0) + 1;
    this.counters[counter] = next;
    return next;
  }
  newId(object: ObjectDef): string {
    return makeId(object.keyPrefix, this.next(object.name));
  }

  // ---------------------------------------------------------------- transactions

  /** @param without tables of objects that answer true are empty until the transaction ends, and what is written is never kept. */
  begin(without: ((object: ObjectDef) => boolean) | null = null): void {
    this.frames.push({ start: this.journal.length, tables: without ? this.tables : null });
    if (without) {
      this.tables = new Map([...this.tables].filter(([, table]) => !without(table.object)));
    }
  }
  commit(): void {
    const frame = this.frames.pop();
    if (!frame || frame.tables) {
      throw new Error('Only a transaction that was begun, and is not that of a test, can be committed.');
    }
    // Inside of a test everything goes back with the test.
    if (!this.frames.some((outer) => outer.tables)) {
      this.persist(frame.start);
    }
  }
  rollback(): void {
    const frame = this.frames.pop();
    if (!frame) {
      throw new Error('There is no transaction to roll back.');
    }
    this.undoTo(frame.start);
    this.tables = frame.tables ?? this.tables;
  }
  /** Position in the journal. */
  mark(): number {
    return this.journal.length;
  }
  undoTo(mark: number): void {
    while (this.journal.length > mark) {
      const { table, id, before } = this.journal.pop() as Change;
      table.put(id, before);
    }
  }

  /** What came after `start` is kept for good: on disk at once where there is one. */
  private persist(start: number): void {
    const changes = this.journal.splice(start);
    if (!this.disk || changes.length === 0) {
      return;
    }
    const last = new Map(changes.map(({ table, id }) => [id, table]));
    this.disk.save(
      [...last].map(([id, table]) => ({ object: table.object.name, id, row: table.rows.get(id) })),
      this.counters
    );
  }
}
