import test from 'node:test';
import assert from 'node:assert/strict';
import { ask, openLab } from '../server/testing/open-lab.ts';

test('versions and resources are listed without a session, and with one', async (t) => {
  const lab = await openLab(t);
  const versions = (await (await fetch(`${lab.url}//services/data/`)).json()) as { version: string; label: string }[];
  assert.deepEqual(versions.at(-1), { label: "Summer '26", url: '/services/data/v67.0', version: '67.0' });
  assert.deepEqual(versions[0]?.label, "Winter '21");
  assert.equal((await lab.call('GET', '')).body.query, '/services/data/v66.0/query');
  assert.equal((await ask(`${lab.url}/services/data/v12.0/limits`, 'GET', lab.token)).status, 404);
});

test('a record lives: created, read, changed, deleted', async (t) => {
  const lab = await openLab(t);
  const made = await lab.call('POST', 'sobjects/lead', {
    lastname: 'Lin',
    score__c: '7.5',
    Seen__c: '2026-03-01T12:00:00.000+0100',
    Opted__c: true
  });
  assert.equal(made.status, 201);
  const id = String(made.body.id);
  assert.deepEqual(made.body, { id, success: true, errors: [] });
  assert.equal(made.headers.get('location'), `/services/data/v66.0/sobjects/Lead/${id}`);

  const read = await lab.call('GET', `sobjects/Lead/${id.slice(0, 15)}?fields=LastName,Score__c,Seen__c,Opted__c`);
  assert.deepEqual(read.body, {
    attributes: { type: 'Lead', url: `/services/data/v66.0/sobjects/Lead/${id}` },
    LastName: 'Lin',
    Score__c: 7.5,
    Seen__c: '2026-03-01T11:00:00.000+0000',
    Opted__c: true,
    Id: id
  });
  assert.deepEqual((await lab.call('PATCH', `sobjects/Lead/${id}`, { Title: 'Head' })).status, 204);
  assert.equal((await lab.call('GET', `sobjects/Lead/${id}`)).body.Title, 'Head');
  assert.equal((await lab.call('DELETE', `sobjects/Lead/${id}`)).status, 204);
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    const gone = await lab.call(method, `sobjects/Lead/${id}`, method === 'PATCH' ? {} : undefined);
    assert.deepEqual(
      [method, gone.status, gone.body],
      [method, 404, [{ message: 'entity is deleted', errorCode: 'ENTITY_IS_DELETED', fields: [] }]]
    );
  }
});

test('what is wrong with a record is told as Salesforce tells it', async (t) => {
  const lab = await openLab(t);
  const cases: [string, string, unknown, number, string, RegExp][] = [
    ['POST', 'sobjects/Lead', {}, 400, 'REQUIRED_FIELD_MISSING', /Required fields are missing: \[LastName\]/],
    ['POST', 'sobjects/Lead', { LastName: 'x', Nope__c: 1 }, 400, 'INVALID_FIELD', /No such column 'Nope__c' on sobject of type Lead/],
    [
      'POST',
      'sobjects/Lead',
      { LastName: 'x', Score__c: 'many' },
      400,
      'JSON_PARSER_ERROR',
      /Cannot deserialize instance of double from VALUE_STRING value many/
    ],
    ['POST', 'sobjects/Lead', { LastName: 'x', Seen__c: 'yesterday' }, 400, 'JSON_PARSER_ERROR', /instance of datetime/],
    ['POST', 'sobjects/Lead', { LastName: 'x', Title: ['a'] }, 400, 'JSON_PARSER_ERROR', /START_ARRAY/],
    ['POST', 'sobjects/Lead', '{"LastName": ', 400, 'JSON_PARSER_ERROR', /\[line:1, column:\d+\]/],
    ['POST', 'sobjects/Lead', '[]', 400, 'JSON_PARSER_ERROR', /JSON object/],
    ['POST', 'sobjects/Nope__c', {}, 404, 'NOT_FOUND', /requested resource does not exist/],
    ['PUT', 'sobjects/Lead', {}, 405, 'METHOD_NOT_ALLOWED', /HTTP Method 'PUT' not allowed. Allowed are GET,HEAD,POST/],
    ['GET', 'sobjects/Lead/00Q000000999999AAA', undefined, 404, 'NOT_FOUND', /requested resource does not exist/],
    ['PATCH', 'sobjects/Lead/00Q000000999999AAA', { Title: 'x' }, 404, 'INVALID_CROSS_REFERENCE_KEY', /invalid cross reference id/],
    ['GET', 'sobjects/Lead/nonsense', undefined, 404, 'NOT_FOUND', /Provided external ID field does not exist/],
    ['GET', 'recent', undefined, 404, 'NOT_FOUND', /requested resource does not exist/],
    ['GET', 'query?q=SELECT+Nope+FROM+Lead+WHERE+Nope+=+true', undefined, 200, '', /./],
    ['GET', 'query?q=GIVE+ME+ALL', undefined, 400, 'MALFORMED_QUERY', /unexpected token/],
    ['GET', 'query?q=SELECT+Id+FROM+Nope', undefined, 400, 'INVALID_TYPE', /sObject type 'Nope' is not supported/],
    ['GET', 'query', undefined, 400, 'MALFORMED_QUERY', /query string/]
  ];
  for (const [method, at, body, status, code, message] of cases) {
    const answer = await lab.call(method, at, body);
    assert.equal(answer.status, status, `${method} ${at} ${JSON.stringify(answer.body)}`);
    if (code !== '') {
      assert.equal(answer.body[0].errorCode, code, `${method} ${at}`);
      assert.match(answer.body[0].message, message);
    }
  }
});

test('by external id: created, changed, found by a child, deleted', async (t) => {
  const lab = await openLab(t);
  const first = await lab.call('PATCH', 'sobjects/Lead/Key__c/m%3A1', { LastName: 'Kim' });
  assert.deepEqual([first.status, first.body.created], [201, true]);
  const second = await lab.call('PATCH', 'sobjects/Lead/Key__c/m%3A1', { Title: 'Head' });
  assert.deepEqual([second.status, second.body.created, second.body.id], [200, false, first.body.id]);
  assert.equal((await lab.call('GET', 'sobjects/Lead/Key__c/m%3A1')).body.Title, 'Head');
  assert.equal((await lab.call('PATCH', 'sobjects/Lead/Title/x', {})).status, 404);
  await lab.call('POST', 'sobjects/Campaign', { Name: 'Spring' });
  const child = await lab.call('POST', 'sobjects/Lead', {
    LastName: 'Ito',
    Campaign__r: { attributes: { type: 'Campaign' }, Name: 'Spring' }
  });
  assert.equal(child.status, 201);
  const orphan = await lab.call('POST', 'sobjects/Lead', { LastName: 'Ito', Campaign__r: { Name: 'Winter' } });
  assert.equal(orphan.body[0].message, 'Foreign key external ID: Winter not found for field Name in entity Campaign');
  await lab.call('POST', 'sobjects/Campaign', { Name: 'Spring' });
  const several = await lab.call('GET', 'sobjects/Campaign/Name/Spring');
  assert.deepEqual([several.status, several.body.length], [300, 2]);
  assert.equal((await lab.call('DELETE', 'sobjects/Lead/Key__c/m%3A1')).status, 204);
  assert.equal((await lab.call('GET', 'sobjects/Lead/Key__c/m%3A1')).status, 404);
});

test('describe tells types and rights; a user without rights sees less and does less', async (t) => {
  const lab = await openLab(t);
  const all = (await lab.call('GET', 'sobjects')).body.sobjects as { name: string }[];
  assert.ok(all.some((one) => one.name === 'Lead'));
  const lead = (await lab.call('GET', 'sobjects/Lead/describe')).body;
  assert.deepEqual(
    lead.fields
      .filter((one: { externalId: boolean }) => one.externalId)
      .map((one: { name: string; soapType: string }) => [one.name, one.soapType]),
    [['Key__c', 'xsd:string']]
  );
  await lab.control('POST', 'users', { username: 'api@example.com', lastName: 'Api', profile: 'Minimum Access - API Only Integrations' });
  await lab.control('POST', 'users', { username: 'lee@example.com', lastName: 'Lee', profile: 'Standard User' });
  await lab.control('POST', 'users', { username: 'min@example.com', lastName: 'Min', profile: 'Minimum Access - Salesforce' });
  const as = async (username: string, at: string) => {
    const { accessToken } = (await lab.control('POST', 'session', { username })).body;
    return ask(`${lab.url}/services/data/v66.0/${at}`, 'GET', accessToken);
  };
  assert.equal((await as('api@example.com', 'sobjects/Lead/describe')).status, 404);
  const seen = (await as('lee@example.com', 'sobjects/Lead/describe')).body.fields.map((one: { name: string }) => one.name) as string[];
  assert.deepEqual([seen.includes('Title'), seen.includes('Score__c')], [true, false]);
  assert.equal((await as('min@example.com', 'limits')).body[0].errorCode, 'API_DISABLED_FOR_ORG');
});

test('rows changed or deleted between two moments', async (t) => {
  const lab = await openLab(t);
  const start = encodeURIComponent(new Date(Date.now() - 60_000).toISOString());
  const { id } = (await lab.call('POST', 'sobjects/Lead', { LastName: 'One' })).body;
  const gone = (await lab.call('POST', 'sobjects/Lead', { LastName: 'Two' })).body.id;
  await lab.call('DELETE', `sobjects/Lead/${gone}`);
  const end = encodeURIComponent(new Date(Date.now() + 60_000).toISOString());
  assert.deepEqual((await lab.call('GET', `sobjects/Lead/updated/?start=${start}&end=${end}`)).body.ids, [id]);
  const deleted = (await lab.call('GET', `sobjects/Lead/deleted/?start=${start}&end=${end}`)).body.deletedRecords as { id: string }[];
  assert.deepEqual(
    deleted.map((one) => one.id),
    [gone]
  );
  assert.equal((await lab.call('GET', `sobjects/Lead/deleted/?start=${end}&end=${start}`)).body[0].errorCode, 'INVALID_REPLICATION_DATE');
});

test('calls are counted, told, and refused at the limit', async (t) => {
  const lab = await openLab(t, { apiLimit: 3 });
  assert.equal((await lab.call('GET', 'limits')).headers.get('sforce-limit-info'), 'api-usage=1/3');
  assert.deepEqual((await lab.call('GET', 'limits')).body.DailyApiRequests, { Max: 3, Remaining: 1 });
  await lab.call('GET', 'limits');
  const over = await lab.call('GET', 'limits');
  assert.deepEqual([over.status, over.body], [403, [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }]]);
  await lab.control('POST', 'clock', { advanceMs: 86_400_000 });
  assert.equal((await lab.call('GET', 'limits')).status, 200);
});
