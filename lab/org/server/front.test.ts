import test, { type TestContext } from 'node:test';
import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { startFront, type Front } from './front.ts';
import { StartRefused } from './service.ts';

const module = new URL('./testing/calling-service.ts', import.meta.url).href;

async function open(t: TestContext, more: { latencyMs?: number; pageOrigin?: string } = {}): Promise<Front> {
  const front = await startFront({
    port: 0,
    latencyMs: more.latencyMs ?? 0,
    pageOrigin: more.pageOrigin ?? null,
    module,
    serviceOptions: {}
  });
  t.after(() => front.close());
  return front;
}
async function outside(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}
/** An address where nobody listens. */
async function freeAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}
const get = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, body: await response.text() };
};
const notesOf = async (front: Front) => JSON.parse((await get(`${front.url}/services/notes`)).body) as { notes: string[]; aside: number };
const control = (front: Front, method: string, path: string, body?: unknown, key = front.controlKey) =>
  fetch(`${front.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  });

test('the called service reads and writes the org before it answers, and nothing deadlocks', async (t) => {
  const front = await open(t);
  const relay = await outside(t, (_request, reply) => {
    void (async () => {
      await get(`${front.url}/services/note?text=from-the-relay`);
      reply.end((await get(`${front.url}/services/notes`)).body);
    })();
  });
  const answer = await get(`${front.url}/services/call?url=${encodeURIComponent(relay)}`);
  assert.equal(answer.body, '200 {"notes":["from-the-relay"],"aside":2}');
});

test('callouts nest: a request served during a callout calls out itself', async (t) => {
  const front = await open(t);
  const relay = await outside(t, (request, reply) => {
    const depth = Number(request.headers['x-depth']);
    if (depth === 5) {
      reply.end('bottom');
      return;
    }
    void get(`${front.url}/services/call?depth=${depth + 1}&url=${encodeURIComponent(`http://${request.headers.host}`)}`).then((inner) =>
      reply.end(`${depth} ${inner.body}`)
    );
  });
  const answer = await get(`${front.url}/services/call?depth=0&url=${encodeURIComponent(relay)}`);
  assert.equal(answer.body, '200 0 200 1 200 2 200 3 200 4 200 bottom');
});

test('more requests than the stack is deep are all answered', async (t) => {
  const front = await open(t);
  const relay = await outside(t, (_request, reply) => {
    setTimeout(() => reply.end('late'), 150);
  });
  const answers = await Promise.all(Array.from({ length: 60 }, () => get(`${front.url}/services/call?url=${encodeURIComponent(relay)}`)));
  assert.deepEqual(new Set(answers.map((one) => one.body)), new Set(['200 late']));
});

test('callouts: refused schemes, time-outs, refused connections and redirects are told as Apex tells them', async (t) => {
  const front = await open(t);
  const relay = await outside(t, (request, reply) => {
    if (request.url === '/moved') {
      reply.writeHead(302, { location: '/elsewhere' }).end();
    }
  });
  const call = (url: string, more = '') => get(`${front.url}/services/call?url=${encodeURIComponent(url)}${more}`);
  const closed = await freeAddress();
  assert.deepEqual(await call('file:///etc/passwd'), { status: 500, body: 'unknown protocol: file' });
  assert.deepEqual(await call(closed), { status: 500, body: 'Connection refused' });
  assert.deepEqual(await call(`${relay}/never`, '&timeout=80'), { status: 500, body: 'Read timed out' });
  assert.equal((await call(`${relay}/moved`)).body, '302 ');
});

test('a job runs on its own after the request that left it', async (t) => {
  const front = await open(t);
  await get(`${front.url}/services/later`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual((await notesOf(front)).notes, ['job']);
});

test('latency delays each call and holds up no other', async (t) => {
  const front = await open(t, { latencyMs: 200 });
  const before = performance.now();
  await Promise.all(Array.from({ length: 10 }, () => get(`${front.url}/services/notes`)));
  const taken = performance.now() - before;
  assert.ok(taken >= 195 && taken < 1_900, `${taken} ms`);
  await control(front, 'PUT', '/lab/latency', { ms: 0 });
  const again = performance.now();
  await get(`${front.url}/services/notes`);
  assert.ok(performance.now() - again < 195);
});

test('faults spoil exactly the calls they name', async (t) => {
  const front = await open(t);
  const note = (text: string) => fetch(`${front.url}/services/note?text=${text}`, { method: 'POST' });
  await control(front, 'POST', '/lab/faults', { kind: 'drop-before', path: '/note' });
  await assert.rejects(note('a'));
  await control(front, 'POST', '/lab/faults', { kind: 'drop-after', path: '/note' });
  await assert.rejects(note('b'));
  await control(front, 'POST', '/lab/faults', { kind: 'truncated', path: '/notes' });
  await assert.rejects(get(`${front.url}/services/notes`));
  await control(front, 'POST', '/lab/faults', { kind: 'unavailable', times: 2 });
  assert.deepEqual([(await note('c')).status, (await note('d')).status], [503, 503]);
  await control(front, 'POST', '/lab/faults', { kind: 'html', method: 'post' });
  assert.deepEqual((await notesOf(front)).notes, ['b']);
  assert.match(await (await note('e')).text(), /^<html>/);
  assert.equal((await note('f')).status, 200);
});

test('the control surface needs its key', async (t) => {
  const front = await open(t);
  assert.equal((await control(front, 'GET', '/lab/faults', undefined, 'wrong')).status, 401);
  assert.equal((await control(front, 'POST', '/lab/faults', { kind: 'earthquake' })).status, 400);
  await get(`${front.url}/services/notes`);
  assert.deepEqual(await (await control(front, 'GET', '/lab/calls')).json(), { calls: { notes: 1 } });
});

test('only the page given at the start may call from a browser', async (t) => {
  const front = await open(t, { pageOrigin: 'http://127.0.0.1:4000' });
  const from = (origin: string) => fetch(`${front.url}/lab/aura`, { method: 'OPTIONS', headers: { origin } });
  assert.equal((await from('http://127.0.0.1:4000')).headers.get('access-control-allow-origin'), 'http://127.0.0.1:4000');
  assert.equal((await from('http://127.0.0.1:4001')).headers.get('access-control-allow-origin'), null);
});

test('an org that cannot start says why, a line for each fault', async () => {
  const starting = startFront({ port: 0, latencyMs: 0, pageOrigin: null, module, serviceOptions: { refuse: true } });
  await assert.rejects(starting, (error) => error instanceof StartRefused && error.lines.length === 2);
});

test('a worker that dies answers everybody and is told', async (t) => {
  const front = await open(t);
  const answer = get(`${front.url}/services/die`);
  await assert.rejects(front.failed, /the worker dies/);
  assert.equal((await answer).status, 500);
});
