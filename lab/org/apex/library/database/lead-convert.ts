/** Conversion of leads. Apex Reference Guide, "LeadConvert Class", "LeadConvertResult Class". */
import type { RecordError } from '../../../types.ts';
import { ApexList } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { library, listOf, nullArgument, type LibraryDeclaration } from '../define.ts';
import { accessFor, type AccessLevelValue } from './access-level.ts';
import { databaseError } from './results.ts';

class LeadConvertValue {
  readonly typeName = 'Database.LeadConvert';
  leadId: string | null = null;
  contactId: string | null = null;
  accountId: string | null = null;
  ownerId: string | null = null;
  convertedStatus: string | null = null;
  doNotCreateOpportunity = false;
  opportunityName: string | null = null;
  sendNotificationEmail = false;
}

class LeadConvertResultValue {
  readonly typeName = 'Database.LeadConvertResult';
  readonly leadId: string | null;
  readonly contactId: string | null;
  readonly accountId: string | null;
  readonly opportunityId: string | null;
  readonly errors: RecordError[];
  constructor(
    leadId: string | null,
    {
      contactId,
      accountId,
      opportunityId,
      errors
    }: { contactId: string | null; accountId: string | null; opportunityId: string | null; errors: RecordError[] }
  ) {
    this.leadId = leadId;
    this.contactId = contactId;
    this.accountId = accountId;
    this.opportunityId = opportunityId;
    this.errors = errors;
  }
}

function convertOne(request: LeadConvertValue, level: AccessLevelValue | null): LeadConvertResultValue {
  const access = level === null ? runtime().access() : accessFor(level);
  const { leadId, convertedStatus, contactId, accountId, ownerId } = request;
  if (leadId === null) {
    return failed(request, 'REQUIRED_FIELD_MISSING', 'A lead ID is required for lead conversion.', 'leadId');
  }
  if (convertedStatus === null) {
    return failed(request, 'INVALID_STATUS', 'A converted status is required for lead conversion.', 'convertedStatus');
  }
  const made = runtime().data.convertLead(
    {
      leadId,
      convertedStatus,
      doNotCreateOpportunity: request.doNotCreateOpportunity,
      ...(request.opportunityName === null ? {} : { opportunityName: request.opportunityName }),
      ...(contactId === null ? {} : { contactId }),
      ...(accountId === null ? {} : { accountId }),
      ...(ownerId === null ? {} : { ownerId })
    },
    access
  );
  return new LeadConvertResultValue(leadId, { ...made, errors: made.success ? [] : made.errors });
}

const failed = (request: LeadConvertValue, statusCode: string, message: string, field: string): LeadConvertResultValue =>
  new LeadConvertResultValue(request.leadId, {
    contactId: null,
    accountId: null,
    opportunityId: null,
    errors: [{ statusCode, message, fields: [field] }]
  });

/** With all or none, the first failure undoes all and is thrown. */
function convert(given: ApexList | LeadConvertValue | null, allOrNone: boolean | null, level: AccessLevelValue | null): unknown {
  if (given === null || allOrNone === null) {
    throw nullArgument();
  }
  const { data, transaction } = runtime();
  const requests = given instanceof ApexList ? (given.items as LeadConvertValue[]) : [given];
  if (requests.length > 100) {
    throw apexError('LimitException', `Too many leads to convert at once: ${requests.length}. At most 100 are allowed.`);
  }
  transaction.limits.use('dmlStatements', 1);
  transaction.limits.use('dmlRows', requests.length);
  const undo = data.savepoint();
  const results = requests.map((request) => convertOne(request, level));
  const index = allOrNone ? results.findIndex((result) => result.errors.length > 0) : -1;
  const error = results[index]?.errors[0];
  if (error) {
    data.rollbackTo(undo);
    const text = `ConvertLead failed. First exception on row ${index}; first error: ${error.statusCode}, ${error.message}: [${error.fields.join(', ')}]`;
    throw apexError('DmlException', text, [{ index, id: results[index]?.leadId ?? null, errors: [error] }]);
  }
  return given instanceof ApexList ? listOf('Database.LeadConvertResult', results) : results[0];
}

type Members = NonNullable<LibraryDeclaration['members']>;
export const leadConvertMembers: Members = {};
for (const [request, result] of [
  ['Database.LeadConvert request', 'Database.LeadConvertResult'],
  ['List<Database.LeadConvert> requests', 'List<Database.LeadConvertResult>']
] as const) {
  type Given = ApexList | LeadConvertValue | null;
  const head = `static ${result} convertLead(${request}`;
  leadConvertMembers[`${head})`] = (given: Given) => convert(given, true, null);
  leadConvertMembers[`${head}, Boolean allOrNone)`] = (given: Given, all: boolean | null) => convert(given, all, null);
  leadConvertMembers[`${head}, AccessLevel level)`] = (given: Given, level: AccessLevelValue) => convert(given, true, level);
  leadConvertMembers[`${head}, Boolean allOrNone, AccessLevel level)`] = (given: Given, all: boolean | null, level: AccessLevelValue) =>
    convert(given, all, level);
}

const reads =
  <K extends keyof LeadConvertValue>(key: K) =>
  (self: LeadConvertValue) =>
    self[key];
const writes =
  <K extends keyof LeadConvertValue>(key: K) =>
  (self: LeadConvertValue, value: LeadConvertValue[K]): void => {
    self[key] = value;
  };

export const leadConvert = library({
  name: 'Database.LeadConvert',
  members: {
    'new()': () => new LeadConvertValue(),
    'Id getLeadId()': reads('leadId'),
    'void setLeadId(Id leadId)': writes('leadId'),
    'Id getContactId()': reads('contactId'),
    'void setContactId(Id contactId)': writes('contactId'),
    'Id getAccountId()': reads('accountId'),
    'void setAccountId(Id accountId)': writes('accountId'),
    'Id getOwnerId()': reads('ownerId'),
    'void setOwnerId(Id ownerId)': writes('ownerId'),
    'String getConvertedStatus()': reads('convertedStatus'),
    'void setConvertedStatus(String status)': writes('convertedStatus'),
    'String getOpportunityName()': reads('opportunityName'),
    'void setOpportunityName(String name)': writes('opportunityName'),
    // No mail leaves the stand-in.
    'Boolean isSendNotificationEmail()': reads('sendNotificationEmail'),
    'void setSendNotificationEmail(Boolean value)': (self: LeadConvertValue, value: boolean | null) => {
      self.sendNotificationEmail = value ?? false;
    },
    'Boolean isDoNotCreateOpportunity()': reads('doNotCreateOpportunity'),
    'void setDoNotCreateOpportunity(Boolean value)': (self: LeadConvertValue, value: boolean | null) => {
      self.doNotCreateOpportunity = value ?? false;
    }
  }
});

export const leadConvertResult = library({
  name: 'Database.LeadConvertResult',
  members: {
    'Boolean isSuccess()': (self: LeadConvertResultValue) => self.errors.length === 0,
    'Id getLeadId()': (self: LeadConvertResultValue) => self.leadId,
    'Id getContactId()': (self: LeadConvertResultValue) => self.contactId,
    'Id getAccountId()': (self: LeadConvertResultValue) => self.accountId,
    'Id getOpportunityId()': (self: LeadConvertResultValue) => self.opportunityId,
    'List<Database.Error> getErrors()': (self: LeadConvertResultValue) => listOf('Database.Error', self.errors.map(databaseError))
  }
});
