import test from 'node:test';
import assert from 'node:assert/strict';
import { extremes, SWITCHES } from '../switches.ts';
import { ALL, SYSTEM, TestOrg } from './testing/open-data.ts';

const EVERY = ['before insert', 'after insert', 'before update', 'after update', 'before delete', 'after delete'];

function start() {
  const org = new TestOrg();
  const campaign = org.one('Campaign', { Name: 'Webinar' });
  const [lead, other] = org.insert('Lead', { LastName: 'A', Company: 'Example' }, { LastName: 'B', Company: 'Example' }) as [
    string,
    string
  ];
  const [member] = org.insert('CampaignMember', { CampaignId: campaign, LeadId: lead, Status: 'Responded' }) as [string];
  org.watch(...EVERY.map((event) => `CampaignMember ${event}`));
  return { org, campaign, lead, other, member };
}
const count = (org: TestOrg, soql: string) => org.data.query(`SELECT COUNT() FROM ${soql}`, {}, SYSTEM).totalSize;

test('deleting a campaign takes members and statuses along without their triggers; undelete brings them back', () => {
  const { org, campaign, member } = start();
  org.watch('Campaign before delete', 'Campaign after delete', 'Campaign after undelete');
  assert.equal(org.told(org.try('delete', 'Campaign', [{ Id: campaign }])), 'fine');
  assert.deepEqual(org.fired, ['Campaign before delete 1', 'Campaign after delete 1']);
  assert.equal(count(org, 'CampaignMember'), 0);
  assert.deepEqual(org.rows('SELECT Id FROM CampaignMember WHERE IsDeleted = true ALL ROWS'), [{ Id: member }]);
  assert.equal(org.told(org.try('undelete', 'Campaign', [{ Id: campaign }])), 'fine');
  assert.equal(count(org, 'CampaignMember'), 1);
  assert.equal(count(org, 'CampaignMemberStatus'), 2);
  assert.equal(org.fired.at(-1), 'Campaign after undelete 1');
});

test('undelete without the members, where the switch says so', () => {
  const { org, lead } = start();
  org.switches.set('undeleteRestoresMembers', false);
  org.try('delete', 'Lead', [{ Id: lead }]);
  org.try('undelete', 'Lead', [{ Id: lead }]);
  assert.equal(count(org, 'CampaignMember'), 0);
});

test('deleting again, changing the deleted, restoring what is not deleted, emptying the bin', () => {
  const { org, lead, member } = start();
  assert.match(org.told(org.try('undelete', 'Lead', [{ Id: lead }])), /^UNDELETE_FAILED/);
  assert.match(org.told(org.try('undelete', 'CampaignMember', [{ Id: member }])), /cannot be undeleted/);
  org.try('delete', 'Lead', [{ Id: lead }]);
  assert.match(org.told(org.try('delete', 'Lead', [{ Id: lead }])), /^ENTITY_IS_DELETED: entity is deleted/);
  assert.match(org.told(org.try('update', 'Lead', [{ Id: lead, LastName: 'Z' }])), /^ENTITY_IS_DELETED/);
  assert.equal(org.told(org.data.emptyRecycleBin([lead], SYSTEM)), 'fine');
  assert.deepEqual(org.rows('SELECT Id FROM Lead WHERE Id = :lead ALL ROWS', { lead }), []);
  assert.match(org.told(org.try('update', 'Lead', [{ Id: lead, LastName: 'Z' }])), /^INVALID_CROSS_REFERENCE_KEY/);
  assert.match(org.told(org.data.emptyRecycleBin([lead], SYSTEM)), /^INVALID_ID_FIELD/);
});

test('conversion moves the member to the contact without its triggers, and closes the lead', () => {
  const { org, campaign, lead, member } = start();
  org.watch('Lead before update', 'Lead after update', 'Contact after insert', 'Account after insert');
  const request = { leadId: lead, convertedStatus: 'Closed - Converted', doNotCreateOpportunity: true };
  const made = org.data.convertLead(request, SYSTEM);
  assert.equal(made.success, true);
  assert.deepEqual(org.fired, ['Account after insert 1', 'Contact after insert 1', 'Lead before update 1', 'Lead after update 1']);
  assert.deepEqual(org.rows('SELECT Id, LeadId, ContactId, Status, HasResponded, Type FROM CampaignMember'), [
    { Id: member, LeadId: lead, ContactId: made.contactId, Status: 'Responded', HasResponded: true, Type: 'Contact' }
  ]);
  assert.deepEqual(org.rows('SELECT IsConverted, ConvertedContactId, Status FROM Lead WHERE Id = :lead', { lead }), [
    { IsConverted: true, ConvertedContactId: made.contactId, Status: 'Closed - Converted' }
  ]);
  const counts = org.rows('SELECT NumberOfLeads, NumberOfConvertedLeads, NumberOfContacts, NumberOfResponses FROM Campaign');
  assert.deepEqual(counts, [{ NumberOfLeads: 0, NumberOfConvertedLeads: 1, NumberOfContacts: 1, NumberOfResponses: 1 }]);
  assert.match(
    org.told(org.try('update', 'Lead', [{ Id: lead, LastName: 'X' }])),
    /^CANNOT_UPDATE_CONVERTED_LEAD: cannot reference converted lead/
  );
  const another = org.one('Campaign', { Name: 'Another' });
  assert.match(org.told(org.try('insert', 'CampaignMember', [{ CampaignId: another, LeadId: lead }])), /cannot reference converted lead/);
  assert.match(
    org.told(org.try('insert', 'CampaignMember', [{ CampaignId: campaign, ContactId: made.contactId }])),
    /Already a campaign member/
  );
  assert.equal(org.told(org.try('delete', 'CampaignMember', [{ Id: member }])), 'fine');
});

test('conversion is refused as a whole: a status that converts nothing, a trigger’s error', () => {
  const { org, lead } = start();
  const convert = (more = {}) =>
    org.data.convertLead({ leadId: lead, convertedStatus: 'Closed - Converted', doNotCreateOpportunity: true, ...more }, SYSTEM).errors[0]
      ?.message;
  assert.match(convert({ convertedStatus: 'Sent' }) ?? '', /invalid convertedStatus/);
  org.triggers.set('Lead after update', (firing) =>
    firing.addError(0, { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Not today.', fields: [] })
  );
  assert.equal(convert(), 'Not today.');
  assert.equal(convert({ doNotCreateOpportunity: false }), 'Not today.');
  assert.equal(count(org, 'Contact') + count(org, 'Account') + count(org, 'Opportunity'), 0);
});

test('switches of conversion: triggers, LeadId, two members', () => {
  const { org, campaign, lead } = start();
  org.switches.set('leadConversionFiresMemberTriggers', true);
  org.switches.set('convertedMemberKeepsLeadId', false);
  const request = { leadId: lead, convertedStatus: 'Closed - Converted', doNotCreateOpportunity: true };
  org.data.convertLead(request, SYSTEM);
  assert.deepEqual(org.fired, ['CampaignMember before update 1', 'CampaignMember after update 1']);
  assert.equal(org.rows('SELECT LeadId FROM CampaignMember')[0]?.['LeadId'], null);
  org.switches.set('convertWhenBothAreMembers', 'keepContact');
  const contact = org.one('Contact', { LastName: 'Both' });
  const [second] = org.insert('Lead', { LastName: 'Both', Company: 'Example' });
  org.insert('CampaignMember', { CampaignId: campaign, ContactId: contact });
  org.insert('CampaignMember', { CampaignId: campaign, LeadId: second ?? null });
  org.data.convertLead({ ...request, leadId: String(second), contactId: contact }, SYSTEM);
  assert.equal(count(org, 'CampaignMember'), 2);
});

test('a merge moves members silently and names the winner', () => {
  const { org, campaign, lead, other, member } = start();
  const old: unknown[] = [];
  org.triggers.set('Lead after delete', (firing) => old.push(firing.oldRows?.[0]?.['MasterRecordId']));
  org.watch('Lead before delete', 'Lead before update', 'Lead after update');
  assert.equal(org.told(org.data.merge('Lead', other, [lead], SYSTEM)), 'fine');
  assert.deepEqual(old, [other]);
  assert.deepEqual(org.fired, ['Lead before delete 1', 'Lead after delete 1', 'Lead before update 1', 'Lead after update 1']);
  assert.deepEqual(org.rows('SELECT Id, LeadId FROM CampaignMember WHERE CampaignId = :campaign', { campaign }), [
    { Id: member, LeadId: other }
  ]);
  assert.match(org.told(org.data.merge('Campaign', campaign, [campaign], SYSTEM)), /does not support merge/);
});

test('of two members in one campaign the winner’s stays; its status is a switch', () => {
  for (const [value, status] of [
    ['keepWinner', 'Sent'],
    ['keepResponded', 'Responded']
  ] as const) {
    const { org, campaign, lead, other } = start();
    org.switches.set('mergeWhenBothAreMembers', value);
    const kept = org.one('CampaignMember', { CampaignId: campaign, LeadId: other });
    org.data.merge('Lead', other, [lead], SYSTEM);
    assert.deepEqual(org.rows('SELECT Id, Status FROM CampaignMember'), [{ Id: kept, Status: status }]);
  }
});

test('look-ups to a deleted row are cleared, and restored by undelete', () => {
  const { org, campaign } = start();
  const child = org.one('Campaign', { Name: 'Child', ParentId: campaign });
  org.try('delete', 'Campaign', [{ Id: campaign }]);
  const parentOf = () => org.rows('SELECT ParentId FROM Campaign WHERE Id = :child', { child })[0]?.['ParentId'];
  assert.equal(parentOf(), null);
  org.try('undelete', 'Campaign', [{ Id: campaign }]);
  assert.equal(parentOf(), campaign);
});

test('the switches have two extremes and refuse what they do not know', () => {
  const { org } = start();
  const [low, high] = extremes();
  assert.equal(Object.keys(low).length, Object.keys(SWITCHES).length);
  assert.ok((Object.keys(SWITCHES) as (keyof typeof SWITCHES)[]).every((name) => low[name] !== high[name]));
  assert.throws(() => org.switches.set('nothing', true), /There is no switch nothing/);
  assert.throws(() => org.switches.set('duplicateRules', 'maybe'), /takes off or allow or block, not maybe/);
  org.switches.set('accountsAsMembers', 'true');
  assert.equal(org.switches.get('accountsAsMembers'), true);
});

test('a duplicate rule warns or blocks', () => {
  const { org } = start();
  const row = { LastName: 'Twin', Company: 'Example', Email: 'twin@example.com' };
  org.insert('Lead', { ...row });
  org.switches.set('duplicateRules', 'allow');
  assert.match(org.told(org.try('insert', 'Lead', [{ ...row }])), /^DUPLICATES_DETECTED/);
  assert.equal(org.told(org.try('insert', 'Lead', [{ ...row }], { ...ALL, allowDuplicates: true })), 'fine');
  org.switches.set('duplicateRules', 'block');
  assert.match(org.told(org.try('insert', 'Lead', [{ ...row }], { ...ALL, allowDuplicates: true })), /^DUPLICATES_DETECTED/);
});
