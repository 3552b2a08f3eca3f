/** Results of a run for other tools: coverage as JSON and LCOV, methods as JUnit. */
import path from 'node:path';
import type { FileCoverage } from '../run/program.ts';
import { coverageOf } from './coverage.ts';
import { failureLines } from './report.ts';
import type { ClassResult } from './run-class.ts';

const counted = (files: Iterable<FileCoverage>) => [...files].filter((file) => !file.isTest && file.lines.length > 0);

/** Totals, and for each file the lines with how often they ran. @param folder where paths begin. */
export function coverageJson(files: Iterable<FileCoverage>, folder: string): string {
  const all = counted(files);
  const { lines, covered, percent } = coverageOf(all);
  const out = all.map(({ file, name, kind, lines: own, hits }) => ({
    name,
    kind,
    file: path.relative(folder, file),
    lines: Object.fromEntries(own.map((line) => [line, hits[line] ?? 0]))
  }));
  return `${JSON.stringify({ lines, covered, percent, files: out }, null, 2)}\n`;
}

/** The tracefile format of LCOV, which editors and coverage services read. */
export function lcov(files: Iterable<FileCoverage>, folder: string): string {
  return counted(files)
    .map(({ file, lines, hits }) => {
      const ran = lines.filter((line) => (hits[line] ?? 0) > 0).length;
      const data = lines.map((line) => `DA:${line},${hits[line] ?? 0}\n`).join('');
      return `TN:\nSF:${path.relative(folder, file)}\n${data}LF:${lines.length}\nLH:${ran}\nend_of_record\n`;
    })
    .join('');
}

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // XML 1.0 has no other control characters.
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, '\uFFFD');
const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(3);

export function junit(results: ClassResult[]): string {
  const suites = results.map(({ className, milliseconds, methods }) => {
    const cases = methods.map(({ method, milliseconds: took, failure }) => {
      const start = `    <testcase classname="${escaped(className)}" name="${escaped(method)}" time="${seconds(took)}"`;
      if (failure === null) {
        return `${start}/>\n`;
      }
      const message = `type="${escaped(failure.type)}" message="${escaped(failure.message ?? '')}"`;
      return `${start}>\n      <failure ${message}>${escaped(failureLines(failure).join('\n'))}</failure>\n    </testcase>\n`;
    });
    const failed = methods.filter((method) => method.failure !== null).length;
    const counts = `tests="${methods.length}" failures="${failed}" time="${seconds(milliseconds)}"`;
    return `  <testsuite name="${escaped(className)}" ${counts}>\n${cases.join('')}  </testsuite>\n`;
  });
  const all = results.flatMap((result) => result.methods);
  const failed = all.filter((method) => method.failure !== null).length;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites tests="${all.length}" failures="${failed}">\n${suites.join('')}</testsuites>\n`;
}
