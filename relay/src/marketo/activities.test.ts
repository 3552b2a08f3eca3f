import assert from 'node:assert/strict';
import test, { afterEach, beforeEach } from 'node:test';
import { startMarketo, success, type MarketoInstance } from '../../testing/marketo-instance.ts';
import type { OutsideError } from '../engine/ports.ts';

const FEED = '/rest/v1/activities.json';
let instance: MarketoInstance;
beforeEach(async () => {
  instance = await startMarketo();
});
afterEach(() => instance.close());

const moved = (programId: number) => ({
  id: 2159,
  marketoGUID: '2159',
  leadId: 99,
  activityDate: '2026-03-04T05:06:07Z',
  activityTypeId: 104,
  primaryAttributeValueId: programId,
  primaryAttributeValue: 'Webinar',
  attributes: [
    { name: 'Old Status ID', value: 9 },
    { name: 'Old Status', value: 'Not in Program' },
    { name: 'New Status', value: 'Attended' }
  ]
});

test('a status change says who, where, from what and to what; other programs are left out', async () => {
  instance.on(FEED, success([moved(7), moved(8)], { nextPageToken: 'next==', moreResult: true }));
  const page = await instance.marketo.activities('cursor+/=', 104, [7, 9]);
  assert.deepEqual(page, {
    cursor: 'next==',
    more: true,
    activities: [
      {
        guid: '2159',
        type: 104,
        leadId: 99,
        at: new Date('2026-03-04T05:06:07Z'),
        programId: 7,
        oldStatus: 'Not in Program',
        newStatus: 'Attended',
        mergedIds: []
      }
    ]
  });
  const query = instance.outside.askedOf(FEED)[0]?.query;
  assert.equal(query?.get('nextPageToken'), 'cursor+/=');
  assert.deepEqual(query.getAll('assetIds'), ['7', '9']);
});

test('with very many programs the feed is read whole and sorted out here', async () => {
  instance.on(FEED, success([moved(7), moved(5000)], { nextPageToken: 'n', moreResult: false }));
  const page = await instance.marketo.activities(
    'c',
    104,
    Array.from({ length: 101 }, (_, index) => index)
  );
  assert.equal(page.activities.length, 1);
  assert.equal(instance.outside.askedOf(FEED)[0]?.query.has('assetIds'), false);
});

test('an empty page without result keeps its token, with more behind it or not', async () => {
  instance.on(FEED, success(undefined, { nextPageToken: 'n', moreResult: true }));
  assert.deepEqual(await instance.marketo.activities('c', 32, []), { cursor: 'n', more: true, activities: [] });
  instance.on(FEED, success(undefined, { nextPageToken: 'n' }));
  assert.equal((await instance.marketo.activities('c', 32, [])).more, false);
});

test('a page without a token is garbage: a cursor must never be lost', async () => {
  instance.on(FEED, success([moved(7)], { moreResult: false }));
  await assert.rejects(instance.marketo.activities('c', 104, [7]), (error: OutsideError) => error.kind === 'garbled');
});

test('merges name the losers, as a list or as its text', async () => {
  const merge = (value: unknown) => ({ ...moved(1), activityTypeId: 32, attributes: [{ name: 'Merge IDs', value }] });
  instance.on(FEED, success([merge([101, 102]), merge('[103]'), merge('104,105'), merge(106)], { nextPageToken: 'n' }));
  const { activities } = await instance.marketo.activities('c', 32, []);
  assert.deepEqual(
    activities.map(({ mergedIds }) => mergedIds),
    [[101, 102], [103], [104, 105], [106]]
  );
  assert.equal(activities[0]?.programId, null);
});

test('deleted leads and cursors are asked for without milliseconds', async () => {
  instance.on(
    '/rest/v1/activities/deletedleads.json',
    success([{ ...moved(1), activityTypeId: 37, attributes: [] }], { nextPageToken: 'n' })
  );
  assert.equal((await instance.marketo.deletedLeads('c')).activities[0]?.type, 37);
  instance.on('/rest/v1/activities/pagingtoken.json', success(undefined, { nextPageToken: 'start' }));
  assert.equal(await instance.marketo.activityCursor(new Date('2026-03-04T05:06:07.890Z')), 'start');
  const [asked] = instance.outside.askedOf('/rest/v1/activities/pagingtoken.json');
  assert.equal(asked?.query.get('sinceDatetime'), '2026-03-04T05:06:07Z');
});
