/** Rows of a CSV file that comes in pieces: some thousand at a time, by the names of its first line. RFC 4180. */
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';

const ROWS_A_PAGE = 2_000;

/** @param columns Those that must be there. A file of no bytes has no rows. @throws {Error} when the text is no CSV, or lacks a column. */
export async function* csvRows(
  pieces: AsyncIterable<Uint8Array | string>,
  columns: readonly string[]
): AsyncGenerator<Record<string, string>[]> {
  let page: Record<string, string>[] = [];
  const header = (names: string[]) => {
    const missing = columns.find((name) => !names.includes(name));
    if (missing !== undefined) throw new Error(`There is no column ${missing}`);
    return names;
  };
  const rows = Readable.from(pieces).compose(parse({ columns: header, bom: true })) as AsyncIterable<Record<string, string>>;
  for await (const row of rows) {
    if (page.push(row) < ROWS_A_PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
