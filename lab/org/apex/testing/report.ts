/** What the runner of Apex tests prints. */
import type { StackFrame } from '../runtime/current.ts';
import type { CompileError } from '../syntax/parse.ts';
import type { CoverageFigures } from './coverage.ts';
import type { ClassResult, Failure, MethodResult } from './run-class.ts';

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
const isFailed = (method: MethodResult): boolean => method.failure !== null;

export const compileLine = ({ file, line, column, message }: CompileError): string => `${file}:${line}:${column}: ${message}`;

/** One line a class, and below it what failed. */
export function classLines({ className, methods, milliseconds }: ClassResult): string[] {
  const failed = methods.filter(isFailed);
  const counts = `${methods.length - failed.length} passed, ${failed.length} failed`;
  return [
    `${failed.length > 0 ? 'FAILED' : 'ok    '} ${className}: ${counts} (${seconds(milliseconds)})`,
    ...failed.flatMap((method) => [
      `  ${className}.${method.method}`,
      ...failureLines(method.failure as Failure).map((line) => `    ${line}`)
    ])
  ];
}

export function failureLines({ type, message, stack, cause }: Failure): string[] {
  const text = message === null ? type : `${type}: ${message}`;
  return [
    ...text.split('\n'),
    ...stack.map(frameLine),
    ...(cause ? failureLines(cause).map((line, index) => (index === 0 ? `Caused by: ${line}` : line)) : [])
  ];
}
const frameLine = ({ where, line }: StackFrame): string => `${where}: line ${line}`;

/** A row a class or trigger: percent, covered lines of all, and the lines that no test ran. */
export function coverageLines({ files, lines, covered, percent }: CoverageFigures): string[] {
  const rows = files.map((file) => [
    file.kind === 'trigger' ? `${file.name} (trigger)` : file.name,
    `${file.percent} %`,
    `${file.covered}/${file.lines}`,
    file.notRun
  ]);
  const all = [['Coverage', '', 'Lines', 'Not run'], ...rows, ['Total', `${percent} %`, `${covered}/${lines}`, '']];
  const width = (column: number): number => Math.max(...all.map((row) => (row[column] ?? '').length));
  const [name, share, count] = [width(0), width(1), width(2)];
  return all.map((row) => `${row[0]?.padEnd(name)}  ${row[1]?.padStart(share)}  ${row[2]?.padStart(count)}  ${row[3] ?? ''}`.trimEnd());
}
