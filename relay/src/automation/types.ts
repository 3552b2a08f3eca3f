/** What the relay makes in a Marketo instance: three types of activities and a custom object, under these names. */
import type { ActivityTypeToMake, ObjectField, TypeAttribute } from './ports.ts';
import type { ChangeKind } from './settings.ts';

const PRIMARY: TypeAttribute = { apiName: 'campaignName', name: 'Campaign', dataType: 'string' };
const text = (apiName: string, name: string): TypeAttribute => ({ apiName, name, dataType: 'string' });
const CAMPAIGN_ID = text('campaignId', 'Campaign Id');
const RESPONDED: TypeAttribute = { apiName: 'responded', name: 'Responded', dataType: 'boolean' };
/** Every activity carries an id of its own, by which it is found again where an answer was lost. */
const CHANGE_ID = text('changeId', 'Change Id');

export interface OwnType extends ActivityTypeToMake {
  attributes: TypeAttribute[];
}
const type = (
  apiName: string,
  name: string,
  description: string,
  triggerName: string,
  filterName: string,
  attributes: TypeAttribute[]
): OwnType => ({
  apiName,
  name,
  description,
  triggerName,
  filterName,
  primary: PRIMARY,
  attributes: [CAMPAIGN_ID, ...attributes, CHANGE_ID]
});

/** Names of the native triggers, said of Salesforce instead of SFDC, so that both can stand side by side. */
export const ACTIVITY_TYPES: Record<ChangeKind, OwnType> = {
  added: type(
    'addedToSalesforceCampaign',
    'Added to Salesforce Campaign',
    'The person became a member of a Salesforce campaign.',
    'Is Added to Salesforce Campaign',
    'Was Added to Salesforce Campaign',
    [text('status', 'Status'), RESPONDED]
  ),
  removed: type(
    'removedFromSalesforceCampaign',
    'Removed from Salesforce Campaign',
    'The person is no member of a Salesforce campaign any more.',
    'Is Removed from Salesforce Campaign',
    'Was Removed from Salesforce Campaign',
    [text('status', 'Last Status')]
  ),
  changed: type(
    'salesforceCampaignStatusChanged',
    'Status Changed in Salesforce Campaign',
    "The person's status in a Salesforce campaign changed.",
    'Status is Changed in Salesforce Campaign',
    'Status was Changed in Salesforce Campaign',
    [text('oldStatus', 'Old Status'), text('newStatus', 'New Status'), RESPONDED]
  )
};

export const MEMBERSHIP = {
  apiName: 'salesforceCampaignMembership',
  displayName: 'Salesforce Campaign Membership',
  pluralName: 'Salesforce Campaign Memberships',
  description: 'Who is a member of which Salesforce campaign now. Kept by Campaign Sync; what is changed here by hand is written over.'
};
const field = (name: string, displayName: string, dataType: ObjectField['dataType'], more: Partial<ObjectField> = {}): ObjectField => ({
  name,
  displayName,
  dataType,
  isDedupeField: false,
  linksTo: null,
  ...more
});
export const MEMBERSHIP_FIELDS: ObjectField[] = [
  field('leadId', 'Person Id', 'integer', { isDedupeField: true, linksTo: 'id' }),
  field('campaignId', 'Campaign Id', 'string', { isDedupeField: true }),
  field('campaignName', 'Campaign', 'string'),
  field('status', 'Status', 'string'),
  field('responded', 'Responded', 'boolean'),
  field('memberSince', 'Member Since', 'datetime')
];
