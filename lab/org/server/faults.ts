/**
 * Faults that a test asks for: the next calls that match are spoilt on their way, as networks and gateways spoil them. Handled on the
 * front, so the org below behaves as ever.
 */
import type { ServerResponse } from 'node:http';
import type { HttpResponse } from '../types.ts';

export type FaultKind =
  | 'drop-before' // the connection breaks, nothing was executed
  | 'drop-after' // executed, then the connection breaks: the caller cannot know
  | 'unavailable' // 503, nothing was executed
  | 'html' // a gateway's page with status 200, nothing was executed
  | 'slow' // executed at once, answered after `delayMs`
  | 'truncated'; // executed, half of the answer arrives
export const FAULT_KINDS: FaultKind[] = ['drop-before', 'drop-after', 'unavailable', 'html', 'slow', 'truncated'];

export interface Fault {
  kind: FaultKind;
  /** How many calls it still spoils. */
  times: number;
  /** Upper case; null for all. */
  method: string | null;
  /** A part of the path; null for all under /services. */
  path: string | null;
  delayMs: number;
}

export class Faults {
  private list: Fault[] = [];

  add(fault: Fault): void {
    this.list.push(fault);
  }
  clear(): void {
    this.list = [];
  }
  all(): Fault[] {
    return this.list;
  }
  /** Takes one use of the first fault that matches. */
  take(method: string, url: string): Fault | null {
    const fault = this.list.find(
      (one) => (one.method === null || one.method === method) && (one.path === null ? url.startsWith('/services') : url.includes(one.path))
    );
    if (!fault) {
      return null;
    }
    fault.times--;
    this.list = this.list.filter((one) => one.times > 0);
    return fault;
  }
}

/** What is answered without executing anything; null when the call goes on. */
export function answerInstead(kind: FaultKind): HttpResponse | null {
  if (kind === 'unavailable') {
    const body = JSON.stringify([{ message: 'The service is temporarily unavailable. Try again later.', errorCode: 'SERVER_UNAVAILABLE' }]);
    return { status: 503, headers: { 'content-type': 'application/json;charset=UTF-8' }, body };
  }
  if (kind === 'html') {
    const body = '<html><head><title>Maintenance</title></head><body><h1>We are down for maintenance.</h1></body></html>';
    return { status: 200, headers: { 'content-type': 'text/html;charset=UTF-8' }, body };
  }
  return null;
}

/** Sends half of the answer under a header that promises all of it, then breaks the connection. */
export function sendTruncated(reply: ServerResponse, response: HttpResponse): void {
  const body = Buffer.from(response.body, 'utf8');
  reply.writeHead(response.status, { ...response.headers, 'content-length': String(Math.max(body.length, 2)) });
  reply.write(body.subarray(0, Math.floor(body.length / 2)), () => reply.destroy());
}
