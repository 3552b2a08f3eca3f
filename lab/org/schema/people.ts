/** Account, Contact and Lead. Object Reference v67, those pages, as far as campaigns and their people bear on them. */
import type { FieldDef, ObjectDef } from '../types.ts';
import { check, currency, date, datetime, email, field, int, longText, look, phone, picklist, READ_ONLY, REQUIRED, text } from './field.ts';
import { object, ownerField } from './object.ts';

const SALUTATIONS = 'Mr.|Ms.|Mrs.|Dr.|Prof.|Mx.';
const SOURCES = 'Web|Phone Inquiry|Partner Referral|Purchased List|Other';
const INDUSTRIES =
  'Agriculture|Banking|Consulting|Education|Energy|Finance|Healthcare|Manufacturing|Media|Retail|Technology|Utilities|Other';

function address(prefix: string): FieldDef[] {
  return [
    field(`${prefix}Street`, 'textarea', { length: 255, filterable: true }),
    text(`${prefix}City`, 40),
    text(`${prefix}State`, 80),
    text(`${prefix}PostalCode`, 20),
    text(`${prefix}Country`, 80)
  ];
}

/** The label of the last name is what errors call it. */
function person(): FieldDef[] {
  return [
    text('LastName', 80, REQUIRED),
    text('FirstName', 40),
    picklist('Salutation', 40, SALUTATIONS),
    text('Name', 121, { ...READ_ONLY, ...REQUIRED, label: 'Full Name' }),
    text('Title', 128),
    phone('Phone'),
    phone('MobilePhone'),
    phone('Fax'),
    email('Email', { idLookup: true }),
    picklist('LeadSource', 255, SOURCES),
    longText('Description', 32_000),
    check('HasOptedOutOfEmail'),
    check('HasOptedOutOfFax'),
    check('DoNotCall'),
    text('EmailBouncedReason', 255),
    datetime('EmailBouncedDate'),
    date('LastActivityDate', READ_ONLY)
  ];
}

export const account = (): ObjectDef =>
  object('Account', '001', [
    text('Name', 255, { ...REQUIRED, label: 'Account Name' }),
    look('ParentId', 'Account', 'ChildAccounts'),
    look('MasterRecordId', 'Account', null, READ_ONLY),
    picklist('Type', 255, 'Prospect|Customer|Partner|Other'),
    picklist('Industry', 255, INDUSTRIES),
    ...address('Billing'),
    ...address('Shipping'),
    phone('Phone'),
    phone('Fax'),
    field('Website', 'url', { length: 255 }),
    text('AccountNumber', 40),
    text('Site', 80),
    picklist('AccountSource', 255, SOURCES),
    currency('AnnualRevenue'),
    int('NumberOfEmployees', 8),
    longText('Description', 32_000),
    ownerField()
  ]);

export const contact = (): ObjectDef =>
  object('Contact', '003', [
    ...person(),
    look('AccountId', 'Account', 'Contacts', { deleteConstraint: 'Cascade' }),
    look('ReportsToId', 'Contact', null),
    look('MasterRecordId', 'Contact', null, READ_ONLY),
    text('Department', 80),
    date('Birthdate'),
    phone('HomePhone'),
    phone('OtherPhone'),
    phone('AssistantPhone'),
    text('AssistantName', 40),
    ...address('Mailing'),
    ...address('Other'),
    check('IsEmailBounced', READ_ONLY),
    ownerField()
  ]);

export const lead = (): ObjectDef =>
  object('Lead', '00Q', [
    ...person(),
    text('Company', 255, REQUIRED),
    picklist('Status', 255, 'Open - Not Contacted*|Working - Contacted|Closed - Converted|Closed - Not Converted', REQUIRED),
    look('MasterRecordId', 'Lead', null, READ_ONLY),
    ...address(''),
    field('Website', 'url', { length: 255 }),
    picklist('Industry', 255, INDUSTRIES),
    picklist('Rating', 255, 'Hot|Warm|Cold'),
    currency('AnnualRevenue'),
    int('NumberOfEmployees', 8),
    check('IsConverted', { updateable: false }),
    date('ConvertedDate', READ_ONLY),
    look('ConvertedAccountId', 'Account', null, READ_ONLY),
    look('ConvertedContactId', 'Contact', null, READ_ONLY),
    check('IsUnreadByOwner', { defaultValue: true }),
    ownerField()
  ]);
