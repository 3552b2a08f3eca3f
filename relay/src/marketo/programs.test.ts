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

const CHANNEL = {
  id: 4,
  name: 'Webinar, live',
  progressionStatuses: [
    { name: 'Attended', step: 40, success: true, hidden: false },
    { name: 'Not in Program', step: 0, success: false, hidden: false },
    { name: 'Old', step: 20, hidden: true }
  ]
};

test("a channel's statuses come in step order, without Not in Program; a comma in its name needs the list", async () => {
  instance.on('/rest/asset/v1/channels.json', success([CHANNEL]));
  assert.deepEqual(await instance.marketo.channel('Webinar, live'), {
    id: 4,
    name: 'Webinar, live',
    statuses: [
      { name: 'Old', step: 20, success: false, hidden: true },
      { name: 'Attended', step: 40, success: true, hidden: false }
    ]
  });
  assert.equal(await instance.marketo.channel('Other, name'), null);
});
