/** Bulk API 2.0 over real HTTP, against an org with a trigger. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type TestContext } from 'node:test';
import { openProject, type Lab } from '../../server/testing/open-lab.ts';
import { parseCsv, type CsvFormat } from './csv.ts';

/** Refuses one name, notes how many rows came at once, and goes over a limit for another. */
const TRIGGER = `trigger Leads on Lead (before insert, before update) {
  for (Lead one : Trigger.new) {
    if (one.LastName == 'refuse me') { one.addError('That is no name.'); }
    if (one.LastName == 'too much') { for (Integer i = 0; i < 101; i++) { List<Lead> found = [SELECT Id FROM Lead LIMIT 1]; } }
    one.Title = 'chunk of ' + Trigger.new.size();
  }
}`;
const KEY = `<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Key__c</fullName><externalId>true</externalId><label>Key</label>
<length>40</length><type>Text</type><unique>true</unique></CustomField>`;
const SCORE = `<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Score__c</fullName><label>Score</label>
<precision>18</precision><scale>2</scale><type>Number</type></CustomField>`;
const open = (t: TestContext) =>
  openProject(t, [TRIGGER], {
    'objects/Lead/fields/Key__c.field-meta.xml': KEY,
    'objects/Lead/fields/Score__c.field-meta.xml': SCORE,
    'objects/Campaign/fields/Key__c.field-meta.xml': KEY
  });

const csv = { 'content-type': 'text/csv' };
const PLAIN: CsvFormat = { delimiter: 'COMMA', lineEnding: 'LF' };
const table = (text: string, format = PLAIN) => parseCsv(text, format);

async function ended(lab: Lab, address: string) {
  for (let tries = 0; tries < 400; tries++) {
    const { body } = await lab.call('GET', address);
    if (['JobComplete', 'Failed', 'Aborted'].includes(body.state)) {
      return body;
    }
    await sleep(10);
  }
  throw new Error(`${address} does not end.`);
}

async function ingest(lab: Lab, job: Record<string, unknown>, text: string, format = PLAIN) {
  const made = await lab.call('POST', 'jobs/ingest', job);
  assert.equal(made.status, 200, JSON.stringify(made.body));
  const at = `jobs/ingest/${made.body.id}`;
  assert.equal(made.body.contentUrl, `services/data/v66.0/${at}/batches`);
  assert.equal((await lab.call('PUT', `${at}/batches`, text, csv)).status, 201);
  assert.equal((await lab.call('PATCH', at, { state: 'UploadComplete' })).body.state, 'UploadComplete');
  const info = await ended(lab, at);
  const results = async (name: string) => table(String((await lab.call('GET', `${at}/${name}`)).body ?? ''), format);
  const [good, bad, left] = [await results('successfulResults'), await results('failedResults'), await results('unprocessedrecords')];
  return { at, info, good, bad, left };
}

async function query(lab: Lab, soql: string, more: Record<string, unknown> = {}) {
  const made = await lab.call('POST', 'jobs/query', { operation: 'query', query: soql, ...more });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  const at = `jobs/query/${made.body.id}`;
  return { at, made: made.body, info: await ended(lab, at) };
}
async function rowsOf(lab: Lab, soql: string, more: Record<string, unknown> = {}) {
  const { at, info } = await query(lab, soql, more);
  assert.equal(info.state, 'JobComplete', JSON.stringify(info));
  return table(String((await lab.call('GET', `${at}/results`)).body));
}

test('records are inserted through triggers, 200 at once, and each is told as written or not', async (t) => {
  const lab = await open(t);
  const names = Array.from({ length: 450 }, (_, index) => (index === 7 ? 'refuse me' : index === 410 ? '' : `L${index}`));
  const { info, good, bad, left } = await ingest(
    lab,
    { object: 'lead', operation: 'insert' },
    `LastName,Company\n${names.map((name) => `${name},"Example, Inc."\n`).join('')}`
  );
  assert.deepEqual(
    [info.state, info.object, info.jobType, info.numberRecordsProcessed, info.numberRecordsFailed, info.apiVersion],
    ['JobComplete', 'Lead', 'V2Ingest', 450, 2, 66]
  );
  assert.deepEqual(good[0], ['sf__Id', 'sf__Created', 'LastName', 'Company']);
  assert.deepEqual([good.length, good[1]?.slice(1)], [449, ['true', 'L0', 'Example, Inc.']]);
  assert.match(good[1]?.[0] ?? '', /^00Q\w{15}$/);
  assert.deepEqual(bad, [
    ['sf__Id', 'sf__Error', 'LastName', 'Company'],
    ['', 'FIELD_CUSTOM_VALIDATION_EXCEPTION:That is no name.:--', 'refuse me', 'Example, Inc.'],
    ['', 'REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --', '', 'Example, Inc.']
  ]);
  assert.deepEqual(left, [['LastName', 'Company']]);
  const titles = (await rowsOf(lab, 'SELECT Title FROM Lead')).slice(1).map(([title]) => title);
  // The rows beside a failed one go through the triggers once more without it.
  assert.deepEqual([...new Set(titles)], ['chunk of 199', 'chunk of 200', 'chunk of 49']);
});

test('a limit that one chunk goes over fails that chunk and none other', async (t) => {
  const lab = await open(t);
  const names = Array.from({ length: 401 }, (_, index) => (index === 250 ? 'too much' : `L${index}`));
  const { info, bad } = await ingest(
    lab,
    { object: 'Lead', operation: 'insert' },
    `LastName,Company\n${names.map((name) => `${name},Example\n`).join('')}`
  );
  assert.deepEqual([info.state, info.numberRecordsFailed], ['JobComplete', 200]);
  assert.match(bad[1]?.[1] ?? '', /^CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY:.*Too many SOQL queries: 101/s);
  assert.equal((await lab.call('GET', 'query?q=SELECT+count()+FROM+Lead')).body.totalSize, 201);
});

test('update, upsert and delete find their rows; empty cells change nothing and #N/A clears', async (t) => {
  const lab = await open(t);
  const first = await ingest(
    lab,
    { object: 'Lead', operation: 'upsert', externalIdFieldName: 'Key__c' },
    'Key__c,LastName,Company,Score__c,DoNotCall\nk1,One,Example,1.5,1\nk2,Two,Example,90000000,no\n,Three,Example,1,\n'
  );
  assert.deepEqual(first.bad.at(-1)?.slice(0, 2), ['', 'MISSING_ARGUMENT:Key__c not specified:--']);
  const again = await ingest(
    lab,
    { object: 'Lead', operation: 'upsert', externalIdFieldName: 'Key__c', columnDelimiter: 'SEMICOLON', lineEnding: 'CRLF' },
    'Key__c;LastName;Company;Score__c\r\nk1;;Changed;#N/A\r\nk3;Three;Example;x\r\n',
    { delimiter: 'SEMICOLON', lineEnding: 'CRLF' }
  );
  assert.deepEqual(again.good[1]?.slice(1), ['false', 'k1', '', 'Changed', '#N/A']);
  assert.equal(again.bad.length, 2);
  assert.deepEqual(await rowsOf(lab, 'SELECT Key__c, LastName, Company, Score__c, DoNotCall FROM Lead ORDER BY Key__c'), [
    ['Key__c', 'LastName', 'Company', 'Score__c', 'DoNotCall'],
    ['k1', 'One', 'Changed', '', 'true'],
    ['k2', 'Two', 'Example', '9.0E7', 'false']
  ]);
  const [, one, two] = await rowsOf(lab, 'SELECT Id FROM Lead ORDER BY Key__c');
  const wrong = await ingest(lab, { object: 'Lead', operation: 'update' }, `Id,Score__c\n${one},high\n00QLb0000000zzz,1\n`);
  assert.deepEqual(
    wrong.bad.slice(1).map((line) => line[1]),
    [
      'INVALID_TYPE_ON_FIELD_IN_RECORD:Score__c: value not of required type: high:Score__c --',
      'INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--'
    ]
  );
  const gone = await ingest(lab, { object: 'Lead', operation: 'delete' }, `Id\n${two}\n${two}\n`);
  assert.equal(gone.good[1]?.[0], two?.[0]);
  assert.equal((await rowsOf(lab, 'SELECT Id FROM Lead')).length, 2);
  const all = await rowsOf(lab, 'SELECT Id, IsDeleted FROM Lead ORDER BY Key__c', { operation: 'queryAll' });
  assert.deepEqual(
    all.map((line) => line[1]),
    ['IsDeleted', 'false', 'true']
  );
});

test('parents are found by their external id', async (t) => {
  const lab = await open(t);
  await ingest(lab, { object: 'Campaign', operation: 'insert' }, 'Name,Key__c\nWebinar,c1\n');
  const [, lead] = (await ingest(lab, { object: 'Lead', operation: 'insert' }, 'LastName,Company,Key__c\nLin,Example,l1\n')).good;
  const { good, bad } = await ingest(
    lab,
    { object: 'CampaignMember', operation: 'insert' },
    `Campaign.Key__c,LeadId\nc1,${lead?.[0]}\nnowhere,${lead?.[0]}\n`
  );
  assert.equal(good.length, 2, JSON.stringify(bad));
  assert.match(bad[1]?.[1] ?? '', /^INVALID_FIELD:Foreign key external ID: nowhere not found for field Key__c in entity Campaign:--$/);
  const rows = await rowsOf(lab, 'select lead.lastname, Campaign.Name, createddate from CampaignMember');
  assert.deepEqual(rows[0], ['Lead.LastName', 'Campaign.Name', 'CreatedDate']);
  assert.deepEqual(rows[1]?.slice(0, 2), ['Lin', 'Webinar']);
  assert.match(rows[1]?.[2] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
});

test('a file that does not fit fails the job, and nothing of it is written', async (t) => {
  const lab = await open(t);
  for (const [job, text, problem] of [
    [{ operation: 'insert' }, 'LastName,Nonsense__c\nLin,1\n', 'InvalidBatch : Field name not found : Nonsense__c'],
    [{ operation: 'update' }, 'LastName\nLin\n', 'InvalidBatch : Field name not found : Id'],
    [{ operation: 'delete' }, 'Id,LastName\n1,Lin\n', 'InvalidBatch : Field name not found : LastName'],
    [
      { operation: 'insert' },
      'LastName\r\nLin\r\n',
      'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF'
    ]
  ] as const) {
    const { info, good, left } = await ingest(lab, { object: 'Lead', ...job }, text);
    assert.deepEqual([info.state, info.errorMessage, info.numberRecordsProcessed], ['Failed', problem, 0]);
    assert.ok(good.length <= 1 && left.length <= 2);
  }
  assert.equal((await lab.call('GET', 'query?q=SELECT+count()+FROM+Lead')).body.totalSize, 0);
});

test('query results come in pages that add up to all of them, again and again', async (t) => {
  const lab = await open(t);
  const names = Array.from({ length: 1_050 }, (_, index) => `L${index}`);
  await ingest(lab, { object: 'Lead', operation: 'insert' }, `LastName,Company\n${names.map((name) => `${name},Example\n`).join('')}`);
  const { at, made, info } = await query(lab, 'SELECT Id, LastName FROM Lead');
  assert.deepEqual(
    [made.state, made.object, made.operation, info.numberRecordsProcessed, info.jobType],
    [...['UploadComplete', 'Lead', 'query', 1_050, 'V2Query']]
  );
  const seen: string[] = [];
  let locator = '';
  const sizes: (string | null)[] = [];
  do {
    const page = await lab.call('GET', `${at}/results?maxRecords=500${locator && `&locator=${locator}`}`);
    const [header, ...lines] = table(String(page.body));
    assert.deepEqual(header, ['Id', 'LastName']);
    seen.push(...lines.map((line) => line[1] ?? ''));
    sizes.push(page.headers.get('sforce-numberofrecords'));
    locator = page.headers.get('sforce-locator') ?? '';
  } while (locator !== 'null');
  assert.deepEqual([sizes, seen], [['500', '500', '50'], names]);
  const whole = await lab.call('GET', `${at}/results`);
  assert.deepEqual([whole.headers.get('sforce-locator'), table(String(whole.body)).length], ['null', 1_051]);
  assert.match(whole.headers.get('sforce-limit-info') ?? '', /^api-usage=\d+\/100000$/);
  assert.equal((await lab.call('GET', `${at}/results?locator=nonsense`)).body[0].errorCode, 'INVALID_QUERY_LOCATOR');
  assert.deepEqual(await rowsOf(lab, "SELECT Id FROM Lead WHERE LastName = 'nobody'"), [['Id']]);
});

test('queries that the Bulk API does not run are refused when the job is made', async (t) => {
  const lab = await open(t);
  for (const [soql, code, said] of [
    ['SELECT count() FROM Lead', 'API_ERROR', /not supported in Bulk Query/],
    ['SELECT LeadSource, count(Id) FROM Lead GROUP BY LeadSource', 'API_ERROR', /GROUP BY not supported/],
    ['SELECT Id FROM Lead LIMIT 5 OFFSET 5', 'API_ERROR', /OFFSET not supported/],
    ['SELECT Id, (SELECT Id FROM Contacts) FROM Account', 'API_ERROR', /Parent to child/],
    ['SELECT Nonsense FROM Lead', 'API_ERROR', /No such column 'Nonsense'/],
    ['SELECT Id FROM Nowhere', 'API_ERROR', /sObject type 'Nowhere' is not supported/],
    ['SELECT', 'API_ERROR', /unexpected token/]
  ] as const) {
    const { status, body } = await lab.call('POST', 'jobs/query', { operation: 'query', query: soql });
    assert.deepEqual([status, body[0].errorCode], [400, code], soql);
    assert.match(body[0].message, said);
  }
  assert.deepEqual((await lab.call('GET', 'jobs/query')).body, { done: true, records: [], nextRecordsUrl: null });
});

test('jobs are aborted, deleted and listed; what was not tried can be fetched; states go one way', async (t) => {
  const lab = await open(t);
  const refusedWith = async (method: string, at: string, body?: unknown, headers = {}) =>
    (await lab.call(method, at, body, headers)).body[0].errorCode;
  const { id } = (await lab.call('POST', 'jobs/ingest', { object: 'Lead', operation: 'insert' })).body;
  const at = `jobs/ingest/${id}`;
  await lab.call('PUT', `${at}/batches`, 'LastName,Company\nLin,Example\n', csv);
  assert.equal(await refusedWith('PUT', `${at}/batches`, 'LastName\nLin\n', csv), 'INVALIDJOB');
  assert.equal(await refusedWith('GET', `${at}/failedResults`), 'INVALIDJOBSTATE');
  assert.equal(await refusedWith('DELETE', at), 'INVALIDJOBSTATE');
  assert.equal((await lab.call('PATCH', at, { state: 'Aborted' })).body.state, 'Aborted');
  assert.equal(await refusedWith('PATCH', at, { state: 'UploadComplete' }), 'INVALIDJOBSTATE');
  assert.deepEqual(table(String((await lab.call('GET', `${at}/unprocessedrecords`)).body)), [
    ['LastName', 'Company'],
    ['Lin', 'Example']
  ]);
  const listed = (await lab.call('GET', 'jobs/ingest')).body.records;
  assert.deepEqual(
    listed.map((one: { id: string; state: string }) => [one.id, one.state]),
    [[id, 'Aborted']]
  );
  assert.equal((await lab.call('DELETE', at)).status, 204);
  assert.equal((await lab.call('GET', at)).status, 404);
  assert.equal((await lab.call('GET', 'query?q=SELECT+count()+FROM+Lead')).body.totalSize, 0);

  const { at: done } = await query(lab, 'SELECT Id FROM Lead');
  assert.equal(await refusedWith('PATCH', done, { state: 'Aborted' }), 'INVALIDJOBSTATE');
  const older = await fetch(`${lab.url}/services/data/v64.0/${done}/results`, { headers: { authorization: `Bearer ${lab.token}` } });
  assert.equal(older.status, 409);
  assert.equal((await lab.call('DELETE', done)).status, 204);
  assert.equal((await lab.call('GET', `${done}/results`)).status, 404);
  assert.deepEqual((await lab.call('GET', 'limits')).body.DailyBulkV2QueryJobs, { Max: 10_000, Remaining: 10_000 });
});

test("one user's jobs are nobody else's, and rights hold for every record", async (t) => {
  const lab = await open(t);
  await lab.control('POST', 'users', { username: 'lee@example.com', lastName: 'Lee', profile: 'Standard User' });
  const { accessToken } = (await lab.control('POST', 'session', { username: 'lee@example.com' })).body;
  const lee: Lab = {
    ...lab,
    token: accessToken,
    call: (method, at, body, headers) => lab.call(method, at, body, { ...headers, authorization: `Bearer ${accessToken}` })
  };
  const { id } = (await lab.call('POST', 'jobs/ingest', { object: 'Lead', operation: 'insert' })).body;
  assert.equal((await lee.call('GET', `jobs/ingest/${id}`)).status, 404);
  assert.deepEqual((await lee.call('GET', 'jobs/ingest')).body.records, []);
  const { info, bad } = await ingest(lee, { object: 'Campaign', operation: 'insert' }, 'Name\nWebinar\n');
  assert.deepEqual([info.state, info.numberRecordsFailed], ['JobComplete', 1]);
  assert.match(bad[1]?.[1] ?? '', /^(CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY|INSUFFICIENT_ACCESS\w*):/);
  const hard = await lee.call('POST', 'jobs/ingest', { object: 'Lead', operation: 'hardDelete' });
  assert.equal(hard.body[0].errorCode, 'FEATURENOTENABLED');
});

test('a job is created and uploaded at once as multipart', async (t) => {
  const lab = await open(t);
  const part = (name: string, type: string, body: string) =>
    `--edge\r\nContent-Type: ${type}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${body}\r\n`;
  const body = `${part('job', 'application/json', '{"object": "Lead", "operation": "insert"}')}${part('content', 'text/csv', 'LastName,Company\n"Two\nlines",Example\n')}--edge--\r\n`;
  const made = await lab.call('POST', 'jobs/ingest', body, { 'content-type': 'multipart/form-data; boundary=edge' });
  assert.equal(made.status, 200);
  assert.equal((await ended(lab, `jobs/ingest/${made.body.id}`)).numberRecordsFailed, 0);
  assert.equal((await rowsOf(lab, 'SELECT LastName FROM Lead'))[1]?.[0], 'Two\nlines');
});
