import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { written, type Row } from './formats.ts';

async function* pages(...all: Row[][]): AsyncIterable<Row[]> {
  yield* all;
}
async function text(rows: Row[], columns: string[], format: 'csv' | 'ndjson'): Promise<string> {
  let out = '';
  for await (const part of written(pages(rows), columns, format)) out += part;
  return out;
}

/** As RFC 4180 says it. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 1 || row[0] !== '');
}

test('NDJSON is one object a line, whatever stands in it', async () => {
  const rows = [
    { id: 1, detail: 'two\nlines' },
    { id: 2, detail: null }
  ];
  const out = await text(rows, [], 'ndjson');
  assert.deepEqual(
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row),
    rows
  );
});

test('CSV has a header, quotes what needs it, and lists as JSON', async () => {
  const out = await text(
    [{ id: 7, to: 'Attended, late', detail: 'says "no"', waysOut: ['retry'], at: null }],
    ['id', 'to', 'detail', 'waysOut', 'at'],
    'csv'
  );
  assert.equal(out, 'id,to,detail,waysOut,at\r\n7,"Attended, late","says ""no""","[""retry""]",\r\n');
});

test('CSV without rows is its header', async () => {
  assert.equal(await text([], ['id', 'at'], 'csv'), 'id,at\r\n');
});

test('a cell that a spreadsheet would take for a formula is text', async () => {
  for (const cell of ['=1+1', '+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '=HYPERLINK("https://example.com";"x")']) {
    const [, [inside] = []] = parse(await text([{ name: cell, id: 1 }], ['name', 'id'], 'csv'));
    assert.equal(inside?.[0], "'");
    assert.equal(inside?.replaceAll("'", ''), cell);
  }
  assert.equal(await text([{ name: 'a;=1;b' }], ['name'], 'csv'), "name\r\na;'=1;b\r\n", 'where the separator is a semicolon');
  assert.equal(await text([{ n: -5 }], ['n'], 'csv'), 'n\r\n-5\r\n', 'a number is a number');
});

test('no text breaks out of its cell, and none begins a formula', async () => {
  const cell = fc.string({ unit: 'binary' }).filter((one) => !one.includes('\0'));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), async (cells) => {
      const rows = cells.map(([a, b]) => ({ a, b, end: 1 }));
      const [, ...read] = parse(await text(rows, ['a', 'b', 'end'], 'csv'));
      const bare = (one: string) => one.replaceAll("'", '');
      assert.deepEqual(
        read.map((row) => row.slice(0, 2).map(bare)),
        cells.map((row) => row.map(bare))
      );
      assert.ok(read.flat().every((one) => !/^[\t\r\n]|(^|[;\t\r\n])[=+\-@＝＋－＠]/.test(one)));
      assert.ok(read.every((row) => row.length === 3));
    })
  );
});
