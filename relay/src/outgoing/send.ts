/**
 * One HTTP call to the outside: guarded host, no redirects, a time limit, a size limit. What goes wrong is told apart by whether the other side
 * may have acted: that is what decides between "try again" and "may have happened".
 */
import { OutsideError, type Side } from '../engine/ports.ts';
import type { HostGuard } from './hosts.ts';

export interface OutgoingRequest {
  side: Side;
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** The call changes nothing there, whatever its verb: a lost answer can be asked for again. */
  reads: boolean;
  timeoutMs: number;
}
export interface OutgoingAnswer {
  status: number;
  headers: Record<string, string>;
  bytes: Uint8Array;
  /** The bytes as UTF-8. */
  text: string;
}
/** @throws {OutsideError} `temporary`, `no-answer`, `garbled` (a redirect, too large) or `refused` (host). */
export type Send = (request: OutgoingRequest) => Promise<OutgoingAnswer>;

/** Largest answers seen: 2,000 query rows or 300 leads with wide fields, about 2 MB; pieces of an extract are asked for in 8 MB. */
const MOST_BYTES = 32_000_000;

const UNTRUSTED = [
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID'
];

/** The connection was never made, so nothing was asked. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  ...UNTRUSTED
]);

export function createSend(hosts: HostGuard): Send {
  return async (request) => {
    hosts.check(request.side, request.url);
    try {
      const answer = await fetch(request.url, {
        method: request.method,
        headers: request.headers ?? {},
        ...(request.body === undefined ? {} : { body: request.body }),
        redirect: 'manual',
        signal: AbortSignal.timeout(request.timeoutMs)
      });
      if (answer.status >= 300 && answer.status < 400) {
        await answer.body?.cancel();
        throw redirected(request, answer);
      }
      const bytes = await readBytes(answer, request);
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        bytes,
        get text() {
          return new TextDecoder().decode(bytes);
        }
      };
    } catch (cause) {
      throw cause instanceof OutsideError ? cause : failed(request, cause);
    }
  };
}

async function readBytes(answer: Response, request: OutgoingRequest): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    chunks.push(chunk as Uint8Array);
    length += (chunk as Uint8Array).length;
    if (length > MOST_BYTES) {
      throw new OutsideError(
        request.side,
        'garbled',
        'too-large',
        `${hostOf(request)} sent more than ${MOST_BYTES / 1_000_000} MB in one answer; the relay stopped reading.`
      );
    }
  }
  return Buffer.concat(chunks);
}

function redirected(request: OutgoingRequest, answer: Response): OutsideError {
  const to = answer.headers.get('location') ?? 'nowhere';
  const target = URL.canParse(to, request.url) ? new URL(to, request.url).host : to;
  return new OutsideError(
    request.side,
    'garbled',
    'redirect',
    `${hostOf(request)} sent the relay on to ${target}. Redirects are not followed, since the call carries a credential; put the right address into the tenant.`
  );
}

function failed(request: OutgoingRequest, cause: unknown): OutsideError {
  const code = codeOf(cause);
  const said = `${hostOf(request)} ${sentence(code, request.timeoutMs)}`;
  // TLS and DNS failures come before the request, too, under many names; a time limit or a reset may come after it.
  if (NEVER_SENT.has(code) || request.reads)
    return new OutsideError(request.side, 'temporary', code, `${said} It is tried again.`, { cause });
  return new OutsideError(
    request.side,
    'no-answer',
    code,
    `${said} What was asked may or may not have happened; it is looked up before anything is repeated.`,
    {
      cause
    }
  );
}

function codeOf(cause: unknown): string {
  if (cause instanceof DOMException && cause.name === 'TimeoutError') return 'timeout';
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const code = (inner as { code?: unknown }).code;
  return typeof code === 'string' ? code : inner instanceof Error ? inner.name : 'unknown';
}

function sentence(code: string, timeoutMs: number): string {
  if (code === 'timeout') return `gave no answer within ${timeoutMs / 1000} s.`;
  if (code === 'ECONNREFUSED') return 'refuses connections.';
  if (code === 'ENOTFOUND') return 'is not known to DNS.';
  if (UNTRUSTED.includes(code)) {
    return `shows a certificate that the relay does not trust (${code}). Where the host is right, look at this machine's clock, and for a proxy that opens TLS.`;
  }
  return `broke the connection (${code}).`;
}

const hostOf = (request: OutgoingRequest) => new URL(request.url).host;
