/** A client that knows Salesforce and not the lab, over real HTTP. */
import test, { type TestContext } from 'node:test';
import assert from 'node:assert/strict';
import { Connection } from 'jsforce';
import { makeCertificate, openLab, signAssertion } from '../server/testing/open-lab.ts';

async function connect(t: TestContext) {
  const lab = await openLab(t);
  return { lab, conn: new Connection({ instanceUrl: lab.url, accessToken: lab.token, version: '66.0', maxRequest: 5 }) };
}

test('jsforce authorises by JWT and says who it is', async (t) => {
  const pair = makeCertificate(t);
  if (!pair) {
    t.skip('openssl is not installed, so there is no certificate to register');
    return;
  }
  const lab = await openLab(t);
  const { consumerKey } = (await lab.control('POST', 'apps', { certificate: pair.certificate, approved: ['admin@example.com'] })).body;
  const assertion = signAssertion(pair.key, {
    iss: consumerKey,
    sub: 'admin@example.com',
    aud: lab.url,
    exp: Math.floor(Date.now() / 1000) + 60
  });
  const conn = new Connection({ loginUrl: lab.url, instanceUrl: lab.url, version: '66.0' });
  const user = await conn.authorize({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  assert.equal(user.organizationId, lab.orgId);
  assert.equal((await conn.identity()).username, 'admin@example.com');
});

test('jsforce creates, reads, changes, deletes and sees the errors it knows', async (t) => {
  const { conn } = await connect(t);
  const made = await conn.sobject('Lead').create({ LastName: 'Lin' } as object);
  assert.ok(made.success);
  assert.equal((await conn.sobject('Lead').retrieve(made.id ?? ''))['LastName'], 'Lin');
  await conn.sobject('Lead').update({ Id: made.id ?? '', Title: 'Head' });
  await conn.sobject('Lead').destroy(made.id ?? '');
  await assert.rejects(
    conn.sobject('Lead').destroy(made.id ?? ''),
    (error: Error & { errorCode?: string }) => error.errorCode === 'ENTITY_IS_DELETED'
  );
  await assert.rejects(
    async () => conn.query('SELECT nothing'),
    (error: Error & { errorCode?: string }) => error.errorCode === 'MALFORMED_QUERY'
  );
  await assert.rejects(
    conn.sobject('Lead').create({}),
    (error: Error & { errorCode?: string }) => error.errorCode === 'REQUIRED_FIELD_MISSING'
  );
});

test('jsforce writes collections, pages through a query and reads the limits', async (t) => {
  const { conn } = await connect(t);
  const made = await conn.sobject('Lead').create(
    Array.from({ length: 2_100 }, (_, index) => ({ LastName: `L${index}` })),
    { allowRecursive: true }
  );
  assert.ok(made.every((one) => one.success));
  const first = await conn.query('SELECT Id, LastName FROM Lead');
  assert.deepEqual([first.totalSize, first.records.length, first.done], [2_100, 2_000, false]);
  const rest = await conn.queryMore(first.nextRecordsUrl ?? '');
  assert.deepEqual([rest.records.length, rest.done], [100, true]);
  assert.ok((conn.limitInfo.apiUsage?.used ?? 0) > 10);
  assert.equal((await conn.sobject('Lead').describe()).fields.find((field) => field.name === 'Score__c')?.type, 'double');
});

test('jsforce calls Apex REST', async (t) => {
  const { conn } = await connect(t);
  const answer = await conn.apex.post<{ method: string; body: string }>('/echo/v1', { hello: 1 });
  assert.deepEqual([answer.method, answer.body], ['POST', '{"hello":1}']);
  await assert.rejects(
    conn.apex.get('/nowhere'),
    (error: Error & { errorCode?: string }) => error.errorCode === 'NOT_FOUND' && /Could not find a match for URL/.test(error.message)
  );
});

test('jsforce loads and queries in bulk', async (t) => {
  const { conn } = await connect(t);
  conn.bulk2.pollInterval = 20;
  const input = Array.from({ length: 450 }, (_, index) => ({ LastName: index === 3 ? 'refuse me' : `L${index}`, Key__c: `k${index}` }));
  const loaded = await conn.bulk2.loadAndWaitForResults({ object: 'Lead', operation: 'insert', input });
  assert.deepEqual([loaded.successfulResults.length, loaded.failedResults.length], [449, 1]);
  assert.match(loaded.failedResults[0]?.sf__Error ?? '', /^FIELD_CUSTOM_VALIDATION_EXCEPTION:That is no name.:LastName --$/);
  const changed = [{ Key__c: 'k0', LastName: 'Changed' }];
  await conn.bulk2.loadAndWaitForResults({ object: 'Lead', operation: 'upsert', externalIdFieldName: 'Key__c', input: changed });
  const rows = await (await conn.bulk2.query('SELECT Id, LastName FROM Lead')).toArray();
  assert.equal(rows.length, 449);
  assert.equal(rows[0]?.['LastName'], 'Changed');
  await assert.rejects(conn.bulk2.query('SELECT Id FROM Nowhere'), /sObject type 'Nowhere' is not supported/);
});
