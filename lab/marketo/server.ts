/** The instance over HTTP: identity, REST with its limits and faults, and the control surface. */
import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { control, isAllowed, type ControlParts } from './control/control.ts';
import { Faults, type Fault } from './control/faults.ts';
import { FlowStepCaller } from './flow-steps/control.ts';
import { CALLBACK_PATH } from './flow-steps/runs.ts';
import { ApiError, refusal, Unsupported, type Answer, type Call } from './rest/envelope.ts';
import { Tokens } from './rest/identity.ts';
import { Quota } from './rest/quota.ts';
import { route } from './rest/routes.ts';
import { Instance } from './state/instance.ts';
import { Switches } from './switches.ts';

export interface ServerOptions {
  port: number;
  /** File of the rows, or null for memory. */
  data: string | null;
  /** File that gets every call and answer, one line of JSON each, or null. */
  record: string | null;
  switches: Record<string, unknown>;
  latencyMs: number;
  controlKey: string | null;
}
export interface MarketoServer {
  ready: { url: string; munchkinId: string; clientId: string; clientSecret: string; controlKey: string };
  instance: Instance;
  close: () => Promise<void>;
}

const MOST_BODY = 1_048_576;
const MOST_ADDRESS = 8192;

/** @throws {Error} a sentence for a switch that does not exist. */
export async function startMarketo(options: ServerOptions): Promise<MarketoServer> {
  const switches = new Switches();
  Object.entries(options.switches).forEach(([name, value]) => switches.set(name, value));
  const instance = new Instance(options.data, switches);
  const parts: ControlParts = {
    instance,
    faults: new Faults(),
    tokens: new Tokens(instance),
    quota: new Quota(instance),
    key: options.controlKey ?? randomBytes(24).toString('hex'),
    latency: { ms: options.latencyMs },
    calls: new Map(),
    flowSteps: new FlowStepCaller(instance)
  };
  const server = createServer((request, response) => {
    serve(parts, options.record, request, response).catch((cause: unknown) => {
      process.stderr.write(`${cause instanceof Error ? cause.stack : String(cause)}\n`);
      response.writeHead(500, { 'content-type': 'text/plain' }).end('A fault of the Marketo stand-in; its stack is on stderr.');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ready: { url, ...instance.secrets, controlKey: parts.key },
    instance,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      instance.close();
    }
  };
}

async function serve(parts: ControlParts, record: string | null, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://marketo');
  const text = await bodyOf(request);
  const method = request.method ?? 'GET';
  if (url.pathname === CALLBACK_PATH && method === 'POST') {
    return receive(parts, request, response, text);
  }
  if (url.pathname.startsWith('/lab/')) {
    const steps = url.pathname.startsWith('/lab/flow-step') && isAllowed(parts, request.headers.authorization ?? '');
    const self = `http://${request.headers.host ?? '127.0.0.1'}`;
    const stepAnswer = steps ? await parts.flowSteps.control(method, url.pathname, text, self) : null;
    if (stepAnswer) {
      return send(response, stepAnswer);
    }
    const answer = parts.instance.together(() => control(parts, method, url, request.headers.authorization ?? '', text));
    return send(response, answer);
  }
  if (parts.latency.ms > 0) {
    await sleep(parts.latency.ms);
  }
  if (url.pathname === '/identity/oauth/token') {
    const form = request.headers['content-type']?.includes('x-www-form-urlencoded') ? new URLSearchParams(text) : [];
    return send(response, parts.tokens.grant(new URLSearchParams([...url.searchParams, ...form])), { 'cache-control': 'no-store' });
  }
  const answer = await limited(parts, request, method, url, text);
  if (record !== null && answer !== null) {
    const call = { method, path: url.pathname, query: url.search, contentType: request.headers['content-type'] ?? null, body: text };
    appendFileSync(record, `${JSON.stringify({ ...call, status: answer.status, answer: answer.body })}\n`);
  }
  if (answer === null) {
    request.socket.destroy();
    return;
  }
  send(response, answer);
}

/** The callback of a flow step, behind the same faults as every other call. */
async function receive(parts: ControlParts, request: IncomingMessage, response: ServerResponse, text: string): Promise<void> {
  const fault = parts.faults.take('POST', CALLBACK_PATH);
  const early = fault && (await before(fault));
  if (early) {
    return send(response, early);
  }
  if (early === null && fault !== null) {
    request.socket.destroy();
    return;
  }
  const answer = parts.flowSteps.runs.take(request.headers, text, parts.flowSteps.providers);
  if (fault?.kind === 'drop-after') {
    request.socket.destroy();
    return;
  }
  send(response, answer);
}

async function limited(parts: ControlParts, request: IncomingMessage, method: string, url: URL, text: string): Promise<Answer | null> {
  let entered = false;
  let answer: Answer | null;
  try {
    parts.tokens.check(request.headers.authorization);
    parts.quota.enter();
    entered = true;
    answer = await answerOf(parts, callOf(request, method, url, text));
  } catch (cause) {
    answer = faultOf(cause);
  }
  if (entered) {
    const errors = (answer?.body as { errors?: { code: string }[] } | undefined)?.errors;
    parts.quota.leave(errors?.[0]?.code ?? null);
  }
  return answer;
}

function faultOf(cause: unknown): Answer {
  if (cause instanceof ApiError) {
    return refusal(cause);
  }
  if (cause instanceof Unsupported) {
    return { status: 501, body: null, text: cause.message };
  }
  throw cause;
}

function callOf(request: IncomingMessage, method: string, url: URL, text: string): Call {
  if ((request.url ?? '').length > MOST_ADDRESS && !url.pathname.startsWith('/rest/asset/')) {
    throw new ApiError(414, 'Request-URI Too Long');
  }
  if (text.length > MOST_BODY) {
    throw new ApiError(413, 'Request Entity Too Large');
  }
  const type = request.headers['content-type'] ?? '';
  const range = request.headers.range ?? null;
  const form = type.includes('x-www-form-urlencoded') ? new URLSearchParams(text) : new URLSearchParams();
  const query = new URLSearchParams([...url.searchParams, ...form]);
  const isAsset = url.pathname.startsWith('/rest/asset/');
  if (query.get('_method') === 'GET' && method === 'POST' && !isAsset) {
    query.delete('_method');
    // Compound keys of custom objects are asked for in a JSON body.
    return { method: 'GET', path: url.pathname, query, body: type.includes('application/json') ? jsonOf(text) : null, range };
  }
  if (method !== 'POST' || isAsset) {
    return { method, path: url.pathname, query, body: null, range };
  }
  if (text !== '' && !type.includes('application/json')) {
    throw new ApiError(612, 'Invalid Content Type');
  }
  return { method, path: url.pathname, query, body: text === '' ? null : jsonOf(text), range };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(609, 'Invalid JSON');
  }
}

/** Null: the connection is to be cut. */
async function answerOf(parts: ControlParts, call: Call): Promise<Answer | null> {
  const fault = parts.faults.take(call.method, call.path);
  const early = fault && (await before(fault));
  if (early !== undefined && fault !== null) {
    return early ?? null;
  }
  const { template, run } = route(call);
  const name = `${call.method} ${template}`;
  parts.calls.set(name, (parts.calls.get(name) ?? 0) + 1);
  const answer = parts.instance.together(() => run(parts.instance, parts.quota));
  if (fault?.kind === 'drop-after') {
    return null;
  }
  return fault?.kind === 'error-after' ? refusal(new ApiError(fault.code, fault.message)) : answer;
}

/** Undefined: the work is to be done. */
async function before(fault: Fault): Promise<Answer | null | undefined> {
  switch (fault.kind) {
    case 'error':
      return refusal(new ApiError(fault.code, fault.message));
    case 'http':
      return { status: fault.status, body: null, text: '<html><body>Service unavailable</body></html>' };
    case 'garbage':
      return { status: 200, body: null, text: '{"requestId":"1f2a#18c","success":tr' };
    case 'hang':
      await sleep(600_000, undefined, { ref: false });
      return null;
    case 'drop-before':
      return null;
    case 'drop-after':
    case 'error-after':
      return undefined;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, answer: Answer, headers: Record<string, string> = {}): void {
  if (answer.file) {
    response.writeHead(answer.status, answer.headers).end(answer.file);
    return;
  }
  const type = answer.text === undefined ? 'application/json;charset=UTF-8' : 'text/html;charset=UTF-8';
  response.writeHead(answer.status, { 'content-type': type, ...headers }).end(answer.text ?? JSON.stringify(answer.body));
}
