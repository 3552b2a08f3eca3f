import assert from 'node:assert/strict';
import test from 'node:test';
import { openLab, openProject } from '../server/testing/open-lab.ts';

const base = '/services/data/v66.0';
const node = (referenceId: string, method: string, at: string, body?: unknown) => ({
  referenceId,
  method,
  url: `${base}/sobjects/${at}`,
  ...(body === undefined ? {} : { body })
});

test('each graph is all or none on its own, and nodes may use answers of nodes that stand behind them', async (t) => {
  const lab = await openLab(t);
  const good = [
    node('lead', 'POST', 'Lead', { LastName: 'Lin', Campaign__c: '@{campaign.id}' }),
    node('campaign', 'POST', 'Campaign', { Name: 'Webinar' }),
    node('read', 'GET', 'Lead/@{lead.id}?fields=LastName,Campaign__c')
  ];
  const bad = [node('a', 'POST', 'Lead', { LastName: 'Ada' }), node('b', 'POST', 'Lead', { LastName: 'refuse me' })];
  const { status, body } = await lab.call('POST', 'composite/graph', {
    graphs: [
      { graphId: 'one', compositeRequest: good },
      { graphId: 'two', compositeRequest: bad }
    ]
  });
  assert.equal(status, 200);
  const [one, two] = body.graphs;
  assert.deepEqual([one.graphId, one.isSuccessful, two.isSuccessful], ['one', true, false]);
  const [lead, campaign, read] = one.graphResponse.compositeResponse;
  assert.deepEqual([lead.referenceId, lead.httpStatusCode, read.body.LastName], ['lead', 201, 'Lin']);
  assert.equal(read.body.Campaign__c, campaign.body.id);
  assert.deepEqual(
    two.graphResponse.compositeResponse.map((answer: { body: { errorCode: string }[] }) => answer.body[0]?.errorCode),
    ['PROCESSING_HALTED', 'FIELD_CUSTOM_VALIDATION_EXCEPTION']
  );
  assert.equal((await lab.call('GET', 'query?q=SELECT+Id+FROM+Lead')).body.totalSize, 1);
});

test('graphs that cannot be served are refused whole', async (t) => {
  const lab = await openLab(t);
  const refused = async (graphs: unknown) => (await lab.call('POST', 'composite/graph', { graphs })).body[0].message;
  const one = (...compositeRequest: unknown[]) => [{ graphId: 'g', compositeRequest }];
  const circle = one(node('a', 'POST', 'Lead', { LastName: '@{b.id}' }), node('b', 'POST', 'Lead', { LastName: '@{a.id}' }));
  assert.match(await refused(circle), /circle through/);
  assert.match(await refused(one(node('a', 'POST', 'Lead', {}), node('a', 'POST', 'Lead', {}))), /referenceId of its own/);
  assert.match(await refused(one({ ...node('a', 'GET', ''), url: `${base}/query?q=SELECT+Id+FROM+Lead` })), /calls on records/);
  const many = Array.from({ length: 501 }, (_, index) => node(`n${index}`, 'POST', 'Lead', { LastName: 'L' }));
  assert.match(await refused(one(...many)), /at most 75 graphs and 500 nodes; this has 1 and 501/);
  const chain = Array.from({ length: 16 }, (_, index) =>
    node(`n${index}`, 'POST', 'Lead', { LastName: index === 0 ? 'L' : `@{n${index - 1}.id}` })
  );
  assert.match(await refused(one(...chain)), /deeper than 15/);
});

test('a tree of records is written with its children, or not at all', async (t) => {
  const lab = await openProject(t, []);
  const contact = (referenceId: string, LastName: string) => ({ attributes: { type: 'Contact', referenceId }, LastName });
  const account = (referenceId: string, contacts: unknown[]) => ({
    attributes: { type: 'Account', referenceId },
    Name: `Example ${referenceId}`,
    Contacts: { records: contacts }
  });
  const made = await lab.call('POST', 'composite/tree/Account', {
    records: [account('a1', [contact('c1', 'Lin'), contact('c2', 'Ada')]), account('a2', [])]
  });
  assert.deepEqual([made.status, made.body.hasErrors], [201, false]);
  assert.deepEqual(
    made.body.results.map((one: { referenceId: string }) => one.referenceId),
    ['a1', 'c1', 'c2', 'a2']
  );
  const [first] = made.body.results;
  const children = await lab.call('GET', `sobjects/Account/${first.id}/Contacts?fields=LastName`);
  assert.deepEqual(
    children.body.records.map((one: { LastName: string }) => one.LastName),
    ['Lin', 'Ada']
  );
  const parent = await lab.call('GET', `sobjects/Contact/${made.body.results[1].id}/Account`);
  assert.equal(parent.body.Name, 'Example a1');
  assert.equal((await lab.call('GET', `sobjects/Contact/${made.body.results[1].id}/Nonsense`)).status, 404);

  const bad = await lab.call('POST', 'composite/tree/Account', { records: [account('a3', [contact('c3', '')])] });
  assert.deepEqual([bad.status, bad.body.hasErrors, bad.body.results[0].referenceId], [400, true, 'c3']);
  assert.equal(bad.body.results[0].errors[0].statusCode, 'REQUIRED_FIELD_MISSING');
  assert.equal((await lab.call('GET', 'query?q=SELECT+count()+FROM+Account')).body.totalSize, 2);
  const twice = await lab.call('POST', 'composite/tree/Account', { records: [account('a', []), account('a', [])] });
  assert.match(twice.body[0].message, /Duplicate ReferenceId/);
});

test('conditions: what has not changed is not sent again, what has changed is not overwritten', async (t) => {
  const lab = await openProject(t, []);
  const { id } = (await lab.call('POST', 'sobjects/Account', { Name: 'Example' })).body;
  const at = `sobjects/Account/${id}`;
  const read = await lab.call('GET', at);
  const [changed, tag] = [read.headers.get('last-modified') ?? '', read.headers.get('etag') ?? ''];
  assert.equal((await lab.call('GET', at, undefined, { 'if-modified-since': changed })).status, 304);
  assert.equal((await lab.call('GET', at, undefined, { 'if-none-match': tag })).status, 304);
  const before = new Date(Date.parse(changed) - 5_000).toUTCString();
  assert.equal((await lab.call('GET', at, undefined, { 'if-modified-since': before })).status, 200);
  const late = await lab.call('PATCH', at, { Name: 'Lost' }, { 'if-unmodified-since': before });
  assert.deepEqual([late.status, late.body[0].errorCode], [412, 'PRECONDITION_FAILED']);
  assert.equal((await lab.call('DELETE', at, undefined, { 'if-match': '"other"' })).status, 412);
  assert.equal((await lab.call('PATCH', at, { Name: 'Kept' }, { 'if-unmodified-since': changed, 'if-match': tag })).status, 204);
  const describe = await lab.call('GET', 'sobjects/Account/describe');
  const since = describe.headers.get('last-modified') ?? '';
  assert.equal((await lab.call('GET', 'sobjects/Account/describe', undefined, { 'if-modified-since': since })).status, 304);
  assert.equal((await lab.call('GET', 'sobjects', undefined, { 'if-modified-since': since })).status, 304);
});

test('an upsert may be told to change only', async (t) => {
  const lab = await openLab(t);
  assert.equal((await lab.call('PATCH', 'sobjects/Lead/Key__c/k1?updateOnly=true', { LastName: 'Lin' })).status, 404);
  assert.equal((await lab.call('PATCH', 'sobjects/Lead/Key__c/k1', { LastName: 'Lin' })).status, 201);
  assert.equal((await lab.call('PATCH', 'sobjects/Lead/Key__c/k1?updateOnly=true', { LastName: 'Ada' })).status, 200);
});
