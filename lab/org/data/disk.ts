/** The rows on disk: one SQLite file. A commit is one SQLite transaction, so a process killed at any moment leaves whole transactions. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Row } from '../types.ts';

export interface KeptRow {
  object: string;
  id: string;
  /** Undefined when the row is gone for good. */
  row: Row | undefined;
}

/** Where the rows of an org begin: its disk, or those of another org. */
export interface Snapshot {
  rows(): Iterable<KeptRow>;
  counters(): Record<string, number>;
  fact(name: string): unknown;
}

export class Disk implements Snapshot {
  private readonly database: DatabaseSync;
  private readonly putRow: StatementSync;
  private readonly dropRow: StatementSync;
  private readonly putFact: StatementSync;

  /** @param folder is made when it is not there. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.database = new DatabaseSync(path.join(folder, 'org.sqlite'));
    // NORMAL in WAL mode: a killed process loses nothing; only a power cut may take the last commits.
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    this.database.exec(
      'CREATE TABLE IF NOT EXISTS row (id TEXT PRIMARY KEY, object TEXT NOT NULL, fields TEXT NOT NULL) WITHOUT ROWID;' +
        'CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;'
    );
    this.putRow = this.database.prepare(
      'INSERT INTO row (id, object, fields) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET fields = excluded.fields'
    );
    this.dropRow = this.database.prepare('DELETE FROM row WHERE id = ?');
    this.putFact = this.database.prepare(
      'INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
    );
  }

  *rows(): Generator<KeptRow> {
    for (const found of this.database.prepare('SELECT id, object, fields FROM row ORDER BY id').iterate()) {
      const { id, object, fields } = found as { id: string; object: string; fields: string };
      yield { id, object, row: JSON.parse(fields) as Row };
    }
  }
  counters(): Record<string, number> {
    return (this.fact('counters') ?? {}) as Record<string, number>;
  }
  fact(name: string): unknown {
    const found = this.database.prepare('SELECT value FROM fact WHERE name = ?').get(name) as { value: string } | undefined;
    return found === undefined ? null : (JSON.parse(found.value) as unknown);
  }
  setFact(name: string, value: unknown): void {
    this.putFact.run(name, JSON.stringify(value));
  }

  save(rows: KeptRow[], counters: Record<string, number>): void {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      for (const { object, id, row } of rows) {
        if (row === undefined) {
          this.dropRow.run(id);
        } else {
          this.putRow.run(id, object, JSON.stringify(row));
        }
      }
      this.setFact('counters', counters);
      this.database.exec('COMMIT');
    } catch (cause) {
      this.database.exec('ROLLBACK');
      throw cause;
    }
  }
  close(): void {
    this.database.close();
  }
}
