/** Small projects on disk for the tests of the runner. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { runTestCommand } from './command.ts';

export interface SmallProject {
  folder: string;
  /** Runs the command in the project's folder. */
  run(...args: string[]): { code: number; text: string };
  /** Runs it with `--json`: failures by `Class.method` as `Type: message`, and all methods that ran. */
  results(...args: string[]): { code: number; failures: Record<string, string>; methods: string[] };
}

const XMLNS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const meta = (root: string) => `<${root} ${XMLNS}><apiVersion>66.0</apiVersion><status>Active</status></${root}>`;

/**
 * @param sources Apex classes and triggers; each is named by what it declares.
 * @param files further files of the package by path, such as `permissionsets/X.permissionset-meta.xml`.
 */
export function smallProject(t: TestContext, sources: string[], files: Record<string, string> = {}): SmallProject {
  const folder = mkdtempSync(path.join(tmpdir(), 'apex-tests-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const write = (name: string, content: string) => {
    const file = path.join(folder, 'force-app', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  writeFileSync(path.join(folder, 'sfdx-project.json'), '{"packageDirectories": [{"path": "force-app"}]}');
  mkdirSync(path.join(folder, 'force-app'));
  for (const source of sources) {
    const [, kind, name] = /\b(class|interface|enum|trigger)\s+(\w+)/.exec(source) ?? [];
    const file = kind === 'trigger' ? `triggers/${name}.trigger` : `classes/${name}.cls`;
    write(file, source);
    write(`${file}-meta.xml`, meta(kind === 'trigger' ? 'ApexTrigger' : 'ApexClass'));
  }
  Object.entries(files).forEach(([name, content]) => write(name, content));

  const run = (...args: string[]) => {
    const lines: string[] = [];
    const code = runTestCommand(args, folder, (line) => lines.push(line));
    return { code, text: lines.join('\n') };
  };
  return {
    folder,
    run,
    results(...args) {
      const { code, text } = run('--json', ...args);
      const { methods } = JSON.parse(text) as {
        methods: { className: string; method: string; failure: { type: string; message: string } | null }[];
      };
      const failed = methods.filter((one) => one.failure !== null);
      return {
        code,
        methods: methods.map((one) => `${one.className}.${one.method}`),
        failures: Object.fromEntries(failed.map((one) => [one.method, `${one.failure?.type}: ${one.failure?.message}`]))
      };
    }
  };
}

/** Runs one test class beside other sources. @returns what failed, by method. */
export function failuresOf(t: TestContext, body: string, others: string[] = [], ...args: string[]): Record<string, string> {
  const { failures, methods } = smallProject(t, [`@IsTest private class SmallTest { ${body} }`, ...others]).results(...args);
  assert.ok(methods.length > 0, 'no test ran');
  return failures;
}
