/** The command lines of the Apex test runner: what is run, what is printed, with which exit code it ends. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CompileRefused } from '../../org.ts';
import { switchOf } from '../../server/command.ts';
import { readProject } from '../../server/project.ts';
import { StartRefused } from '../../server/service.ts';
import type { CompileError } from '../syntax/parse.ts';
import { coverageOf, shortfalls } from './coverage.ts';
import { findTests, NoSuchTest, selectTests } from './find-tests.ts';
import { classLines, compileLine, coverageLines } from './report.ts';
import { coverageJson, junit, lcov } from './reports.ts';
import { runClass, type ClassResult } from './run-class.ts';
import { openTestOrg, type TestOrg } from './test-org.ts';

export const USAGE =
  'npm run test:apex [-- [--class NAME[.METHOD]]... [--folder DIR]... [--namespace NS] [--switch NAME=VALUE]... [--json]]';
export const PROJECT_USAGE =
  'npm run org -- test --project DIR [--class NAME[.METHOD]]... [--namespace NS] [--switch NAME=VALUE]... [--json] [--strict] ' +
  '[--coverage FILE] [--lcov FILE] [--junit FILE] [--watch]';

const FLAGS = {
  class: { type: 'string', multiple: true, default: [] as string[] },
  namespace: { type: 'string' },
  switch: { type: 'string', multiple: true, default: [] as string[] },
  json: { type: 'boolean', default: false }
} as const;
const OWN_FLAGS = { ...FLAGS, folder: { type: 'string', multiple: true } } as const;
const PROJECT_FLAGS = {
  ...FLAGS,
  project: { type: 'string', default: '.' },
  /** Nothing is left out: what the stand-in lacks, or does not compile, refuses the run. */
  strict: { type: 'boolean', default: false },
  coverage: { type: 'string' },
  lcov: { type: 'string' },
  junit: { type: 'string' }
} as const;

type Print = (line: string) => void;

interface Wish {
  class: string[];
  json: boolean;
  /** The whole run is held to what a release needs. */
  needsCoverage: boolean;
}
interface Outcome {
  code: number;
  results: ClassResult[];
}

/**
 * Runs the tests of this package and prints what came of them, a line a call of `print`.
 * @param cwd where paths begin, and the project's folder when no `--folder` is given.
 * @returns the exit code: 1 when something does not compile, a test fails, there is no test, or the whole run covers too little.
 */
export function runTestCommand(args: string[], cwd: string, print: Print): number {
  return guarded(USAGE, cwd, args.includes('--json'), print, () => {
    const { values } = parseArgs({ args, options: OWN_FLAGS });
    const project = values.folder ? { folders: values.folder.map((one) => path.resolve(cwd, one)), namespace: null } : readProject(cwd);
    const org = openTestOrg(project.folders, values.namespace ?? project.namespace, { switches: values.switch.map(switchOf) });
    return closing(org, () => runTests(org, cwd, { ...values, needsCoverage: true }, print).code);
  });
}

/**
 * Runs the tests of any Salesforce DX project. What the stand-in does not do is left out and told, and so are classes that do not compile;
 * those make the run fail, but the others are run.
 */
export function runProjectTests(args: string[], cwd: string, print: Print): number {
  return guarded(PROJECT_USAGE, cwd, args.includes('--json'), print, () => {
    const { values } = parseArgs({ args, options: PROJECT_FLAGS });
    const folder = path.resolve(cwd, values.project);
    const project = readProject(folder);
    const mayLeaveOut = !values.strict;
    const switches = values.switch.map(switchOf);
    const org = openTestOrg(project.folders, values.namespace ?? project.namespace, {
      switches,
      mayLeaveOut,
      mayLeaveOutApex: mayLeaveOut
    });
    return closing(org, () => {
      const { code, results } = runTests(org, folder, { ...values, needsCoverage: false }, print);
      const files = [...org.program.coverage.values()];
      report(cwd, values.coverage, () => coverageJson(files, folder));
      report(cwd, values.lcov, () => lcov(files, folder));
      report(cwd, values.junit, () => junit(results));
      return code;
    });
  });
}

function closing<T>(org: TestOrg, work: () => T): T {
  try {
    return work();
  } finally {
    org.close();
  }
}

function report(cwd: string, name: string | undefined, text: () => string): void {
  if (name !== undefined) {
    const file = path.resolve(cwd, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text());
  }
}

/** Refusals as sentences and exit code 1. */
export function guarded(usage: string, cwd: string, asJson: boolean, print: Print, work: () => number): number {
  const fail = (lines: string[], errors: CompileError[] = []): number => {
    if (asJson) {
      print(JSON.stringify({ good: false, problems: errors.length > 0 ? [] : lines, compileErrors: errors }, null, 2));
    } else {
      lines.forEach(print);
    }
    return 1;
  };
  try {
    return work();
  } catch (cause) {
    if (cause instanceof CompileRefused) {
      const errors = cause.errors.map((error) => within(cwd, error));
      return fail(errors.map(compileLine), errors);
    }
    if (cause instanceof StartRefused) {
      return fail(cause.lines);
    }
    if (cause instanceof NoSuchTest) {
      return fail([cause.message]);
    }
    if (cause instanceof TypeError && String((cause as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')) {
      return fail([cause.message, `Usage: ${usage}`]);
    }
    throw cause;
  }
}

const within = (folder: string, error: CompileError): CompileError => ({ ...error, file: path.relative(folder, error.file) });

function runTests(org: TestOrg, folder: string, wish: Wish, print: Print): Outcome {
  const errors = org.errors.map((error) => within(folder, error));
  const leftOut = org.leftOut.map((line) => line.replaceAll(`${folder}${path.sep}`, ''));
  if (!wish.json) {
    leftOut.forEach((line) => print(`left out: ${line}`));
    errors.forEach((error) => print(compileLine(error)));
  }
  const all = findTests(org.program);
  if (all.length === 0 && !wish.json) {
    print('There are no Apex tests: no class with @IsTest has a test method.');
    return { code: 1, results: [] };
  }
  const results: ClassResult[] = [];
  for (const tests of selectTests(all, wish.class)) {
    const result = runClass(org, tests);
    results.push(result);
    if (!wish.json) {
      classLines(result).forEach(print);
    }
  }
  const methods = results.flatMap((result) => result.methods);
  const failed = methods.filter((method) => method.failure !== null).length;
  const coverage = coverageOf(org.program.coverage.values());
  // A part of the tests covers a part of the code: only a whole run is held to the rule.
  const missing = wish.needsCoverage && wish.class.length === 0 ? shortfalls(coverage) : [];
  const isGood = failed === 0 && missing.length === 0 && errors.length === 0 && methods.length > 0;
  if (wish.json) {
    const counts = { good: isGood, passed: methods.length - failed, failed };
    print(JSON.stringify({ ...counts, methods, coverage, missing, compileErrors: errors, leftOut }, null, 2));
  } else {
    const broken = new Set(errors.map((error) => error.file)).size;
    const said = broken > 0 ? [`${broken} files do not compile and were left out, with those that need them.`] : [];
    ['', ...coverageLines(coverage), '', ...missing, ...said, `${methods.length - failed} tests passed, ${failed} failed.`].forEach(print);
  }
  return { code: isGood ? 0 : 1, results };
}
