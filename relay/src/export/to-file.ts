/** A list written into a file that nobody else may read; what cannot be written to its end is not left behind. */
import { once } from 'node:events';
import { createWriteStream, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StoreRefused } from '../store/refused.ts';
import { written, type Format, type Row } from './formats.ts';

/** One list: its rows in pages, and the columns of a CSV. */
export interface List {
  pages: AsyncIterable<object[]>;
  columns: readonly string[];
}

/** @returns How many rows there were. @throws {StoreRefused} when the file is there already or its folder cannot be written. */
export async function writeToFile({ pages, columns }: List, format: Format, file: string): Promise<number> {
  const stream = createWriteStream(file, { flags: 'wx', mode: 0o600 });
  try {
    await once(stream, 'open');
  } catch (cause) {
    throw new StoreRefused(`${file} cannot be written (${(cause as Error).message}). Name a file that is not there yet.`, { cause });
  }
  const counted = counting(pages);
  try {
    await pipeline(Readable.from(written(counted.pages, columns, format)), stream);
  } catch (cause) {
    rmSync(file, { force: true });
    if ((cause as { syscall?: unknown }).syscall === undefined) throw cause;
    throw new StoreRefused(`${file} could not be written to its end (${(cause as Error).message}), and is removed again.`, { cause });
  }
  return counted.rows();
}

/** Likewise, to wherever `write` puts it. */
export async function writeOut({ pages, columns }: List, format: Format, write: (text: string) => unknown): Promise<void> {
  for await (const text of written(counting(pages).pages, columns, format)) await write(text);
}

function counting(pages: AsyncIterable<object[]>): { pages: AsyncIterable<Row[]>; rows: () => number } {
  let rows = 0;
  async function* counted(): AsyncIterable<Row[]> {
    for await (const page of pages) {
      rows += page.length;
      yield page as Row[];
    }
  }
  return { pages: counted(), rows: () => rows };
}
