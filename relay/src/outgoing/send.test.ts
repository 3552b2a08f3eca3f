import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import test, { after, before } from 'node:test';
import { faults, startOutside, type OutsideServer } from '../../testing/outside-server.ts';
import { OutsideError } from '../engine/ports.ts';
import { createSend } from './send.ts';

let outside: OutsideServer;
before(async () => {
  outside = await startOutside(() => ({ json: { ok: true } }));
});
after(() => outside.close());

const request = (reads: boolean, timeoutMs = 2_000) => ({
  side: 'marketo' as const,
  method: reads ? 'GET' : 'POST',
  url: `${outside.url}/x`,
  reads,
  timeoutMs,
  ...(reads ? {} : { body: '{}' })
});
async function kindOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => assert.fail('expected a failure'),
    (cause: unknown) => cause
  );
  assert.ok(error instanceof OutsideError);
  return `${error.kind} ${error.code}`;
}

test('an answer comes whole, with status and headers', async () => {
  outside.answer(() => ({ status: 418, json: { a: 'ä' }, headers: { 'x-y': 'z' } }));
  const answer = await createSend(outside.hosts)(request(true));
  assert.deepEqual([answer.status, JSON.parse(answer.text), answer.headers['x-y']], [418, { a: 'ä' }, 'z']);
});

test('silence is a lost answer for a write and temporary for a read', async () => {
  const send = createSend(outside.hosts);
  outside.answer(() => faults.hang);
  assert.equal(await kindOf(send(request(false, 60))), 'no-answer timeout');
  assert.equal(await kindOf(send(request(true, 60))), 'temporary timeout');
});

test('a connection that breaks in the middle loses the answer of a write', async () => {
  const send = createSend(outside.hosts);
  for (const fault of [faults.truncated, faults.reset]) {
    outside.answer(() => fault);
    assert.match(await kindOf(send(request(false))), /^no-answer /);
    assert.match(await kindOf(send(request(true))), /^temporary /);
  }
});

test('a write that could not even connect did not happen', async () => {
  const gone = await startOutside(() => ({}));
  await gone.close();
  const call = createSend(gone.hosts)({ ...request(false), url: gone.url });
  assert.equal(await kindOf(call), 'temporary ECONNREFUSED');
});

test('a host whose certificate nobody vouches for is told nothing, and it is said why', async () => {
  const { generate } = await import('selfsigned');
  const { createServer } = await import('node:https');
  const { guardHosts } = await import('./hosts.ts');
  const made = await generate([{ name: 'commonName', value: 'localhost' }], { notAfterDate: new Date(Date.now() + 86_400_000) });
  let asked = 0;
  const server = createServer({ key: made.private, cert: made.cert }, (_request, response) => {
    asked++;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  try {
    await assert.rejects(createSend(guardHosts([host]))({ ...request(false), url: `https://${host}/x` }), (error: OutsideError) => {
      assert.deepEqual([error.kind, error.code], ['temporary', 'DEPTH_ZERO_SELF_SIGNED_CERT']);
      assert.match(error.message, /^localhost:\d+ shows a certificate that the relay does not trust/);
      return true;
    });
    assert.equal(asked, 0);
  } finally {
    server.close();
  }
});

test('a redirect is not followed, and its target is named', async () => {
  outside.answer(() => faults.elsewhere);
  const before = outside.asked.length;
  await assert.rejects(createSend(outside.hosts)(request(true)), (error: OutsideError) => {
    assert.equal(error.kind, 'garbled');
    assert.match(error.message, /elsewhere\.example\.com/);
    return true;
  });
  assert.equal(outside.asked.length, before + 1);
});

test('a host that is not allowed is never called', async () => {
  const before = outside.asked.length;
  const { guardHosts } = await import('./hosts.ts');
  assert.equal(await kindOf(createSend(guardHosts([]))(request(true))), 'refused host-not-allowed');
  assert.equal(outside.asked.length, before);
});
