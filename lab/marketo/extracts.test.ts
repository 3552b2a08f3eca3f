import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { startMarketo, type MarketoServer } from './server.ts';

interface Envelope {
  success: boolean;
  result?: Record<string, unknown>[];
  errors?: { code: string; message: string }[];
}
const EXPORTS = '/bulk/v1/program/members/export';
const HOUR = 3_600_000;
let marketo: MarketoServer;
let token = '';
let program = 0;

const fetchIt = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(marketo.ready.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  });
const call = async (method: string, path: string, body?: unknown) => (await (await fetchIt(method, path, body)).json()) as Envelope;
const order = (more = {}) =>
  call('POST', `${EXPORTS}/create.json`, {
    format: 'CSV',
    fields: ['leadId', 'statusName', 'reachedSuccess'],
    filter: { programId: program },
    ...more
  });
const idOf = (answer: Envelope) => String(answer.result?.[0]?.['exportId']);
const codeOf = (answer: Envelope) => `${answer.errors?.[0]?.code} ${answer.errors?.[0]?.message}`;

async function login(): Promise<void> {
  const { url, clientId, clientSecret } = marketo.ready;
  const query = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
  token = ((await (await fetch(`${url}/identity/oauth/token?${query}`)).json()) as { access_token: string }).access_token;
}

before(async () => {
  marketo = await startMarketo({ port: 0, data: null, record: null, switches: {}, latencyMs: 0, controlKey: 'control' });
  await login();
  const answer = await fetch(`${marketo.ready.url}/lab/seed`, {
    method: 'POST',
    headers: { authorization: 'Bearer control' },
    body: JSON.stringify({
      channels: [
        {
          name: 'Webinar',
          type: 'Event',
          statuses: [
            { name: 'Invited, twice', step: 10, success: false },
            { name: 'Attended', step: 40, success: true }
          ]
        }
      ],
      leads: [{ email: 'one@example.com' }, { email: 'two@example.com' }],
      programs: [{ name: 'Webinar', channel: 'Webinar', type: 'Event' }]
    })
  });
  const seeded = (await answer.json()) as Record<'leads' | 'programs', { id: number }[]>;
  program = seeded.programs[0]?.id ?? 0;
  for (const [index, status] of ['Invited, twice', 'Attended'].entries()) {
    await call('POST', `/rest/v1/programs/${program}/members/status.json`, {
      statusName: status,
      input: [{ leadId: seeded.leads[index]?.id }]
    });
  }
});
after(() => marketo.close());

describe('bulk extract of program members', () => {
  it('is created, queued, processed and fetched, whole or by pieces', async () => {
    marketo.instance.switches.set('extractMs', 1500);
    const made = await order({ columnHeaderNames: { statusName: 'status' } });
    const id = idOf(made);
    assert.equal(made.result?.[0]?.['status'], 'Created');
    assert.equal((await fetchIt('GET', `${EXPORTS}/${id}/file.json`)).status, 404);
    assert.equal((await call('POST', `${EXPORTS}/${id}/enqueue.json`)).result?.[0]?.['status'], 'Queued');
    assert.equal((await call('GET', `${EXPORTS}/${id}/status.json`)).result?.[0]?.['status'], 'Processing');
    marketo.instance.advance(2000);
    const [status] = (await call('GET', `${EXPORTS}/${id}/status.json`)).result ?? [];
    const answer = await fetchIt('GET', `${EXPORTS}/${id}/file.json`);
    const text = await answer.text();
    assert.equal(text, 'leadId,status,reachedSuccess\n1001,"Invited, twice",false\n1002,Attended,true\n');
    assert.deepEqual(
      [status?.['status'], status?.['numberOfRecords'], status?.['fileSize'], status?.['fileChecksum']],
      ['Completed', 2, text.length, `sha256:${createHash('sha256').update(text).digest('hex')}`]
    );
    const piece = await fetchIt('GET', `${EXPORTS}/${id}/file.json`, undefined, { range: 'bytes=7-12' });
    assert.deepEqual([piece.status, piece.headers.get('content-range'), await piece.text()], [206, `bytes 7-12/${text.length}`, 'status']);
    marketo.instance.advance(8 * 24 * HOUR);
    await login();
    assert.equal((await fetchIt('GET', `${EXPORTS}/${id}/file.json`)).status, 404, 'kept for seven days');
  });

  it('takes ten at a time, each once, and works on two', async () => {
    marketo.instance.switches.set('extractMs', 1500);
    const ids: string[] = [];
    for (let one = 0; one < 10; one++) ids.push(idOf(await order()));
    for (const id of ids) assert.equal((await call('POST', `${EXPORTS}/${id}/enqueue.json`)).success, true);
    assert.match(codeOf(await call('POST', `${EXPORTS}/${ids[0]}/enqueue.json`)), /1029 Job already queued/);
    assert.match(codeOf(await call('POST', `${EXPORTS}/${idOf(await order())}/enqueue.json`)), /1029 Too many jobs in queue/);
    const states = await Promise.all(ids.map(async (id) => (await call('GET', `${EXPORTS}/${id}/status.json`)).result?.[0]?.['status']));
    assert.deepEqual(states.filter((state) => state === 'Processing').length, 2);
    for (const id of ids) assert.equal((await call('POST', `${EXPORTS}/${id}/cancel.json`)).result?.[0]?.['status'], 'Cancelled');
  });

  it('refuses unknown fields and programs as Marketo does, and loudly what it does not know', async () => {
    assert.match(codeOf(await order({ fields: ['nonsense'] })), /^1006/);
    assert.match(codeOf(await order({ filter: { programId: 99_999 } })), /^1013/);
    assert.match(codeOf(await order({ filter: {} })), /^1003/);
    const unknown = await fetchIt('POST', `${EXPORTS}/create.json`, {
      fields: ['leadId'],
      filter: { programId: program, nurtureCadence: 'norm' }
    });
    assert.equal(unknown.status, 501);
    assert.match(await unknown.text(), /nurtureCadence/);
  });
});
