import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { writeClientApp } from './client-app.ts';
import { asTyped, root } from './commands.ts';
import { main } from './main.ts';

const VERSION = '04t000000000001AAA';

function dry(args: string[], environment: NodeJS.ProcessEnv = {}) {
  const lines: string[] = [];
  const code = main([...args, '--dry-run'], environment, (line) => lines.push(line));
  return { code, text: lines.join('\n') };
}

test('each step says what it would do, and does nothing', () => {
  for (const args of [
    ['scratch-org'],
    ['version'],
    ['promote', '--version', VERSION],
    ['install', '--version', VERSION, '--target-org', 'production']
  ]) {
    const { code, text } = dry(args);
    assert.equal(code, 0, text);
    assert.match(text, /^sf /m);
    assert.doesNotMatch(text, /undefined|--\w+ (?=--)(?<!bypass )/);
  }
  assert.match(
    dry(['version']).text,
    /check\.ts[\s\S]*build-lwc\.ts[\s\S]*package version create .*--code-coverage .*--installation-key-bypass/
  );
  assert.match(dry(['install', '--version', VERSION, '--target-org', 'production']).text, /--security-type AdminsOnly/);
});

test('an installation key is used and never shown', () => {
  const environment = { PACKAGE_INSTALLATION_KEY: 'open sesame' };
  for (const args of [['version'], ['install', '--version', VERSION, '--target-org', 'production']]) {
    const { text } = dry(args, environment);
    assert.match(text, /--installation-key …|--installation-key '…'/);
    assert.doesNotMatch(text, /sesame/);
  }
});

test('what is missing or is no version id is said before anything runs', () => {
  for (const args of [[], ['publish'], ['promote'], ['install', '--version', VERSION], ['version', '--fast'], ['version', 'twice']]) {
    const { code, text } = dry(args);
    assert.equal(code, 1, args.join(' '));
    assert.match(text, /npm run package/);
  }
  assert.match(dry(['promote', '--version', '0Ho000000000001AAA']).text, /begin with 04t/);
});

test('what is printed can be typed', () => {
  assert.equal(asTyped({ says: '', program: 'sf', args: ['a', "it's", 'two words'] }), `sf a 'it'\\''s' 'two words'`);
});

test('the project file names what is there', () => {
  const project = JSON.parse(readFileSync(path.join(root, 'sfdx-project.json'), 'utf8')) as {
    packageDirectories: {
      path: string;
      definitionFile: string;
      postInstallScript: string;
      uninstallScript: string;
      ancestorVersion: string;
      apexTestAccess: { permissionSets: string[] };
    }[];
  };
  const [made] = project.packageDirectories;
  assert.ok(made);
  const definition = JSON.parse(readFileSync(path.join(root, made.definitionFile), 'utf8')) as { features: string[] };
  assert.ok(definition.features.includes('MarketingUser'), 'Without it there are no campaign members.');
  assert.equal(made.ancestorVersion, 'HIGHEST');
  for (const name of [made.postInstallScript, made.uninstallScript]) {
    const source = readFileSync(path.join(root, made.path, `main/setup/classes/${name}.cls`), 'utf8');
    assert.match(source, /^public without sharing class \w+ implements (Install|Uninstall)Handler/m);
    assert.doesNotMatch(source, /Http|enqueueJob/, 'no callouts');
  }
  for (const name of made.apexTestAccess.permissionSets) {
    assert.ok(existsSync(path.join(root, `force-app/main/setup/permissionsets/${name}.permissionset-meta.xml`)), name);
  }
});

test('the client app carries the relay’s certificate, and no other', (t) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'client-app-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const pem = path.join(folder, 'relay.pem');
  const subject = ['-subj', '/CN=relay.example.com', '-days', '2'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', path.join(folder, 'key.pem'), '-out', pem, ...subject],
    { stdio: 'ignore' }
  );
  const made = path.join(folder, 'app');
  writeClientApp(made, readFileSync(pem, 'utf8'), new Date());
  const xml = readFileSync(path.join(made, 'extlClntAppGlobalOauthSets/Campaign_Sync_Relay.ecaGlblOauth-meta.xml'), 'utf8');
  const [, certificate = ''] = /<certificate>([A-Za-z0-9+/=]+)<\/certificate>/.exec(xml) ?? [];
  assert.equal(certificate, readFileSync(pem, 'utf8').replace(/-----[A-Z ]+-----|\s/g, ''));
  const shipped = readFileSync(
    path.join(root, 'config/local/extlClntAppGlobalOauthSets/Campaign_Sync_Relay.ecaGlblOauth-meta.xml'),
    'utf8'
  );
  assert.doesNotMatch(shipped, /<certificate>|consumerSecret>|consumerKey>/, 'nobody’s key is in the repository');
  assert.throws(
    () => writeClientApp(path.join(folder, 'late'), readFileSync(pem, 'utf8'), new Date(Date.now() + 7 * 86_400_000)),
    /relay tenant rotate/
  );
  assert.throws(() => writeClientApp(path.join(folder, 'none'), 'no certificate', new Date()));
});
