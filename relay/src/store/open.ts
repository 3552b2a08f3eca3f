/** The store that RELAY_DATABASE names: a file, or a PostgreSQL database. */
import { databaseName } from './postgres-errors.ts';
import { PostgresDatabase } from './postgres-database.ts';
import { openPostgresStore } from './postgres.ts';
import type { Store } from './port.ts';
import { StoreRefused } from './refused.ts';
import { holdAlone, SqliteDatabase } from './sqlite-database.ts';
import { openSqliteStore } from './sqlite.ts';

export function isPostgres(database: string): boolean {
  return /^postgres(ql)?:\/\//i.test(database);
}

/** As people know it; without the password. */
export function nameOf(database: string): string {
  return isPostgres(database) ? databaseName(database) : database;
}

/** Opens and migrates it. @throws {StoreRefused} */
export async function openStore(database: string): Promise<Store> {
  return isPostgres(database) ? openPostgresStore(database) : onFile(database, openSqliteStore);
}

/** Migrates it and leaves it. @returns The number of the last migration before and after; 0: it was empty. @throws {StoreRefused}. */
export async function migrateDatabase(database: string): Promise<{ from: number; to: number }> {
  const opened = isPostgres(database) ? await PostgresDatabase.open(database) : onFile(database, (file) => new SqliteDatabase(file));
  await opened.close();
  return opened.migrated;
}

/**
 * A file is served by one process at a time, which therefore need not wait for the leases of one that was killed. PostgreSQL is served by any number of them: what a
 * dead one held runs out.
 * @throws {StoreRefused} when another process serves the file.
 */
export async function takeOver(database: string, store: Store): Promise<{ letGo(): void }> {
  if (isPostgres(database)) return { letGo: () => undefined };
  const alone = holdAlone(database);
  await store.releaseAll();
  return alone;
}

function onFile<T>(file: string, open: (file: string) => T): T {
  try {
    return open(file);
  } catch (cause) {
    if (cause instanceof StoreRefused) throw cause;
    throw new StoreRefused(
      `The database ${file} cannot be opened (${(cause as Error).message}). RELAY_DATABASE names a file that the relay may write, or a postgres:// address.`,
      { cause }
    );
  }
}
