/** How much of the code the tests ran. Test classes do not count. Apex Developer Guide, "Code Coverage Best Practices". */
import type { FileCoverage } from '../run/program.ts';

export interface Covered {
  name: string;
  kind: 'class' | 'trigger';
  lines: number;
  covered: number;
  /** 0 to 100, rounded down: 99.9 % is not all. */
  percent: number;
  uncovered: number[];
  /** The same for people: `3, 5-7`; lines in between that have nothing to run do not part a range. */
  notRun: string;
}
export interface CoverageFigures {
  /** Classes and triggers that have lines to run, by name. */
  files: Covered[];
  lines: number;
  covered: number;
  percent: number;
}

/** Apex that is released, and Apex in a package that is promoted, needs this much. */
export const NEEDED_PERCENT = 75;

const percentOf = (covered: number, lines: number): number => (lines === 0 ? 100 : Math.floor((covered * 100) / lines));

export function coverageOf(files: Iterable<FileCoverage>): CoverageFigures {
  const all = [...files].filter((file) => !file.isTest && file.lines.length > 0).map(coveredOf);
  all.sort((left, right) => (left.name.toLowerCase() < right.name.toLowerCase() ? -1 : 1));
  const sum = (pick: (one: Covered) => number): number => all.reduce((total, one) => total + pick(one), 0);
  const [lines, covered] = [sum((one) => one.lines), sum((one) => one.covered)];
  return { files: all, lines, covered, percent: percentOf(covered, lines) };
}

function coveredOf({ name, kind, lines, hits }: FileCoverage): Covered {
  const uncovered = lines.filter((line) => (hits[line] ?? 0) === 0);
  const covered = lines.length - uncovered.length;
  return {
    name,
    kind,
    lines: lines.length,
    covered,
    percent: percentOf(covered, lines.length),
    uncovered,
    notRun: ranges(uncovered, lines)
  };
}

/** What keeps this code from being released, a sentence each. */
export function shortfalls(figures: CoverageFigures): string[] {
  const bare = figures.files.filter((file) => file.kind === 'trigger' && file.covered === 0);
  return [
    ...(figures.percent < NEEDED_PERCENT
      ? [`The tests cover ${figures.percent} % of the Apex code; a release needs ${NEEDED_PERCENT} %.`]
      : []),
    ...bare.map((file) => `No test runs the trigger ${file.name}; a release needs every trigger to be covered.`)
  ];
}

function ranges(chosen: number[], all: number[]): string {
  const wanted = new Set(chosen);
  const parts: string[] = [];
  let first: number | null = null;
  all.forEach((line, index) => {
    if (!wanted.has(line)) {
      return;
    }
    first ??= line;
    const next = all[index + 1];
    if (next === undefined || !wanted.has(next)) {
      parts.push(first === line ? String(line) : `${first}-${line}`);
      first = null;
    }
  });
  return parts.join(', ');
}
