import assert from 'node:assert/strict';
import test, { afterEach, beforeEach } from 'node:test';
import { startMarketo, success, type MarketoInstance } from '../../testing/marketo-instance.ts';

let instance: MarketoInstance;
beforeEach(async () => {
  instance = await startMarketo();
});
afterEach(() => instance.close());

const PATH = '/rest/asset/v1/folders.json';
const folder = (id: number, name: string, more: Record<string, unknown> = {}) => ({
  name,
  folderId: { id, type: 'Folder' },
  folderType: 'Marketing Folder',
  path: `/Marketing Activities/${name}`,
  isArchive: false,
  workspace: 'Default',
  ...more
});

test('folders that take programs, by path; not programs, archives or Design Studio', async () => {
  instance.on(
    PATH,
    success([
      folder(3, 'Webinars'),
      folder(4, 'Old', { isArchive: true }),
      folder(5, 'A program', { folderId: { id: 1044, type: 'Program' } }),
      folder(6, 'Emails', { folderType: 'Email' }),
      folder(7, 'Fairs')
    ])
  );
  const { folders, more } = await instance.marketo.folders('', 1);
  assert.deepEqual(
    folders.map(({ id, name, path }) => [id, name, path]),
    [
      [7, 'Fairs', '/Marketing Activities/Fairs'],
      [3, 'Webinars', '/Marketing Activities/Webinars']
    ]
  );
  assert.equal(more, false);
});

test('a search looks into paths, 50 a page, without reading the list again at each key', async () => {
  const rows = Array.from({ length: 260 }, (_, index) => folder(index, `Webinars ${String(index).padStart(3, '0')}`));
  instance.on(PATH, ({ query }) => {
    const offset = Number(query.get('offset'));
    return success(rows.slice(offset, offset + Number(query.get('maxReturn'))));
  });
  assert.equal((await instance.marketo.folders('', 1)).more, true);
  assert.deepEqual(
    (await instance.marketo.folders(' WEBINARS 25', 1)).folders.map(({ id }) => id),
    [250, 251, 252, 253, 254, 255, 256, 257, 258, 259]
  );
  assert.equal((await instance.marketo.folders('', 6)).folders.length, 10);
  assert.equal(instance.outside.askedOf(PATH).length, 2);
});

test('a folder that was made in Marketo a moment ago stands in the list that is opened anew', async () => {
  instance.on(PATH, () => success([folder(3, 'Webinars')]));
  await instance.marketo.folders('', 1);
  instance.on(PATH, () => success([folder(3, 'Webinars'), folder(8, 'Made meanwhile')]));
  assert.deepEqual(
    (await instance.marketo.folders('', 1)).folders.map(({ id }) => id),
    [8, 3]
  );
});
