/**
 * The package in an org with rules of its own: a validation rule, a required field, a duplicate rule, triggers of other people's that refuse, throw, change what
 * was written, or use up the limits. Each refusal comes back with Salesforce's code and sentence, takes no other record along, and a call that dies whole wrote nothing.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { root, startPart, type Part } from '../stack/child-process.ts';
import { SalesforceOrg, type OrgAddress } from '../stack/salesforce-org.ts';
import { createCampaign } from '../stack/seed.ts';
import { INTEGRATION_USER } from '../stack/stack.ts';

const XMLNS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const META = `<ApexTrigger ${XMLNS}><apiVersion>60.0</apiVersion><status>Active</status></ApexTrigger>`;
const HOSTILE: Record<string, string> = {
  'objects/CampaignMember/validationRules/Nobody_Is_Rejected.validationRule-meta.xml': `<ValidationRule ${XMLNS}>
    <fullName>Nobody_Is_Rejected</fullName><active>true</active>
    <errorConditionFormula>ISPICKVAL(Status, "Rejected")</errorConditionFormula><errorMessage>Nobody is rejected here.</errorMessage></ValidationRule>`,
  'objects/Lead/fields/Region__c.field-meta.xml': `<CustomField ${XMLNS}>
    <fullName>Region__c</fullName><label>Region</label><length>20</length><required>true</required><type>Text</type></CustomField>`,
  'triggers/Guardian.trigger': `trigger Guardian on CampaignMember (before insert, before update) {
    for (CampaignMember one : Trigger.new) {
      if (one.Status == 'Waitlisted') { one.addError('The waiting list is kept by hand.'); }
      if (one.Status == 'Attended') { one.Status = 'Registered'; }
      if (one.Status == 'Explode') { for (Integer i = 0; i < 300; i++) { List<Campaign> found = [SELECT Id FROM Campaign LIMIT 1]; } }
    }
  }`,
  'triggers/Guardian.trigger-meta.xml': META,
  'triggers/Brittle.trigger': `trigger Brittle on Lead (before insert) {
    for (Lead one : Trigger.new) {
      if (one.LastName != 'Regionless') { one.Region__c = 'North'; }
      if (one.LastName == 'Boom') { String upper = null; upper.toUpperCase(); }
    }
  }`,
  'triggers/Brittle.trigger-meta.xml': META
};
const STATUSES = ['Registered', 'Attended', 'Rejected', 'Waitlisted', 'Explode', 'No Show'].map((name) => ({
  name,
  success: name === 'Attended'
}));

interface Result {
  outcome: string;
  current?: string | null;
  code: string | null;
  message: string | null;
}

let folder: string;
let part: Part;
let salesforce: SalesforceOrg;
let campaignId: string;
let leads: string[];

before(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'hostile-org-'));
  for (const [name, content] of Object.entries(HOSTILE)) {
    const file = path.join(folder, 'hostile', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const packageDirectories = [{ path: path.join(root, 'force-app'), default: true }, { path: 'hostile' }];
  writeFileSync(path.join(folder, 'sfdx-project.json'), JSON.stringify({ packageDirectories, namespace: '' }));
  const args = ['lab/org/main.ts', 'serve', '--project', folder, '--switch', 'duplicateRules="allow"'];
  part = await startPart({ name: 'Salesforce stand-in', args, logFile: path.join(folder, 'org.log') });
  salesforce = new SalesforceOrg(part.ready as unknown as OrgAddress);
  await salesforce.deployLocalPermissionSets(['Marketo_Integration_Local']);
  await salesforce.control('POST', 'users', {
    username: INTEGRATION_USER,
    lastName: 'Integration',
    profile: 'Minimum Access - API Only Integrations',
    marketingUser: true,
    permissionSets: ['Marketo_Sync_Integration', 'Marketo_Integration_Local']
  });
  const { orgId } = salesforce.address;
  await salesforce.insert('Marketo_Sync_Setting__c', [{ SetupOwnerId: orgId, Enabled__c: true, Paired_Org_Id__c: orgId }]);
  campaignId = await createCampaign(salesforce, 'Harbour Webinar', STATUSES);
  leads = await salesforce.insert(
    'Lead',
    Array.from({ length: 6 }, (_, index) => ({
      LastName: `Person ${index}`,
      Company: 'Example Works',
      Region__c: 'North',
      Email: `p${index}@example.com`
    }))
  );
});
after(async () => {
  await part?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function send(route: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const { accessToken } = await salesforce.control<{ accessToken: string }>('POST', 'session', { username: INTEGRATION_USER });
  const answer = await fetch(`${salesforce.address.url}/services/apexrest/marketo-sync/v1/${route}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json', 'x-campaign-sync-contract': '1' },
    body: JSON.stringify(body)
  });
  return { status: answer.status, body: await answer.json() };
}
async function results(route: string, body: unknown): Promise<Result[]> {
  const answer = await send(route, body);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return (answer.body as { results: Result[] }).results;
}
const write = (...statuses: string[]) => ({
  campaignId,
  changes: statuses.map((status, index) => ({ leadId: leads[index], expected: null, write: status }))
});
const standing = async () =>
  (await salesforce.query<{ Status: string }>(`SELECT Status FROM CampaignMember WHERE CampaignId = '${campaignId}' ORDER BY Status`)).map(
    (row) => row.Status
  );
const said = ({ outcome, code, message }: Result) => [outcome, code, message];

void test('a call that dies whole wrote nothing', async () => {
  const { status } = await send('members', write('Registered', 'Explode'));
  assert.equal(status, 500);
  assert.deepEqual(await standing(), []);
  assert.deepEqual(await salesforce.query('SELECT Id FROM Marketo_Change__c'), []);
});

void test('a validation rule and a trigger that refuses come back in their own words; the other members are written', async () => {
  const [kept, rejected, waitlisted] = await results('members', write('No Show', 'Rejected', 'Waitlisted'));
  assert.ok(kept && rejected && waitlisted);
  assert.deepEqual(said(kept), ['done', null, null]);
  assert.deepEqual(said(rejected), ['refused', 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Nobody is rejected here.']);
  assert.deepEqual(said(waitlisted), ['refused', 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'The waiting list is kept by hand.']);
  assert.deepEqual([rejected.current, waitlisted.current], [null, null]);
  assert.deepEqual(await standing(), ['No Show']);
});

void test('what another trigger makes of our value is told, and recorded as the org’s own change', async () => {
  const [changed] = await results('members', { campaignId, changes: [{ leadId: leads[3], expected: null, write: 'Attended' }] });
  assert.equal(changed?.current, 'Registered');
  assert.notEqual(changed?.outcome, 'no-op');
  const [row] = await salesforce.query<{ Entries__c: string }>('SELECT Entries__c FROM Marketo_Change__c');
  assert.match(row?.Entries__c ?? '', /"newStatus":"Registered"/);
});

void test('a required field, a duplicate rule and a trigger that throws refuse their person each, and a rule may be passed over', async () => {
  const people = (allowDuplicates: boolean, ...persons: [string, string, string][]) => ({
    records: persons.map(([id, lastName, email]) => ({
      ...{ key: `123-ABC-456:${id}`, firstName: null, lastName, company: 'Example Works', email },
      ...{ phone: null, title: null, ownerId: null }
    })),
    assignmentRule: false,
    allowDuplicates
  });
  const double: [string, string, string] = ['2', 'Double', 'p1@example.com'];
  const regionless: [string, string, string] = ['1', 'Regionless', 'new@example.com'];
  const [needed, refused, made] = await results('people', people(false, regionless, double, ['3', 'Fine', 'fine@example.com']));
  assert.deepEqual([needed?.outcome, needed?.code], ['refused', 'REQUIRED_FIELD_MISSING']);
  assert.match(needed?.message ?? '', /Region__c/);
  assert.deepEqual([refused?.outcome, refused?.code], ['refused', 'DUPLICATES_DETECTED']);
  assert.equal(made?.outcome, 'created');
  const [passed] = await results('people', people(true, double));
  assert.equal(passed?.outcome, 'created');
  const [boom] = await results('people', people(false, ['4', 'Boom', 'boom@example.com']));
  assert.deepEqual([boom?.outcome, boom?.code], ['refused', 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY']);
  assert.match(boom?.message ?? '', /Brittle.*NullPointerException/s);
  assert.equal((await salesforce.query('SELECT Id FROM Lead')).length, leads.length + 2);
});
