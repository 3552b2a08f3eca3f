/**
 * Rows as files: NDJSON, one JSON object a line, or CSV as RFC 4180 has it (comma, CRLF, quotes doubled), in UTF-8. Rows come in pages and leave as text, one
 * page at a time: what a million rows need is what one page needs.
 */
export const FORMATS = ['ndjson', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

export const CONTENT_TYPES: Record<Format, string> = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present'
};

type Cell = string | number | boolean | null;
export type Row = Record<string, unknown>;

/**
 * @param columns Names and order of the columns of a CSV; lists and objects stand in their cell as JSON. NDJSON has whatever the rows have.
 */
export async function* written(pages: AsyncIterable<Row[]>, columns: readonly string[], format: Format): AsyncIterable<string> {
  if (format === 'csv') yield line(columns);
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield page.map((row) => (format === 'csv' ? line(columns.map((name) => plain(row[name]))) : `${JSON.stringify(row)}\n`)).join('');
  }
}

function plain(value: unknown): Cell {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : ((value ?? null) as Cell);
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

/**
 * Spreadsheets take a cell that begins with one of these for a formula, whatever quotes are around it (OWASP, CSV injection), full-width ones too; and where
 * theirs is another separator, a cell begins behind that.
 */
const FORMULA = /^(?=[=+\-@\t\r\n＝＋－＠])/;
const HIDDEN_FORMULA = /[;\t\r\n](?=[=+\-@＝＋－＠])/g;

function quoted(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const harmless = cell.replace(HIDDEN_FORMULA, "$&'").replace(FORMULA, "'");
  return /[",\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
