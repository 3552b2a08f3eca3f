/**
 * Somebody loads members, through the org's REST API as its own tools would: ten thousand in one Apex transaction, where nothing is left for a guest, and by
 * Bulk API 2.0, of which each chunk is recorded.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, linkedCampaign, openStack, programMembers, syncNow, type Linked, type TestStack } from './scenario.ts';

/** All the rows that one transaction may write. Apex Developer Guide, "Execution Governors and Limits". */
const MEMBERS = 10_000;
/** One chunk of a trigger. */
const CHUNK = 200;
const CHUNKS = 15;
const SOON = 300;

let stack: TestStack;
let linked: Linked;

before(async () => {
  stack = await openStack();
  linked = await linkedCampaign(stack, { people: MEMBERS });
});
after(() => stack?.end());

const inSalesforce = async () =>
  (await stack.salesforce.rest<{ totalSize: number }>('GET', `query?q=${encodeURIComponent(members('COUNT()'))}`)).totalSize;
const members = (what: string) => `SELECT ${what} FROM CampaignMember WHERE CampaignId = '${linked.campaignId}'`;
const outbox = () => stack.salesforce.query<{ Entry_Count__c: number }>('SELECT Entry_Count__c FROM Marketo_Change__c');

async function anonymously(apex: string): Promise<void> {
  const said = await stack.salesforce.rest<{ success: boolean; compileProblem: string | null; exceptionMessage: string | null }>(
    'GET',
    `tooling/executeAnonymous/?anonymousBody=${encodeURIComponent(apex)}`
  );
  assert.ok(said.success, said.compileProblem ?? said.exceptionMessage ?? 'it failed without a word');
}

void test('ten thousand in one transaction are saved undisturbed, without a row of ours, and the compare finds them', async () => {
  await stack.relay.part.kill();
  await anonymously(`
    List<CampaignMember> members = new List<CampaignMember>();
    for (Lead one : [SELECT Id FROM Lead LIMIT ${MEMBERS}]) {
      members.add(new CampaignMember(CampaignId = '${linked.campaignId}', LeadId = one.Id, Status = 'Registered'));
    }
    insert members;`);
  assert.equal(await inSalesforce(), MEMBERS);
  assert.deepEqual(await outbox(), [], 'A row was written where the host had none to spare.');
  await stack.relay.restart();
  await syncNow(stack, linked.campaignId);
  await eventually('members of the program', async () => (await programMembers(stack, linked.programId)).size, MEMBERS, SOON);
});

/** Uploads one file of changes and waits until the org is through with it. */
async function byBulk(operation: string, csv: string): Promise<{ numberRecordsProcessed: number; numberRecordsFailed: number }> {
  const { address } = stack.salesforce;
  const job = { object: 'CampaignMember', operation, contentType: 'CSV', lineEnding: 'LF' };
  const { id } = await stack.salesforce.rest<{ id: string }>('POST', 'jobs/ingest', job);
  const sent = await fetch(`${address.url}/services/data/v${address.apiVersion.replace(/^v/, '')}/jobs/ingest/${id}/batches`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${address.accessToken}`, 'content-type': 'text/csv' },
    body: csv
  });
  assert.equal(sent.status, 201, await sent.text());
  await stack.salesforce.rest('PATCH', `jobs/ingest/${id}`, { state: 'UploadComplete' });
  const info = () =>
    stack.salesforce.rest<{ state: string; numberRecordsProcessed: number; numberRecordsFailed: number }>('GET', `jobs/ingest/${id}`);
  await eventually('the bulk job', async () => (await info()).state, 'JobComplete', SOON);
  return info();
}

void test('a Bulk API load leaves one row for each chunk', async () => {
  await stack.relay.part.kill();
  const rows = await stack.salesforce.query<{ Id: string }>(`${members('Id')} LIMIT ${CHUNK * CHUNKS}`);
  const said = await byBulk('update', ['Id,Status', ...rows.map(({ Id }) => `${Id},Attended`)].join('\n'));
  assert.deepEqual([said.numberRecordsProcessed, said.numberRecordsFailed], [CHUNK * CHUNKS, 0]);
  assert.deepEqual(
    (await outbox()).map((row) => row.Entry_Count__c),
    Array.from({ length: CHUNKS }, () => CHUNK)
  );
  await stack.relay.restart();
  await eventually(
    'attended in the program',
    async () => [...(await programMembers(stack, linked.programId)).values()].filter((status) => status === 'Attended').length,
    CHUNK * CHUNKS,
    SOON
  );
});
