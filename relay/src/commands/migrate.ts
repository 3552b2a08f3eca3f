/** `relay migrate`: the database brought to this relay's version, or a file moved into PostgreSQL. */
import { moveStore } from '../store/move.ts';
import { isPostgres, migrateDatabase, nameOf } from '../store/open.ts';
import { StoreRefused } from '../store/refused.ts';
import { table, type Output } from './output.ts';

/** @param from A SQLite file to move into `database`; null: none. */
export async function migrate(database: string, from: string | null, output: Output): Promise<void> {
  if (from !== null) return move(from, database, output);
  const { from: before, to } = await migrateDatabase(database);
  const name = nameOf(database);
  output.say(
    before === to ? `${name} is at version ${to}; there was nothing to do.` : `${name} was brought from version ${before} to ${to}.`,
    { database: name, from: before, to }
  );
}

async function move(file: string, database: string, output: Output): Promise<void> {
  if (!isPostgres(database)) {
    throw new StoreRefused(
      'RELAY_DATABASE names a file. To move one into PostgreSQL, let it name the new database: postgres://user:password@host:5432/database.'
    );
  }
  const moved = await moveStore(file, database);
  const lines = moved.map(({ table: name, rows, checksum }) => [name, String(rows), checksum.slice(0, 12)]);
  output.say(
    [
      `Everything in ${file} is in ${nameOf(database)} now, row for row:`,
      '',
      table([['TABLE', 'ROWS', 'CHECKSUM'], ...lines]),
      '',
      'Serve the new database from now on. The file was left as it was, and must not be served again: two relays would work the same campaigns.'
    ].join('\n'),
    { from: file, database: nameOf(database), tables: moved }
  );
}
