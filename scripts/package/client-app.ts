/**
 * The external client app that the relay logs in with, made out of `config/local` and the relay's own certificate: an app that came with the package would
 * trust the publisher's key instead. `node scripts/package/client-app.ts --certificate relay.pem --target-org ORG [--dry-run]`.
 */
import { X509Certificate } from 'node:crypto';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root, runCommands } from './commands.ts';

const APP = ['externalClientApps', 'extlClntAppGlobalOauthSets', 'extlClntAppOauthSettings', 'extlClntAppOauthPolicies'];

/**
 * Copies the app's files with the certificate in its place.
 * @param pem As `relay tenant add` prints it.
 * @throws {Error} where it is no certificate, or has run out.
 */
export function writeClientApp(folder: string, pem: string, now: Date): void {
  const certificate = new X509Certificate(pem);
  if (new Date(certificate.validTo) < now) {
    throw new Error(`The certificate was valid until ${certificate.validTo}. Have the relay make a new one: relay tenant rotate.`);
  }
  for (const part of APP) cpSync(path.join(root, 'config/local', part), path.join(folder, part), { recursive: true });
  const [settings = ''] = globSync('**/*.ecaGlblOauth-meta.xml', { cwd: folder });
  const file = path.join(folder, settings);
  const base64 = certificate.raw.toString('base64');
  const xml = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    xml.replace('    <externalClientApplication>', `    <certificate>${base64}</certificate>\n    <externalClientApplication>`)
  );
}

function main(): number {
  const { values } = parseArgs({
    options: {
      certificate: { type: 'string', default: '' },
      'target-org': { type: 'string', default: '' },
      'dry-run': { type: 'boolean', default: false }
    }
  });
  if (values.certificate === '' || values['target-org'] === '') {
    process.stderr.write('Usage: npm run package:client-app -- --certificate FILE --target-org ORG [--dry-run]\n');
    return 1;
  }
  const folder = mkdtempSync(path.join(os.tmpdir(), 'client-app-'));
  try {
    writeClientApp(folder, readFileSync(values.certificate, 'utf8'), new Date());
    const deploy = ['project', 'deploy', 'start', '--source-dir', folder, '--target-org', values['target-org'], '--wait', '10'];
    const says = 'The app that trusts the relay’s certificate. Its consumer key stands in Setup, External Client App Manager, afterwards.';
    return runCommands([{ says, program: 'sf', args: deploy }], values['dry-run'], (line) => process.stdout.write(`${line}\n`));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) process.exitCode = main();
