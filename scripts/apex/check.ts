/**
 * `npm run check:apex`: everything that can be said of the package without an org. Its metadata by shape and reference, its Apex by Salesforce's own parser,
 * and, where there is Java, its types and the rules of the security review. One line a finding; `--metadata` stops after what needs no parser.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';
import { hasJava, rules, types } from './analysis.ts';
import { checkReferences } from './references.ts';
import { checkShape, readTypes } from './schema.ts';
import { readMetadata, type Finding } from './source.ts';

const root = path.resolve(import.meta.dirname, '../..');

function metadata(): Finding[] {
  const files = readMetadata(root, ['force-app', 'config']);
  return [...checkShape(files, readTypes(root)), ...checkReferences(root, files)];
}

/** prettier-plugin-apex brings the platform's parser as a native program. */
function syntax(): Finding[] {
  const files = globSync('force-app/**/*.{cls,trigger}', { cwd: root });
  const { status, stderr } = spawnSync(path.join(root, 'node_modules/.bin/prettier'), ['--check', '--log-level', 'error', ...files], {
    cwd: root,
    encoding: 'utf8'
  });
  if (status === 0) return [];
  const errors = [...stderr.matchAll(/^\[error\] (force-app\S+): (.*)$/gm)];
  if (errors.length === 0)
    return [{ file: 'force-app', line: 1, sentence: stderr.trim() || 'prettier would write it otherwise: npm run format' }];
  return errors.map(([, file = '', sentence = '']) => ({ file, line: Number(/\((\d+):/.exec(sentence)?.[1] ?? 1), sentence }));
}

const steps: [string, () => Finding[]][] = [['metadata', metadata]];
if (!process.argv.includes('--metadata')) steps.push(['syntax', syntax]);
if (!process.argv.includes('--metadata') && hasJava()) steps.push(['apex-ls', types], ['PMD', rules]);

let found = 0;
for (const [name, step] of steps) {
  const findings = step();
  found += findings.length;
  process.stdout.write(`${findings.length === 0 ? 'ok    ' : 'FAILED'} ${name}\n`);
  for (const { file, line, sentence } of findings)
    process.stdout.write(`${path.relative(root, path.resolve(root, file))}:${line}: ${sentence}\n`);
}
if (!hasJava()) process.stdout.write('skipped: there is no Java on this machine, so apex-ls and PMD did not look at the package\n');
process.exitCode = found > 0 ? 1 : 0;
