/**
 * Apex test projects of our own, one a folder beside this file: what the platform's references promise, asserted in Apex itself and run as any
 * project's tests are. The comment at the head of a class names its source.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { smallProject } from '../testing/small-project.ts';

function filesOf(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = names.map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]));
}

function run(t: TestContext, folder: string): void {
  const files = filesOf(folder);
  const isApex = (name: string) => /\.(cls|trigger)$/.test(name);
  const sources = [...files].filter(([name]) => isApex(name)).map(([, source]) => source);
  const others = Object.fromEntries([...files].filter(([name]) => !isApex(name)));
  const project = smallProject(t, sources, others);
  const { text } = project.run();
  assert.deepEqual(
    text.split('\n').filter((line) => /\.(cls|trigger):\d+:\d+:/.test(line)),
    [],
    'all of it compiles'
  );
  const { failures, methods } = project.results();
  assert.deepEqual(failures, {});
  const declared = sources.join('\n').match(/@IsTest\s+(private\s+|public\s+)?static\b|static testMethod\b/gi) ?? [];
  assert.equal(methods.length, declared.length);
  assert.ok(methods.length > 0);
}

for (const entry of readdirSync(import.meta.dirname, { withFileTypes: true })) {
  if (entry.isDirectory()) {
    test(`conformance: ${entry.name}`, (t) => run(t, path.join(import.meta.dirname, entry.name)));
  }
}
