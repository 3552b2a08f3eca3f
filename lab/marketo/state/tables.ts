/** Rows of the instance: in memory to be read, in one SQLite file to survive the process. */
import { DatabaseSync } from 'node:sqlite';

export class Rows {
  private readonly database: DatabaseSync | null;

  /** @param file null keeps the rows in memory only. */
  constructor(file: string | null) {
    this.database = file === null ? null : new DatabaseSync(file);
    // What a killed process wrote is in the file; only a power cut could take the last writes.
    this.database?.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    this.database?.exec(
      'CREATE TABLE IF NOT EXISTS rows (kind TEXT, id TEXT, json TEXT NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID'
    );
  }

  table<T>(kind: string): Table<T> {
    return new Table<T>(kind, this.database);
  }

  /** All writes of `work`, or none. */
  together<T>(work: () => T): T {
    this.database?.exec('BEGIN');
    try {
      return work();
    } finally {
      this.database?.exec('COMMIT');
    }
  }

  close(): void {
    this.database?.close();
  }
}

export class Table<T> {
  private readonly kind: string;
  private readonly database: DatabaseSync | null;
  private readonly rows = new Map<string, T>();

  constructor(kind: string, database: DatabaseSync | null) {
    this.kind = kind;
    this.database = database;
    for (const { id, json } of database?.prepare('SELECT id, json FROM rows WHERE kind = ?').all(kind) ?? []) {
      this.rows.set(String(id), JSON.parse(String(json)) as T);
    }
  }

  get(id: string | number): T | undefined {
    return this.rows.get(String(id));
  }
  all(): T[] {
    return [...this.rows.values()];
  }
  put(id: string | number, row: T): void {
    this.rows.set(String(id), row);
    this.database
      ?.prepare('INSERT INTO rows (kind, id, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json')
      .run(this.kind, String(id), JSON.stringify(row));
  }
  delete(id: string | number): void {
    this.rows.delete(String(id));
    this.database?.prepare('DELETE FROM rows WHERE kind = ? AND id = ?').run(this.kind, String(id));
  }
}
