/** What keeps the relay from its PostgreSQL database, as a sentence with what to do. Passwords are in none of them. */

import { StoreRefused } from './refused.ts';

/** Not a code of PostgreSQL's: the relay's own check. */
export const TOO_OLD = 'too-old';

/** PostgreSQL, Appendix A; and what the network says. */
const CATALOGUE: Record<string, (at: Address, said: string) => string> = {
  ECONNREFUSED: ({ host }) => `Nothing answers at ${host}. Start the PostgreSQL server, or correct host and port in RELAY_DATABASE.`,
  ENOTFOUND: ({ host }) => `There is no host ${host}. Correct the host in RELAY_DATABASE.`,
  '28P01': ({ host, user }) => `The server at ${host} refuses the password of user "${user}". Correct user and password in RELAY_DATABASE.`,
  '28000': ({ host, user }, said) =>
    `The server at ${host} does not let user "${user}" in (${said}). Allow it in pg_hba.conf; a server that asks for encryption wants ?sslmode=require at the end of RELAY_DATABASE.`,
  '3D000': ({ host, database }) =>
    `The server at ${host} has no database "${database}". Create it (\`createdb ${database}\`), or correct the name in RELAY_DATABASE.`,
  '42501': ({ database, user }, said) =>
    `User "${user}" may not create tables in database "${database}" (${said}). Make it the database's owner: ALTER DATABASE "${database}" OWNER TO "${user}".`,
  '53300': ({ host }) =>
    `The server at ${host} has no connection left. Raise its max_connections, or run fewer relays on it: each takes up to 12.`,
  '57P03': ({ host }) => `The server at ${host} is starting up or shutting down. Try again in a moment.`,
  [TOO_OLD]: ({ host }, said) =>
    `The server at ${host} is PostgreSQL ${said}. The relay needs 15 or newer: upgrade it, or name another one in RELAY_DATABASE.`
};

interface Address {
  host: string;
  database: string;
  user: string;
}

function addressOf(url: string): Address {
  const { host, hostname, port, pathname, username } = new URL(url);
  const user = decodeURIComponent(username) || 'postgres';
  return { host: port === '' ? `${hostname}:5432` : host, database: decodeURIComponent(pathname.slice(1)) || user, user };
}

/** Host, port and database; for people and logs. */
export function databaseName(url: string): string {
  const { host, database } = addressOf(url);
  return `${host}/${database}`;
}

/** @param cause What `pg` threw. A sentence of the relay's own is passed on. */
export function sentenceOf(cause: unknown, url: string): Error {
  const { code, message } = cause as Error & { code?: string };
  const at = addressOf(url);
  if (code === undefined && !/timeout|terminated/i.test(message)) return cause as Error;
  const known = code === undefined ? undefined : CATALOGUE[code];
  const text = known?.(at, message) ?? `The database ${databaseName(url)} cannot be opened (${message}). RELAY_DATABASE names it.`;
  return new StoreRefused(text, { cause });
}
