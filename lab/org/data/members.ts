/** CampaignMember: one a person and campaign, a status of the campaign's, what follows from the status. Object Reference v67, CampaignMember. */
import type { RecordError, Row } from '../types.ts';
import { failure, type Parts } from './parts.ts';
import { labelFits, statusesOf } from './member-statuses.ts';

/** Makes the row as the platform would save it. @returns why it cannot be saved, or null. */
export function saveMember(parts: Parts, row: Row, old: Row | null, today: string): RecordError | null {
  if (old === null) {
    const refused = admit(parts, row);
    if (refused) {
      return refused;
    }
  }
  respond(parts, row, old, today);
  return null;
}

function admit(parts: Parts, row: Row): RecordError | null {
  // Object Reference: with both ids only the contact is stored.
  if (row['ContactId']) {
    row['LeadId'] = null;
  }
  if (row['AccountId'] && !parts.switches.get('accountsAsMembers')) {
    return failure('INVALID_FIELD_FOR_INSERT_UPDATE', 'Accounts cannot be campaign members in this org.', ['AccountId']);
  }
  const field = (['ContactId', 'LeadId', 'AccountId'] as const).find((name) => row[name]);
  if (!field) {
    return failure('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LeadId, ContactId]', ['LeadId', 'ContactId']);
  }
  const lead = field === 'LeadId' ? parts.store.get(String(row['LeadId'])) : undefined;
  if (lead?.['IsConverted'] === true) {
    return failure('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead', []);
  }
  return memberOf(parts, String(row['CampaignId']), field, String(row[field]))
    ? failure('DUPLICATE_VALUE', 'Already a campaign member.')
    : null;
}

/** The member of a campaign that is this person, or undefined. */
export function memberOf(parts: Parts, campaignId: string, field: 'LeadId' | 'ContactId' | 'AccountId', id: string): Row | undefined {
  for (const row of parts.store.table('CampaignMember').by(field, id)) {
    if (row['CampaignId'] === campaignId && row[field] === id && row['IsDeleted'] !== true) {
      return row;
    }
  }
  return undefined;
}

/**
 * A status that the campaign does not have becomes its default, silently; where there is no default, the text stands as it is. The rest
 * follows from the status at every write.
 */
export function respond(parts: Parts, row: Row, old: Row | null, today: string): void {
  const statuses = statusesOf(parts, String(row['CampaignId']));
  const isUnchanged = old !== null && old['Status'] === row['Status'];
  const given = row['Status'] ?? null;
  const known = statuses.find((status) => labelFits(parts, status['Label'], given));
  const status = known ?? (isUnchanged ? undefined : statuses.find((one) => one['IsDefault'] === true));
  row['Status'] = status ? (status['Label'] ?? null) : given;
  row['HasResponded'] = isUnchanged && !known ? (old['HasResponded'] ?? false) : status?.['HasResponded'] === true;
  if (row['HasResponded'] === true) {
    row['FirstRespondedDate'] ??= today;
  } else if (!parts.switches.get('firstRespondedDateStays')) {
    row['FirstRespondedDate'] = null;
  }
}
