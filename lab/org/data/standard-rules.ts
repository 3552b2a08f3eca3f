/** What the platform does of its own when opportunities, cases, activities, prices and files are saved. Object Reference v67, those pages. */
import type { ObjectDef, RecordError, Row } from '../types.ts';
import { failure, type Parts } from './parts.ts';
import { isClosedCase, isClosedTask, live, stageOf } from './standard-derived.ts';

const MINUTE = 60_000;

/** Completes the row before it is checked. @param given canonical names of the fields that were given. @returns why it cannot be saved, or null. */
export function completeStandard(
  parts: Parts,
  object: ObjectDef,
  row: Row,
  old: Row | null,
  given: ReadonlySet<string>
): RecordError | null {
  switch (object.name) {
    case 'Opportunity':
      if (!given.has('Probability') && row['StageName'] !== old?.['StageName']) {
        row['Probability'] = stageOf(row, parts.reader)?.['DefaultProbability'] ?? null;
      }
      row['ForecastCategoryName'] ??= stageOf(row, parts.reader)?.['ForecastCategory'] ?? 'Pipeline';
      return null;
    case 'Case':
      if (isClosedCase(row, parts.reader) && !(old && isClosedCase(old, parts.reader))) {
        row['ClosedDate'] = new Date(parts.clock()).toISOString();
      }
      row['AccountId'] ??= parts.reader.byId(String(row['ContactId'] ?? ''))?.row['AccountId'] ?? null;
      return null;
    case 'Task':
      row['CompletedDateTime'] = isClosedTask(row, parts.reader)
        ? (old?.['CompletedDateTime'] ?? new Date(parts.clock()).toISOString())
        : null;
      return null;
    case 'PermissionSetAssignment':
      return (row['PermissionSetId'] ?? row['PermissionSetGroupId'] ?? null) === null
        ? failure('REQUIRED_FIELD_MISSING', 'Required fields are missing: [PermissionSetId]', ['PermissionSetId'])
        : null;
    case 'Event':
      return times(row, given);
    case 'OpportunityLineItem':
      return priced(parts, row);
    case 'ContentVersion':
      row['VersionNumber'] ??= String(live(parts.reader, 'ContentVersion', 'ContentDocumentId', row['ContentDocumentId']).length + 1);
      return null;
    default:
      return null;
  }
}

/** Start, end, length and day of an event say the same in several ways. */
function times(row: Row, given: ReadonlySet<string>): RecordError | null {
  const start = given.has('StartDateTime') ? row['StartDateTime'] : (row['ActivityDateTime'] ?? row['StartDateTime'] ?? null);
  if (row['IsAllDayEvent'] === true && typeof (row['ActivityDate'] ?? null) === 'string' && typeof start !== 'string') {
    row['StartDateTime'] = `${String(row['ActivityDate'])}T00:00:00.000Z`;
    row['DurationInMinutes'] ??= 1440;
  } else if (typeof start === 'string') {
    row['StartDateTime'] = start;
    row['ActivityDateTime'] = start;
    row['ActivityDate'] = start.slice(0, 10);
  } else {
    return failure('REQUIRED_FIELD_MISSING', 'Required fields are missing: [ActivityDateTime]', ['ActivityDateTime']);
  }
  const begins = Date.parse(String(row['StartDateTime']));
  const end = row['EndDateTime'];
  if (typeof end === 'string' && !(given.has('DurationInMinutes') && !given.has('EndDateTime'))) {
    row['DurationInMinutes'] = (Date.parse(end) - begins) / MINUTE;
  } else if (typeof row['DurationInMinutes'] === 'number') {
    row['EndDateTime'] = new Date(begins + row['DurationInMinutes'] * MINUTE).toISOString();
  } else {
    return failure('REQUIRED_FIELD_MISSING', 'Required fields are missing: [DurationInMinutes]', ['DurationInMinutes']);
  }
  return Number(row['DurationInMinutes']) < 0
    ? failure('FIELD_INTEGRITY_EXCEPTION', 'Event duration cannot be negative', ['DurationInMinutes'])
    : null;
}

function priced(parts: Parts, row: Row): RecordError | null {
  const entry = parts.reader.byId(String(row['PricebookEntryId'] ?? ''))?.row;
  if (!entry) {
    return failure('FIELD_INTEGRITY_EXCEPTION', 'field integrity exception: PricebookEntryId (pricebook entry has not been specified)', [
      'PricebookEntryId'
    ]);
  }
  if (row['UnitPrice'] === null || row['UnitPrice'] === undefined) {
    row['UnitPrice'] = entry['UnitPrice'] ?? null;
  }
  return null;
}

/** What is written beside the row. @param keep writes a row that the org itself keeps. */
export function afterStandardSaved(
  parts: Parts,
  object: ObjectDef,
  row: Row,
  old: Row | null,
  keep: (object: string, row: Row) => string
): void {
  if (object.name === 'OpportunityLineItem') {
    sumOpportunity(parts, row);
  }
  if (object.name === 'ContentVersion' && old === null) {
    const given = row['ContentDocumentId'];
    const id =
      typeof given === 'string'
        ? given
        : keep('ContentDocument', { Title: row['Title'] ?? null, OwnerId: row['OwnerId'] ?? null, PublishStatus: 'P' });
    parts.store.write('ContentVersion', String(row['Id']), { ...row, ContentDocumentId: id });
    if (typeof given === 'string') {
      keep('ContentDocument', { Id: id, Title: row['Title'] ?? null });
      return;
    }
    const owner = { ContentDocumentId: id, LinkedEntityId: row['OwnerId'] ?? null, ShareType: 'I', Visibility: 'AllUsers' };
    keep('ContentDocumentLink', owner);
    if (row['FirstPublishLocationId'] && row['FirstPublishLocationId'] !== row['OwnerId']) {
      keep('ContentDocumentLink', { ...owner, LinkedEntityId: row['FirstPublishLocationId'], ShareType: 'V' });
    }
  }
}

/** With products, the amount of an opportunity is the sum of theirs. */
export function sumOpportunity(parts: Parts, item: Row): void {
  const opportunity = parts.reader.byId(String(item['OpportunityId']));
  const total = parts.schema.find('OpportunityLineItem')?.fields.get('totalprice');
  const object = parts.schema.find('OpportunityLineItem');
  if (opportunity && total && object) {
    const items = live(parts.reader, 'OpportunityLineItem', 'OpportunityId', item['OpportunityId']);
    const sum = items.reduce((all, one) => all + Number(parts.reader.value(object, one, total) ?? 0), 0);
    parts.store.write('Opportunity', String(opportunity.row['Id']), { ...opportunity.row, Amount: sum });
  }
}
