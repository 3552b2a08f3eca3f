import assert from 'node:assert/strict';
import test, { afterEach, beforeEach } from 'node:test';
import { failure, startMarketo, success, type MarketoInstance } from '../../testing/marketo-instance.ts';
import type { OutsideError } from '../engine/ports.ts';

const MEMBERS = '/rest/v1/programs/7/members.json';
const STATUS = '/rest/v1/programs/7/members/status.json';
const DELETE = '/rest/v1/programs/7/members/delete.json';
let instance: MarketoInstance;
beforeEach(async () => {
  instance = await startMarketo();
});
afterEach(() => instance.close());

const row = (leadId: number, statusName: string | null = 'Invited') => ({
  seq: 0,
  leadId,
  statusName,
  reachedSuccess: false,
  programId: 7,
  updatedAt: '2026-03-04T05:06:07Z'
});

test('members are read by lead id, 300 at a time, with the status asked for', async () => {
  instance.on(MEMBERS, ({ query }) => success((query.get('filterValues') ?? '').split(',').map((id) => row(Number(id)))));
  const ids = Array.from({ length: 301 }, (_, index) => index + 1);
  const members = await instance.marketo.readMembers(7, [...ids, 5]);
  assert.deepEqual(
    members.map((member) => member.leadId),
    ids
  );
  assert.deepEqual(members[0], { leadId: 1, status: 'Invited', reachedSuccess: false, updatedAt: new Date('2026-03-04T05:06:07Z') });
  const asked = instance.outside.askedOf(MEMBERS);
  assert.equal(asked.length, 2);
  assert.equal(asked[0]?.query.get('filterType'), 'leadId');
  assert.ok(asked[0]?.query.get('fields')?.split(',').includes('statusName'));
});

test('the next page is asked for with the same filter', async () => {
  instance.on(MEMBERS, ({ query }) =>
    query.get('nextPageToken') === 'two/='
      ? success([row(2)], { moreResult: false })
      : success([row(1)], { nextPageToken: 'two/=', moreResult: true })
  );
  assert.equal((await instance.marketo.readMembers(7, [1, 2])).length, 2);
  assert.equal(instance.outside.askedOf(MEMBERS)[1]?.query.get('filterValues'), '1,2');
});

test('a page token that leads to itself is garbage', async () => {
  instance.on(MEMBERS, success([row(1)], { nextPageToken: 'same' }));
  await assert.rejects(instance.marketo.readMembers(7, [1]), (error: OutsideError) => error.kind === 'garbled');
});

test('"Not in Program" is no member, and a member without a status is garbage', async () => {
  instance.on(MEMBERS, success([row(1, 'Not in Program')]));
  assert.deepEqual(await instance.marketo.readMembers(7, [1]), []);
  instance.on(MEMBERS, success([row(1, null)]));
  await assert.rejects(instance.marketo.readMembers(7, [1]), (error: OutsideError) => error.kind === 'garbled');
});

test('members of a whole program come with their lead fields, those that the instance has', async () => {
  const path = '/rest/v1/leads/programs/7.json';
  const membership = { id: 7, progressionStatus: 'Attended', reachedSuccess: true, updatedAt: '2026-03-04T05:06:07Z' };
  instance.on(path, ({ query }) =>
    query.get('nextPageToken')
      ? success([])
      : success([{ id: 1, email: 'ann@example.com', salesforceRecordId: '00Q000000000001EAA', membership }], { nextPageToken: 't' })
  );
  const pages = await Array.fromAsync(instance.marketo.listMembers(7));
  assert.equal(pages.flat().length, 1);
  assert.equal(pages[0]?.[0]?.lead.salesforceId, '00Q000000000001EAA');
  assert.equal(pages[0]?.[0]?.member.status, 'Attended');
  const fields = instance.outside.askedOf(path)[0]?.query.get('fields')?.split(',') ?? [];
  assert.ok(fields.includes('salesforceRecordId') && fields.includes('sfdcContactId'));
  assert.ok(!fields.includes('sfdcLeadId'), 'a field that describe does not name must not be asked for');
});

test('skipped records carry no lead id and are told apart by their place', async () => {
  instance.on(
    STATUS,
    success([
      { seq: 1, status: 'updated', leadId: 102 },
      { seq: 0, status: 'skipped', reasons: [{ code: '1037', message: 'Lead skipped because it is already in or past this status' }] },
      { seq: 3, status: 'skipped', reasons: [{ code: '1004', message: 'Lead not found' }] },
      { seq: 2, status: 'created', leadId: 103 },
      { seq: 4, status: 'skipped', reasons: [{ code: '1099', message: 'Something new' }] }
    ])
  );
  const results = await instance.marketo.setStatus(7, 'Attended', [101, 102, 103, 104, 105]);
  assert.deepEqual(
    results.map(({ leadId, outcome }) => [leadId, outcome]),
    [
      [101, 'already'],
      [102, 'updated'],
      [103, 'created'],
      [104, 'unknown-lead'],
      [105, 'refused']
    ]
  );
  assert.deepEqual(JSON.parse(instance.outside.askedOf(STATUS)[0]?.body ?? ''), {
    statusName: 'Attended',
    input: [101, 102, 103, 104, 105].map((leadId) => ({ leadId }))
  });
});

test('1037 of a removal means that the lead is no member', async () => {
  instance.on(
    DELETE,
    success([
      { seq: 0, status: 'deleted', leadId: 1 },
      { seq: 1, status: 'skipped', reasons: [{ code: 1037, message: 'Lead not in program' }] }
    ])
  );
  const results = await instance.marketo.removeMembers(7, [1, 2]);
  assert.deepEqual(
    results.map(({ outcome }) => outcome),
    ['deleted', 'not-member']
  );
});

test('an answer that leaves a record out, or names another lead in its place, is garbage', async () => {
  for (const rows of [
    [{ seq: 0, status: 'updated', leadId: 1 }],
    [
      { seq: 0, status: 'updated', leadId: 2 },
      { seq: 1, status: 'updated', leadId: 1 }
    ]
  ]) {
    instance.on(STATUS, success(rows));
    await assert.rejects(instance.marketo.setStatus(7, 'Attended', [1, 2]), (error: OutsideError) => error.kind === 'garbled');
  }
});

test('an unknown status refuses every lead of the call at once', async () => {
  instance.on(STATUS, failure('1025', 'Program status not found'));
  const results = await instance.marketo.setStatus(7, 'Atended', [1, 2]);
  assert.deepEqual(
    results.map(({ outcome, code }) => [outcome, code]),
    [
      ['refused', '1025'],
      ['refused', '1025']
    ]
  );
});
