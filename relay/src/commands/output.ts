/** What a command says: one line of JSON with `--json`, else text for people. Stdout is for answers, stderr for faults and the log. */

export interface Output {
  /** @param text For people. @param json The same for scripts. */
  say(text: string, json: Record<string, unknown>): void;
}

/** @param write Gets what goes to stdout. */
export function createOutput(asJson: boolean, write: (text: string) => void): Output {
  return { say: (text, json) => write(`${asJson ? JSON.stringify(json) : text}\n`) };
}

/** Columns as wide as their widest cell. */
export function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()
    )
    .join('\n');
}
