/** One part of the stack as a process of its own: started, heard until it says that it is ready, stopped or killed. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const root = path.resolve(import.meta.dirname, '../..');

/** How long a part may take to be ready. The slowest builds the page's vendor bundle first. */
const READY_MS = 120_000;
/** How long a part may take to end by itself. */
const STOP_MS = 8_000;
const REMEMBERED_LINES = 40;

export interface Part {
  name: string;
  /** What its one line of JSON said. */
  ready: Record<string, string>;
  pid: number;
  /** Whether it still runs. */
  alive: () => boolean;
  /** Resolves with a sentence when it ends without having been asked to. */
  died: Promise<string>;
  /** SIGTERM, then after a while SIGKILL. */
  stop: () => Promise<void>;
  /** SIGKILL at once. */
  kill: () => Promise<void>;
}

export interface PartOptions {
  name: string;
  /** Script of this repository and its arguments. */
  args: string[];
  /** Added to this process's environment: the place for keys. */
  env?: Record<string, string>;
  /** Everything that it writes to stderr. */
  logFile: string;
}

/** @throws {Error} with the last lines that it wrote, when it ends or stays silent instead of becoming ready. */
export async function startPart(options: PartOptions): Promise<Part> {
  const child = spawn(process.execPath, options.args, {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe']
  });
  const said = listen(child, options.logFile);
  let asked = false;
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(`${options.name} ended (${signal ?? `exit code ${code}`}).\n${said.lines.join('\n')}`));
    child.once('error', (cause) => resolve(`${options.name} cannot be started: ${cause.message}`));
  });
  const alive = () => child.exitCode === null && child.signalCode === null;
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    asked = true;
    if (alive()) {
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(timer);
    }
  };
  try {
    const ready = await readyOrFail(options.name, said.firstLine, ended);
    return {
      name: options.name,
      ready,
      pid: child.pid ?? 0,
      alive,
      died: new Promise((resolve) => {
        void ended.then((sentence) => {
          if (!asked) {
            resolve(sentence);
          }
        });
      }),
      stop: () => end('SIGTERM'),
      kill: () => end('SIGKILL')
    };
  } catch (cause) {
    await end('SIGKILL');
    throw cause;
  }
}

function listen(child: ChildProcess, logFile: string) {
  const lines: string[] = [];
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  child.stderr?.pipe(log);
  createInterface({ input: child.stderr ?? process.stdin }).on('line', (line) => {
    lines.push(line);
    lines.splice(0, lines.length - REMEMBERED_LINES);
  });
  const out = createInterface({ input: child.stdout ?? process.stdin });
  const firstLine = new Promise<string>((resolve) => out.once('line', resolve));
  return { lines, firstLine };
}

async function readyOrFail(name: string, firstLine: Promise<string>, ended: Promise<string>): Promise<Record<string, string>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} was not ready after ${READY_MS / 1000} s.`)), READY_MS);
  });
  const failed = ended.then((sentence) => Promise.reject(new Error(sentence)));
  try {
    const line = await Promise.race([firstLine, failed, late]);
    return JSON.parse(line) as Record<string, string>;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A command that runs to its end, e.g. one of the relay's.
 * @param input what it reads from stdin.
 * @throws {Error} with what it said, when it fails.
 */
export function run(args: string[], env: Record<string, string>, input = ''): string {
  const result = spawnSync(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, encoding: 'utf8', input });
  if (result.status !== 0) {
    throw new Error(`${args.join(' ')} failed:\n${result.stderr}${result.stdout}`);
  }
  return result.stdout;
}
