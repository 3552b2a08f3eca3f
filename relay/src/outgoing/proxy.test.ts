import assert from 'node:assert/strict';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { after, afterEach, before, test } from 'node:test';
import { generate } from 'selfsigned';
import { startMarketo, success } from '../../testing/marketo-instance.ts';
import { QUERY, records, startOrg } from '../../testing/salesforce-org.ts';
import { ConfigurationError } from '../configuration.ts';
import { guardHosts } from './hosts.ts';
import { useProxy } from './proxy.ts';
import { createSend } from './send.ts';

/** A proxy that tunnels, and notes for whom. */
const asked: string[] = [];
const proxy = http.createServer((_request, response) => response.writeHead(405).end());
proxy.on('connect', (request, socket, head) => {
  asked.push(request.url ?? '');
  const [host = '', port] = (request.url ?? '').split(':');
  const there = net.connect(Number(port), host, () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    there.write(head);
    there.pipe(socket).pipe(there);
  });
  there.on('error', () => socket.destroy());
  socket.on('error', () => there.destroy());
});
let address = '';
let undo = () => undefined as void;
before(async () => {
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterEach(() => {
  undo();
  asked.length = 0;
});
after(() => void proxy.closeAllConnections());
after(() => proxy.close());

const hostOf = (url: string) => new URL(url).host;

test('both clients call by way of the proxy, and past it where NO_PROXY says so', async () => {
  const [org, instance] = await Promise.all([startOrg(), startMarketo()]);
  try {
    org.on(QUERY, records([]));
    instance.on('/rest/asset/v1/programs.json', success([]));
    const both = async () => {
      await org.salesforce.latestCampaigns(1);
      await instance.marketo.programs('', 1);
    };
    undo = useProxy({ HTTP_PROXY: address });
    await both();
    assert.deepEqual(new Set(asked), new Set([hostOf(org.outside.url), hostOf(instance.outside.url)]));
    undo();
    asked.length = 0;
    undo = useProxy({ HTTP_PROXY: address, NO_PROXY: '127.0.0.1' });
    await both();
    assert.deepEqual(asked, []);
  } finally {
    await Promise.all([org.close(), instance.close()]);
  }
});

test('TLS is made with the host itself through the proxy, which cannot stand in for it', async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'somebody else' }]);
  const server = tls.createServer({ key, cert }, (socket) => socket.end());
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    undo = useProxy({ HTTPS_PROXY: address });
    const call = createSend(guardHosts([host]))({ side: 'marketo', method: 'GET', url: `https://${host}/`, reads: true, timeoutMs: 5_000 });
    await assert.rejects(call, { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    assert.deepEqual(asked, [host]);
  } finally {
    server.close();
  }
});

test('a host that may not be called is not asked of the proxy either', async () => {
  undo = useProxy({ HTTP_PROXY: address, HTTPS_PROXY: address });
  for (const url of ['https://attacker.example.com/', 'http://169.254.169.254/latest/meta-data']) {
    const call = createSend(guardHosts([]))({ side: 'marketo', method: 'GET', url, reads: true, timeoutMs: 5_000 });
    await assert.rejects(call, { code: 'host-not-allowed' });
  }
  assert.deepEqual(asked, []);
});

test('an address that is none is refused before anything is called, without the password in it', () => {
  for (const text of ['proxy.example.com:3128', 'socks5://user:hunter2@proxy.example.com', 'http//']) {
    assert.throws(
      () => useProxy({ HTTPS_PROXY: text }),
      (error: Error) => error instanceof ConfigurationError && /^HTTPS_PROXY: /.test(error.message) && !error.message.includes('hunter2')
    );
  }
});
