/** A tiny HTTP server that plays one side in a test: it remembers what was asked and answers as told, well or badly. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guardHosts, type HostGuard } from '../src/outgoing/hosts.ts';

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}
/** An object is answered as JSON with status 200; `raw` does as it likes. */
export type Answer = {
  status?: number;
  json?: unknown;
  text?: string;
  headers?: Record<string, string>;
  raw?: (response: ServerResponse) => void;
};
export type Answering = (asked: Asked, index: number) => Answer | Promise<Answer>;

export interface OutsideServer {
  url: string;
  host: string;
  hosts: HostGuard;
  asked: Asked[];
  /** Those asked of one path. */
  askedOf(path: string): Asked[];
  answer(answering: Answering): void;
  close(): Promise<void>;
}

export async function startOutside(answering: Answering): Promise<OutsideServer> {
  const asked: Asked[] = [];
  let now = answering;
  const server: Server = createServer((request, response) => {
    void readBody(request).then(async (body) => {
      const url = new URL(request.url ?? '/', 'http://outside');
      const one = { method: request.method ?? '', path: url.pathname, query: url.searchParams, headers: request.headers, body };
      asked.push(one);
      write(response, await now(one, asked.length - 1));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    hosts: guardHosts([host]),
    asked,
    askedOf: (path) => asked.filter((one) => one.path === path),
    answer: (other) => {
      now = other;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      })
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

function write(response: ServerResponse, answer: Answer): void {
  if (answer.raw) return answer.raw(response);
  const json = answer.text === undefined;
  response.writeHead(answer.status ?? 200, { 'content-type': json ? 'application/json;charset=UTF-8' : 'text/html', ...answer.headers });
  response.end(json ? JSON.stringify(answer.json ?? null) : answer.text);
}

/** Faults that any call may meet. */
export const faults = {
  /** Never answers. */
  hang: { raw: () => undefined } satisfies Answer,
  /** Promises more than it sends, then breaks off. */
  truncated: {
    raw: (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"success":tr');
      setTimeout(() => response.destroy(), 10);
    }
  } satisfies Answer,
  /** Breaks off before a word. */
  reset: { raw: (response) => void response.destroy() } satisfies Answer,
  webPage: { text: '<html><body>Down for maintenance</body></html>' } satisfies Answer,
  halfJson: {
    raw: (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true,"resu')
  } satisfies Answer,
  elsewhere: { status: 302, headers: { location: 'https://elsewhere.example.com/' }, text: '' } satisfies Answer
};
