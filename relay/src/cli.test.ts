import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import test, { afterEach, beforeEach } from 'node:test';
import { runCommand } from './cli.ts';
import { marketoDay } from './engine/budget.ts';
import { entry, link, member, notice } from './store/contract-suite.ts';
import { openSqliteStore } from './store/sqlite.ts';

const ORG = '00D000000000001EAA';
const HOUR = 3_600_000;
const CLI = path.join(import.meta.dirname, 'cli.ts');
let folder: string;
let environment: Record<string, string | undefined>;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'relay-cli-'));
  environment = { RELAY_KEY: randomBytes(32).toString('base64'), RELAY_DATABASE: path.join(folder, 'relay.db'), RELAY_LOG_LEVEL: 'silent' };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function relay(argv: string[], more: { stdin?: string; environment?: Record<string, string> } = {}) {
  let out = '';
  let complaint = '';
  const code = await runCommand(argv, {
    environment: { ...environment, ...more.environment },
    stdin: Readable.from([more.stdin ?? '']) as unknown as NodeJS.ReadableStream & { isTTY?: boolean },
    write: (text) => (out += text),
    complain: (text) => (complaint += text)
  });
  return { code, out, complaint };
}
const add = ['tenant', 'add', '--org-id', ORG, '--salesforce-url', 'https://example.my.salesforce.com'];
const json = <T = Record<string, unknown>>(out: string) => JSON.parse(out) as T;

test('a tenant is added, completed, listed, rotated and removed, each with one line of JSON', async () => {
  const added = await relay([...add, '--json']);
  assert.equal(added.code, 0, added.complaint);
  assert.equal(added.out.trim().split('\n').length, 1);
  const first = json<{ certificate: string; clientId: string; clientSecret: string; missing: string[] }>(added.out);
  assert.match(first.certificate, /BEGIN CERTIFICATE/);
  assert.equal(first.missing.length, 2);

  const user = ['--salesforce-username', 'integration@example.com', '--salesforce-client-id', 'consumer-key'];
  const marketo = ['--munchkin-id', '123-ABC-456', '--marketo-client-id', 'client-id'];
  const set = await relay(['tenant', 'set', '--org-id', ORG, ...user, ...marketo, '--json'], {
    environment: { RELAY_MARKETO_CLIENT_SECRET: 'marketo-secret' }
  });
  assert.deepEqual(json(set.out)['missing'], [], set.complaint);

  const { tenants } = json<{ tenants: Record<string, unknown>[] }>((await relay(['tenant', 'list', '--json'])).out);
  assert.deepEqual(
    [tenants[0]?.['orgId'], tenants[0]?.['marketoUrl'], tenants[0]?.['clientId']],
    [ORG, 'https://123-ABC-456.mktorest.com', first.clientId]
  );
  assert.ok(!JSON.stringify(tenants).includes(first.clientSecret) && !JSON.stringify(tenants).includes('marketo-secret'));

  assert.equal(json((await relay(['tenant', 'certificate', '--org-id', ORG, '--json'])).out)['certificate'], first.certificate);
  assert.notEqual(json((await relay(['tenant', 'rotate', '--org-id', ORG, '--json'])).out)['clientSecret'], first.clientSecret);
  assert.notEqual(
    json((await relay(['tenant', 'rotate', '--org-id', ORG, '--certificate', '--json'])).out)['certificate'],
    first.certificate
  );

  const careful = await relay(['tenant', 'remove', '--org-id', ORG]);
  assert.deepEqual([careful.code, careful.out], [1, '']);
  assert.match(careful.complaint, /--erase/);
  assert.equal(
    json((await relay(['tenant', 'remove', '--org-id', ORG, '--erase', '--to', path.join(folder, 'kept'), '--json'])).out)['erased'],
    true
  );
  assert.match((await relay(['tenant', 'list'])).out, /There are no tenants/);
});

test('people get the steps that come next, and the secret once', async () => {
  const { out } = await relay(add);
  assert.match(out, /1\. In Salesforce.*JWT bearer/s);
  assert.match(out, /relay tenant set --org-id 00D000000000001EAA --salesforce-client-id/);
  assert.match(out, /Client secret {2}\S{40,}/);
});

test("Marketo's client secret comes from a pipe where the environment has none, never from the command line", async () => {
  const piped = await relay([...add, '--munchkin-id', '123-ABC-456', '--marketo-client-id', 'client-id', '--json'], {
    stdin: 'piped-secret\n'
  });
  assert.equal(piped.code, 0, piped.complaint);
  assert.deepEqual(
    json<{ missing: string[] }>(piped.out).missing.filter((sentence) => sentence.includes('RELAY_MARKETO_CLIENT_SECRET')),
    []
  );
  const nowhere = await relay(['tenant', 'set', '--org-id', ORG, '--marketo-client-secret-prompt']);
  assert.match(nowhere.complaint, /is missing\. Put it into RELAY_MARKETO_CLIENT_SECRET/);
  assert.equal((await relay(['tenant', 'set', '--org-id', ORG, '--marketo-client-secret', 'x'])).code, 2);
});

test('faults are one sentence on stderr, nothing on stdout, and an exit code', async () => {
  for (const [argv, code, said] of [
    [['frobnicate'], 2, /unknown command/],
    [['tenant', 'add'], 2, /--org-id/],
    [['tenant', 'add', '--org-id', 'x', '--salesforce-url', 'https://example.my.salesforce.com'], 1, /no organisation id/],
    [['tenant', 'set', '--org-id', ORG, '--munchkin-id', '123-ABC-456'], 1, /is no tenant/],
    [['tenant', 'set', '--org-id', ORG], 1, /Nothing is given/],
    [['doctor'], 1, /no tenants to look at/],
    [['sweep', '--org-id', ORG], 1, /is no tenant/]
  ] as const) {
    const got = await relay([...argv]);
    assert.deepEqual([got.code, got.out], [code, ''], argv.join(' '));
    assert.match(got.complaint, said);
    assert.doesNotMatch(got.complaint, /\n\s+at /, 'no stack for a foreseen fault');
  }
});

test('a faulty environment is said in sentences', async () => {
  const got = await relay(['tenant', 'list'], { environment: { RELAY_KEY: 'short', RELAY_PORT: 'x' } });
  assert.equal(got.code, 1);
  assert.match(got.complaint, /RELAY_KEY is not 32 bytes.*\nRELAY_PORT is "x"/);
  const without = await relay(['serve'], { environment: { RELAY_KEY: '' } });
  assert.match(without.complaint, /RELAY_KEY is missing/);
  const elsewhere = await relay(['tenant', 'list'], { environment: { RELAY_DATABASE: path.join(folder, 'no/such/folder/relay.db') } });
  assert.match(elsewhere.complaint, /cannot be opened.*RELAY_DATABASE/);
});

test('the doctor of an incomplete tenant says what is missing, and that it is a problem', async () => {
  await relay(add);
  const got = await relay(['doctor', '--json']);
  assert.equal(got.code, 1);
  const { well, tenants } = json<{ well: boolean; tenants: { checks: { name: string; verdict: string; sentence: string }[] }[] }>(got.out);
  assert.equal(well, false);
  assert.deepEqual(
    tenants[0]?.checks.map(({ name, verdict }) => `${name} ${verdict}`),
    ['salesforce-login problem', 'certificate ok', 'marketo-token problem']
  );
});

test('an id that is no campaign’s, or of a campaign that is not linked, is refused: an empty answer would be believed', async () => {
  await relay(add);
  for (const argv of [
    ['sweep', '--campaign', '701xx'],
    ['export', '--campaign', '701xx'],
    ['export', '--campaign', '701000000000001AAB']
  ]) {
    const { code, out, complaint } = await relay([...argv, '--org-id', ORG]);
    assert.deepEqual([code, out], [1, ''], argv.join(' '));
    assert.match(complaint, /is no campaign id\. It begins with 701/);
  }
  const unlinked = await relay(['sweep', '--org-id', ORG, '--campaign', '701000000000001']);
  assert.equal(unlinked.code, 1);
  assert.match(unlinked.complaint, /701000000000001AAA of org \S+ has no link/);
});

test('an address that the relay cannot listen on is said with the variable that names it', async () => {
  for (const [host, said] of [
    ['nosuch.invalid', /cannot listen on nosuch\.invalid .*RELAY_HOST/],
    ['192.0.2.1', /cannot listen on 192\.0\.2\.1 .*RELAY_HOST/]
  ] as const) {
    const { code, complaint } = await relay(['serve'], { environment: { RELAY_HOST: host, RELAY_PORT: '0' } });
    assert.equal(code, 1);
    assert.match(complaint, said);
    assert.doesNotMatch(complaint, /\n\s+at /);
  }
});

test('a file or a disk that takes no more is a sentence', async () => {
  await relay(add);
  const write = (argv: string[], to: string) =>
    spawnSync('bash', ['-c', `ulimit -f 1; exec "$0" "$@" > ${to}`, process.execPath, CLI, ...argv], {
      env: { ...process.env, ...environment },
      encoding: 'utf8'
    });
  const rotated = write(['tenant', 'rotate', '--org-id', ORG], '/dev/null');
  assert.equal(rotated.status, 1);
  assert.match(rotated.stderr, /^The database .*(cannot be opened|refuses)[^\n]*\n$/);
  const store = openSqliteStore(environment['RELAY_DATABASE'] ?? '');
  const [tenant] = await store.tenants();
  for (const at of [1, 2]) await store.journal({ ...entry, tenantId: tenant?.id ?? '', at, detail: 'x'.repeat(2_000) });
  const exported = spawnSync('bash', ['-c', 'exec "$0" "$@" > /dev/full', process.execPath, CLI, 'export', '--org-id', ORG], {
    env: { ...process.env, ...environment },
    encoding: 'utf8'
  });
  await store.close();
  assert.deepEqual([exported.status, exported.stderr], [1, 'ENOSPC: no space left on device, write\n']);
});

test('whoever reads only the beginning of an export sees no fault', async () => {
  await relay(add);
  const store = openSqliteStore(environment['RELAY_DATABASE'] ?? '');
  const [tenant] = await store.tenants();
  for (let at = 0; at < 600; at++) await store.journal({ ...entry, tenantId: tenant?.id ?? '', at, detail: 'x'.repeat(500) });
  await store.close();
  const { stdout, stderr } = spawnSync('bash', ['-c', '"$0" "$@" | head -n 1', process.execPath, CLI, 'export', '--org-id', ORG], {
    env: { ...process.env, ...environment },
    encoding: 'utf8'
  });
  assert.deepEqual([stdout.split('\n').length, stderr], [2, '']);
});

test('the status says of each tenant what waits, for how long, why, and what is left of the calls', async () => {
  assert.match((await relay(['status'])).complaint, /There are no tenants/);
  await relay(add);
  await relay([...add, '--json'].map((word) => (word === ORG ? '00D000000000002EAA' : word)));
  const complete = [
    '--salesforce-username',
    'integration@example.com',
    '--salesforce-client-id',
    'consumer-key',
    '--munchkin-id',
    '123-ABC-456'
  ];
  await relay(['tenant', 'set', '--org-id', ORG, ...complete, '--marketo-client-id', 'client-id', '--marketo-client-secret-prompt'], {
    stdin: 'marketo-secret'
  });
  const store = openSqliteStore(environment['RELAY_DATABASE'] ?? '');
  const tenantId = (await store.tenants()).find(({ orgId }) => orgId === ORG)?.id ?? '';
  const now = Date.now();
  const [since, at] = [now - 3 * HOUR, now - 26 * HOUR];
  await store.putLink(link({ tenantId, lastSweepAt: at }));
  await store.putLink(link({ id: 'link-2', tenantId, campaignId: '701000000000002AAA', programId: 2, state: 'paused' }));
  await store.addMember(member('m1', { tenantId, leadId: 'L1', state: 'in-sync', pendingSince: since }));
  await store.addMember(
    member('m2', { tenantId, leadId: 'L2', state: 'failing', failing: 'salesforce-fails', pendingSince: now, due: now })
  );
  await store.transact((tx) =>
    tx.putBudget({ munchkinId: '123-ABC-456', calls: [now - 1], inFlight: {}, day: marketoDay(now), dayCalls: 7, closedUntil: 0 })
  );
  const waits = async () => {
    const { code, out, complaint } = await relay(['status', '--org-id', ORG, '--json']);
    assert.equal(code, 0, complaint);
    return json<{ tenants: { waiting: object; comparedAt: string; budget: object; why: string[] }[] }>(out).tenants[0];
  };
  const one = await waits();
  assert.deepEqual(one?.waiting, { members: 2, since: new Date(since).toISOString() });
  assert.equal(one?.comparedAt, new Date(at).toISOString());
  assert.deepEqual(one?.budget, { windowCalls: 1, windowAllowed: 50, dayCalls: 7, dayAllowed: 30_000, closedUntil: null });
  assert.deepEqual(one?.why, ['Failing: 1 salesforce-fails. `relay export --what issues` names them.']);
  await store.removeMember('m2');
  assert.match((await waits())?.why[0] ?? '', /Nothing is known that stops it: .*relay doctor/);
  await store.putNotice(
    notice('n1', { tenantId, kind: 'connection-lost', campaignId: null, title: 'Marketo is lost', body: 'Since then.', at: since })
  );
  await store.close();
  assert.match((await waits())?.why.join() ?? '', /^connection-lost since \S+ \S+ UTC: Marketo is lost\. Since then\.$/);
  const { out } = await relay(['status']);
  assert.match(out, /^00D000000000001EAA +1 of 2 +1 +3 h +0 +0 +26 h +\d+ of 50 +7 of 30000$/m);
  assert.match(out, /^00D000000000001EAA {2}connection-lost since/m);
  assert.match(out, /^00D000000000002EAA {2}The tenant of org 00D000000000002EAA lacks --salesforce-username/m);
});

test('a tenant whose secrets were closed with another key is a problem of its own, and the others are looked at', async () => {
  await relay(add);
  await relay([...add, '--json'].map((word) => (word === ORG ? '00D000000000002EAA' : word)));
  const store = openSqliteStore(environment['RELAY_DATABASE'] ?? '');
  const first = (await store.tenants()).find(({ orgId }) => orgId === ORG);
  assert.ok(first);
  await store.putTenant({ ...first, privateKey: 'v1.AAAA' });
  await store.close();
  const { out } = await relay(['doctor', '--json']);
  const { tenants } = json<{ tenants: { orgId: string; checks: { name: string; sentence: string }[] }[] }>(out);
  const checks = Object.fromEntries(tenants.map(({ orgId, checks: all }) => [orgId, all.map(({ name }) => name)]));
  assert.deepEqual(checks, { [ORG]: ['secrets'], '00D000000000002EAA': ['salesforce-login', 'certificate', 'marketo-token'] });
});

test('a sweep of a tenant without links says so', async () => {
  await relay(add);
  const got = await relay(['sweep', '--org-id', ORG, '--json']);
  assert.deepEqual([got.code, json(got.out)], [0, { orgId: ORG, links: 0 }], got.complaint);
});

test('the journal is exported to a file or to standard output, and what does not fit is refused with a sentence', async () => {
  await relay(add);
  const store = openSqliteStore(environment['RELAY_DATABASE'] ?? '');
  const [tenant] = await store.tenants();
  for (const at of [1, 2]) await store.journal({ ...entry, tenantId: tenant?.id ?? '', at, detail: '=1' });
  await store.close();
  const file = path.join(folder, 'journal.csv');
  const written = await relay(['export', '--org-id', ORG, '--format', 'csv', '--to', file, '--json']);
  assert.deepEqual(json(written.out), { file, what: 'journal', format: 'csv', rows: 2 }, written.complaint);
  assert.match(readFileSync(file, 'utf8'), /^id,at,campaignId.*\r\n1,1970.*'=1,\r\n2,/);
  const piped = await relay(['export', '--org-id', ORG, '--campaign', entry.campaignId]);
  assert.deepEqual(
    piped.out
      .trimEnd()
      .split('\n')
      .map((line) => json(line)['id']),
    [1, 2]
  );
  assert.equal((await relay(['export', '--org-id', ORG, '--what', 'issues'])).out, '');
  for (const [argv, said] of [
    [['--format', 'xml'], /--format is "xml", but must be ndjson or csv/],
    [['--what', 'people'], /--what is "people"/],
    [['--json'], /name it with --to/],
    [['--to', file], /not there yet/]
  ] as const) {
    const refused = await relay(['export', '--org-id', ORG, ...argv]);
    assert.equal(refused.code, 1);
    assert.match(refused.complaint, said);
  }
});
