/** Campaign, CampaignMember and CampaignMemberStatus. Object Reference v67, those pages. */
import type { FieldDef, ObjectDef } from '../types.ts';
import {
  check,
  currency,
  date,
  double,
  field,
  int,
  longText,
  look,
  phone,
  picklist,
  READ_ONLY,
  REQUIRED,
  text,
  type More
} from './field.ts';
import { object, ownerField } from './object.ts';

const TYPES =
  'Conference|Webinar|Trade Show|Public Relations|Partners|Referral Program|Advertisement|Banner Ads|Direct Mail|Email|Telemarketing|Other';

/** Counted over the campaign itself, and over it with all campaigns below. */
const COUNTS = ['NumberOfLeads', 'NumberOfConvertedLeads', 'NumberOfContacts', 'NumberOfResponses'];

/** Neither Type nor Status is restricted: values that are not in the list are taken. */
export const campaign = (): ObjectDef =>
  object('Campaign', '701', [
    text('Name', 80, { ...REQUIRED, idLookup: true, label: 'Campaign Name' }),
    look('ParentId', 'Campaign', 'ChildCampaigns'),
    picklist('Type', 40, TYPES),
    picklist('Status', 40, 'Planned*|In Progress|Completed|Aborted'),
    picklist('CampaignStage', 255, 'Draft|Planned|In Progress|Completed|Aborted', { restrictedPicklist: true }),
    date('StartDate'),
    date('EndDate'),
    currency('ExpectedRevenue'),
    currency('BudgetedCost'),
    currency('ActualCost'),
    double('ExpectedResponse', 8, 2, { type: 'percent' }),
    double('NumberSent', 18, 0),
    check('IsActive'),
    longText('Description', 32_000),
    look('CampaignMemberRecordTypeId', 'RecordType', null),
    ...COUNTS.map((name) => int(name, 8, { ...READ_ONLY, nillable: false })),
    ...COUNTS.map((name) => int(`Hierarchy${name}`, 8, { ...READ_ONLY, nillable: false })),
    date('LastActivityDate', READ_ONLY),
    ownerField()
  ]);

/** Read off the lead or contact. */
function copied(): FieldDef[] {
  return [
    text('Name', 255, READ_ONLY),
    picklist('Salutation', 40, '', READ_ONLY),
    text('FirstName', 40, READ_ONLY),
    text('LastName', 80, READ_ONLY),
    text('Title', 128, READ_ONLY),
    text('Street', 255, READ_ONLY),
    text('City', 40, READ_ONLY),
    text('State', 80, READ_ONLY),
    text('PostalCode', 20, READ_ONLY),
    text('Country', 80, READ_ONLY),
    field('Email', 'email', { length: 80, ...READ_ONLY }),
    phone('Phone', READ_ONLY),
    phone('MobilePhone', READ_ONLY),
    phone('Fax', READ_ONLY),
    longText('Description', 32_000, READ_ONLY),
    check('DoNotCall', READ_ONLY),
    check('HasOptedOutOfEmail', READ_ONLY),
    check('HasOptedOutOfFax', READ_ONLY),
    picklist('LeadSource', 255, '', READ_ONLY),
    text('CompanyOrAccount', 255, READ_ONLY)
  ];
}

const ON_CREATE: More = { updateable: false };

/** Has no undelete. A member has an id of 18 characters that begins with 00v; its parents are set once. */
export const campaignMember = (): ObjectDef =>
  object(
    'CampaignMember',
    '00v',
    [
      look('CampaignId', 'Campaign', 'CampaignMembers', { ...ON_CREATE, ...REQUIRED, deleteConstraint: 'Cascade' }),
      look('LeadId', 'Lead', 'CampaignMembers', { ...ON_CREATE, deleteConstraint: 'Cascade' }),
      look('ContactId', 'Contact', 'CampaignMembers', { ...ON_CREATE, deleteConstraint: 'Cascade' }),
      look('AccountId', 'Account', 'CampaignMembers', { ...ON_CREATE, deleteConstraint: 'Cascade' }),
      picklist('Status', 40, ''),
      check('HasResponded', READ_ONLY),
      date('FirstRespondedDate', READ_ONLY),
      text('Type', 40, READ_ONLY),
      look('LeadOrContactId', ['Contact', 'Lead'], null, READ_ONLY),
      look('LeadOrContactOwnerId', ['Group', 'User'], null, READ_ONLY),
      look('RecordTypeId', 'RecordType', null, READ_ONLY),
      ...copied()
    ],
    { undeletable: false, sharingModel: 'ControlledByParent' }
  );

/** No triggers are possible on it. */
export const campaignMemberStatus = (): ObjectDef =>
  object(
    'CampaignMemberStatus',
    '01Y',
    [
      look('CampaignId', 'Campaign', 'CampaignMemberStatuses', { ...ON_CREATE, ...REQUIRED, deleteConstraint: 'Cascade' }),
      text('Label', 765, REQUIRED),
      int('SortOrder', 8),
      check('IsDefault'),
      check('HasResponded')
    ],
    { undeletable: false, triggerable: false, sharingModel: 'ControlledByParent' }
  );
