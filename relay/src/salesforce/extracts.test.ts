import assert from 'node:assert/strict';
import test, { afterEach, beforeEach } from 'node:test';
import { refusal, startOrg, type Org } from '../../testing/salesforce-org.ts';
import type { OutsideError } from '../engine/ports.ts';

const JOBS = '/services/data/v66.0/jobs/query';
const JOB = '7504W00000bkgnpQAA';
const CAMPAIGN = '701000000000001AAA';
const job = (state: string, more = {}) => ({ json: { id: JOB, operation: 'query', object: 'CampaignMember', state, ...more } });
const csv = (text: string, locator: string | null) => ({
  text,
  headers: { 'content-type': 'text/csv', 'sforce-locator': locator ?? 'null', 'sforce-limit-info': 'api-usage=19/5000' }
});

let org: Org;
beforeEach(async () => {
  org = await startOrg();
});
afterEach(() => org.close());

const refusedAs = (kind: string) => (error: OutsideError) => error.kind === kind;
async function members() {
  const ordered = await org.salesforce.orderMembers(CAMPAIGN, JOB);
  assert.ok(ordered.ready);
  return (await Array.fromAsync(ordered.pages)).flat();
}

test('a job is made without an order of its rows, and named', async () => {
  org.on(JOBS, job('UploadComplete'));
  assert.deepEqual(await org.salesforce.orderMembers(CAMPAIGN, null), { ready: false, job: JOB, againMs: 10_000 });
  assert.deepEqual(JSON.parse(org.outside.askedOf(JOBS)[0]?.body ?? ''), {
    operation: 'query',
    query: `SELECT LeadId, ContactId, Status FROM CampaignMember WHERE CampaignId = '${CAMPAIGN}'`
  });
});

test('results are read page by page until there is no locator', async () => {
  org.on(`${JOBS}/${JOB}`, job('JobComplete'));
  org.on(`${JOBS}/${JOB}/results`, ({ query }) =>
    query.get('locator') === 'MTAw'
      ? csv('"LeadId","ContactId","Status"\n"","003000000000001AAA","Attended, ""live"""\n', null)
      : csv('"LeadId","ContactId","Status"\n"00Q000000000001EAA","","Grüße"\n', 'MTAw')
  );
  assert.deepEqual(await members(), [
    { leadId: '00Q000000000001EAA', contactId: null, status: 'Grüße' },
    { leadId: null, contactId: '003000000000001AAA', status: 'Attended, "live"' }
  ]);
  assert.deepEqual(org.salesforce.session.usage(), { used: 19, limit: 5000 });
  assert.equal(org.outside.askedOf(`${JOBS}/${JOB}/results`)[0]?.query.get('maxRecords'), '50000');
});

test('until it is complete it is asked for again; failed, aborted or kept no more it is gone', async () => {
  for (const state of ['UploadComplete', 'InProgress']) {
    org.on(`${JOBS}/${JOB}`, job(state));
    assert.equal((await org.salesforce.orderMembers(CAMPAIGN, JOB)).ready, false);
  }
  for (const state of ['Failed', 'Aborted']) {
    org.on(`${JOBS}/${JOB}`, job(state, { errorMessage: 'InternalServerError' }));
    await assert.rejects(org.salesforce.orderMembers(CAMPAIGN, JOB), refusedAs('gone'), state);
  }
  org.on(`${JOBS}/${JOB}`, refusal(404, 'NOT_FOUND', 'The requested resource does not exist'));
  await assert.rejects(org.salesforce.orderMembers(CAMPAIGN, JOB), refusedAs('gone'));
});

test('a session that ends between two pages is renewed, once', async () => {
  org.on(`${JOBS}/${JOB}`, job('JobComplete'));
  org.on(`${JOBS}/${JOB}/results`, (_asked, index) =>
    index === 0 ? refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid') : csv('"LeadId","ContactId","Status"\n', null)
  );
  assert.deepEqual(await members(), []);
});

test('results that are a web page, break off or lead to themselves are garbage, not an empty campaign', async () => {
  org.on(`${JOBS}/${JOB}`, job('JobComplete'));
  for (const text of [
    '<html><body>Sign in</body></html>',
    '"LeadId","ContactId","Status"\n"00Q000000000001EAA","","Atten',
    '"Id"\n"1"\n'
  ]) {
    org.on(`${JOBS}/${JOB}/results`, csv(text, null));
    await assert.rejects(members(), refusedAs('garbled'), text);
  }
  org.on(`${JOBS}/${JOB}/results`, csv('"LeadId","ContactId","Status"\n', 'same'));
  await assert.rejects(members(), refusedAs('garbled'));
});
