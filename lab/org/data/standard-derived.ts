/** Fields of opportunities, cases, activities and files that the platform computes at every reading. Object Reference v67, those pages. */
import type { Row, Scalar } from '../types.ts';
import type { Reader } from './reader.ts';

type Derive = (row: Row, reader: Reader) => Scalar;

/** The stages that a fresh org has. */
export const STAGES: { name: string; probability: number; category: string; closed: boolean; won: boolean }[] = [
  ['Prospecting', 10, 'Pipeline'],
  ['Qualification', 10, 'Pipeline'],
  ['Needs Analysis', 20, 'Pipeline'],
  ['Value Proposition', 50, 'Pipeline'],
  ['Id. Decision Makers', 60, 'Pipeline'],
  ['Perception Analysis', 70, 'Pipeline'],
  ['Proposal/Price Quote', 75, 'Pipeline'],
  ['Negotiation/Review', 90, 'Pipeline'],
  ['Closed Won', 100, 'Closed'],
  ['Closed Lost', 0, 'Omitted']
].map(([name, probability, category]) => ({
  name: String(name),
  probability: Number(probability),
  category: String(category),
  closed: String(name).startsWith('Closed'),
  won: name === 'Closed Won'
}));

/** The row that says what a stage or status means; what none has is open. */
const stateNamed = (reader: Reader, object: 'OpportunityStage' | 'CaseStatus' | 'TaskStatus', name: Scalar | undefined): Row | undefined =>
  typeof name === 'string' ? reader.store.table(object).by('MasterLabel', name)[Symbol.iterator]().next().value : undefined;
export const stageOf = (row: Row, reader: Reader) => stateNamed(reader, 'OpportunityStage', row['StageName']);
export const isClosedCase = (row: Row, reader: Reader): boolean => stateNamed(reader, 'CaseStatus', row['Status'])?.['IsClosed'] === true;
export const isClosedTask = (row: Row, reader: Reader): boolean => stateNamed(reader, 'TaskStatus', row['Status'])?.['IsClosed'] === true;
const quarter = (day: Scalar | undefined): number | null =>
  typeof day === 'string' ? Math.floor((Number(day.slice(5, 7)) + 2) / 3) : null;

const OPPORTUNITY: Record<string, Derive> = {
  IsClosed: (row, reader) => stageOf(row, reader)?.['IsClosed'] === true,
  IsWon: (row, reader) => stageOf(row, reader)?.['IsWon'] === true,
  ForecastCategory: (row, reader) => stageOf(row, reader)?.['ForecastCategory'] ?? 'Pipeline',
  ExpectedRevenue: (row) =>
    typeof row['Amount'] === 'number' && typeof row['Probability'] === 'number' ? (row['Amount'] * row['Probability']) / 100 : null,
  FiscalQuarter: (row) => quarter(row['CloseDate']),
  FiscalYear: (row) => (typeof row['CloseDate'] === 'string' ? Number(row['CloseDate'].slice(0, 4)) : null),
  Fiscal: (row) => (typeof row['CloseDate'] === 'string' ? `${row['CloseDate'].slice(0, 4)} ${quarter(row['CloseDate'])}` : null),
  HasOpportunityLineItem: (row, reader) => live(reader, 'OpportunityLineItem', 'OpportunityId', row['Id']).length > 0
};

export function live(reader: Reader, object: string, field: string, value: Scalar | undefined): Row[] {
  return [...reader.store.table(object).by(field, value ?? null)].filter((row) => row['IsDeleted'] !== true);
}

/** A field of the record that a look-up leads to. */
const through =
  (lookup: string, field: string): Derive =>
  (row, reader) => {
    const id = row[lookup];
    const found = typeof id === 'string' ? reader.byId(id) : null;
    const definition = found?.object.fields.get(field.toLowerCase());
    return found && definition ? reader.value(found.object, found.row, definition) : null;
  };

const price = (field: string): Derive => through('PricebookEntryId', field);
const times = (row: Row): number | null =>
  typeof row['Quantity'] === 'number' && typeof row['UnitPrice'] === 'number' ? row['Quantity'] * row['UnitPrice'] : null;
const discounted: Derive = (row) => {
  const full = times(row);
  return full === null ? null : full * (1 - Number(row['Discount'] ?? 0) / 100);
};

/** The account that an activity belongs to: what it is about, or that of the contact. */
const accountOf: Derive = (row, reader) => {
  const what = typeof row['WhatId'] === 'string' ? reader.byId(row['WhatId']) : null;
  if (what?.object.name === 'Account') {
    return what.row['Id'] ?? null;
  }
  return what?.row['AccountId'] ?? through('WhoId', 'AccountId')(row, reader);
};

const latest = (document: Row, reader: Reader): Row | undefined =>
  live(reader, 'ContentVersion', 'ContentDocumentId', document['Id']).sort(
    (left, right) => Number(right['VersionNumber']) - Number(left['VersionNumber'])
  )[0];
const ofLatest =
  (field: string): Derive =>
  (row, reader) =>
    latest(row, reader)?.[field] ?? null;
/** Object Reference, "ContentVersion": kinds whose name is another than the ending of the file. */
const KINDS: Record<string, string> = {
  txt: 'TEXT',
  doc: 'WORD',
  docx: 'WORD_X',
  xls: 'EXCEL',
  xlsx: 'EXCEL_X',
  ppt: 'POWER_POINT',
  pptx: 'POWER_POINT_X',
  htm: 'HTML'
};
const fileType = (version: Row | undefined | null): string => {
  const ending = extension(version?.['PathOnClient'])?.toLowerCase() ?? '';
  return KINDS[ending] ?? (ending === '' ? 'UNKNOWN' : ending.toUpperCase());
};
const extension = (path: Scalar | undefined): string | null =>
  typeof path === 'string' && path.includes('.') ? path.slice(path.lastIndexOf('.') + 1) : null;
const sizeOf = (data: Scalar | undefined): number => (typeof data === 'string' ? Buffer.from(data, 'base64').length : 0);

export const STANDARD_DERIVED: [string, Record<string, Derive>][] = [
  ['Opportunity', OPPORTUNITY],
  ['PricebookEntry', { Name: through('Product2Id', 'Name'), ProductCode: through('Product2Id', 'ProductCode') }],
  [
    'OpportunityLineItem',
    {
      Product2Id: price('Product2Id'),
      Name: price('Name'),
      ProductCode: price('ProductCode'),
      ListPrice: price('UnitPrice'),
      Subtotal: times,
      TotalPrice: discounted
    }
  ],
  ['QuoteLineItem', { Subtotal: times, TotalPrice: discounted }],
  [
    'Case',
    {
      IsClosed: isClosedCase,
      ContactEmail: through('ContactId', 'Email'),
      ContactPhone: through('ContactId', 'Phone'),
      ContactFax: through('ContactId', 'Fax'),
      ContactMobile: through('ContactId', 'MobilePhone')
    }
  ],
  ['Task', { IsClosed: isClosedTask, IsHighPriority: (row) => row['Priority'] === 'High', AccountId: accountOf }],
  ['Event', { AccountId: accountOf }],
  [
    'ContentVersion',
    {
      FileExtension: (row) => extension(row['PathOnClient']),
      FileType: (row) => fileType(row),
      ContentSize: (row) => sizeOf(row['VersionData']),
      IsLatest: (row, reader) => {
        const document = reader.byId(String(row['ContentDocumentId'] ?? ''));
        return document !== null && latest(document.row, reader)?.['Id'] === row['Id'];
      }
    }
  ],
  [
    'ContentDocument',
    {
      LatestPublishedVersionId: ofLatest('Id'),
      ContentSize: (row, reader) => sizeOf(latest(row, reader)?.['VersionData']),
      FileExtension: (row, reader) => extension(latest(row, reader)?.['PathOnClient']),
      FileType: (row, reader) => fileType(latest(row, reader))
    }
  ],
  ['Attachment', { BodyLength: (row) => sizeOf(row['Body']) }],
  ['StaticResource', { BodyLength: (row) => sizeOf(row['Body']) }]
];
