import test from 'node:test';
import assert from 'node:assert/strict';
import path from 'node:path';
import { loadMetadata } from '../metadata/load.ts';
import { TestOrg } from './testing/open-data.ts';

const FORCE_APP = path.resolve(import.meta.dirname, '../../../force-app');

test('the project loads, and its objects hold rows', () => {
  const org = new TestOrg(loadMetadata([FORCE_APP]));
  const campaign = org.one('Campaign', { Name: 'Spring webinar' });
  const link = org.one('Marketo_Link__c', { Name: 'P', Campaign__c: campaign, Campaign_Key__c: campaign, State__c: 'active' });
  const [found] = org.data.query(
    'SELECT Id, Campaign__r.Name FROM Marketo_Link__c WHERE Campaign_Key__c = :key',
    { key: campaign },
    {
      userId: '',
      mode: 'system',
      sharing: false
    }
  ).records;
  assert.equal(found?.fields['Id'], link);
  assert.equal(found?.parents['Campaign__r']?.fields['Name'], 'Spring webinar');
});

test('200 members go through one pair of triggers and are all counted', () => {
  const org = new TestOrg();
  org.watch('CampaignMember before insert', 'CampaignMember after insert');
  const campaign = org.one('Campaign', { Name: 'Many' });
  const leads = org.insert('Lead', ...Array.from({ length: 200 }, (_, at) => ({ LastName: `L${at}`, Company: 'Example' })));
  org.insert('CampaignMember', { CampaignId: campaign, LeadId: org.one('Lead', { LastName: 'First', Company: 'Example' }) });
  org.insert('CampaignMember', ...leads.map((LeadId) => ({ CampaignId: campaign, LeadId, Status: 'Sent' })));
  assert.deepEqual(org.fired.slice(-2), ['CampaignMember before insert 200', 'CampaignMember after insert 200']);
  assert.equal(org.rows('SELECT NumberOfLeads FROM Campaign')[0]?.['NumberOfLeads'], 201);
});
