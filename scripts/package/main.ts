/** `npm run package -- scratch-org | version | promote | install`: what it takes from source to an org, each one command, each with `--dry-run`. */
import { parseArgs } from 'node:util';
import { install, packageVersion, promote, runCommands, scratchOrg, type Command, type Options } from './commands.ts';

const USAGE = `npm run package -- scratch-org [--alias campaign-sync] [--days 7] [--dev-hub HUB]
npm run package -- version     [--dev-hub HUB]
npm run package -- promote     --version 04t… [--dev-hub HUB]
npm run package -- install     --version 04t… --target-org ORG
each with --dry-run. The installation key, where there is one, is the environment's PACKAGE_INSTALLATION_KEY.`;

interface Step {
  commands: (options: Options) => Command[];
  needs: (keyof Options)[];
}
const STEPS: Record<string, Step> = {
  'scratch-org': { commands: scratchOrg, needs: [] },
  version: { commands: packageVersion, needs: [] },
  promote: { commands: promote, needs: ['version'] },
  install: { commands: install, needs: ['version', 'target'] }
};
/** Ids of package versions. */
const VERSION = /^04t[a-zA-Z0-9]{12}([a-zA-Z0-9]{3})?$/;

/** @returns the exit code. */
export function main(args: string[], environment: NodeJS.ProcessEnv, say: (line: string) => void): number {
  let given;
  try {
    given = parseArgs({
      args,
      allowPositionals: true,
      options: {
        alias: { type: 'string', default: 'campaign-sync' },
        days: { type: 'string', default: '7' },
        'dev-hub': { type: 'string', default: 'hub' },
        version: { type: 'string', default: '' },
        'target-org': { type: 'string', default: '' },
        'dry-run': { type: 'boolean', default: false }
      }
    });
  } catch (error) {
    say(`${(error as Error).message}\n${USAGE}`);
    return 1;
  }
  const { values, positionals } = given;
  const step = STEPS[positionals[0] ?? ''];
  const options: Options = {
    alias: values.alias,
    days: values.days,
    hub: values['dev-hub'],
    version: values.version,
    target: values['target-org'],
    key: environment['PACKAGE_INSTALLATION_KEY'] ?? ''
  };
  if (!step || positionals.length !== 1 || step.needs.some((name) => options[name] === '')) {
    say(USAGE);
    return 1;
  }
  if (step.needs.includes('version') && !VERSION.test(options.version)) {
    say(`${options.version} is no id of a package version: those begin with 04t. "npm run package -- version" prints it.`);
    return 1;
  }
  return runCommands(step.commands(options), values['dry-run'], say);
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2), process.env, (line) => process.stdout.write(`${line}\n`));
