/** What the worker thread runs. One synchronous machine: every method returns when its work is done. */
import type { Callouts, HttpRequest, HttpResponse } from '../types.ts';

export interface OrgService {
  /** Printed by the command when ready. */
  readonly about: Record<string, unknown>;
  handle(request: HttpRequest): HttpResponse;
  /** Serves `work` while a transaction waits for its callout. */
  aside<T>(work: () => T): T;
  /** One job that is due; false when there is none. */
  runDueJob(): boolean;
  /** Milliseconds until the next job is due, or null. */
  nextJobIn(): number | null;
  close(): void;
}

export interface ServiceModule {
  /** Throws `StartRefused` when the project cannot be used. */
  openService(options: unknown, callouts: Callouts): OrgService;
}

export class StartRefused extends Error {
  readonly lines: string[];
  constructor(lines: string[]) {
    super(lines.join('\n'));
    this.name = 'StartRefused';
    this.lines = lines;
  }
}
