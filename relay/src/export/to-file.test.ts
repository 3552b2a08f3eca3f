import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { afterEach, beforeEach } from 'node:test';
import { StoreRefused } from '../store/refused.ts';
import { writeToFile } from './to-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'relay-export-'));
  file = path.join(folder, 'journal.csv');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* pages(many: number, fails = false): AsyncIterable<object[]> {
  for (let page = 0; page < many; page++) yield [{ id: page }];
  if (fails) throw new Error('The disk cannot be read');
}

test('a list is written for its owner only, and counted', async () => {
  assert.equal(await writeToFile({ pages: pages(3), columns: ['id'] }, 'csv', file), 3);
  assert.equal(readFileSync(file, 'utf8'), 'id\r\n0\r\n1\r\n2\r\n');
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test('a list that cannot be read to its end leaves no half file', async () => {
  await assert.rejects(writeToFile({ pages: pages(3, true), columns: ['id'] }, 'csv', file), /The disk cannot be read/);
  assert.equal(existsSync(file), false);
});

test('a file that is there stays as it is', async () => {
  await writeToFile({ pages: pages(1), columns: ['id'] }, 'csv', file);
  await assert.rejects(writeToFile({ pages: pages(3), columns: ['id'] }, 'csv', file), StoreRefused);
  assert.equal(readFileSync(file, 'utf8'), 'id\r\n0\r\n');
  await assert.rejects(writeToFile({ pages: pages(3), columns: ['id'] }, 'csv', path.join(folder, 'no', 'file')), /cannot be written/);
});
