/** What the two threads say to each other: the front speaks HTTP and makes callouts, the worker runs the org. */
import type { HttpRequest, HttpResponse } from '../types.ts';

export interface OutgoingCall {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
}

export type ToWorker =
  | { kind: 'request'; id: number; request: HttpRequest }
  | { kind: 'callout-answer'; id: number; answer: HttpResponse | { error: string } }
  | { kind: 'stop' };

export type FromWorker =
  | { kind: 'ready'; about: Record<string, unknown> }
  /** The org cannot start: sentences for people, one a line. */
  | { kind: 'refused'; lines: string[] }
  | { kind: 'response'; id: number; response: HttpResponse }
  | { kind: 'callout'; id: number; call: OutgoingCall }
  | { kind: 'stopped' };

/** Given to the worker at its start. */
export interface WorkerStart {
  /** Counts messages to the worker; it sleeps on this while a callout is under way. */
  signal: SharedArrayBuffer;
  /** A module with `openService(options, callouts)`. */
  module: string;
  options: unknown;
}
