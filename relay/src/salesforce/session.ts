/**
 * A login to one org that renews itself. One login at a time serves all calls; a session refused with 401 is renewed once per call, never in a loop. Reads
 * are repeated a little, writes never: only the engine knows what a repeat would do.
 */
import { Connection } from 'jsforce/lib/connection.js';
import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { OutsideError, type ApiUsage, type SalesforceGate } from '../engine/ports.ts';
import type { HostGuard } from '../outgoing/hosts.ts';
import { createSend, type OutgoingAnswer } from '../outgoing/send.ts';
import { audienceOf, signAssertion } from './assertion.ts';
import { loginError } from './codes.ts';
import { garbled, GuardedTransport, refusalIn, TIMEOUT_MS, usageIn, type TransportOptions } from './transport.ts';

/** The version that the package is written for: a later default would change the shapes of answers. */
export const API_VERSION = '66.0';
const REPEATS = 2;
const REPEAT_MS = 250;

export interface SessionOptions {
  /** The org's address. */
  url: string;
  /** 18 characters: a login that ends in another org is refused. */
  orgId: string;
  username: string;
  clientId: string;
  /** PEM. */
  privateKey: string;
  hosts: HostGuard;
  /** Missing: nobody counts. */
  gate?: SalesforceGate;
  now?: () => number;
  timeoutMs?: number;
}

export interface Session {
  /** @param path From the host, e.g. `/services/apexrest/…`. @throws {OutsideError} */
  call<T>(method: 'GET' | 'POST', path: string, shape: z.ZodType<T>, body?: unknown): Promise<T>;
  /** @param path From the version on, e.g. `/query?q=`. */
  read<T>(path: string, shape: z.ZodType<T>): Promise<T>;
  /** A text that is no JSON, e.g. CSV. @param path From the version on. @throws {OutsideError} */
  text(path: string): Promise<Pick<OutgoingAnswer, 'text' | 'headers'>>;
  /** Null until something was asked. */
  usage(): ApiUsage | null;
  /** Logs in when there is no session. @returns The org that the login ended in, 18 characters. */
  login(): Promise<string>;
}

export function createSession(options: SessionOptions): Session {
  const now = options.now ?? Date.now;
  let usage: ApiUsage | null = null;
  let open: GuardedConnection | null = null;
  let opening: Promise<GuardedConnection> | null = null;
  const carrying = {
    send: createSend(options.hosts),
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    onUsage: (said: ApiUsage) => {
      usage = said;
      options.gate?.heard(said);
    }
  };

  async function connect(): Promise<GuardedConnection> {
    const loginUrl = new URL(options.url).origin;
    const connection = new GuardedConnection(loginUrl, carrying);
    const assertion = signAssertion({ ...options, audience: audienceOf(options.url), now: now() });
    const { organizationId } = await connection.authorize({ grant_type: GRANT, assertion }).catch((cause: unknown) => {
      if (cause instanceof OutsideError) throw cause;
      throw cause instanceof TypeError
        ? garbled('/services/oauth2/token', 'is no token')
        : loginError((cause as Error).name, (cause as Error).message);
    });
    options.hosts.check('salesforce', connection.instanceUrl);
    if (organizationId.slice(0, 15) !== options.orgId.slice(0, 15)) throw otherOrg(organizationId, options.orgId);
    open = connection;
    return connection;
  }

  async function connection(): Promise<GuardedConnection> {
    if (open) return open;
    opening ??= connect().finally(() => (opening = null));
    return opening;
  }

  async function once<T>(ask: (connection: GuardedConnection) => Promise<T>): Promise<T> {
    const used = await connection();
    await options.gate?.admit();
    try {
      return await ask(used);
    } catch (error) {
      if (!(error instanceof OutsideError) || error.code !== 'INVALID_SESSION_ID') throw error;
      if (open === used) open = null;
      return ask(await connection());
    }
  }

  async function repeated<T>(ask: () => Promise<T>): Promise<T> {
    for (let repeat = 0; ; repeat++) {
      try {
        return await ask();
      } catch (error) {
        const again = error instanceof OutsideError && error.kind === 'temporary' && error.code !== 'timeout' && repeat < REPEATS;
        if (!again) throw error;
        await pause(REPEAT_MS * 3 ** repeat);
      }
    }
  }

  async function call<T>(method: 'GET' | 'POST', path: string, shape: z.ZodType<T>, body?: unknown): Promise<T> {
    const ask = () =>
      once(async (open) => {
        const headers = { 'content-type': 'application/json', 'x-campaign-sync-contract': '1' };
        const request = { method, url: open.instanceUrl + path, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
        const read = shape.safeParse(await open.request<unknown>(request));
        if (!read.success) {
          const [issue] = read.error.issues;
          throw garbled(path, `has another shape (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`);
        }
        return read.data;
      });
    return method === 'GET' ? repeated(ask) : ask();
  }

  /** Not by jsforce, which takes a CSV apart and keeps its headers to itself. */
  async function text(path: string): Promise<Pick<OutgoingAnswer, 'text' | 'headers'>> {
    return repeated(() =>
      once(async (open) => {
        const { send, timeoutMs, onUsage } = carrying;
        const url = `${open.instanceUrl}/services/data/v${API_VERSION}${path}`;
        const headers = { authorization: `Bearer ${open.accessToken}`, accept: 'text/csv' };
        const answer = await send({ side: 'salesforce', method: 'GET', url, headers, reads: true, timeoutMs });
        const said = usageIn(answer);
        if (said) onUsage(said);
        if (answer.status >= 400) throw refusalIn(answer, true);
        return answer;
      })
    );
  }

  return {
    call,
    text,
    read: (path, shape) => call('GET', `/services/data/v${API_VERSION}${path}`, shape),
    usage: () => usage,
    async login() {
      await connection();
      return options.orgId;
    }
  };
}

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

class GuardedConnection extends Connection {
  constructor(loginUrl: string, carrying: TransportOptions) {
    super({ loginUrl, instanceUrl: loginUrl, version: API_VERSION });
    const transport = new GuardedTransport(carrying);
    // jsforce takes no transport of ours by its options; these two are where it keeps its own.
    Object.assign(this, { _transport: transport });
    Object.assign(this.oauth2, { _transport: transport });
  }
}

function otherOrg(found: string, expected: string): OutsideError {
  return new OutsideError(
    'salesforce',
    'not-approved',
    'wrong-org',
    `The login ended in org ${found}, but this tenant is paired with ${expected}. A copied org has another id: pair it as a tenant of its own.`
  );
}
