/**
 * The main thread: listens, hands each request to the worker, makes the worker's callouts. It keeps nothing of the org; latency and faults
 * are its own, so that they hold up nobody else.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { HttpRequest, HttpResponse } from '../types.ts';
import { answerInstead, Faults, sendTruncated } from './faults.ts';
import { frontControl, type FrontState } from './front-control.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';
import { callOut } from './outgoing.ts';
import { StartRefused } from './service.ts';

/** Larger than any other REST call of Salesforce may be; uploads to bulk jobs may have more (Bulk API 2.0: 150 MB). */
const LARGEST_BODY = 50_000_000;
const LARGEST_UPLOAD = 150_000_000;

export interface FrontOptions {
  port: number;
  latencyMs: number;
  /** Where the Lightning page is served, for browsers that call the org directly. */
  pageOrigin: string | null;
  /** The module that the worker opens, and what it is given. */
  module: string;
  serviceOptions: Record<string, unknown>;
}

export interface Front {
  url: string;
  controlKey: string;
  about: Record<string, unknown>;
  /** Rejects when the worker dies by itself. */
  failed: Promise<never>;
  close(): Promise<void>;
}

/** @throws {StartRefused} when the org cannot start, e.g. because its Apex does not compile. */
export async function startFront(options: FrontOptions): Promise<Front> {
  const controlKey = randomBytes(24).toString('hex');
  const state: FrontState = { controlKey, latencyMs: options.latencyMs, faults: new Faults(), calls: new Map() };
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : options.port}`;
  const link = new WorkerLink(options, { ...options.serviceOptions, url, controlKey });
  try {
    const about = await link.ready;
    server.on('request', (request, reply) => {
      void serve(request, reply, state, link, options.pageOrigin);
    });
    return { url, controlKey, about, failed: link.failed, close: () => close(server, link) };
  } catch (cause) {
    server.close();
    throw cause;
  }
}

async function close(server: Server, link: WorkerLink): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await Promise.race([closed, sleep(5_000, undefined, { ref: false })]);
  server.closeAllConnections();
  await link.stop();
}

/** The worker as the front sees it. */
class WorkerLink {
  readonly ready: Promise<Record<string, unknown>>;
  readonly failed: Promise<never>;
  private readonly worker: Worker;
  private readonly signal = new Int32Array(new SharedArrayBuffer(4));
  private readonly open = new Map<number, (response: HttpResponse) => void>();
  private lastRequest = 0;

  constructor(options: FrontOptions, serviceOptions: Record<string, unknown>) {
    const start: WorkerStart = { signal: this.signal.buffer as SharedArrayBuffer, module: options.module, options: serviceOptions };
    // Apex recursion and nested requests share one stack.
    this.worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: start, resourceLimits: { stackSizeMb: 64 } });
    this.failed = new Promise((_resolve, reject) => this.worker.once('error', (error) => reject(error)));
    this.failed.catch(() => this.answerAll());
    this.ready = Promise.race([
      this.failed,
      new Promise<Record<string, unknown>>((resolve, reject) =>
        this.worker.on('message', (message: FromWorker) => {
          if (message.kind === 'ready') {
            resolve(message.about);
          } else if (message.kind === 'refused') {
            reject(new StartRefused(message.lines));
          } else {
            this.receive(message);
          }
        })
      )
    ]);
  }

  request(request: HttpRequest): Promise<HttpResponse> {
    const id = ++this.lastRequest;
    return new Promise((resolve) => {
      this.open.set(id, resolve);
      this.send({ kind: 'request', id, request });
    });
  }

  async stop(): Promise<void> {
    const exited = new Promise((resolve) => this.worker.once('exit', resolve));
    this.send({ kind: 'stop' });
    await Promise.race([exited, sleep(10_000, undefined, { ref: false })]);
    await this.worker.terminate();
  }

  private receive(message: FromWorker): void {
    if (message.kind === 'response') {
      this.open.get(message.id)?.(message.response);
      this.open.delete(message.id);
    } else if (message.kind === 'callout') {
      void callOut(message.call).then((answer) => this.send({ kind: 'callout-answer', id: message.id, answer }));
    }
  }
  private send(message: ToWorker): void {
    this.worker.postMessage(message);
    Atomics.add(this.signal, 0, 1);
    Atomics.notify(this.signal, 0);
  }
  private answerAll(): void {
    const body = JSON.stringify([
      { message: 'The org stand-in stopped because of a fault of its own; see its output.', errorCode: 'UNKNOWN_EXCEPTION' }
    ]);
    this.open.forEach((resolve) => resolve({ status: 500, headers: { 'content-type': 'application/json' }, body }));
    this.open.clear();
  }
}

async function readBody(request: IncomingMessage, largest: number, encoding: 'utf8' | 'latin1'): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largest) {
      return null;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString(encoding);
}

async function serve(
  incoming: IncomingMessage,
  reply: ServerResponse,
  state: FrontState,
  link: WorkerLink,
  pageOrigin: string | null
): Promise<void> {
  const url = (incoming.url ?? '/').replace(/^\/+/, '/');
  const method = incoming.method ?? 'GET';
  try {
    const cors = corsHeaders(incoming, pageOrigin);
    if (method === 'OPTIONS' && cors) {
      reply.writeHead(204, cors).end();
      return;
    }
    const largest = url.includes('/jobs/ingest/') ? LARGEST_UPLOAD : LARGEST_BODY;
    // A zip is binary: a letter a byte, for whoever reads it.
    const body = await readBody(incoming, largest, /\/metadata\/deployRequest$/i.test(url) ? 'latin1' : 'utf8');
    if (body === null) {
      const text = JSON.stringify([{ message: `A request has at most ${largest} bytes.`, errorCode: 'REQUEST_ENTITY_TOO_LARGE' }]);
      reply.writeHead(413, { 'content-type': 'application/json', connection: 'close' }).end(text);
      return;
    }
    const request: HttpRequest = { method, url, headers: headersOf(incoming), body };
    const own = frontControl(request, state);
    if (own) {
      return send(reply, own, cors);
    }
    await pass(request, reply, state, link, cors);
  } catch {
    // The caller went away in the middle of its request; there is nobody to answer.
    reply.destroy();
  }
}

async function pass(
  request: HttpRequest,
  reply: ServerResponse,
  state: FrontState,
  link: WorkerLink,
  cors: Record<string, string> | null
): Promise<void> {
  const outside = request.url.startsWith('/services');
  const fault = state.faults.take(request.method, request.url);
  if (outside) {
    const kind = request.url.split('?')[0]?.split('/').slice(2, 5).join('/') ?? '';
    state.calls.set(kind, (state.calls.get(kind) ?? 0) + 1);
    if (state.latencyMs > 0) {
      await sleep(state.latencyMs);
    }
  }
  if (fault?.kind === 'drop-before') {
    reply.destroy();
    return;
  }
  const instead = fault && answerInstead(fault.kind);
  if (instead) {
    return send(reply, instead, cors);
  }
  const response = await link.request(request);
  if (fault?.kind === 'slow') {
    await sleep(fault.delayMs);
  }
  if (fault?.kind === 'drop-after') {
    reply.destroy();
  } else if (fault?.kind === 'truncated') {
    sendTruncated(reply, response);
  } else {
    send(reply, response, cors);
  }
}

function send(reply: ServerResponse, response: HttpResponse, cors: Record<string, string> | null): void {
  reply.writeHead(response.status, { ...response.headers, ...cors }).end(response.body);
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')])
  );
}

/** Only the page's own origin, and only when one was given. */
function corsHeaders(incoming: IncomingMessage, pageOrigin: string | null): Record<string, string> | null {
  if (pageOrigin === null || incoming.headers.origin !== pageOrigin) {
    return null;
  }
  return {
    'access-control-allow-origin': pageOrigin,
    'access-control-allow-headers': 'authorization, content-type',
    'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
    vary: 'Origin'
  };
}
