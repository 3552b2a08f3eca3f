/** Anonymous Apex and queries as lines for a terminal. */
import { recordOut } from '../rest/record-json.ts';
import { SoqlError } from '../types.ts';
import type { LocalOrg } from './local-org.ts';

export interface Said {
  lines: string[];
  good: boolean;
}

/** Runs code, then the jobs that it left; tells what was logged and how it ended. */
export function runApex(org: LocalOrg, code: string): Said {
  const last = org.machine.logs().at(-1)?.number ?? 0;
  const { compiled, success, compileProblem, line, column, exceptionMessage, exceptionStackTrace } = org.machine.executeAnonymous(
    code,
    org.userId
  );
  while (success && org.machine.runDueJob()) {
    // Each job may leave others.
  }
  const logged = org.machine
    .logs()
    .filter((log) => log.number > last)
    .map((log) => log.text);
  if (!compiled) {
    return { good: false, lines: [`${line}:${column}: ${compileProblem}`] };
  }
  return success ? { good: true, lines: logged } : { good: false, lines: [...logged, exceptionMessage ?? '', exceptionStackTrace ?? ''] };
}

/** A query as a table, or as JSON. */
export function runQuery(org: LocalOrg, soql: string, asJson: boolean): Said {
  try {
    const { data } = org.machine;
    const access = { userId: org.userId, mode: 'user', sharing: true } as const;
    const result = org.machine.transact(org.userId, () => data.query(soql.replace(/;\s*$/, ''), {}, access));
    const records = result.records.map((row) => recordOut(row, data.schema, ''));
    if (asJson) {
      return { good: true, lines: [JSON.stringify({ totalSize: result.totalSize, records }, null, 2)] };
    }
    return {
      good: true,
      lines: [...table(records.map((record) => flat(record))), `${result.totalSize} record${result.totalSize === 1 ? '' : 's'}.`]
    };
  } catch (cause) {
    if (cause instanceof SoqlError) {
      return { good: false, lines: [`${cause.code}: ${cause.message.trim()}`] };
    }
    throw cause;
  }
}

/** `{Owner: {Name: 'x'}}` is a column `Owner.Name`; children are counted. */
function flat(record: Record<string, unknown>, path = ''): Record<string, string> {
  const cells: Record<string, string> = {};
  for (const [name, value] of Object.entries(record)) {
    if (name === 'attributes') {
      continue;
    }
    if (typeof value !== 'object' || value === null) {
      cells[path + name] = value === null ? '' : String(value);
    } else if (Array.isArray((value as { records?: unknown }).records)) {
      cells[path + name] = `${(value as { totalSize: number }).totalSize} records`;
    } else {
      Object.assign(cells, flat(value as Record<string, unknown>, `${path}${name}.`));
    }
  }
  return cells;
}

function table(rows: Record<string, string>[]): string[] {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const all = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
  const widths = columns.map((_, index) => Math.max(...all.map((line) => (line[index] ?? '').length)));
  return columns.length === 0
    ? []
    : all.map((line) =>
        line
          .map((cell, index) => cell.padEnd(widths[index] ?? 0))
          .join('  ')
          .trimEnd()
      );
}
