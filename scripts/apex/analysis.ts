/**
 * What no stand-in of ours decides: apex-ls holds the package's Apex against the platform's own types, and PMD against the rules of Salesforce's security
 * review. Both are Java programs that come with the npm package of Salesforce Code Analyzer.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Finding } from './source.ts';

const root = path.resolve(import.meta.dirname, '../..');
const jars = path.join(root, 'node_modules/@salesforce/code-analyzer-pmd-engine/dist/java-lib/*');

export function hasJava(): boolean {
  return spawnSync('java', ['-version']).status === 0;
}

function java(program: string, args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync('java', ['-cp', jars, program, ...args], { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 });
}

/**
 * apex-ls: 0 when clean, 4 with findings. Of a standard object that the project itself extends it knows no unknown field any more; so it is shown a workspace
 * in which a package below ours extends these objects, and ours merely uses them.
 */
export function types(): Finding[] {
  const workspace = mkdtempSync(path.join(os.tmpdir(), 'apex-types-'));
  try {
    cpSync(path.join(root, 'force-app'), path.join(workspace, 'force-app'), { recursive: true });
    const extended = new Set(
      globSync('force-app/**/objects/*/fields/*.field-meta.xml', { cwd: workspace })
        .map((file) => path.basename(path.dirname(path.dirname(file))))
        .filter((object) => !object.includes('__'))
    );
    for (const object of extended) {
      const folder = path.join(workspace, 'shadow/main/objects', object, 'fields');
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, 'Shadow__c.field-meta.xml'), SHADOW);
    }
    const packageDirectories = [{ path: 'shadow' }, { path: 'force-app', default: true }];
    writeFileSync(
      path.join(workspace, 'sfdx-project.json'),
      JSON.stringify({ packageDirectories, namespace: '', sourceApiVersion: '65.0' })
    );
    return issuesIn(workspace);
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

const SHADOW = `<?xml version="1.0" encoding="UTF-8"?>
<CustomField xmlns="http://soap.sforce.com/2006/04/metadata">
    <fullName>Shadow__c</fullName>
    <label>Shadow</label>
    <length>1</length>
    <type>Text</type>
</CustomField>
`;

function issuesIn(workspace: string): Finding[] {
  const options = ['-n', '-d', 'warnings', '-f', 'json', '-w', workspace];
  const { status, stdout, stderr } = java('io.github.apexdevtools.apexls.CheckForIssues', options);
  if (status === 0) return [];
  if (status !== 4) throw new Error(`apex-ls ended with ${status}: ${stdout}${stderr}`);
  const { files } = JSON.parse(stdout) as {
    files: { path: string; messages: { start: { line: number }; category: string; message: string }[] }[];
  };
  return files.flatMap(({ path: file, messages }) =>
    messages.map(({ start, category, message }) => ({
      file: path.relative(workspace, file),
      line: start.line,
      sentence: `${category}: ${message}`
    }))
  );
}

export function rules(): Finding[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'apex-rules-'));
  try {
    const [input, output] = [path.join(folder, 'input.json'), path.join(folder, 'output.json')];
    const filesToScan = globSync('force-app/**/*.{cls,trigger}', { cwd: root }).map((file) => path.join(root, file));
    const ruleSetInputFile = path.join(import.meta.dirname, 'rules.xml');
    writeFileSync(input, JSON.stringify({ ruleSetInputFile, runDataPerLanguage: { apex: { filesToScan } } }));
    const { status, stdout, stderr } = java('com.salesforce.sfca.pmdwrapper.PmdWrapper', ['run', input, output]);
    if (status !== 0) throw new Error(`PMD ended with ${status}: ${stdout}${stderr}`);
    const { violations, processingErrors } = JSON.parse(readFileSync(output, 'utf8')) as {
      violations: { rule: string; message: string; codeLocation: { file: string; startLine: number } }[];
      processingErrors: { file: string; message: string }[];
    };
    return [
      ...violations.map(({ rule, message, codeLocation }) => ({
        file: path.relative(root, codeLocation.file),
        line: codeLocation.startLine,
        sentence: `${rule}: ${message}`
      })),
      ...processingErrors.map(({ file, message }) => ({ file, line: 1, sentence: `PMD cannot read it: ${message}` }))
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
