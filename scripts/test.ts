/**
 * Everything that must hold, in the order in which it fails fastest. `--full` adds what takes long or needs Java.
 * Each step prints one line, and what it had to leave out; a failing step prints what it said, and the rest still runs.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { full: { type: 'boolean', default: false } } });

const endToEnd = globSync('scripts/e2e/*.e2e.ts', { cwd: root }).sort();

interface Step {
  name: string;
  command: string[];
}

const unitTests = globSync('{lab,relay,scripts}/**/*.test.ts', { cwd: root, exclude: (file) => file.includes('node_modules') }).sort();

/** Worlds of the long simulation; the seeds differ from those of the unit tests. */
const LONG = ['--seeds', '300', '--from', '100000'];

const longSteps: Step[] = [
  { name: 'chaos, through separate processes', command: ['node', '--test', 'scripts/e2e/chaos.long.ts'] },
  { name: 'ten thousand members at once', command: ['node', '--test', 'scripts/e2e/bulk-load.long.ts'] },
  { name: 'smart campaigns requested, the relay killed between', command: ['node', '--test', 'scripts/e2e/requests.long.ts'] },
  { name: 'the package, by check:apex', command: ['node', 'scripts/apex/check.ts'] },
  { name: 'long simulation, memory store', command: ['node', 'relay/simulation/main.ts', ...LONG] },
  {
    name: 'long simulation, SQLite store',
    command: ['node', 'relay/simulation/main.ts', '--store', 'sqlite', '--seeds', '60', '--from', '200000']
  },
  {
    name: 'long simulation, PostgreSQL store',
    command: ['node', 'relay/simulation/main.ts', '--store', 'postgres', '--seeds', '8', '--from', '300000']
  }
];

const steps: Step[] = [
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'types of relay, lab and scripts', command: ['tsc', '--noEmit'] },
  { name: 'types of the components', command: ['tsc', '-p', 'tsconfig.lwc-test.json'] },
  { name: 'types of the lab’s page', command: ['tsc', '-p', 'lab/page/tsconfig.json'] },
  { name: 'lint', command: ['eslint', '.', '--max-warnings', '0'] },
  { name: 'components', command: ['sfdx-lwc-jest'] },
  { name: 'components, compiled as the platform does', command: ['node', 'scripts/build-lwc.ts', '--check'] },
  { name: 'the package’s Apex tests', command: ['node', 'lab/org/test-main.ts'] },
  { name: 'the package’s Apex tests, with a namespace', command: ['node', 'lab/org/test-main.ts', '--namespace', 'acme'] },
  ...(unitTests.length > 0 ? [{ name: 'relay, lab and scripts', command: ['node', '--test', '--test-concurrency=2', ...unitTests] }] : []),
  { name: 'end to end, through separate processes and a browser', command: ['node', '--test', '--test-concurrency=2', ...endToEnd] },
  ...(values.full ? longSteps : [])
];

const environment = {
  ...process.env,
  PATH: `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH ?? ''}`,
  NO_COLOR: '1'
};
let failed = 0;
for (const { name, command } of steps) {
  const began = Date.now();
  const [program = '', ...args] = command;
  const run = spawnSync(path.join(root, 'node_modules/.bin', program), args, {
    cwd: root,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 64 << 20
  });
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const ok = run.status === 0;
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
  for (const [line] of run.stdout.matchAll(/^(?:skipped: |\s*﹣ |\d+ calls checked).*$/gm)) {
    process.stdout.write(`       ${line.trim()}\n`);
  }
  if (!ok) {
    failed += 1;
    process.stdout.write(`${run.stdout}${run.stderr}${run.error ? String(run.error) : ''}\n`);
  }
}
process.stdout.write(`${steps.length - failed} passed, ${failed} failed\n`);
process.exit(failed > 0 ? 1 : 0);
