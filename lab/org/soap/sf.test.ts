/**
 * Salesforce's own command line against the org stand-in. It is 290 MB and no dependency of this project: the test runs where `sf` is installed
 * (on the PATH, or named by SF_CLI as the path of its run.js) and says so where it is not.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import { makeCertificate, openProject, type Lab } from '../server/testing/open-lab.ts';

const cli = process.env['SF_CLI'] ?? null;
const LEFT_OUT = 'Salesforce’s command line is not installed: name its run.js with SF_CLI to run this test';

interface Sf {
  folder: string;
  /** The answer to `--json`. */
  json(...args: string[]): Promise<{ status: number; result: never; message?: string } & Record<string, never>>;
  text(...args: string[]): Promise<string>;
}

function sfFor(t: TestContext, lab: Lab, folder: string): Sf {
  const home = mkdtempSync(path.join(tmpdir(), 'sf-home-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const env = {
    ...process.env,
    HOME: home,
    SF_ACCESS_TOKEN: lab.token,
    SF_DISABLE_TELEMETRY: 'true',
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true'
  };
  const run = (args: string[], more: Record<string, string> = {}) =>
    new Promise<string>((resolve) => {
      const options = { cwd: folder, env: { ...env, ...more }, maxBuffer: 50_000_000 };
      execFile(process.execPath, [cli ?? '', ...args], options, (_error, stdout, stderr) =>
        resolve(args.includes('--json') ? stdout : stdout + stderr)
      );
    });
  return {
    folder,
    json: async (...args) => JSON.parse(await run([...args, '--json'])) as never,
    text: (...args) => run(args)
  };
}

const ADDER = 'public class Adder {\n  public static Integer add(Integer a, Integer b) {\n    return a + b;\n  }\n}';
const ADDER_TEST =
  '@IsTest private class AdderTest {\n  @IsTest static void adds() {\n    System.assertEquals(2, Adder.add(1, 1));\n  }\n}';
const KEY = `<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Key__c</fullName><externalId>true</externalId><label>Key</label><length>40</length><type>Text</type><unique>true</unique></CustomField>`;
const SET = '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>Readers</label></PermissionSet>';

test('sf signs in, reads, writes, tests, deploys and retrieves', { skip: cli === null ? LEFT_OUT : false, timeout: 300_000 }, async (t) => {
  const lab = await openProject(t, [ADDER, ADDER_TEST], {
    'objects/Account/fields/Key__c.field-meta.xml': KEY,
    'permissionsets/Readers.permissionset-meta.xml': SET
  });
  const sf = sfFor(t, lab, lab.folder);
  const any = async (...args: string[]): Promise<Record<string, never>> => (await sf.json(...args)) as never;
  const url = lab.url.replace('127.0.0.1', 'localhost');

  const login = await any('org', 'login', 'access-token', '--instance-url', url, '--no-prompt', '--alias', 'lab', '--set-default');
  assert.equal(login['status'], 0, JSON.stringify(login));
  const shown = await sf.json('org', 'display');
  assert.equal((shown.result as { connectedStatus: string }).connectedStatus, 'Connected');

  // Data.
  const made = await sf.json('data', 'create', 'record', '-s', 'Account', '-v', "Name='Example One' Key__c=k1");
  const { id } = made.result as { id: string };
  await sf.json('data', 'update', 'record', '-s', 'Account', '-i', id, '-v', "Name='Example Two'");
  const found = await sf.json('data', 'query', '-q', 'SELECT Name, Owner.Name FROM Account');
  assert.equal((found.result as { records: { Name: string }[] }).records[0]?.Name, 'Example Two');
  writeFileSync(path.join(sf.folder, 'rows.csv'), 'Key__c,Name\nk1,Example Three\nk2,Example Four\n');
  const bulk = await sf.json('data', 'upsert', 'bulk', '-s', 'Account', '-i', 'Key__c', '-f', 'rows.csv', '-w', '2');
  assert.equal(bulk.status, 0, JSON.stringify(bulk));
  const tree = {
    records: [
      {
        attributes: { type: 'Account', referenceId: 'a1' },
        Name: 'Example Five',
        Contacts: { records: [{ attributes: { type: 'Contact', referenceId: 'c1' }, LastName: 'Lin' }] }
      }
    ]
  };
  writeFileSync(path.join(sf.folder, 'tree.json'), JSON.stringify(tree));
  const imported = await sf.json('data', 'import', 'tree', '-f', 'tree.json');
  assert.equal((imported.result as unknown[]).length, 2, JSON.stringify(imported));
  await sf.json('data', 'delete', 'record', '-s', 'Account', '-i', id);
  const counted = await sf.json('data', 'query', '-q', 'SELECT count() FROM Account');
  assert.equal((counted.result as { totalSize: number }).totalSize, 2);
  const described = await sf.json('sobject', 'describe', '-s', 'Account');
  assert.equal((described.result as { name: string }).name, 'Account');
  const listed = await sf.json('sobject', 'list', '-s', 'all');
  assert.ok((listed.result as unknown as string[]).includes('Account'));

  // Code.
  writeFileSync(path.join(sf.folder, 'a.apex'), 'System.debug(Adder.add(20, 22));');
  assert.match(await sf.text('apex', 'run', '-f', 'a.apex'), /USER_DEBUG\|\[1\]\|DEBUG\|42/);
  for (const how of [
    ['--synchronous', '--class-names', 'AdderTest'],
    ['--test-level', 'RunLocalTests', '--wait', '2']
  ]) {
    const { result } = await sf.json('apex', 'run', 'test', '--code-coverage', ...how);
    const { summary } = result as { summary: { outcome: string; passing: number; orgWideCoverage: string } };
    assert.deepEqual([summary.outcome, summary.passing, summary.orgWideCoverage], ['Passed', 1, '100%']);
  }

  // Metadata.
  const source = path.join(sf.folder, 'force-app/classes/Adder.cls');
  writeFileSync(source, ADDER.replace('a + b', 'a + c'));
  for (const rest of ['false', 'true']) {
    process.env['SF_ORG_METADATA_REST_DEPLOY'] = rest;
    const broken = await sf.json('project', 'deploy', 'start', '-d', 'force-app');
    const [failure] = (broken.result as { details: { componentFailures: { problem: string; lineNumber: number | string }[] } }).details
      .componentFailures;
    assert.deepEqual([failure?.problem, Number(failure?.lineNumber)], ['Variable does not exist: c', 3]);
  }
  delete process.env['SF_ORG_METADATA_REST_DEPLOY'];
  writeFileSync(source, `${ADDER}\n// Changed.\n`);
  const checked = await sf.json('project', 'deploy', 'validate', '-d', 'force-app', '-l', 'RunLocalTests');
  assert.equal(checked.status, 0, JSON.stringify(checked));
  const deployed = await sf.json('project', 'deploy', 'start', '-d', 'force-app');
  assert.equal((deployed.result as { status: string }).status, 'Succeeded', JSON.stringify(deployed));
  writeFileSync(source, 'nothing');
  await sf.json('project', 'retrieve', 'start', '-m', 'ApexClass:Adder');
  assert.match(readFileSync(source, 'utf8'), /\/\/ Changed\./);

  // People.
  const assigned = await sf.json('org', 'assign', 'permset', '-n', 'Readers');
  assert.equal(assigned.status, 0, JSON.stringify(assigned));
  const opened = await sf.json('org', 'open', '--url-only');
  assert.match((opened.result as { url: string }).url, /\/secur\/frontdoor\.jsp\?otp=/);
  await signInByAssertion(t, lab, sf, url);
});

async function signInByAssertion(t: TestContext, lab: Lab, sf: Sf, url: string): Promise<void> {
  const pair = makeCertificate(t);
  if (!pair) {
    return;
  }
  mkdirSync(path.join(sf.folder, 'keys'));
  const key = path.join(sf.folder, 'keys/server.key');
  writeFileSync(key, pair.key);
  const { consumerKey } = (await lab.control('POST', 'apps', { certificate: pair.certificate, approved: ['admin@example.com'] })).body;
  const args = ['--client-id', consumerKey, '--jwt-key-file', key, '--username', 'admin@example.com', '--instance-url', url];
  const answer = await sf.json('org', 'login', 'jwt', ...args);
  assert.equal(answer.status, 0, JSON.stringify(answer));
}
