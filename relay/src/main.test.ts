import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { startMarketo, type MarketoInstance } from '../testing/marketo-instance.ts';
import { startOrg, type Org, ORG } from '../testing/salesforce-org.ts';
import { runCommand } from './cli.ts';
import { organisationId } from './tenants/details.ts';

const CLI = path.join(import.meta.dirname, 'cli.ts');
const BASE = '/services/apexrest/marketo-sync/v1';
const orgId = organisationId(ORG.slice(0, 15));
let folder: string;
let environment: Record<string, string>;
let org: Org;
let marketo: MarketoInstance;
let clientId: string;
let clientSecret: string;

before(async () => {
  [org, marketo] = await Promise.all([startOrg(), startMarketo()]);
  folder = mkdtempSync(path.join(tmpdir(), 'relay-serve-'));
  environment = {
    RELAY_KEY: randomBytes(32).toString('base64'),
    RELAY_DATABASE: path.join(folder, 'relay.db'),
    RELAY_PORT: '0',
    RELAY_HOST: '127.0.0.1',
    RELAY_ALLOWED_HOSTS: `${org.outside.host},${marketo.outside.host}`,
    RELAY_MARKETO_CLIENT_SECRET: 'marketo-secret'
  };
  let out = '';
  const argv = [
    'tenant',
    'add',
    '--org-id',
    orgId,
    '--salesforce-url',
    org.outside.url,
    '--salesforce-username',
    'integration@example.com'
  ];
  argv.push('--salesforce-client-id', 'consumer-key', '--marketo-url', marketo.outside.url, '--munchkin-id', '123-ABC-456');
  argv.push('--marketo-client-id', 'client-id', '--json');
  const code = await runCommand(argv, {
    environment,
    stdin: process.stdin,
    write: (text) => (out += text),
    complain: (text) => assert.fail(text)
  });
  assert.equal(code, 0);
  ({ clientId, clientSecret } = JSON.parse(out) as { clientId: string; clientSecret: string });
});
after(async () => {
  await Promise.all([org.close(), marketo.close()]);
  rmSync(folder, { recursive: true, force: true });
});

async function serve(more: Record<string, string> = {}): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [CLI, 'serve', '--json'], {
    env: { ...process.env, ...environment, ...more },
    stdio: ['ignore', 'pipe', 'pipe']
  });
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, url: (JSON.parse(chunk.toString()) as { url: string }).url };
}

test('the process serves, drains the outbox of its tenant, answers with a token, and stops on SIGTERM', async () => {
  org.on(`${BASE}/outbox`, { json: { rows: [], more: false } });
  const { child, url } = await serve();
  try {
    assert.deepEqual(await (await fetch(`${url}/health`)).json(), { status: 'ok', version: '0.1.0' });
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
    const { access_token: token } = (await (await fetch(`${url}/oauth/token`, { method: 'POST', body: form })).json()) as {
      access_token: string;
    };
    const headers = {
      authorization: `Bearer ${token}`,
      'x-salesforce-org': orgId,
      'x-campaign-sync-contract': '1',
      'content-type': 'application/json'
    };
    const before = org.outside.askedOf(`${BASE}/outbox`).length;
    const rung = await fetch(`${url}/v1/ring`, { method: 'POST', headers, body: '{}' });
    assert.equal(rung.status, 202);
    for (let waited = 0; org.outside.askedOf(`${BASE}/outbox`).length <= before && waited < 5_000; waited += 20) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.ok(org.outside.askedOf(`${BASE}/outbox`).length > before, 'a ring drains the outbox at once');
    const view = await fetch(`${url}/v1/campaigns/701000000000001AAA`, { headers });
    assert.deepEqual([view.status, ((await view.json()) as { state: string }).state], [200, 'unlinked']);
    assert.match(await (await fetch(`${url}/metrics`)).text(), /campaign_sync_process_cpu/);
  } finally {
    child.kill('SIGTERM');
  }
  const [code] = (await once(child, 'exit')) as [number | null];
  assert.equal(code, 0);
});

test('a taken port, and a key that is not the one the secrets were closed with, end the start with a sentence', async () => {
  const taken = marketo.outside.host.split(':')[1] ?? '';
  for (const [more, said] of [
    [{ RELAY_PORT: taken }, /is taken by another process/],
    [{ RELAY_KEY: randomBytes(32).toString('base64') }, /RELAY_KEY is another key/]
  ] as const) {
    let complaint = '';
    const write = () => assert.fail('nothing is ready');
    const code = await runCommand(['serve', '--json'], {
      environment: { ...environment, ...more },
      stdin: process.stdin,
      write,
      complain: (text) => (complaint += text)
    });
    assert.equal(code, 1);
    assert.match(complaint, said);
    assert.doesNotMatch(complaint, /\n\s+at /);
  }
});
