/** The relay's log: JSON lines on stderr, so that stdout stays the commands' own. It carries ids, no personal data and no secrets. */
import { pino } from 'pino';
import type { Log } from './engine/parts.ts';

/** Names under which a secret or a person might be handed to the log by mistake. */
const SECRET_NAMES = [
  'authorization',
  'access_token',
  'client_secret',
  'clientSecret',
  'assertion',
  'privateKey',
  'password',
  'token',
  'email',
  'firstName',
  'lastName'
];
/** Other sides' sentences may quote what they refuse. */
const ADDRESS = /[^\s@<>"'(),;:=]+@[^\s@<>"'(),;:]+\.[a-z]{2,}/gi;

/** @param write Gets each line; stderr where missing. */
export function createLog(level: string, write?: (line: string) => void): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRET_NAMES.flatMap((name) => [name, `*.${name}`]), censor: '[left out]' },
    formatters: { level: (label: string) => ({ level: label }), log: withoutAddresses }
  };
  return pino(options, write ? { write } : pino.destination({ fd: 2, sync: true }));
}

function withoutAddresses(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? value.replace(ADDRESS, '[address]') : value])
  );
}
