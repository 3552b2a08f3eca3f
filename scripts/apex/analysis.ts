/**
 * What no stand-in of ours decides: apex-ls holds the package's Apex against the platform's own types, and PMD against the rules of Salesforce's security
 * review. Both are Java programs that come with the npm package of Salesforce Code Analyzer; without Java it is said that they did not run.
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const jars = path.join(root, 'node_modules/@salesforce/code-analyzer-pmd-engine/dist/java-lib/*');

interface Finding {
  file: string;
  line: number;
  sentence: string;
}

function java(program: string, args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync('java', ['-cp', jars, program, ...args], { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 });
}

/** apex-ls: 0 when clean, 4 with findings. It sees no unknown fields on standard objects that the package extends; the lab's compiler does. */
function types(): Finding[] {
  const { status, stdout, stderr } = java('io.github.apexdevtools.apexls.CheckForIssues', [
    '-n',
    '-d',
    'warnings',
    '-f',
    'json',
    '-w',
    root
  ]);
  if (status === 0) return [];
  if (status !== 4) throw new Error(`apex-ls ended with ${status}: ${stdout}${stderr}`);
  const { files } = JSON.parse(stdout) as {
    files: { path: string; messages: { start: { line: number }; category: string; message: string }[] }[];
  };
  return files.flatMap(({ path: file, messages }) =>
    messages.map(({ start, category, message }) => ({ file, line: start.line, sentence: `${category}: ${message}` }))
  );
}

function rules(): Finding[] {
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
        file: codeLocation.file,
        line: codeLocation.startLine,
        sentence: `${rule}: ${message}`
      })),
      ...processingErrors.map(({ file, message }) => ({ file, line: 1, sentence: `PMD cannot read it: ${message}` }))
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (spawnSync('java', ['-version']).status !== 0) {
  process.stdout.write('skipped: there is no Java on this machine, so apex-ls and PMD did not look at the package\n');
} else {
  const findings = [...types(), ...rules()];
  for (const { file, line, sentence } of findings) {
    process.stdout.write(`${path.relative(root, file)}:${line}: ${sentence}\n`);
  }
  process.exitCode = findings.length > 0 ? 1 : 0;
}
