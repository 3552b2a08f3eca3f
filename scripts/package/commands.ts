/**
 * Commands for the Salesforce CLI, one behind the other. With `--dry-run` they are printed as a person could type them, and nothing is run; so what a release
 * does can be read, and tested, without an account.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

export interface Command {
  /** Why it comes now. */
  says: string;
  program: 'sf' | 'node';
  args: string[];
  /** Arguments after this word are not printed: installation keys. */
  hides?: string;
}

/** As it can be pasted into a shell. */
export function asTyped({ program, args, hides }: Command): string {
  const secretAt = hides === undefined ? -1 : args.indexOf(hides) + 1;
  const shown = args.map((arg, index) => (index === secretAt && secretAt > 0 ? '…' : arg));
  return [program, ...shown.map((arg) => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`))].join(' ');
}

/** Stops at the first that fails. @returns the exit code. */
export function runCommands(commands: Command[], isDryRun: boolean, say: (line: string) => void): number {
  for (const command of commands) {
    say(`# ${command.says}`);
    say(asTyped(command));
    if (isDryRun) continue;
    const program = command.program === 'node' ? process.execPath : command.program;
    const { status, error } = spawnSync(program, command.args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...QUIET } });
    if (error && (error as NodeJS.ErrnoException).code === 'ENOENT') {
      say(
        'There is no Salesforce CLI on this machine. Install it: https://developer.salesforce.com/tools/salesforcecli, then run this again.'
      );
      return 1;
    }
    if (status !== 0) {
      say(`It ended with ${status ?? 'a signal'}: ${asTyped(command)}`);
      return status ?? 1;
    }
  }
  return 0;
}

const QUIET = { SF_DISABLE_TELEMETRY: 'true', SF_SKIP_NEW_VERSION_CHECK: 'true' };

const sf = (says: string, ...args: string[]): Command => ({ says, program: 'sf', args });
const BUILD: Command = {
  says: 'What an org takes of the components: JavaScript beside the TypeScript.',
  program: 'node',
  args: ['scripts/build-lwc.ts']
};
const PACKAGE = 'Campaign Sync for Marketo';

export interface Options {
  alias: string;
  days: string;
  target: string;
  version: string;
  key: string;
  hub: string;
}

/** For development: an org that lives for some days, with everything in it and its user able to use it. */
export function scratchOrg({ alias, days, hub }: Options): Command[] {
  return [
    BUILD,
    sf(
      'An org of the shape that the package is tested in.',
      ...['org', 'create', 'scratch', '--definition-file', 'config/package-scratch-def.json', '--alias', alias, '--duration-days', days],
      ...['--target-dev-hub', hub, '--set-default', '--wait', '20']
    ),
    sf('The package, as source.', 'project', 'deploy', 'start', '--source-dir', 'force-app', '--target-org', alias, '--wait', '30'),
    sf(
      'The rights that no package may carry.',
      ...['project', 'deploy', 'start', '--source-dir', 'config/local/permissionsets', '--target-org', alias, '--wait', '10']
    ),
    sf(
      'Your user is the administrator of campaign sync.',
      ...['org', 'assign', 'permset', '--name', 'Marketo_Sync_Admin', '--name', 'Marketo_Sync_User', '--name', 'Marketo_Callout_Local'],
      ...['--target-org', alias]
    ),
    sf(
      'Its tests, in a real org.',
      ...['apex', 'run', 'test', '--test-level', 'RunLocalTests', '--code-coverage', '--result-format', 'human', '--wait', '20'],
      ...['--target-org', alias]
    )
  ];
}

/** A version that can be installed for trial, with its tests run and their coverage counted. */
export function packageVersion({ hub, key }: Options): Command[] {
  const guarded = key === '' ? ['--installation-key-bypass'] : ['--installation-key', key];
  return [
    { says: 'Nothing goes out that the checks refuse.', program: 'node', args: ['scripts/apex/check.ts'] },
    BUILD,
    {
      ...sf(
        'A version of the package; its id begins with 04t.',
        ...['package', 'version', 'create', '--package', PACKAGE, '--code-coverage', ...guarded, '--target-dev-hub', hub, '--wait', '90']
      ),
      hides: '--installation-key'
    },
    sf('All versions, the newest last.', 'package', 'version', 'list', '--packages', PACKAGE, '--target-dev-hub', hub, '--verbose')
  ];
}

/** A version that customers may install, and that the next one descends from. It cannot be taken back. */
export function promote({ version, hub }: Options): Command[] {
  return [
    sf(
      'How it was built, and what its tests cover.',
      'package',
      'version',
      'report',
      '--package',
      version,
      '--target-dev-hub',
      hub,
      '--verbose'
    ),
    sf('From now on it is released.', 'package', 'version', 'promote', '--package', version, '--target-dev-hub', hub, '--no-prompt')
  ];
}

/** For administrators: nobody but them sees anything until permission sets are assigned. */
export function install({ version, target, key }: Options): Command[] {
  const guarded = key === '' ? [] : ['--installation-key', key];
  return [
    {
      ...sf(
        'The package, for administrators only.',
        ...['package', 'install', '--package', version, '--target-org', target, '--security-type', 'AdminsOnly', ...guarded],
        ...['--apex-compile', 'package', '--publish-wait', '10', '--wait', '30', '--no-prompt']
      ),
      hides: '--installation-key'
    },
    sf(
      'The rights that no package may carry.',
      ...['project', 'deploy', 'start', '--source-dir', 'config/local/permissionsets', '--target-org', target, '--wait', '10']
    ),
    sf('What is installed now.', 'package', 'installed', 'list', '--target-org', target)
  ];
}
