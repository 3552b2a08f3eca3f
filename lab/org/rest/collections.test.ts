import test from 'node:test';
import assert from 'node:assert/strict';
import { openLab, type Lab } from '../server/testing/open-lab.ts';

const lead = (LastName: string, more = {}) => ({ attributes: { type: 'Lead' }, LastName, ...more });
const count = async (lab: Lab) => (await lab.call('GET', 'query?q=SELECT+COUNT()+FROM+Lead')).body.totalSize as number;

test('each record has its result, in order; what fails leaves the others alone', async (t) => {
  const lab = await openLab(t);
  const records = [lead('A'), lead('refuse me'), lead('B', { Nope: 1 }), { attributes: { type: 'Campaign' }, Name: 'Spring' }, lead('C')];
  const { status, body } = await lab.call('POST', 'composite/sobjects', { records });
  assert.equal(status, 200);
  assert.deepEqual(
    body.map((one: { success: boolean }) => one.success),
    [true, false, false, true, true]
  );
  assert.deepEqual(body[1], {
    success: false,
    errors: [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'That is no name.', fields: ['LastName'] }]
  });
  assert.equal(body[2].errors[0].statusCode, 'INVALID_FIELD');
  assert.match(body[3].id, /^701/);
  assert.equal(await count(lab), 2);
});

test('all or none: one failure takes everything back and says so', async (t) => {
  const lab = await openLab(t);
  const { body } = await lab.call('POST', 'composite/sobjects', {
    allOrNone: true,
    records: [lead('A'), { attributes: { type: 'Campaign' }, Name: 'X' }, lead('refuse me')]
  });
  assert.deepEqual(
    body.map((one: { errors: { statusCode: string }[] }) => one.errors[0]?.statusCode),
    ['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'ALL_OR_NONE_OPERATION_ROLLED_BACK', 'FIELD_CUSTOM_VALIDATION_EXCEPTION']
  );
  assert.equal(await count(lab), 0);
});

test('change, upsert, read and delete several', async (t) => {
  const lab = await openLab(t);
  const ids = (await lab.call('POST', 'composite/sobjects', { records: [lead('A'), lead('B')] })).body.map(
    (one: { id: string }) => one.id
  ) as string[];
  const changed = await lab.call('PATCH', 'composite/sobjects', { records: [{ attributes: { type: 'Lead' }, id: ids[0], Title: 'Head' }] });
  assert.deepEqual(changed.body, [{ id: ids[0], success: true, errors: [] }]);
  const upserted = await lab.call('PATCH', 'composite/sobjects/Lead/Key__c', {
    records: [lead('C', { Key__c: 'k' }), lead('D', { Key__c: 'k' })]
  });
  assert.deepEqual(
    upserted.body.map((one: { created: boolean }) => one.created),
    [true, false]
  );
  const wanted = [ids[1], '00Q000000999999AAA', ids[0]];
  const byPost = (await lab.call('POST', 'composite/sobjects/Lead', { ids: wanted, fields: ['Title'] })).body;
  assert.deepEqual(
    byPost.map((one: { Id: string; Title: string } | null) => one && [one.Id, one.Title]),
    [[ids[1], null], null, [ids[0], 'Head']]
  );
  assert.deepEqual((await lab.call('GET', `composite/sobjects/Lead?ids=${wanted.join(',')}&fields=Title`)).body, byPost);
  const deleted = await lab.call('DELETE', `composite/sobjects?ids=${ids.join(',')},00Q000000999999AAA&allOrNone=false`);
  assert.deepEqual(
    deleted.body.map((one: { success: boolean }) => one.success),
    [true, true, false]
  );
  assert.equal(await count(lab), 1);
});

test('more than 200 records, a record of no type and more than ten runs of types are refused', async (t) => {
  const lab = await openLab(t);
  const many = await lab.call('POST', 'composite/sobjects', { records: Array.from({ length: 201 }, () => lead('A')) });
  assert.deepEqual([many.status, many.body[0].errorCode], [400, 'EXCEEDED_ID_LIMIT']);
  assert.equal((await lab.call('POST', 'composite/sobjects', { records: [{ LastName: 'A' }] })).body[0].errorCode, 'INVALID_INPUT');
  const mixed = Array.from({ length: 6 }, (_, index) => [lead(`L${index}`), { attributes: { type: 'Campaign' }, Name: 'X' }]).flat();
  assert.equal((await lab.call('POST', 'composite/sobjects', { records: mixed })).status, 400);
  assert.equal(await count(lab), 0);
});

test('composite: later calls use earlier answers, all or none takes back', async (t) => {
  const lab = await openLab(t);
  const base = '/services/data/v66.0/sobjects';
  const parts = [
    { method: 'POST', url: `${base}/Campaign`, referenceId: 'camp', body: { Name: 'Spring' } },
    { method: 'POST', url: `${base}/Lead`, referenceId: 'lead', body: { LastName: 'Lin', Campaign__c: '@{camp.id}' } },
    { method: 'GET', url: `/services/data/v66.0/query?q=${encodeURIComponent('SELECT Campaign__r.Name FROM Lead')}`, referenceId: 'rows' }
  ];
  const good = (await lab.call('POST', 'composite', { compositeRequest: parts })).body.compositeResponse;
  assert.deepEqual(
    good.map((one: { httpStatusCode: number; referenceId: string }) => [one.referenceId, one.httpStatusCode]),
    [
      ['camp', 201],
      ['lead', 201],
      ['rows', 200]
    ]
  );
  assert.equal(good[2].body.records[0].Campaign__r.Name, 'Spring');
  assert.match(good[0].httpHeaders.Location, /\/sobjects\/Campaign\/701/);

  const bad = [
    ...parts.slice(0, 2),
    { method: 'POST', url: `${base}/Lead`, referenceId: 'worse', body: { LastName: 'refuse me' } },
    { ...parts[2] }
  ];
  const halted = (await lab.call('POST', 'composite', { allOrNone: true, compositeRequest: bad })).body.compositeResponse;
  assert.deepEqual(
    halted.map((one: { httpStatusCode: number; body: { errorCode: string }[] }) => [one.httpStatusCode, one.body[0]?.errorCode]),
    [
      [400, 'PROCESSING_HALTED'],
      [400, 'PROCESSING_HALTED'],
      [400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION'],
      [400, 'PROCESSING_HALTED']
    ]
  );
  assert.equal(await count(lab), 1);
  const dangling = await lab.call('POST', 'composite', {
    compositeRequest: [{ method: 'GET', url: `${base}/Lead/@{nobody.id}`, referenceId: 'x' }]
  });
  assert.match(dangling.body.compositeResponse[0].body[0].message, /Invalid reference specified\. No value for @\{nobody\.id\} found/);
});

test('batch: each call on its own, or halted at the first failure', async (t) => {
  const lab = await openLab(t);
  const batchRequests = [
    { method: 'POST', url: 'v66.0/sobjects/Lead', richInput: { LastName: 'A' } },
    { method: 'GET', url: 'v66.0/sobjects/Nope' },
    { method: 'GET', url: 'v66.0/limits' }
  ];
  const free = (await lab.call('POST', 'composite/batch', { batchRequests })).body;
  assert.deepEqual([free.hasErrors, free.results.map((one: { statusCode: number }) => one.statusCode)], [true, [201, 404, 200]]);
  const halted = (await lab.call('POST', 'composite/batch', { batchRequests, haltOnError: true })).body;
  assert.deepEqual(
    halted.results.map((one: { statusCode: number }) => one.statusCode),
    [201, 404, 412]
  );
});
