/**
 * Numbered migrations, one folder per engine: forward only, each applied once and in order. A migration that was applied never changes again, which its checksum
 * holds; what has to change comes as the next number, under the same number in both folders.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { StoreRefused } from './refused.ts';

export interface Migration {
  number: number;
  /** SHA-256 of its text, in hex. */
  checksum: string;
}

export const migrationsOf = (engine: 'sqlite' | 'postgres') => path.join(import.meta.dirname, 'migrations', engine);

/**
 * @param applied What the database says was applied to it.
 * @param name The database, as people know it, without secrets.
 * @param folder The engine's.
 * @returns What is still to be applied, in order.
 * @throws {StoreRefused} when the database is newer than this relay, or a migration that was applied to it has another text here.
 */
export function pendingMigrations(applied: Migration[], name: string, folder: string): (Migration & { sql: string })[] {
  const known = readdirSync(folder)
    .map((file) => read(path.join(folder, file)))
    .sort((a, b) => a.number - b.number);
  const newest = known.at(-1)?.number ?? 0;
  const version = Math.max(0, ...applied.map(({ number }) => number));
  if (version > newest) {
    throw new StoreRefused(`${name} was written by a newer relay (its version is ${version}, this relay knows ${newest}). Start that one.`);
  }
  for (const { number, checksum } of applied) {
    if (known.find((one) => one.number === number)?.checksum === checksum) continue;
    throw new StoreRefused(
      `Migration ${number} of ${name} is not the one that this relay has under that number. Start the relay that last worked on it, or one newer than that.`
    );
  }
  return known.filter(({ number }) => number > version);
}

/** The last migration before and after. */
export function span(applied: Migration[], pending: Migration[]): { from: number; to: number } {
  const from = applied.at(-1)?.number ?? 0;
  return { from, to: pending.at(-1)?.number ?? from };
}

function read(file: string): Migration & { sql: string } {
  // A checkout may have turned the line ends; what the statements do is the same.
  const sql = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  return { number: Number(path.basename(file, '.sql')), checksum: createHash('sha256').update(sql).digest('hex'), sql };
}
