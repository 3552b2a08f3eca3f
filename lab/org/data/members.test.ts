import test from 'node:test';
import assert from 'node:assert/strict';
import { SOME, TestOrg } from './testing/open-data.ts';

function start() {
  const org = new TestOrg();
  const campaign = org.one('Campaign', { Name: 'Webinar' });
  const lead = org.one('Lead', { LastName: 'Finch', FirstName: 'Robin', Company: 'Example', Email: 'robin@example.com' });
  return { org, campaign, lead };
}
const member = (org: TestOrg, id: string, fields = 'Status, HasResponded, FirstRespondedDate') =>
  org.rows(`SELECT ${fields} FROM CampaignMember WHERE Id = :id`, { id })[0];

test('every campaign gets Sent and Responded', () => {
  const { org, campaign } = start();
  assert.deepEqual(
    org.rows('SELECT Label, IsDefault, HasResponded, SortOrder FROM CampaignMemberStatus WHERE CampaignId = :campaign ORDER BY SortOrder', {
      campaign
    }),
    [
      { Label: 'Sent', IsDefault: true, HasResponded: false, SortOrder: 1 },
      { Label: 'Responded', IsDefault: false, HasResponded: true, SortOrder: 2 }
    ]
  );
});

test('a status that the campaign does not have silently becomes its default', () => {
  const { org, campaign, lead } = start();
  const id = org.one('CampaignMember', { CampaignId: campaign, LeadId: lead, Status: 'Attended' });
  assert.deepEqual(member(org, id), { Status: 'Sent', HasResponded: false, FirstRespondedDate: null });
  assert.equal(org.told(org.try('update', 'CampaignMember', [{ Id: id, Status: 'Nobody has this' }])), 'fine');
  assert.equal(member(org, id)?.['Status'], 'Sent');
});

test('a response sets flag and date; going back keeps the date unless the switch says otherwise', () => {
  const { org, campaign, lead } = start();
  const id = org.one('CampaignMember', { CampaignId: campaign, LeadId: lead });
  org.try('update', 'CampaignMember', [{ Id: id, Status: 'Responded' }]);
  assert.deepEqual(member(org, id), { Status: 'Responded', HasResponded: true, FirstRespondedDate: '2026-03-10' });
  org.now += 86_400_000;
  org.try('update', 'CampaignMember', [{ Id: id, Status: 'Sent' }]);
  assert.deepEqual(member(org, id), { Status: 'Sent', HasResponded: false, FirstRespondedDate: '2026-03-10' });
  org.switches.set('firstRespondedDateStays', false);
  org.try('update', 'CampaignMember', [{ Id: id, Status: 'Responded' }]);
  org.try('update', 'CampaignMember', [{ Id: id, Status: 'Sent' }]);
  assert.equal(member(org, id)?.['FirstRespondedDate'], null);
});

test('one member a person and campaign, within one call too; a lead and its contact are two', () => {
  const { org, campaign, lead } = start();
  const contact = org.one('Contact', { LastName: 'Finch' });
  const row = { CampaignId: campaign, LeadId: lead };
  const results = org.try('insert', 'CampaignMember', [{ ...row }, { ...row }, { CampaignId: campaign, ContactId: contact }], SOME);
  assert.deepEqual(
    results.map((one) => one.success),
    [true, false, true]
  );
  assert.equal(org.told(results), 'DUPLICATE_VALUE: Already a campaign member.');
});

test('with both ids only the contact is stored; with none it is refused; the campaign cannot be changed', () => {
  const { org, campaign, lead } = start();
  const contact = org.one('Contact', { LastName: 'Finch' });
  const id = org.one('CampaignMember', { CampaignId: campaign, LeadId: lead, ContactId: contact });
  assert.deepEqual(member(org, id, 'LeadId, ContactId, Type, LeadOrContactId'), {
    LeadId: null,
    ContactId: contact,
    Type: 'Contact',
    LeadOrContactId: contact
  });
  assert.match(org.told(org.try('insert', 'CampaignMember', [{ CampaignId: campaign }])), /^REQUIRED_FIELD_MISSING/);
  assert.match(org.told(org.try('insert', 'CampaignMember', [{ LeadId: lead }])), /Required fields are missing: \[CampaignId\]/);
  const other = org.one('Campaign', { Name: 'Other' });
  assert.match(org.told(org.try('update', 'CampaignMember', [{ Id: id, CampaignId: other }])), /^INVALID_FIELD_FOR_INSERT_UPDATE/);
  assert.match(org.told(org.try('update', 'CampaignMember', [{ Id: id, HasResponded: true }])), /^INVALID_FIELD_FOR_INSERT_UPDATE/);
});

test('what a member shows of its person is the person’s of now', () => {
  const { org, campaign, lead } = start();
  const id = org.one('CampaignMember', { CampaignId: campaign, LeadId: lead });
  org.try('update', 'Lead', [{ Id: lead, LastName: 'Sparrow' }]);
  assert.deepEqual(member(org, id, 'Name, FirstName, Email, CompanyOrAccount, Type'), {
    Name: 'Robin Sparrow',
    FirstName: 'Robin',
    Email: 'robin@example.com',
    CompanyOrAccount: 'Example',
    Type: 'Lead'
  });
});

test('statuses: one default, one response, no deletion of what is default or in use', () => {
  const { org, campaign, lead } = start();
  const attended = org.one('CampaignMemberStatus', {
    CampaignId: campaign,
    Label: 'Attended',
    SortOrder: 3,
    HasResponded: true,
    IsDefault: true
  });
  const of = (label: string) => org.rows('SELECT Id, IsDefault FROM CampaignMemberStatus WHERE Label = :label', { label })[0] ?? {};
  assert.equal(of('Sent')['IsDefault'], false);
  assert.match(org.told(org.try('delete', 'CampaignMemberStatus', [{ Id: attended }])), /default member status/);
  assert.match(org.told(org.try('update', 'CampaignMemberStatus', [{ Id: attended, IsDefault: false }])), /must have a default/);
  assert.match(
    org.told(org.try('insert', 'CampaignMemberStatus', [{ CampaignId: campaign, Label: 'Sent', SortOrder: 9 }])),
    /^DUPLICATE_VALUE/
  );
  assert.match(org.told(org.try('insert', 'CampaignMemberStatus', [{ CampaignId: campaign, Label: 'X', SortOrder: 3 }])), /SortOrder/);
  org.one('CampaignMember', { CampaignId: campaign, LeadId: lead, Status: 'Sent' });
  assert.match(org.told(org.try('delete', 'CampaignMemberStatus', [{ Id: of('Sent')['Id'] ?? null }])), /have cannot be deleted/);
  assert.equal(org.told(org.try('delete', 'CampaignMemberStatus', [{ Id: of('Responded')['Id'] ?? null }])), 'fine');
  const last = org.try('update', 'CampaignMemberStatus', [{ Id: attended, HasResponded: false }]);
  assert.match(org.told(last), /at least one member status/);
});

test('a renamed status takes its members along; where labels are frozen it cannot be renamed', () => {
  const { org, campaign, lead } = start();
  const id = org.one('CampaignMember', { CampaignId: campaign, LeadId: lead });
  const sent = org.rows("SELECT Id FROM CampaignMemberStatus WHERE Label = 'Sent'")[0]?.['Id'] ?? null;
  assert.equal(org.told(org.try('update', 'CampaignMemberStatus', [{ Id: sent, Label: 'Invited' }])), 'fine');
  assert.equal(member(org, id)?.['Status'], 'Invited');
  org.switches.set('memberStatusUpdateable', 'sortOrder');
  assert.match(org.told(org.try('update', 'CampaignMemberStatus', [{ Id: sent, Label: 'X' }])), /^INVALID_FIELD_FOR_INSERT_UPDATE/);
});

test('in tests without SeeAllData the first statuses do not show, and still hold', () => {
  const { org } = start();
  org.begun({ isTest: true, seeAllData: false });
  org.data.beginTest(false);
  assert.deepEqual(org.rows('SELECT Id FROM Campaign'), []);
  const campaign = org.one('Campaign', { Name: 'In a test' });
  const lead = org.one('Lead', { LastName: 'L', Company: 'C' });
  assert.deepEqual(org.rows('SELECT Id FROM CampaignMemberStatus WHERE CampaignId = :campaign', { campaign }), []);
  const id = org.one('CampaignMember', { CampaignId: campaign, LeadId: lead, Status: 'Responded' });
  assert.equal(member(org, id)?.['HasResponded'], true);
  org.one('CampaignMemberStatus', { CampaignId: campaign, Label: 'Attended', SortOrder: 3 });
  assert.equal(org.rows('SELECT Id FROM CampaignMemberStatus').length, 1);
  org.data.rollback();
  org.transaction = null;
  assert.deepEqual(
    org.rows('SELECT Name FROM Campaign').map((row) => row['Name']),
    ['Webinar']
  );
});

test('the other extremes of the switches', () => {
  const { org, campaign, lead } = start();
  org.switches.set('statusIgnoresCase', true);
  const id = org.one('CampaignMember', { CampaignId: campaign, LeadId: lead, Status: 'RESPONDED' });
  assert.equal(member(org, id)?.['Status'], 'Responded');
  org.switches.set('memberStatusSortOrderUnique', false);
  org.switches.set('renamedStatusMovesMembers', false);
  const extra = org.one('CampaignMemberStatus', { CampaignId: campaign, Label: 'Extra', SortOrder: 2 });
  org.try('update', 'CampaignMember', [{ Id: id, Status: 'Extra' }]);
  org.try('update', 'CampaignMemberStatus', [{ Id: extra, Label: 'Renamed' }]);
  assert.equal(member(org, id)?.['Status'], 'Extra');
  const account = org.one('Account', { Name: 'A' });
  const row = { CampaignId: campaign, AccountId: account };
  assert.match(org.told(org.try('insert', 'CampaignMember', [{ ...row }])), /Accounts cannot be campaign members/);
  org.switches.set('accountsAsMembers', true);
  assert.equal(member(org, org.one('CampaignMember', { ...row }), 'Type')?.['Type'], 'Account');
  org.try('update', 'User', [{ Id: org.adminId, UserPermissionsMarketingUser: false }]);
  const access = { userId: org.adminId, mode: 'system', sharing: false } as const;
  const change = () => org.told(org.try('update', 'CampaignMember', [{ Id: id, Status: 'Sent' }], undefined, access));
  assert.equal(change(), 'fine');
  org.switches.set('systemModeNeedsMarketingUser', true);
  assert.match(change(), /not a Marketing User/);
});
