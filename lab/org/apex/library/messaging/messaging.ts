/**
 * Messaging. Apex Reference Guide, "Messaging Namespace". Nothing leaves the stand-in: a message is checked, counted and noted in the log, as an org
 * does whose deliverability is closed to all but its own system.
 */
import type { RecordError } from '../../../types.ts';
import { ApexList } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { constant, enumeration, given, library, listOf, open, type LibraryDeclaration } from '../define.ts';
import { propertiesOf, Record$ } from './plain.ts';

const NO_ADDRESS: RecordError = {
  statusCode: 'REQUIRED_FIELD_MISSING',
  message: 'Missing targets: set to addresses, a target object or target objects.',
  fields: []
};

const isFilled = (value: unknown): boolean => value instanceof ApexList && value.items.length > 0;

function faultOf(email: Record$): RecordError | null {
  const hasTarget = ['toAddresses', 'ccAddresses', 'bccAddresses', 'targetObjectIds'].some((name) => isFilled(email.values.get(name)));
  if (!hasTarget && (email.values.get('targetObjectId') ?? null) === null) {
    return NO_ADDRESS;
  }
  const hasText = ['plainTextBody', 'htmlBody', 'templateId'].some((name) => (email.values.get(name) ?? null) !== null);
  return hasText
    ? null
    : { statusCode: 'REQUIRED_FIELD_MISSING', message: 'Missing body: one of plain text, HTML or a template is needed.', fields: [] };
}

function sendEmail(emails: ApexList, allOrNothing = true): unknown {
  const { transaction } = runtime();
  transaction.limits.use('emailInvocations', 1);
  const results = (emails.items as Record$[]).map((email) => ({ typeName: 'Messaging.SendEmailResult', error: faultOf(email) }));
  const failed = results.findIndex(({ error }) => error !== null);
  const error = results[failed]?.error;
  if (allOrNothing && error) {
    const text = `SendEmail failed. First exception on row ${failed}; first error: ${error.statusCode}, ${error.message}: []`;
    throw apexError('EmailException', text, [{ index: failed, id: null, errors: [error] }]);
  }
  for (const email of emails.items as Record$[]) {
    runtime().log('INFO', `E-mail: ${String(email.values.get('subject') ?? '')}`);
  }
  return listOf('Messaging.SendEmailResult', results);
}

interface SentValue {
  readonly error: RecordError | null;
}

const bean = (name: string, properties: string, lists = ''): LibraryDeclaration =>
  library({ name, members: { 'new()': () => new Record$(name), ...propertiesOf(properties, lists) } });

const EMAIL =
  'Boolean bccSender;String replyTo;Boolean saveAsActivity;String senderDisplayName;String subject;Boolean useSignature;String emailPriority';

export const messaging: LibraryDeclaration[] = [
  library({
    name: 'Messaging',
    members: {
      'static List<Messaging.SendEmailResult> sendEmail(List<Messaging.Email> emails)': given((emails: ApexList) => sendEmail(emails)),
      'static List<Messaging.SendEmailResult> sendEmail(List<Messaging.Email> emails, Boolean allOrNothing)': given(sendEmail),
      'static void reserveSingleEmailCapacity(Integer amount)': given(() => undefined),
      'static void reserveMassEmailCapacity(Integer amount)': given(() => undefined)
    }
  }),
  library({ name: 'Messaging.Email', abstract: true, members: propertiesOf(EMAIL) }),
  library({
    name: 'Messaging.SingleEmailMessage',
    extends: 'Messaging.Email',
    members: {
      'new()': () => new Record$('Messaging.SingleEmailMessage'),
      ...propertiesOf(
        'String charset;String htmlBody;String plainTextBody;String inReplyTo;String references;String optOutPolicy;Id orgWideEmailAddressId;Id targetObjectId;Id templateId;Id whatId;' +
          'Boolean treatBodiesAsTemplate;Boolean treatTargetObjectAsRecipient',
        'String toAddresses;String ccAddresses;String bccAddresses;String documentAttachments;String entityAttachments;Messaging.EmailFileAttachment fileAttachments'
      )
    }
  }),
  library({
    name: 'Messaging.MassEmailMessage',
    extends: 'Messaging.Email',
    members: {
      'new()': () => new Record$('Messaging.MassEmailMessage'),
      ...propertiesOf('String description;Id templateId', 'Id targetObjectIds;Id whatIds')
    }
  }),
  bean('Messaging.EmailFileAttachment', 'Blob body;String contentType;String fileName;Boolean inline;Id id'),
  library({
    name: 'Messaging.SendEmailResult',
    members: {
      'Boolean isSuccess()': (self: SentValue) => self.error === null,
      'Boolean success { get; }': { get: (self: SentValue) => self.error === null },
      'List<Messaging.SendEmailError> getErrors()': (self: SentValue) =>
        listOf('Messaging.SendEmailError', self.error ? [{ typeName: 'Messaging.SendEmailError', error: self.error }] : [])
    }
  }),
  library({
    name: 'Messaging.SendEmailError',
    members: {
      'String getMessage()': (self: SentValue) => self.error?.message ?? null,
      'List<String> getFields()': (self: SentValue) => listOf('String', self.error?.fields ?? []),
      'StatusCode getStatusCode()': (self: SentValue) => (self.error ? constant('StatusCode', self.error.statusCode) : null),
      'Id getTargetObjectId()': () => null
    }
  }),
  library({
    name: 'Messaging.InboundEmailHandler',
    kind: 'interface',
    members: { 'Messaging.InboundEmailResult handleInboundEmail(Messaging.InboundEmail email, Messaging.InboundEnvelope envelope)': open }
  }),
  bean(
    'Messaging.InboundEmail',
    'String fromAddress;String fromName;String htmlBody;Boolean htmlBodyIsTruncated;String inReplyTo;String messageId;String plainTextBody;Boolean plainTextBodyIsTruncated;String replyTo;' +
      'String subject',
    'String toAddresses;String ccAddresses;String references;Messaging.InboundEmail.Header headers;Messaging.InboundEmail.BinaryAttachment binaryAttachments;' +
      'Messaging.InboundEmail.TextAttachment textAttachments'
  ),
  bean('Messaging.InboundEmail.Header', 'String name;String value'),
  bean(
    'Messaging.InboundEmail.BinaryAttachment',
    'Blob body;String fileName;String mimeTypeSubType',
    'Messaging.InboundEmail.Header headers'
  ),
  bean(
    'Messaging.InboundEmail.TextAttachment',
    'String body;Boolean bodyIsTruncated;String charset;String fileName;String mimeTypeSubType',
    'Messaging.InboundEmail.Header headers'
  ),
  bean('Messaging.InboundEnvelope', 'String fromAddress;String toAddress'),
  bean('Messaging.InboundEmailResult', 'String message;Boolean success'),
  enumeration('Messaging.AttachmentRetrievalOption', ['NONE', 'METADATA_ONLY', 'METADATA_WITH_BODY'])
];
