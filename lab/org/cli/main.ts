/** `npm run org -- COMMAND`: the org stand-in on the command line. What each command takes is said by the command without arguments. */
import { watch } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { readProject } from '../server/project.ts';
import { USAGES } from './commands.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const [name = '', ...args] = process.argv.slice(2);

type Message = { line: string } | { code: number } | { ready: boolean };

function start(input: string): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { name, args: args.filter((one) => one !== '--watch'), cwd: process.cwd(), input },
    resourceLimits: { stackSizeMb: 64 }
  });
}

/** @returns the exit code. */
function run(worker: Worker, onReady: (isOpen: boolean) => void = () => undefined): Promise<number> {
  return new Promise((resolve) => {
    let code = 0;
    worker.on('message', (message: Message) => {
      if ('line' in message) {
        say(message.line);
      } else if ('code' in message) {
        code = message.code;
      } else {
        onReady(message.ready);
      }
    });
    worker.on('error', (fault: Error) => {
      process.stderr.write(`A fault of the org stand-in: ${fault.stack ?? fault.message}\n`);
      code = 1;
    });
    worker.on('exit', () => resolve(code));
  });
}

async function shell(): Promise<number> {
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: process.stdin.isTTY });
  const worker = start('');
  const waiting: string[] = [];
  let isReady = false;
  const next = (): void => {
    const line = isReady ? waiting.shift() : undefined;
    if (line !== undefined) {
      isReady = false;
      worker.postMessage(line === '.exit' ? null : line);
    }
  };
  lines.on('line', (line) => (waiting.push(line), next()));
  lines.on('close', () => (waiting.push('.exit'), next()));
  const code = await run(worker, (isOpen) => {
    isReady = true;
    lines.setPrompt(isOpen ? '… ' : '> ');
    if (process.stdin.isTTY) {
      lines.prompt();
    }
    next();
  });
  lines.close();
  return code;
}

/** Runs again whenever a file of the project changes, until the process is ended. */
async function watching(): Promise<never> {
  const at = args.indexOf('--project');
  const { folders } = readProject(path.resolve(at < 0 ? '.' : (args[at + 1] ?? '.')));
  let wake = (): void => undefined;
  folders.forEach((folder) => watch(folder, { recursive: true }, () => wake()));
  for (;;) {
    await run(start(''));
    say('\nWaiting for a change…');
    await new Promise<void>((resolve) => (wake = resolve));
    // Editors write several files at once.
    await sleep(150);
  }
}

/** Debug logs of an org that is served. */
async function logs(): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: 'string' },
      key: { type: 'string' },
      last: { type: 'string', default: '50' },
      follow: { type: 'boolean', default: false }
    }
  });
  if (values.url === undefined || values.key === undefined) {
    say(`Usage: ${USAGES['logs']}`);
    return 1;
  }
  let seen = '';
  for (;;) {
    const answer = await fetch(`${values.url}/lab/logs?last=${values.last}`, { headers: { authorization: `Bearer ${values.key}` } });
    const body = (await answer.json()) as { logs?: { at: string; operation: string; text: string }[]; message?: string };
    if (!body.logs) {
      say(body.message ?? `The org answered ${answer.status}.`);
      return 1;
    }
    const lines = body.logs.map((log) => `${log.at} ${log.operation} ${log.text}`);
    lines.slice(lines.lastIndexOf(seen) + 1).forEach(say);
    seen = lines.at(-1) ?? seen;
    if (!values.follow) {
      return 0;
    }
    await sleep(500);
  }
}

const needsInput = name === 'exec' && !args.some((one) => /^--(file|code)/.test(one));

if (name === 'serve') {
  await import('../main.ts');
} else if (name === 'test' && args.includes('--watch')) {
  await watching();
} else if (name === 'shell') {
  process.exitCode = await shell();
} else if (name === 'logs') {
  process.exitCode = await logs();
} else {
  process.exitCode = await run(start(needsInput ? await text(process.stdin) : ''));
}
