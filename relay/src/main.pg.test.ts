import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres, type PostgresServer } from '../testing/postgres-server.ts';
import { runCommand } from './cli.ts';

const CLI = path.join(import.meta.dirname, 'cli.ts');
let server: PostgresServer;
let environment: Record<string, string>;
before(async () => {
  server = await startPostgres();
  environment = {
    RELAY_KEY: randomBytes(32).toString('base64'),
    RELAY_DATABASE: await server.database(),
    RELAY_PORT: '0',
    RELAY_HOST: '127.0.0.1',
    RELAY_ALLOWED_HOSTS: '127.0.0.1:1',
    RELAY_LOG_LEVEL: 'silent'
  };
  const argv = ['tenant', 'add', '--org-id', '00D000000000001EAA', '--salesforce-url', 'http://127.0.0.1:1', '--json'];
  const complain = (text: string) => assert.fail(text);
  assert.equal(await runCommand(argv, { environment, stdin: process.stdin, write: () => undefined, complain }), 0);
});
after(() => server.stop());

async function serve(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [CLI, 'serve', '--json'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit']
  });
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, url: (JSON.parse(chunk.toString()) as { url: string }).url };
}

/** Who tends the tenant, as the server's process id of its connection. */
async function holder(other?: number): Promise<number> {
  for (let waited = 0; waited < 20_000; waited += 100) {
    const sql = `SELECT pid FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE locktype = 'advisory' AND granted AND application_name = 'campaign-sync-relay session'`;
    const held = await server.run(sql, environment['RELAY_DATABASE']);
    const pids = held.map((row) => Number(row['pid'])).filter((pid) => pid !== other);
    if (pids[0] !== undefined) return pids[0];
    await sleep(100);
  }
  return assert.fail('nobody tends the tenant');
}

test('several relays serve one PostgreSQL database; when the one that tends a tenant is killed, another one does within seconds', async () => {
  const relays = [await serve(), await serve()];
  try {
    for (const { url } of relays) assert.equal((await fetch(`${url}/health`)).status, 200);
    const first = await holder();
    relays[0]?.child.kill('SIGKILL');
    const second = await holder(first);
    assert.notEqual(second, first);
    assert.equal((await fetch(`${relays[1]?.url}/health`)).status, 200);
    relays[1]?.child.kill('SIGTERM');
    const [code] = (await once(relays[1]?.child ?? assert.fail(), 'exit')) as [number];
    assert.equal(code, 0);
  } finally {
    for (const { child } of relays) child.kill('SIGKILL');
  }
});
