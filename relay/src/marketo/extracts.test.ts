import assert from 'node:assert/strict';
import test, { afterEach, beforeEach } from 'node:test';
import { failure, startMarketo, success, type MarketoInstance } from '../../testing/marketo-instance.ts';
import type { OutsideError } from '../engine/ports.ts';

const EXPORTS = '/bulk/v1/program/members/export';
const JOB = 'b5ca52a9-5ecb-4966-b5a9-11659a8b4c2b';
const path = (what: string) => `${EXPORTS}/${JOB}/${what}.json`;
const job = (status: string) => success([{ exportId: JOB, format: 'CSV', status, createdAt: '2026-03-04T05:06:07Z' }]);

let instance: MarketoInstance;
beforeEach(async () => {
  // A file of many megabytes takes its time on a busy machine.
  instance = await startMarketo(30_000);
});
afterEach(() => instance.close());

/** Answers `Range` as Marketo does. */
function serve(text: string) {
  const file = Buffer.from(text);
  instance.on(path('status'), job('Completed'));
  instance.on(path('file'), ({ headers }) => {
    const [, from = '0', until = '0'] = /bytes=(\d+)-(\d+)/.exec(headers.range ?? '') ?? [];
    const piece = file.subarray(Number(from), Number(until) + 1);
    const range = `bytes ${from}-${Number(from) + piece.length - 1}/${file.length}`;
    return { raw: (response) => void response.writeHead(206, { 'content-type': 'text/csv', 'content-range': range }).end(piece) };
  });
}
async function members() {
  const ordered = await instance.marketo.orderMembers(7, JOB);
  assert.ok(ordered.ready);
  return (await Array.fromAsync(ordered.pages)).flat();
}
const refusedAs = (kind: string) => (error: OutsideError) => error.kind === kind;

test('an extract is created with column names of its own, put into the queue, and named', async () => {
  instance.on(`${EXPORTS}/create.json`, job('Created'));
  instance.on(path('enqueue'), job('Queued'));
  assert.deepEqual(await instance.marketo.orderMembers(7, null), { ready: false, job: JOB, againMs: 60_000 });
  const [created] = instance.outside.askedOf(`${EXPORTS}/create.json`);
  const names = { leadId: 'leadId', statusName: 'statusName', sfdcContactId: 'sfdcContactId' };
  assert.deepEqual(JSON.parse(created?.body ?? ''), {
    format: 'CSV',
    fields: Object.keys(names),
    filter: { programId: 7 },
    columnHeaderNames: names
  });
});

test('until it is completed it is asked for again; one that its process left in creation is put into the queue', async () => {
  instance.on(path('enqueue'), job('Queued'));
  for (const status of ['Queued', 'Processing', 'Created']) {
    instance.on(path('status'), job(status));
    assert.deepEqual(await instance.marketo.orderMembers(7, JOB), { ready: false, job: JOB, againMs: 60_000 }, status);
  }
  assert.equal(instance.outside.askedOf(path('enqueue')).length, 1);
});

test('one that failed, was cancelled (in either spelling) or whose file is kept no more is gone', async () => {
  for (const status of ['Failed', 'Canceled', 'Cancelled']) {
    instance.on(path('status'), job(status));
    await assert.rejects(instance.marketo.orderMembers(7, JOB), refusedAs('gone'), status);
  }
  instance.on(path('status'), job('Completed'));
  instance.on(path('file'), { status: 404, text: 'Not Found' });
  await assert.rejects(members(), refusedAs('gone'));
});

test('a queue that is full, and a day that is used up, are waited for', async () => {
  for (const message of ['Too many jobs in queue', 'Export daily quota exceeded']) {
    instance.on(`${EXPORTS}/create.json`, failure('1029', message));
    await assert.rejects(instance.marketo.orderMembers(7, null), refusedAs('temporary'));
  }
});

test('quotes, commas, line ends and letters of many bytes come through, and the word null is nothing', async () => {
  serve(
    'leadId,statusName,sfdcContactId\n1,"Attended, ""live""",null\n2,"Zweite\nZeile – Grüße",003000000000001AAA\n3,Not in Program,null\n'
  );
  assert.deepEqual(await members(), [
    { member: { leadId: 1, status: 'Attended, "live"' }, lead: { sfdcLeadId: null, sfdcContactId: null } },
    { member: { leadId: 2, status: 'Zweite\nZeile – Grüße' }, lead: { sfdcLeadId: null, sfdcContactId: '003000000000001AAA' } }
  ]);
});

test('a file of several pieces is one file, though a letter is cut in two', async () => {
  const status = 'ü'.repeat(101);
  const lines = Array.from({ length: 45_000 }, (_, index) => `${index + 1},${status},null\n`);
  serve(`leadId,statusName,sfdcContactId\n${lines.join('')}`);
  const found = await members();
  assert.equal(found.length, 45_000);
  assert.ok(found.every(({ member }, index) => member.leadId === index + 1 && member.status === status));
  assert.equal(instance.outside.askedOf(path('file')).length, 2);
});

test('a program without members has a file with a first line only', async () => {
  serve('leadId,statusName,sfdcContactId\n');
  assert.deepEqual(await members(), []);
});

test('a file that is a web page, breaks off or has other columns is garbage, not an empty program', async () => {
  instance.on(path('status'), job('Completed'));
  for (const text of [
    '<html><body>Sign in</body></html>\nx',
    'Lead Id,Status\n1,Invited\n',
    'leadId,statusName\n1,"Inv',
    'leadId,statusName\n1\n'
  ]) {
    serve(text);
    await assert.rejects(members(), refusedAs('garbled'), text);
  }
});
