/**
 * Carries jsforce's requests over the relay's own guarded calls. jsforce by itself follows redirects with the credential, waits 30 minutes, repeats GET and
 * DELETE and refreshes a refused session without end; here each call is made once, and every answer that is an error is classified before jsforce sees it.
 */
import { Transport } from 'jsforce/lib/transport.js';
import type { HttpRequest } from 'jsforce';
import { PassThrough, type Duplex } from 'node:stream';
import { OutsideError, type ApiUsage } from '../engine/ports.ts';
import type { OutgoingAnswer, Send } from '../outgoing/send.ts';
import { salesforceError } from './codes.ts';

/** Salesforce ends a REST or Apex call itself after 120 s. */
export const TIMEOUT_MS = 130_000;

export interface TransportOptions {
  send: Send;
  timeoutMs: number;
  onUsage: (usage: ApiUsage) => void;
}

export class GuardedTransport extends Transport {
  private readonly options: TransportOptions;

  constructor(options: TransportOptions) {
    super();
    this.options = options;
  }

  override getRequestStreamCreator(): (request: HttpRequest) => Duplex {
    return (request) => {
      const stream = new PassThrough();
      this.carry(request).then(
        (answer) => stream.emit('complete', { statusCode: answer.status, headers: answer.headers, body: answer.text }),
        (error: unknown) => stream.emit('error', error)
      );
      return stream;
    };
  }

  /** @throws {OutsideError} also for every answer that is not 2xx, those of OAuth excepted. */
  private async carry(request: HttpRequest): Promise<OutgoingAnswer> {
    const { send, timeoutMs, onUsage } = this.options;
    const login = new URL(request.url).pathname.startsWith('/services/oauth2/');
    const reads = request.method === 'GET' || login;
    const answer = await send({
      side: 'salesforce',
      method: request.method,
      url: request.url,
      headers: request.headers ?? {},
      ...(typeof request.body === 'string' ? { body: request.body } : {}),
      reads,
      timeoutMs
    });
    const usage = usageIn(answer);
    if (usage) onUsage(usage);
    if (login && answer.status < 500) return answer;
    if (answer.status >= 400) throw refusalIn(answer, reads);
    if (answer.text !== '' && !isJson(answer)) throw garbled(request.url, 'is not JSON');
    return answer;
  }
}

/** As `Sforce-Limit-Info` says. Null: the answer does not say. */
export function usageIn({ headers }: Pick<OutgoingAnswer, 'headers'>): ApiUsage | null {
  const found = /api-usage=(\d+)\/(\d+)/.exec(headers['sforce-limit-info'] ?? '');
  return found ? { used: Number(found[1]), limit: Number(found[2]) } : null;
}

/** Salesforce: `[{"errorCode", "message"}]`. The package: `{"code", "message", "fix", "details"}`. */
export function refusalIn(answer: OutgoingAnswer, reads: boolean): OutsideError {
  const body = isJson(answer) ? (JSON.parse(answer.text) as unknown) : null;
  const first = (Array.isArray(body) ? body[0] : body) as { errorCode?: unknown; code?: unknown; message?: unknown } | null | undefined;
  const code = first?.errorCode ?? first?.code;
  const message = typeof first?.message === 'string' ? first.message : '';
  return salesforceError(answer.status, typeof code === 'string' ? code : `HTTP_${answer.status}`, message, reads);
}

function isJson(answer: OutgoingAnswer): boolean {
  if (!/^application\/json/i.test(answer.headers['content-type'] ?? '')) return false;
  try {
    JSON.parse(answer.text);
    return true;
  } catch {
    return false;
  }
}

export function garbled(url: string, how: string): OutsideError {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return new OutsideError(
    'salesforce',
    'garbled',
    'garbled',
    `Salesforce's answer to ${path} ${how}. It is tried again; if it stays, check that the org's address is right and that no proxy answers in its place.`
  );
}
