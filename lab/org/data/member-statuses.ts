/** CampaignMemberStatus: at least one that means a response, exactly one default, labels and orders unique. Object Reference v67, that page. */
import type { RecordError, Row, Scalar } from '../types.ts';
import { failure, type Parts } from './parts.ts';

/** Internal: made by the platform with its campaign, so that tests without SeeAllData do not see it. */
export const MADE_WITH_CAMPAIGN = '$madeWithCampaign';

export function statusesOf(parts: Parts, campaignId: string): Row[] {
  return [...parts.store.table('CampaignMemberStatus').by('CampaignId', campaignId)].filter((row) => row['IsDeleted'] !== true);
}

export function labelFits(parts: Parts, label: Scalar | undefined, given: Scalar): boolean {
  const isSame = label === given;
  return isSame || (parts.switches.get('statusIgnoresCase') && String(label).toLowerCase() === String(given).toLowerCase());
}

/** The two that Salesforce makes with every campaign. */
export const firstStatuses = (campaignId: string): Row[] => [
  { CampaignId: campaignId, Label: 'Sent', SortOrder: 1, IsDefault: true, HasResponded: false, [MADE_WITH_CAMPAIGN]: true },
  { CampaignId: campaignId, Label: 'Responded', SortOrder: 2, IsDefault: false, HasResponded: true, [MADE_WITH_CAMPAIGN]: true }
];

const refused = (message: string, ...fields: string[]) => failure('FIELD_INTEGRITY_EXCEPTION', message, fields);

/** Checks a status that is to be saved and completes its row. */
export function saveStatus(parts: Parts, row: Row, old: Row | null): RecordError | null {
  const others = statusesOf(parts, String(row['CampaignId'])).filter((one) => one['Id'] !== row['Id']);
  row['SortOrder'] ??= Math.max(0, ...others.map((one) => Number(one['SortOrder'] ?? 0))) + 1;
  if (others.some((one) => labelFits(parts, one['Label'], row['Label'] ?? null))) {
    return failure(
      'DUPLICATE_VALUE',
      `duplicate value found: Label duplicates value on a status of the same campaign: ${String(row['Label'])}`
    );
  }
  if (parts.switches.get('memberStatusSortOrderUnique') && others.some((one) => one['SortOrder'] === row['SortOrder'])) {
    return failure(
      'DUPLICATE_VALUE',
      `duplicate value found: SortOrder duplicates value on a status of the same campaign: ${String(row['SortOrder'])}`
    );
  }
  if (old?.['IsDefault'] === true && row['IsDefault'] !== true) {
    return refused('A campaign must have a default member status: make another one the default instead.', 'IsDefault');
  }
  if (old?.['HasResponded'] === true && row['HasResponded'] !== true && !others.some((one) => one['HasResponded'] === true)) {
    return refused('A campaign must have at least one member status that counts as a response.', 'HasResponded');
  }
  return null;
}

/** Of an update: fields that cannot be changed on a status. */
export function frozenFields(parts: Parts): string[] {
  switch (parts.switches.get('memberStatusUpdateable')) {
    case 'sortOrder':
      return ['Label', 'IsDefault', 'HasResponded'];
    case 'withoutLabel':
      return ['Label'];
    default:
      return [];
  }
}

/** A new default takes the place of the old one; members follow a label that was changed. */
export function afterStatusSaved(parts: Parts, row: Row, old: Row | null, now: string): void {
  const campaignId = String(row['CampaignId']);
  if (row['IsDefault'] === true) {
    for (const other of statusesOf(parts, campaignId)) {
      if (other['Id'] !== row['Id'] && other['IsDefault'] === true) {
        parts.store.write('CampaignMemberStatus', String(other['Id']), { ...other, IsDefault: false, SystemModstamp: now });
      }
    }
  }
  if (old && old['Label'] !== row['Label'] && parts.switches.get('renamedStatusMovesMembers')) {
    for (const member of parts.store.table('CampaignMember').by('CampaignId', campaignId)) {
      if (member['Status'] === old['Label']) {
        parts.store.write('CampaignMember', String(member['Id']), { ...member, Status: row['Label'] ?? null, SystemModstamp: now });
      }
    }
  }
}

export function deleteStatus(parts: Parts, row: Row): RecordError | null {
  const others = statusesOf(parts, String(row['CampaignId'])).filter((one) => one['Id'] !== row['Id']);
  const members = [...parts.store.table('CampaignMember').by('CampaignId', row['CampaignId'] ?? null)];
  const why =
    row['IsDefault'] === true
      ? 'The default member status of a campaign cannot be deleted.'
      : members.some((member) => member['IsDeleted'] !== true && member['Status'] === row['Label'])
        ? 'A member status that campaign members have cannot be deleted.'
        : row['HasResponded'] === true && !others.some((one) => one['HasResponded'] === true)
          ? 'A campaign must have at least one member status that counts as a response.'
          : null;
  return why === null ? null : failure('DELETE_FAILED', why);
}
