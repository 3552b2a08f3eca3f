/** The commands that work in an org of their own, on the worker's thread. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { guarded, runProjectTests } from '../apex/testing/command.ts';
import { compileLine } from '../apex/testing/report.ts';
import { openTestOrg } from '../apex/testing/test-org.ts';
import { CompileRefused } from '../org.ts';
import { readProject } from '../server/project.ts';
import { StartRefused } from '../server/service.ts';
import { openLocalOrg } from './local-org.ts';
import { runApex, runQuery, type Said } from './run-code.ts';

export interface Io {
  cwd: string;
  print(line: string): void;
  /** All of the standard input. */
  input: string;
}

export const USAGES: Record<string, string> = {
  serve: 'npm run org -- serve [--project DIR | --empty] [--port 0] [--data DIR] [--latency MS] [--switch NAME=VALUE]... [--api-limit N]',
  test: 'npm run org -- test --project DIR [--class NAME[.METHOD]]... [--json] [--strict] [--coverage FILE] [--lcov FILE] [--junit FILE] [--watch]',
  check: 'npm run org -- check --project DIR [--json]',
  exec: 'npm run org -- exec [--project DIR] [--data DIR] [--file FILE | --code APEX]   (or code on the standard input)',
  query: 'npm run org -- query [--project DIR] [--data DIR] [--json] "SELECT …"',
  shell: 'npm run org -- shell [--project DIR] [--data DIR]',
  logs: 'npm run org -- logs --url URL --key CONTROL_KEY [--last N] [--follow]'
};

const PLACE = { project: { type: 'string', default: '.' }, data: { type: 'string' } } as const;

/** @returns the exit code. */
export function runCommand(name: string, args: string[], io: Io): number {
  const { cwd, print } = io;
  switch (name) {
    case 'test':
      return runProjectTests(args, cwd, print);
    case 'check':
      return guarded(USAGES['check'] ?? '', cwd, args.includes('--json'), print, () => check(args, io));
    case 'exec':
      return guarded(USAGES['exec'] ?? '', cwd, false, print, () => exec(args, io));
    case 'query':
      return guarded(USAGES['query'] ?? '', cwd, false, print, () => query(args, io));
    default:
      Object.values(USAGES).forEach(print);
      return 1;
  }
}

/** Compiles only. Every error of every file, and what the stand-in leaves out. */
function check(args: string[], { cwd, print }: Io): number {
  const { values } = parseArgs({
    args,
    options: { project: { type: 'string', default: '.' }, namespace: { type: 'string' }, json: { type: 'boolean', default: false } }
  });
  const folder = path.resolve(cwd, values.project);
  const project = readProject(folder);
  let errors: CompileRefused['errors'] = [];
  let leftOut: string[] = [];
  let classes = 0;
  try {
    const org = openTestOrg(project.folders, values.namespace ?? project.namespace, { mayLeaveOut: true });
    leftOut = org.leftOut;
    classes = org.program.compilation.files.length;
    org.close();
  } catch (cause) {
    if (!(cause instanceof CompileRefused)) {
      throw cause;
    }
    errors = cause.errors.map((error) => ({ ...error, file: path.relative(folder, error.file) }));
  }
  const said = leftOut.map((line) => line.replaceAll(`${folder}${path.sep}`, ''));
  if (values.json) {
    print(JSON.stringify({ good: errors.length === 0, compileErrors: errors, leftOut: said }, null, 2));
  } else {
    said.forEach((line) => print(`left out: ${line}`));
    errors.map(compileLine).forEach(print);
    print(errors.length === 0 ? `${classes} classes and triggers compile.` : `${errors.length} errors.`);
  }
  return errors.length === 0 ? 0 : 1;
}

function exec(args: string[], { cwd, print, input }: Io): number {
  const { values } = parseArgs({ args, options: { ...PLACE, file: { type: 'string' }, code: { type: 'string' } } });
  const code = values.code ?? (values.file === undefined ? input : read(path.resolve(cwd, values.file)));
  return inOrg(values, cwd, print, (org) => runApex(org, code));
}

function query(args: string[], { cwd, print }: Io): number {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...PLACE, json: { type: 'boolean', default: false } }
  });
  const [soql] = positionals;
  if (soql === undefined || positionals.length > 1) {
    throw new StartRefused([`Usage: ${USAGES['query']}`]);
  }
  return inOrg(values, cwd, print, (org) => runQuery(org, soql, values.json));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new StartRefused([`${file} cannot be read: ${(cause as Error).message}`]);
  }
}

type Work = (org: ReturnType<typeof openLocalOrg>) => Said;

function inOrg(values: { project: string; data?: string | undefined }, cwd: string, print: Io['print'], work: Work): number {
  const org = openLocalOrg(path.resolve(cwd, values.project), values.data === undefined ? null : path.resolve(cwd, values.data));
  try {
    const { lines, good } = work(org);
    lines.filter((line) => line !== '').forEach(print);
    return good ? 0 : 1;
  } finally {
    org.close();
  }
}
