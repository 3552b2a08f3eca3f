import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Cable } from './half-open.ts';

test('a cut cable neither answers nor closes, what is sent on it may still arrive, and a new connection works', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    setTimeout(() => response.end('heard'), 100);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cable = await Cable.to((server.address() as AddressInfo).port);
  const ask = (path: string, ms: number) =>
    fetch(`http://127.0.0.1:${cable.port}/${path}`, { signal: AbortSignal.timeout(ms), headers: { connection: 'close' } }).then(
      (answer) => answer.text(),
      (error: Error) => error.name
    );
  assert.equal(await ask('whole', 2_000), 'heard');
  const under = ask('carried-out', 600);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(cable.cut(true), 1);
  assert.equal(await under, 'TimeoutError');
  assert.equal(await ask('afresh', 2_000), 'heard');
  assert.deepEqual(asked, ['/whole', '/carried-out', '/afresh']);
  await cable.close();
  server.close();
});
