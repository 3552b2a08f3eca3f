import test from 'node:test';
import assert from 'node:assert/strict';
import { openLab, type Lab } from '../server/testing/open-lab.ts';

async function leads(lab: Lab, count: number): Promise<void> {
  for (let from = 0; from < count; from += 200) {
    const records = Array.from({ length: Math.min(200, count - from) }, (_, index) => ({
      attributes: { type: 'Lead' },
      LastName: `L${from + index}`
    }));
    const made = await lab.call('POST', 'composite/sobjects', { records });
    assert.ok(made.body.every((one: { success: boolean }) => one.success));
  }
}
const ask = (lab: Lab, soql: string, headers = {}) => lab.call('GET', `query?q=${encodeURIComponent(soql)}`, undefined, headers);

test('a long answer comes in pages of 2,000 that add up to all of it', async (t) => {
  const lab = await openLab(t);
  await leads(lab, 4_100);
  const names: string[] = [];
  let page = (await ask(lab, 'SELECT Id, LastName FROM Lead')).body;
  for (;;) {
    names.push(...page.records.map((one: { LastName: string }) => one.LastName));
    assert.equal(page.totalSize, 4_100);
    if (page.done) {
      break;
    }
    assert.equal(page.records.length, 2_000);
    assert.match(page.nextRecordsUrl, /^\/services\/data\/v66\.0\/query\/01g\w{15}-\d+$/);
    page = (await lab.call('GET', page.nextRecordsUrl.replace('/services/data/v66.0/', ''))).body;
  }
  assert.deepEqual(
    names,
    Array.from({ length: 4_100 }, (_, index) => `L${index}`)
  );
  assert.equal((await ask(lab, 'SELECT Id FROM Lead', { 'Sforce-Query-Options': 'batchSize=300' })).body.records.length, 300);
  assert.deepEqual((await lab.call('GET', 'query/01g000000000000AAA-2000')).body, [
    { message: 'invalid query locator', errorCode: 'INVALID_QUERY_LOCATOR' }
  ]);
});

test('parents nest, counts come without records, deleted rows come with queryAll only', async (t) => {
  const lab = await openLab(t);
  const campaign = (await lab.call('POST', 'sobjects/Campaign', { Name: 'Spring' })).body.id;
  const lead = (await lab.call('POST', 'sobjects/Lead', { LastName: 'Lin', Campaign__c: campaign })).body.id;
  const row = (await ask(lab, "SELECT LastName, Campaign__r.Name FROM Lead WHERE LastName = 'Lin'")).body.records[0];
  assert.deepEqual(row, {
    attributes: { type: 'Lead' },
    LastName: 'Lin',
    Campaign__r: { attributes: { type: 'Campaign' }, Name: 'Spring' }
  });
  assert.deepEqual((await ask(lab, 'SELECT COUNT() FROM Lead')).body, { totalSize: 1, done: true, records: [] });
  await lab.call('DELETE', `sobjects/Lead/${lead}`);
  assert.equal((await ask(lab, 'SELECT Id FROM Lead')).body.totalSize, 0);
  assert.equal((await lab.call('GET', 'queryAll?q=SELECT+Id+FROM+Lead')).body.totalSize, 1);
});

test('columns of a query as the command line asks for them', async (t) => {
  const lab = await openLab(t);
  const soql = 'SELECT Id, LastName, Campaign__r.ActualCost FROM Lead LIMIT 1';
  const body = (await lab.call('GET', `query?columns=true&q=${encodeURIComponent(soql)}`)).body;
  assert.deepEqual([body.entityName, body.keyPrefix, body.idSelected, body.groupBy], ['Lead', '00Q', true, false]);
  assert.deepEqual(
    body.columnMetadata.map((one: { columnName: string; textType: boolean; numberType: boolean }) => [
      one.columnName,
      one.textType,
      one.numberType
    ]),
    [
      ['Id', true, false],
      ['LastName', true, false],
      ['Campaign__r.ActualCost', false, true]
    ]
  );
});
