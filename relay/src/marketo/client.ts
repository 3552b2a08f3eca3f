/**
 * Calls to one Marketo instance: through the budget, with a token, in the envelope. A token refused with 601 or 602 is asked for afresh once; all
 * other repeats are the engine's, which knows what they would do.
 */
import type { z } from 'zod';
import { OutsideError, type CallGate } from '../engine/ports.ts';
import type { HostGuard } from '../outgoing/hosts.ts';
import { createSend, type OutgoingAnswer } from '../outgoing/send.ts';
import { marketoError, reactionTo } from './codes.ts';
import { garbled, readEnvelope, readRows, type Envelope, type Page } from './envelope.ts';
import { createIdentity } from './identity.ts';

/** Marketo REST, limits: 8 KB of address, so longer queries go as a form with `_method=GET`. Room is left for path and host. */
const MOST_QUERY = 6_000;
/** Marketo's own limits: 30 s for most calls, 60 s for leads by filter, 90 s for writes of leads, 300 s for a paging token. */
const TIMEOUT_MS = 100_000;
/** No list of one program is longer: 100,000 members a filter, 300 a page. */
const MOST_PAGES = 5_000;

export type Query = Record<string, string | number | (string | number)[]>;

export interface MarketoClientOptions {
  url: string;
  clientId: string;
  clientSecret: string;
  gate: CallGate;
  hosts: HostGuard;
  now?: () => number;
  timeoutMs?: number;
}

export interface MarketoClient {
  /** @param path e.g. `/rest/v1/leads.json`. @throws {OutsideError} */
  get<T>(path: string, query: Query, row: z.ZodType<T>): Promise<Page<T>>;
  /** A write, with a JSON body. @throws {OutsideError} */
  post<T>(path: string, body: unknown, row: z.ZodType<T>): Promise<T[]>;
  /** A write of assets, which take a form. @throws {OutsideError} */
  postForm<T>(path: string, form: Record<string, string>, row: z.ZodType<T>): Promise<T[]>;
  /** A file, piece by piece. @throws {OutsideError} `gone` when there is none by that name. */
  file(path: string): AsyncGenerator<Uint8Array>;
  /** A list to its end, page by page. */
  pages<T>(path: string, query: Query, row: z.ZodType<T>): AsyncGenerator<T[]>;
  now(): number;
}

/** A million members are some 60 MB. */
const BYTES_A_PIECE = 8_000_000;

interface Call {
  method: 'GET' | 'POST';
  path: string;
  query: string;
  headers?: Record<string, string>;
  body?: { type: string; text: string };
  reads: boolean;
}

export function createClient(options: MarketoClientOptions): MarketoClient {
  const now = options.now ?? Date.now;
  const url = options.url.replace(/\/+$/, '');
  const send = createSend(options.hosts);
  const identity = createIdentity({ send, url, clientId: options.clientId, clientSecret: options.clientSecret, now });

  function once<T>(call: Call, token: string, read: (answer: OutgoingAnswer, call: Call) => T): Promise<T> {
    return options.gate.run('sync', async () => {
      const answer = await send({
        side: 'marketo',
        method: call.method,
        url: `${url}${call.path}${call.query === '' ? '' : `?${call.query}`}`,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...call.headers,
          ...(call.body ? { 'content-type': call.body.type } : {})
        },
        ...(call.body ? { body: call.body.text } : {}),
        reads: call.reads,
        timeoutMs: options.timeoutMs ?? TIMEOUT_MS
      });
      // Thrown inside the gate, which closes the window or the day when Marketo says so.
      return read(answer, call);
    });
  }

  function check({ status, text }: OutgoingAnswer, call: Call): Envelope {
    const what = `${call.method} ${call.path}`;
    if (status === 401) throw marketoError('601', 'The access token is refused', call.reads, now());
    if (status !== 200 && status !== 201) {
      if (status === 413 || status === 414 || status === 429 || status >= 500) {
        throw marketoError(String(status), `HTTP status ${status} for ${what}`, call.reads, now());
      }
      throw garbled(what, `has the HTTP status ${status}`);
    }
    const answer = readEnvelope(text, what);
    const [error] = answer.errors ?? [];
    if (answer.success) return answer;
    throw error ? marketoError(error.code, error.message, call.reads, now()) : garbled(what, 'says that it failed, but not why');
  }

  /** Files come without an envelope, errors of theirs with one. Marketo REST, bulk extract: 404 is no file, or none any more. */
  function piece(answer: OutgoingAnswer, call: Call): OutgoingAnswer {
    if (answer.status === 206) return answer;
    if (answer.status === 200 && !/^application\/json/i.test(answer.headers['content-type'] ?? '')) return answer;
    if (answer.status === 404) throw new OutsideError('marketo', 'gone', '404', `Marketo has no file ${call.path} any more.`);
    check(answer, call);
    throw garbled(`GET ${call.path}`, 'is no file');
  }

  async function ask<T>(call: Call, read: (answer: OutgoingAnswer, call: Call) => T): Promise<T> {
    const token = await identity.token();
    try {
      return await once(call, token, read);
    } catch (error) {
      if (!(error instanceof OutsideError) || reactionTo(error.code, call.reads) !== 'refresh') throw error;
      identity.forget(token);
      return once(call, await identity.token(), read);
    }
  }

  function reading(path: string, query: Query): Call {
    const text = queryText(query);
    if (text.length <= MOST_QUERY) return { method: 'GET', path, query: text, reads: true };
    return { method: 'POST', path, query: '_method=GET', body: { type: 'application/x-www-form-urlencoded', text }, reads: true };
  }

  async function get<T>(path: string, query: Query, row: z.ZodType<T>): Promise<Page<T>> {
    const call = reading(path, query);
    const answer = await ask(call, check);
    return {
      rows: readRows(row, answer, `GET ${path}`),
      nextPageToken: answer.nextPageToken ?? null,
      moreResult: answer.moreResult ?? null
    };
  }

  return {
    get,
    now,
    async post(path, body, row) {
      const call: Call = { method: 'POST', path, query: '', body: { type: 'application/json', text: JSON.stringify(body) }, reads: false };
      return readRows(row, await ask(call, check), `POST ${path}`);
    },
    async postForm(path, form, row) {
      const body = { type: 'application/x-www-form-urlencoded', text: new URLSearchParams(form).toString() };
      return readRows(row, await ask({ method: 'POST', path, query: '', body, reads: false }, check), `POST ${path}`);
    },
    async *file(path) {
      for (let from = 0; ; from += BYTES_A_PIECE) {
        const headers = { accept: '*/*', range: `bytes=${from}-${from + BYTES_A_PIECE - 1}` };
        const { status, headers: said, bytes } = await ask({ method: 'GET', path, query: '', headers, reads: true }, piece);
        yield bytes;
        const whole = Number(/\/(\d+)$/.exec(said['content-range'] ?? '')?.[1]);
        if (status === 200 || from + bytes.length === whole) return;
        if (bytes.length !== BYTES_A_PIECE) throw garbled(`GET ${path}`, `has ${bytes.length} bytes of the ${BYTES_A_PIECE} asked for`);
      }
    },
    async *pages(path, query, row) {
      let token: string | null = null;
      for (let page = 0; page < MOST_PAGES; page++) {
        const read: Page<z.output<typeof row>> = await get(path, token === null ? query : { ...query, nextPageToken: token }, row);
        yield read.rows;
        if (read.moreResult === false || read.nextPageToken === null) return;
        if (read.nextPageToken === token) throw garbled(`GET ${path}`, 'names the page just read as the next one');
        token = read.nextPageToken;
      }
      throw garbled(`GET ${path}`, `does not end after ${MOST_PAGES} pages`);
    }
  };
}

/** Lists with commas in the value cannot be told apart: several values of one name are joined only where Marketo documents a comma list. */
function queryText(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one));
  }
  return parameters.toString();
}
