/** Fields that the platform computes from other rows, at every reading. Object Reference v67: Campaign, CampaignMember, Contact, Lead, User. */
import type { Row, Scalar } from '../types.ts';
import type { Reader } from './reader.ts';
import { STANDARD_DERIVED } from './standard-derived.ts';

type Derive = (row: Row, reader: Reader) => Scalar;

const fullName: Derive = (row) => [row['FirstName'], row['LastName']].filter((part) => typeof part === 'string').join(' ') || null;

/** The person of a member: the contact, where a converted lead's member has both. */
export function personOf(member: Row, reader: Reader): { object: string; row: Row } | null {
  const id = member['ContactId'] ?? member['LeadId'] ?? member['AccountId'];
  const found = typeof id === 'string' ? reader.byId(id) : null;
  return found && { object: found.object.name, row: found.row };
}

/** @param names of the field on Lead, Contact and Account; null where that has none. */
const ofPerson =
  (lead: string | null, contact: string | null = lead, account: string | null = null): Derive =>
  (row, reader) => {
    const person = personOf(row, reader);
    const name = person && ({ Lead: lead, Contact: contact, Account: account }[person.object] ?? null);
    if (!person || !name) {
      return null;
    }
    return name === 'Name' && person.object !== 'Account' ? fullName(person.row, reader) : (person.row[name] ?? null);
  };

const company: Derive = (row, reader) => {
  const person = personOf(row, reader);
  if (person?.object !== 'Contact') {
    return person?.row[person.object === 'Lead' ? 'Company' : 'Name'] ?? null;
  }
  const accountId = person.row['AccountId'];
  return typeof accountId === 'string' ? (reader.byId(accountId)?.row['Name'] ?? null) : null;
};

const MEMBER: Record<string, Derive> = {
  Name: ofPerson('Name', 'Name', 'Name'),
  Salutation: ofPerson('Salutation'),
  FirstName: ofPerson('FirstName'),
  LastName: ofPerson('LastName'),
  Title: ofPerson('Title'),
  Street: ofPerson('Street', 'MailingStreet', 'BillingStreet'),
  City: ofPerson('City', 'MailingCity', 'BillingCity'),
  State: ofPerson('State', 'MailingState', 'BillingState'),
  PostalCode: ofPerson('PostalCode', 'MailingPostalCode', 'BillingPostalCode'),
  Country: ofPerson('Country', 'MailingCountry', 'BillingCountry'),
  Email: ofPerson('Email'),
  Phone: ofPerson('Phone', 'Phone', 'Phone'),
  MobilePhone: ofPerson('MobilePhone'),
  Fax: ofPerson('Fax', 'Fax', 'Fax'),
  Description: ofPerson('Description', 'Description', 'Description'),
  DoNotCall: ofPerson('DoNotCall'),
  HasOptedOutOfEmail: ofPerson('HasOptedOutOfEmail'),
  HasOptedOutOfFax: ofPerson('HasOptedOutOfFax'),
  LeadSource: ofPerson('LeadSource', 'LeadSource', 'AccountSource'),
  CompanyOrAccount: company,
  Type: (row, reader) => personOf(row, reader)?.object ?? null,
  LeadOrContactId: (row) => row['ContactId'] ?? row['LeadId'] ?? row['AccountId'] ?? null,
  LeadOrContactOwnerId: ofPerson('OwnerId', 'OwnerId', 'OwnerId')
};

const isConverted = (member: Row, reader: Reader) => {
  const lead = member['LeadId'];
  return typeof lead === 'string' && reader.byId(lead)?.row['IsConverted'] === true;
};

/** Responses are those of contacts and of leads that are not converted. */
const COUNTED: Record<string, (member: Row, reader: Reader) => boolean> = {
  NumberOfLeads: (member, reader) => Boolean(member['LeadId']) && !isConverted(member, reader),
  NumberOfConvertedLeads: isConverted,
  NumberOfContacts: (member) => Boolean(member['ContactId']),
  NumberOfResponses: (member, reader) => member['HasResponded'] === true && (Boolean(member['ContactId']) || !isConverted(member, reader))
};

function count(campaign: Row, reader: Reader, counts: (member: Row, reader: Reader) => boolean): number {
  let sum = 0;
  for (const member of reader.store.table('CampaignMember').by('CampaignId', campaign['Id'] ?? null)) {
    sum += member['IsDeleted'] !== true && counts(member, reader) ? 1 : 0;
  }
  return sum;
}

/** The campaign with all campaigns below it. */
function hierarchy(campaign: Row, reader: Reader, seen = new Set<Scalar>()): Row[] {
  if (seen.has(campaign['Id'] ?? null)) {
    return [];
  }
  seen.add(campaign['Id'] ?? null);
  const below = [...reader.store.table('Campaign').by('ParentId', campaign['Id'] ?? null)].filter((row) => row['IsDeleted'] !== true);
  return [campaign, ...below.flatMap((child) => hierarchy(child, reader, seen))];
}

const CAMPAIGN: Record<string, Derive> = {};
for (const [name, counts] of Object.entries(COUNTED)) {
  CAMPAIGN[name] = (row, reader) => count(row, reader, counts);
  CAMPAIGN[`Hierarchy${name}`] = (row, reader) => hierarchy(row, reader).reduce((sum, one) => sum + count(one, reader, counts), 0);
}

export const DERIVED = new Map<string, Record<string, Derive>>([
  ['Lead', { Name: fullName }],
  ['User', { Name: fullName }],
  ['Contact', { Name: fullName, IsEmailBounced: (row) => typeof row['EmailBouncedReason'] === 'string' }],
  ['Campaign', CAMPAIGN],
  ['CampaignMember', MEMBER],
  ...STANDARD_DERIVED,
  ['PermissionSetAssignment', { IsActive: () => true }],
  [
    'SetupEntityAccess',
    { SetupEntityType: (row, reader) => reader.schema.byPrefix(String(row['SetupEntityId']).slice(0, 3))?.name ?? null }
  ]
]);
