/**
 * The worker's side of the channel. A callout blocks the worker's stack, as it blocks an Apex transaction, yet the worker goes on serving:
 * whoever is called by Apex may read the org back before answering. New requests are served on top of the waiting stack, and an answer
 * that comes while a later callout waits is kept until the stack has come down to it.
 *
 * One stack means that a request served on top delays the one below by its own callouts. Jobs therefore run on an empty stack only.
 */
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { CalloutError, type Callouts, type HttpResponse } from '../types.ts';
import type { FromWorker, OutgoingCall, ToWorker } from './messages.ts';
import type { OrgService } from './service.ts';

/** Waiting transactions on one stack. Beyond it requests wait in the channel; each level takes some kilobytes of stack. */
const DEEPEST = 24;

export class Exchange implements Callouts {
  private readonly port: MessagePort;
  private readonly signal: Int32Array;
  private service: OrgService | null = null;
  private depth = 0;
  private lastCallout = 0;
  private readonly answers = new Map<number, HttpResponse | { error: string }>();
  /** Came in while the stack was too deep. */
  private readonly waiting: ToWorker[] = [];
  private timer: NodeJS.Timeout | undefined;
  /** Asked for; done when the stack is empty. */
  private stopping = false;
  private stopped = false;

  constructor(port: MessagePort, signal: SharedArrayBuffer) {
    this.port = port;
    this.signal = new Int32Array(signal);
  }

  serve(service: OrgService): void {
    this.service = service;
    this.port.on('message', (message: ToWorker) => this.receive(message));
    this.scheduleJobs();
  }

  /** @throws {CalloutError} when no answer came. */
  send(call: OutgoingCall): HttpResponse {
    const id = ++this.lastCallout;
    this.post({ kind: 'callout', id, call });
    this.depth++;
    try {
      for (;;) {
        const answer = this.answers.get(id);
        if (answer) {
          this.answers.delete(id);
          if ('error' in answer) {
            throw new CalloutError(answer.error);
          }
          return answer;
        }
        this.waitForMessage();
      }
    } finally {
      this.depth--;
      if (this.depth === 0) {
        // What was put off is served as ordinary requests, after the transaction that now goes on.
        setImmediate(() => this.serveWaiting());
      }
    }
  }

  private waitForMessage(): void {
    // Read before the look into the channel, so that a message sent in between ends the sleep at once.
    const seen = Atomics.load(this.signal, 0);
    const next = this.depth < DEEPEST ? this.waiting.shift() : undefined;
    const message = next ?? (receiveMessageOnPort(this.port)?.message as ToWorker | undefined);
    if (message === undefined) {
      Atomics.wait(this.signal, 0, seen);
    } else {
      this.receive(message);
    }
  }

  private serveWaiting(): void {
    for (let message = this.waiting.shift(); message; message = this.waiting.shift()) {
      this.receive(message);
    }
    if (this.stopping) {
      this.stop();
    }
  }

  private receive(message: ToWorker): void {
    if (message.kind === 'callout-answer') {
      this.answers.set(message.id, message.answer);
    } else if (message.kind === 'stop') {
      this.stopping = true;
      if (this.depth === 0) {
        this.stop();
      }
    } else if (this.depth >= DEEPEST) {
      this.waiting.push(message);
    } else {
      this.answer(message.id, message.request);
    }
  }

  private answer(id: number, request: Parameters<OrgService['handle']>[0]): void {
    const service = this.service;
    if (!service) {
      throw new Error('A request came before the org was opened.');
    }
    const work = () => service.handle(request);
    const response = this.depth > 0 ? service.aside(work) : work();
    this.post({ kind: 'response', id, response });
    if (this.depth === 0) {
      this.scheduleJobs();
    }
  }

  /** One job a turn of the event loop, so that requests come in between. */
  private scheduleJobs(): void {
    clearTimeout(this.timer);
    const wait = this.service?.nextJobIn() ?? null;
    if (wait !== null && !this.stopping) {
      this.timer = setTimeout(() => this.runJob(), Math.min(Math.max(wait, 0), 2 ** 31 - 1));
    }
  }
  private runJob(): void {
    this.service?.runDueJob();
    this.scheduleJobs();
  }

  private stop(): void {
    if (this.stopped) {
      return;
    }
    this.stopped = true;
    clearTimeout(this.timer);
    this.service?.close();
    this.post({ kind: 'stopped' });
    this.port.close();
  }

  private post(message: FromWorker): void {
    this.port.postMessage(message);
  }
}
