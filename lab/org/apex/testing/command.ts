/** The command line of the Apex test runner: what is run, what is printed, with which exit code it ends. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CompileRefused } from '../../org.ts';
import { switchOf } from '../../server/command.ts';
import { readProject } from '../../server/project.ts';
import { StartRefused } from '../../server/service.ts';
import { coverageOf, shortfalls } from './coverage.ts';
import { findTests, NoSuchTest, selectTests } from './find-tests.ts';
import { classLines, compileLine, coverageLines } from './report.ts';
import { runClass, type ClassResult } from './run-class.ts';
import { openTestOrg, type TestOrg } from './test-org.ts';

export const USAGE =
  'npm run test:apex [-- [--class NAME[.METHOD]]... [--folder DIR]... [--namespace NS] [--switch NAME=VALUE]... [--json]]';

const FLAGS = {
  class: { type: 'string', multiple: true, default: [] as string[] },
  folder: { type: 'string', multiple: true },
  namespace: { type: 'string' },
  switch: { type: 'string', multiple: true, default: [] as string[] },
  json: { type: 'boolean', default: false }
} as const;

/**
 * Runs tests and prints what came of them, a line a call of `print`.
 * @param cwd where paths begin, and the project's folder when no `--folder` is given.
 * @returns the exit code: 1 when something does not compile, a test fails, there is no test, or the whole run covers too little.
 */
export function runTestCommand(args: string[], cwd: string, print: (line: string) => void): number {
  const fail = (lines: string[]): number => {
    lines.forEach(print);
    return 1;
  };
  try {
    const { values } = parseArgs({ args, options: FLAGS });
    const project = values.folder ? { folders: values.folder.map((one) => path.resolve(cwd, one)), namespace: null } : readProject(cwd);
    const org = openTestOrg(project.folders, values.namespace ?? project.namespace, values.switch.map(switchOf));
    try {
      return runTests(org, values, print);
    } finally {
      org.close();
    }
  } catch (cause) {
    if (cause instanceof CompileRefused) {
      return fail(cause.errors.map((error) => compileLine({ ...error, file: path.relative(cwd, error.file) })));
    }
    if (cause instanceof StartRefused) {
      return fail(cause.lines);
    }
    if (cause instanceof NoSuchTest) {
      return fail([cause.message]);
    }
    if (cause instanceof TypeError && String((cause as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')) {
      return fail([cause.message, `Usage: ${USAGE}`]);
    }
    throw cause;
  }
}

function runTests(org: TestOrg, { class: wanted, json }: { class: string[]; json: boolean }, print: (line: string) => void): number {
  const all = findTests(org.program);
  if (all.length === 0) {
    print('There are no Apex tests: no class with @IsTest has a test method.');
    return 1;
  }
  const results: ClassResult[] = [];
  for (const tests of selectTests(all, wanted)) {
    const result = runClass(org, tests);
    results.push(result);
    if (!json) {
      classLines(result).forEach(print);
    }
  }
  const methods = results.flatMap((result) => result.methods);
  const failed = methods.filter((method) => method.failure !== null).length;
  const coverage = coverageOf(org.program.coverage.values());
  // A part of the tests covers a part of the code: only a whole run is held to the rule.
  const missing = wanted.length === 0 ? shortfalls(coverage) : [];
  const isGood = failed === 0 && missing.length === 0;
  if (json) {
    print(JSON.stringify({ good: isGood, passed: methods.length - failed, failed, methods, coverage, missing }, null, 2));
  } else {
    ['', ...coverageLines(coverage), '', ...missing, `${methods.length - failed} tests passed, ${failed} failed.`].forEach(print);
  }
  return isGood ? 0 : 1;
}
