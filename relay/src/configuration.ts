/** What the relay is told by its environment. Every fault is a sentence; all of them are said at once. */
import { z } from 'zod';
import { readKey } from './secrets/key.ts';
import { isPostgres } from './store/open.ts';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export interface Configuration {
  /** Null where a command can do without. */
  key: Buffer | null;
  /** A file, or `postgres://…` with its password: never to be shown whole. */
  database: string;
  /** 0: any free port. */
  port: number;
  /** The address to listen on. */
  host: string;
  logLevel: (typeof LEVELS)[number];
  /** Hosts with their port that may be called though they are not Salesforce's or Marketo's. */
  allowedHosts: string[];
  /** What the relay is called from outside, e.g. `https://relay.example.com`: Marketo's flow steps are installed with it. Null: as each caller calls it. */
  publicUrl: string | null;
  /** How often each outbox is drained without a ring. */
  drainSeconds: number;
  /** How far apart two reads must be that prove an absence. */
  absenceSeconds: number;
  /** Share of Marketo's limits that the sync may use: calls in 20 s, calls a day. */
  marketo: { windowCalls: number; dayCalls: number };
}

export class ConfigurationError extends Error {
  constructor(sentences: string[]) {
    super(sentences.join('\n'));
    this.name = 'ConfigurationError';
  }
}

const whole = (least: number, most: number, standard: number) =>
  z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined || text === '') return standard;
      const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
      if (number >= least && number <= most) return number;
      context.addIssue(`is "${text}", but must be a whole number from ${least} to ${most} (default ${standard})`);
      return z.NEVER;
    });

const HOST = /^[a-z0-9.-]+(:\d{1,5})?$/i;
const shape = z.object({
  RELAY_KEY: z
    .string()
    .optional()
    .transform((text, context) => {
      if (!text) return null;
      const key = readKey(text);
      // The value itself is never repeated: it is a secret.
      if (!key)
        context.addIssue(
          'is not 32 bytes in base64. Make one with `openssl rand -base64 32` and keep it: without it the stored secrets cannot be read'
        );
      return key;
    }),
  RELAY_DATABASE: z
    .string()
    .min(1, 'is empty; leave it out for relay.db, or name a file or a postgres:// address')
    .refine(isDatabase, 'is no address of a PostgreSQL database. It has to be like postgres://user:password@host:5432/database')
    .default('relay.db'),
  RELAY_PORT: whole(0, 65_535, 8080),
  RELAY_HOST: z.string().min(1, 'is empty; leave it out for 0.0.0.0, or name an address').default('0.0.0.0'),
  RELAY_LOG_LEVEL: z.enum(LEVELS, { error: `must be one of ${LEVELS.join(', ')} (default info)` }).default('info'),
  RELAY_ALLOWED_HOSTS: z
    .string()
    .default('')
    .transform((text, context) => {
      const hosts = text.split(',').flatMap((host) => (host.trim() === '' ? [] : [host.trim().toLowerCase()]));
      const odd = hosts.find((host) => !HOST.test(host));
      if (odd !== undefined)
        context.addIssue(`names "${odd}", which is no host. Give hosts with their port and a comma between them, e.g. 127.0.0.1:8081`);
      return hosts;
    }),
  RELAY_PUBLIC_URL: z
    .string()
    .default('')
    .transform((text, context) => {
      const url = text.trim().replace(/\/+$/, '');
      if (url === '') return null;
      if (/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) return url;
      context.addIssue('is no address. Give it as others call the relay, e.g. https://relay.example.com');
      return z.NEVER;
    }),
  RELAY_DRAIN_SECONDS: whole(1, 3_600, 30),
  RELAY_ABSENCE_SECONDS: whole(0, 3_600, 60),
  RELAY_MARKETO_WINDOW_CALLS: whole(1, 100, 50),
  RELAY_MARKETO_DAY_CALLS: whole(1, 1_000_000, 30_000)
});

/** A file, or a whole address; the value itself is not repeated, since a password may stand in it. */
function isDatabase(text: string): boolean {
  if (!/^[a-z][a-z0-9+.-]+:\//i.test(text)) return true;
  return isPostgres(text) && URL.canParse(text) && new URL(text).hostname !== '' && new URL(text).pathname.length > 1;
}

/** @throws {ConfigurationError} with a line for each fault. */
export function readConfiguration(environment: Record<string, string | undefined>): Configuration {
  const read = shape.safeParse(environment);
  if (!read.success) throw new ConfigurationError(read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`));
  const given = read.data;
  return {
    key: given.RELAY_KEY,
    database: given.RELAY_DATABASE,
    port: given.RELAY_PORT,
    host: given.RELAY_HOST,
    logLevel: given.RELAY_LOG_LEVEL,
    allowedHosts: given.RELAY_ALLOWED_HOSTS,
    publicUrl: given.RELAY_PUBLIC_URL,
    drainSeconds: given.RELAY_DRAIN_SECONDS,
    absenceSeconds: given.RELAY_ABSENCE_SECONDS,
    marketo: { windowCalls: given.RELAY_MARKETO_WINDOW_CALLS, dayCalls: given.RELAY_MARKETO_DAY_CALLS }
  };
}

/** @throws {ConfigurationError} when there is no key. */
export function requireKey(configuration: Configuration): Buffer {
  if (configuration.key) return configuration.key;
  throw new ConfigurationError([
    'RELAY_KEY is missing. It encrypts the secrets of the tenants: make one with `openssl rand -base64 32`, put it into the environment and keep it safe.'
  ]);
}
