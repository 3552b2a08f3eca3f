import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { extremes, SWITCHES } from './switches.ts';
import { Client, open, type Envelope } from './testing/client.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'marketo-lab-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const STATUSES = [
  { name: 'Invited', step: 10, success: false },
  { name: 'Registered', step: 20, success: false },
  { name: 'Waitlisted', step: 20, success: false },
  { name: 'Attended', step: 40, success: true }
];
async function seeded(client: Client): Promise<{ program: number; leads: number[] }> {
  const people = [1, 2, 3].map((number) => ({ email: `person${number}@example.com`, lastName: `Example ${number}` }));
  const { leads, programs } = await client.lab<Record<'leads' | 'programs', { id: number }[]>>('POST', 'seed', {
    channels: [{ name: 'Webinar', type: 'Event', statuses: STATUSES }],
    leads: people,
    programs: [{ name: 'Webinar', channel: 'Webinar', type: 'Event', costs: [{ month: '2026-03', cost: 100, note: 'x' }] }]
  });
  return { program: programs[0]?.id ?? 0, leads: leads.map(({ id }) => id) };
}

describe('the Marketo stand-in', () => {
  let client: Client;
  let program = 0;
  let leads: number[] = [];
  const status = (statusName: string, ...ids: number[]) =>
    client.call('POST', `/rest/v1/programs/${program}/members/status.json`, { statusName, input: ids.map((leadId) => ({ leadId })) });
  const members = () =>
    client.call(
      'GET',
      `/rest/v1/programs/${program}/members.json?filterType=leadId&filterValues=${leads.join(',')}&fields=leadId,statusName`
    );

  before(async () => {
    client = new Client(await open());
    ({ program, leads } = await seeded(client));
  });
  after(() => client.marketo.close());

  it('gives one token an hour and refuses wrong, missing, unknown and ended ones', async () => {
    const [one, two] = [await (await client.grant()).json(), await (await client.grant()).json()] as { access_token: string }[];
    assert.equal(one?.access_token, two?.access_token);
    assert.equal((await client.grant('wrong')).status, 401);
    const ask = async (headers: Record<string, string>) =>
      ((await (await fetch(`${client.marketo.ready.url}/rest/v1/leads.json`, { headers })).json()) as Envelope).errors?.[0]?.code;
    assert.equal(await ask({}), '603');
    assert.equal(await ask({ authorization: 'Bearer nonsense' }), '601');
    await client.lab('POST', 'clock', { advanceMs: 3_700_000 });
    assert.equal(await ask({ authorization: `Bearer ${one?.access_token}` }), '602');
    client = new Client(client.marketo);
  });

  it('creates, moves forward and skips (1037) members; answers by seq, and without a lead where it skips', async () => {
    const [a = 0, b = 0] = leads;
    assert.deepEqual((await status('Registered', a, b)).result, [
      { seq: 0, status: 'created', leadId: a },
      { seq: 1, status: 'created', leadId: b }
    ]);
    const back = await status('Invited', a);
    assert.equal(back.success, true);
    assert.deepEqual(back.result, [
      { seq: 0, status: 'skipped', reasons: [{ code: '1037', message: 'Lead skipped because it is already in or past this status' }] }
    ]);
    assert.equal((await status('Waitlisted', a)).result?.[0]?.['status'], 'updated', 'an equal step is free movement');
    assert.equal((await status('Nonsense', a)).errors?.[0]?.code, '1025');
    assert.equal((await status('Not in Program', a)).errors?.[0]?.code, '1025');
    assert.equal(JSON.stringify((await status('Attended', 999)).result).includes('1004'), true);
    assert.deepEqual(
      (await members()).result?.map((row) => row['statusName']),
      ['Waitlisted', 'Registered']
    );
  });

  it('says 1037 with the other meaning where a non-member is removed', async () => {
    const [, b = 0, c = 0] = leads;
    const answer = await client.call('POST', `/rest/v1/programs/${program}/members/delete.json`, { input: [{ leadId: b }, { leadId: c }] });
    assert.deepEqual(answer.result, [
      { seq: 0, status: 'deleted', leadId: b },
      { seq: 1, status: 'skipped', reasons: [{ code: '1037', message: 'Lead not in program' }] }
    ]);
  });

  it('does not give the status of a member unless it is asked for', async () => {
    const answer = await client.call('GET', `/rest/v1/programs/${program}/members.json?filterType=leadId&filterValues=${leads[0]}`);
    assert.equal('statusName' in (answer.result?.[0] ?? {}), false);
  });

  it('logs every change of a status in the feed, pages it, and has no result where there is none', async () => {
    const { nextPageToken = '' } = await client.call('GET', '/rest/v1/activities/pagingtoken.json?sinceDatetime=2020-01-01T00:00:00Z');
    const read = (token: string, size: number) =>
      client.call(
        'GET',
        `/rest/v1/activities.json?activityTypeIds=104&assetIds=${program}&batchSize=${size}&nextPageToken=${encodeURIComponent(token)}`
      );
    const all = await read(nextPageToken, 300);
    const changes = all.result?.map((row) => {
      const attributes = row['attributes'] as { name: string; value: unknown }[];
      return ['Old Status', 'New Status'].map((name) => attributes.find((one) => one.name === name)?.value);
    });
    assert.deepEqual(changes, [
      ['Not in Program', 'Registered'],
      ['Not in Program', 'Registered'],
      ['Registered', 'Waitlisted'],
      ['Registered', 'Not in Program']
    ]);
    const several = `/rest/v1/activities.json?activityTypeIds=104&assetIds=5&assetIds=${program}&nextPageToken=${encodeURIComponent(nextPageToken)}`;
    assert.equal((await client.call('GET', several)).result?.length, 4, 'a repeated parameter counts as a list');
    const first = await read(nextPageToken, 3);
    assert.deepEqual([first.result?.length, first.moreResult], [3, true]);
    const rest = await read(first.nextPageToken ?? '', 3);
    assert.deepEqual([rest.result?.length, rest.moreResult], [1, false]);
    const none = await read(rest.nextPageToken ?? '', 3);
    assert.deepEqual([none.success, 'result' in none, none.moreResult], [true, false, false]);
  });

  it('upserts people by a key, refuses ambiguous ones, merges and deletes', async () => {
    const sync = (body: Record<string, unknown>) => client.call('POST', '/rest/v1/leads.json', body);
    const key = { salesforceRecordId: '00Q000000000001AAA' };
    const made = await sync({ lookupField: 'salesforceRecordId', input: [{ ...key, lastName: 'New' }] });
    assert.equal(made.result?.[0]?.['status'], 'created');
    const again = await sync({ lookupField: 'salesforceRecordId', input: [{ ...key, lastName: 'Newer' }] });
    assert.deepEqual(again.result, [{ id: made.result?.[0]?.['id'], status: 'updated' }]);
    await sync({ action: 'createDuplicate', input: [{ email: 'person1@example.com' }] });
    const ambiguous = await sync({ input: [{ email: 'PERSON1@example.com', lastName: 'x' }] });
    assert.match(JSON.stringify(ambiguous.result), /skipped.*1007/);
    assert.match(JSON.stringify((await sync({ input: [{ nope: 1 }] })).result), /1006/);
    const [a = 0, b = 0] = leads;
    assert.deepEqual((await client.call('POST', `/rest/v1/leads/${a}/merge.json?leadIds=${b}`)).success, true);
    assert.equal(await client.code('GET', `/rest/v1/lead/${b}.json`), '1004');
  });

  it('keeps programs without costs in lists, with costs by id, and appends or replaces them', async () => {
    const costs = (answer: Envelope) => (answer.result?.[0]?.['costs'] as unknown[] | undefined)?.length;
    assert.equal(costs(await client.call('GET', '/rest/asset/v1/programs.json')), undefined);
    const more = { costs: JSON.stringify([{ startDate: '2026-04-01', cost: 5, note: '' }]) };
    assert.equal(costs(await client.call('POST', `/rest/asset/v1/program/${program}.json`, undefined, more)), 2);
    assert.equal(
      costs(await client.call('POST', `/rest/asset/v1/program/${program}.json`, undefined, { ...more, costsDestructiveUpdate: 'true' })),
      1
    );
    const missing = await client.call('GET', '/rest/asset/v1/program/9.json');
    assert.deepEqual([missing.success, 'result' in missing], [true, false]);
  });

  it('refuses what it does not know by name', async () => {
    assert.equal(await client.code('GET', '/rest/v1/opportunities.json'), '610');
    assert.equal(await client.code('POST', '/rest/v1/activities/types.json', {}), '605');
    const { url } = client.marketo.ready;
    const token = ((await (await client.grant()).json()) as { access_token: string }).access_token;
    const answer = await fetch(`${url}/rest/v1/leads.json?filterType=id&filterValues=1&sort=up`, {
      headers: { authorization: `Bearer ${token}` }
    });
    assert.equal(answer.status, 501);
    assert.match(await answer.text(), /does not know the parameter sort/);
  });

  it('does the work of a call whose answer is lost, and none of one that is cut before', async () => {
    const [a = 0] = leads;
    await client.lab('POST', 'faults', { kind: 'drop-before', path: 'status.json' });
    await assert.rejects(status('Attended', a));
    assert.equal((await members()).result?.[0]?.['statusName'], 'Waitlisted');
    await client.lab('POST', 'faults', { kind: 'drop-after', path: 'status.json' });
    await assert.rejects(status('Attended', a));
    assert.equal((await members()).result?.[0]?.['statusName'], 'Attended');
  });
});

describe('the limits of an instance', () => {
  it('count the calls of the day, whoever asks', async () => {
    const client = new Client(await open());
    const total = async () =>
      ((await client.call('GET', '/rest/v1/stats/usage.json')).result?.[0] as { total: number; date: string }).total;
    const before = await total();
    await client.call('GET', '/rest/v1/leads/describe.json');
    assert.equal(await total(), before + 2);
    await client.marketo.close();
  });

  it('are 100 calls in 20 s (606), so many a day (607), 300 records a call (1003)', async () => {
    const client = new Client(await open());
    const { program } = await seeded(client);
    const input = Array.from({ length: 301 }, (_, index) => ({ leadId: index }));
    assert.equal(await client.code('POST', `/rest/v1/programs/${program}/members/status.json`, { statusName: 'Invited', input }), '1003');
    const codes = await Promise.all(Array.from({ length: 9 }, () => client.code('GET', '/rest/v1/leads/describe.json')));
    assert.deepEqual(new Set(codes), new Set([undefined]));
    for (let call = 10; call < 100; call += 1) {
      assert.equal(await client.code('GET', '/rest/v1/leads/describe.json'), undefined, `call ${call}`);
    }
    assert.equal(await client.code('GET', '/rest/v1/leads/describe.json'), '606');
    await client.lab('POST', 'clock', { advanceMs: 20_001 });
    assert.equal(await client.code('GET', '/rest/v1/leads/describe.json'), undefined);
    await client.lab('PUT', 'quota', { perDay: 1 });
    assert.equal(await client.code('GET', '/rest/v1/leads/describe.json'), '607');
    await client.marketo.close();
  });

  it('are 10 calls at once (615)', async () => {
    const client = new Client(await open({ latencyMs: 0 }));
    await client.code('GET', '/rest/v1/leads/describe.json');
    await client.lab('POST', 'faults', { kind: 'hang', times: 10 });
    const hanging = Array.from({ length: 10 }, () => client.call('GET', '/rest/v1/leads/describe.json').catch(() => null));
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(await client.code('GET', '/rest/v1/leads/describe.json'), '615');
    await client.marketo.close();
    await Promise.all(hanging);
  });
});

describe('its rows', () => {
  it('are found again after a restart, with the same credentials', async () => {
    const data = path.join(folder, 'kept.db');
    const first = new Client(await open({ data }));
    const { program, leads } = await seeded(first);
    await first.call('POST', `/rest/v1/programs/${program}/members/status.json`, { statusName: 'Invited', input: [{ leadId: leads[0] }] });
    await first.marketo.close();
    const second = new Client(await open({ data }));
    assert.equal(second.marketo.ready.clientSecret, first.marketo.ready.clientSecret);
    const view = await second.lab<{ total: number; members: { status: string }[] }>('GET', `programs/${program}`);
    assert.deepEqual([view.total, view.members[0]?.status], [1, 'Invited']);
    await second.marketo.close();
  });
});

describe('its switches', () => {
  it('have two extremes each, and refuse what they do not know', async () => {
    const [low, high] = extremes();
    for (const name of Object.keys(SWITCHES) as (keyof typeof SWITCHES)[]) {
      assert.notEqual(low[name], high[name], name);
    }
    await assert.rejects(open({ switches: { nonsense: true } }), /There is no switch nonsense/);
    await assert.rejects(open({ switches: { sameStepMove: 'perhaps' } }), /takes allowed or skipped/);
  });

  it('change what the documentation leaves open', async () => {
    const [, high] = extremes();
    const client = new Client(await open({ switches: { ...high, activityDelayMs: 0 } }));
    const { program, leads } = await seeded(client);
    const set = (statusName: string) =>
      client.call('POST', `/rest/v1/programs/${program}/members/status.json`, { statusName, input: [{ leadId: leads[0] }] });
    await set('registered');
    assert.match(JSON.stringify((await set('Waitlisted')).result), /1037/, 'the same step is skipped');
    assert.match(JSON.stringify((await set('Nonsense')).result), /1025/, 'refused at the level of the record');
    await client.marketo.close();
  });
});

describe('openapi-check', () => {
  const check = (lines: object[], documents: object | null) => {
    const dir = path.join(folder, `adobe-${Math.random()}`);
    spawnSync('mkdir', [dir]);
    if (documents) {
      writeFileSync(path.join(dir, 'swagger-mapi.json'), JSON.stringify(documents));
      writeFileSync(path.join(dir, 'swagger-asset.json'), JSON.stringify({ paths: {}, definitions: {} }));
    }
    const file = path.join(dir, 'calls.jsonl');
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
    const env = { ...process.env, MARKETO_OPENAPI_DIR: documents ? dir : '' };
    return spawnSync(process.execPath, [path.join(import.meta.dirname, 'openapi-check.ts'), file], { encoding: 'utf8', env });
  };
  const documents = {
    paths: {
      '/rest/v1/thing/{id}.json': {
        get: {
          parameters: [{ name: 'size', in: 'query', required: true, type: 'integer' }],
          responses: { 200: { schema: { $ref: '#/definitions/Thing' } } }
        }
      }
    },
    definitions: { Thing: { type: 'object', required: ['success'], properties: { success: { type: 'boolean' } } } }
  };
  const call = {
    method: 'GET',
    path: '/rest/v1/thing/5.json',
    query: '?size=3',
    contentType: null,
    body: '',
    status: 200,
    answer: { success: true }
  };

  it('counts calls that fit, and finds those that do not', () => {
    assert.match(check([call, call], documents).stdout, /^2 calls checked, 0 problems/);
    const bad = check(
      [
        { ...call, query: '?sort=up', answer: { success: 'yes' } },
        { ...call, path: '/rest/v1/other.json' }
      ],
      documents
    );
    assert.equal(bad.status, 1);
    for (const problem of ['the parameter sort is not', 'required parameter size', 'must be boolean', 'no document has it']) {
      assert.ok(bad.stdout.includes(problem), `${problem} in ${bad.stdout}`);
    }
  });
  it('fails without calls, and says that it was skipped without documents', () => {
    assert.equal(check([], documents).status, 1);
    assert.match(check([call], null).stdout, /^Skipped: /);
  });
  it('records calls without the token', async () => {
    const record = path.join(folder, 'record.jsonl');
    const client = new Client(await open({ record }));
    await client.call('GET', '/rest/v1/leads/describe.json');
    await client.marketo.close();
    const text = readFileSync(record, 'utf8');
    assert.match(text, /describe\.json/);
    assert.doesNotMatch(text, /Bearer|access_token/);
  });
});
