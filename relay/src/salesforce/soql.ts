/** SOQL text, and rows of a query page by page. */
import { z } from 'zod';
import { garbled } from './transport.ts';
import type { Session } from './session.ts';

/** Salesforce: at most 16,384 characters of address; ids and quotes grow when they are encoded. */
const MOST_CHARACTERS = 5_000;
/** 2,000 rows a page: 10 million rows, more than any object that the relay reads whole. */
const MOST_PAGES = 5_000;

export function quoted(text: string): string {
  const escaped = text.replace(/[\\'"\n\r]/g, (one) => ({ '\n': '\\n', '\r': '\\r' })[one] ?? `\\${one}`);
  return `'${escaped}'`;
}

export const inList = (values: readonly string[]) => `(${values.map(quoted).join(', ')})`;

/** Cuts a list so that each part fits one query. */
export function portions(values: readonly string[]): string[][] {
  const parts: string[][] = [];
  let length = 0;
  for (const value of new Set(values)) {
    const size = encodeURIComponent(quoted(value)).length + 6;
    const last = parts.at(-1);
    if (last && length + size <= MOST_CHARACTERS) {
      last.push(value);
      length += size;
    } else {
      parts.push([value]);
      length = size;
    }
  }
  return parts;
}

/** `2026-03-04T05:06:07.000+0000`. */
export const time = z.string().transform((text, context) => {
  const read = new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (!Number.isNaN(read.getTime())) return read;
  context.addIssue('no time');
  return z.NEVER;
});
export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

/** @param options.deleted Rows in the recycle bin too. @throws {OutsideError} */
export async function* pages<T>(session: Session, soql: string, row: z.ZodType<T>, options: { deleted: boolean }): AsyncGenerator<T[]> {
  const page = z.looseObject({ records: z.array(row), done: z.boolean(), nextRecordsUrl: z.string().nullish() });
  let read = await session.read(`/${options.deleted ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`, page);
  for (let count = 1; ; count++) {
    yield read.records;
    if (read.done) return;
    const next = read.nextRecordsUrl ?? '';
    if (!next.startsWith('/services/data/') || count >= MOST_PAGES) throw garbled('/query', 'does not end and names no next page');
    read = await session.call('GET', next, page);
  }
}

export async function rows<T>(session: Session, soql: string, row: z.ZodType<T>, options: { deleted: boolean }): Promise<T[]> {
  return (await Array.fromAsync(pages(session, soql, row, options))).flat();
}
