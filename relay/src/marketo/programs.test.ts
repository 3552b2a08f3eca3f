import assert from 'node:assert/strict';
import test, { afterEach, beforeEach } from 'node:test';
import { failure, startMarketo, success, type MarketoInstance } from '../../testing/marketo-instance.ts';

const LIST = '/rest/asset/v1/programs.json';
let instance: MarketoInstance;
beforeEach(async () => {
  instance = await startMarketo();
});
afterEach(() => instance.close());

test('period costs are months; no costs at all are none, not unknown', async () => {
  const base = { id: 7, name: 'Webinar', type: 'Event', channel: 'Webinar', updatedAt: '2026-05-21T22:45:13Z+0000', url: null };
  const costs = [
    { startDate: '2026-03-01', cost: 2000, note: '' },
    { startDate: '2026-04-01T00:00:00Z+0000', cost: 500, note: 'Speaker' }
  ];
  instance.on('/rest/asset/v1/program/7.json', success([{ ...base, costs, sfdcId: '7011G000000QXWvQAO' }]));
  const program = await instance.marketo.program(7);
  assert.deepEqual(program?.costs, [
    { month: '2026-03', amount: 2000, note: null },
    { month: '2026-04', amount: 500, note: 'Speaker' }
  ]);
  assert.equal(program.sfdcId, '7011G000000QXWvQAO');
  assert.equal(program.updatedAt?.toISOString(), '2026-05-21T22:45:13.000Z');
  instance.on('/rest/asset/v1/program/7.json', success([{ ...base, costs: null }]));
  assert.deepEqual((await instance.marketo.program(7))?.costs, []);
});

test('a program or channel that is not there is null, whichever way Marketo says so', async () => {
  for (const answer of [success(), failure('702', '7 Program not found'), success([])]) {
    instance.on('/rest/asset/v1/program/7.json', answer);
    instance.on('/rest/asset/v1/channel/byName.json', answer);
    assert.equal(await instance.marketo.program(7), null);
    assert.equal(await instance.marketo.channel('Webinar'), null);
  }
});

/** 450 programs; every ninth is a webinar. */
const all = Array.from({ length: 450 }, (_, index) => ({
  id: index + 1,
  name: index % 9 === 0 ? `Webinar ${index}` : `Mail ${index}`,
  channel: 'X'
}));
const serveList = () =>
  instance.on(LIST, ({ query }) => {
    const offset = Number(query.get('offset'));
    const some = all.slice(offset, offset + Number(query.get('maxReturn')));
    return some.length === 0 ? success() : success(some);
  });

test('all programs, 50 a page, read 200 at a time', async () => {
  serveList();
  const ids: number[] = [];
  for (let page = 1; ; page++) {
    const { programs, more } = await instance.marketo.programs('', page);
    ids.push(...programs.map(({ id }) => id));
    assert.ok(programs.every(({ costs }) => costs === null));
    if (!more) break;
  }
  assert.deepEqual(
    ids,
    all.map(({ id }) => id)
  );
  assert.equal(instance.outside.askedOf(LIST).length, 3);
});

test('a program that was made in Marketo a moment ago stands in the list that is opened anew', async () => {
  serveList();
  await instance.marketo.programs('', 1);
  instance.on(LIST, () => success([{ id: 9, name: 'Made meanwhile', channel: 'X' }]));
  assert.deepEqual(
    (await instance.marketo.programs('', 1)).programs.map(({ name }) => name),
    ['Made meanwhile']
  );
  await instance.marketo.programs('made', 1);
  assert.equal(instance.outside.askedOf(LIST).length, 2, 'what is typed next asks nothing');
});

test('a search looks into names, whatever their case, and into ids', async () => {
  serveList();
  const { programs, more } = await instance.marketo.programs(' webinar', 1);
  assert.equal(programs.length, 50);
  assert.equal(more, false);
  assert.equal((await instance.marketo.programs('webinar', 2)).programs.length, 0);
  assert.deepEqual(
    (await instance.marketo.programs('450', 1)).programs.map(({ name }) => name),
    ['Mail 449']
  );
});

test('a program is asked for by its exact name; a name with a comma cannot be asked for', async () => {
  instance.on('/rest/asset/v1/program/byName.json', ({ query }) =>
    query.get('name') === 'Webinar' ? success([{ id: 7, name: 'Webinar', type: 'Event', channel: 'Webinar' }]) : success()
  );
  assert.equal((await instance.marketo.programNamed('Webinar'))?.id, 7);
  assert.equal(await instance.marketo.programNamed('Web'), null);
  assert.equal(await instance.marketo.programNamed('Webinar, live'), null);
  assert.equal(instance.outside.askedOf('/rest/asset/v1/program/byName.json').length, 2);
});

const WANTED = {
  name: 'Spring & Summer',
  description: null,
  type: 'Event',
  channel: 'Webinar',
  folderId: 35,
  tags: [{ type: 'Region', value: 'North' }]
};

test('a program is made with a form, its folder and tags in JSON, and stands in the list at once', async () => {
  serveList();
  await instance.marketo.programs('', 1);
  let posted: URLSearchParams | null = null;
  instance.on(LIST, (asked) => {
    if (asked.method === 'GET') return success([{ id: 9, name: 'Spring & Summer', channel: 'Webinar' }]);
    assert.equal(asked.headers['content-type'], 'application/x-www-form-urlencoded');
    posted = new URLSearchParams(asked.body);
    return success([{ id: 9, name: 'Spring & Summer', type: 'Event', channel: 'Webinar', costs: null }]);
  });
  const program = await instance.marketo.createProgram(WANTED);
  assert.deepEqual([program.id, program.costs], [9, []]);
  assert.deepEqual(Object.fromEntries(posted ?? []), {
    name: 'Spring & Summer',
    folder: '{"id":35,"type":"Folder"}',
    type: 'Event',
    channel: 'Webinar',
    tags: '[{"tagType":"Region","tagValue":"North"}]'
  });
  assert.deepEqual(
    (await instance.marketo.programs('spring', 1)).programs.map(({ id }) => id),
    [9]
  );
});

test('a program that Marketo refuses is refused for good; one without an answer may have been made', async () => {
  instance.on(LIST, failure('709', 'Program name must be unique'));
  await assert.rejects(instance.marketo.createProgram(WANTED), { kind: 'refused', code: '709' });
  instance.on(LIST, { status: 502, text: 'Bad gateway' });
  await assert.rejects(instance.marketo.createProgram(WANTED), { kind: 'no-answer' });
  instance.on(LIST, success());
  await assert.rejects(instance.marketo.createProgram(WANTED), { kind: 'garbled' });
});
