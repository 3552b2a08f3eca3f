/** Exception and the built-in types. Apex Reference Guide, "Exception Class and Built-In Exceptions". */
import type { FailedRow } from '../../runtime/dml.ts';
import { ApexException, apexError, stackText } from '../../runtime/exception-value.ts';
import { exceptionText } from '../../runtime/text.ts';
import { fieldToken } from '../../runtime/tokens.ts';
import { constant, given, library, listOf, mapOf, setOf, type LibraryDeclaration } from '../define.ts';
import { knownStatusCode } from '../database/status-code.ts';
import { objectOfId } from '../records/object-of.ts';

type Members = NonNullable<LibraryDeclaration['members']>;

function initCause(self: ApexException, cause: ApexException | null): void {
  if (self.cause !== null) {
    throw apexError('IllegalStateException', "Can't overwrite cause");
  }
  self.cause = cause;
}

/** What stands for the message of an exception that was made without one. */
const NO_MESSAGE = 'Script-thrown exception';

const exception = library({
  name: 'Exception',
  abstract: true,
  members: {
    'Exception getCause()': (self: ApexException) => self.cause,
    'Integer getLineNumber()': (self: ApexException) => self.stack[0]?.line ?? 0,
    'String getMessage()': (self: ApexException) => self.message ?? NO_MESSAGE,
    'String getStackTraceString()': (self: ApexException) => stackText(self.stack),
    // User classes have their bare name, the platform's begin with System.
    'String getTypeName()': (self: ApexException) => self.typeName,
    'void initCause(Exception cause)': initCause,
    'void setMessage(String message)': (self: ApexException, message: string | null) => {
      self.message = message;
    },
    'String toString()': exceptionText
  }
});

const constructors = (typeName: string): Members => ({
  'new()': () => new ApexException(typeName),
  'new(String message)': (message: string | null) => new ApexException(typeName, message),
  'new(Exception cause)': (cause: ApexException | null) => new ApexException(typeName, null, cause),
  'new(String message, Exception cause)': (message: string | null, cause: ApexException | null) =>
    new ApexException(typeName, message, cause)
});

/** Of a namespace other than System, by its full name. */
export const exceptionType = (name: string): LibraryDeclaration => library({ name, extends: 'Exception', members: constructors(name) });

const builtIn = (name: string, members: Members = {}): LibraryDeclaration =>
  library({ name, extends: 'Exception', members: { ...constructors(`System.${name}`), ...members } });

// ---------------------------------------------------------------- DmlException

const rows = (self: ApexException): FailedRow[] => (Array.isArray(self.details) ? (self.details as FailedRow[]) : []);

function row(self: ApexException, index: number): FailedRow {
  const found = rows(self)[index];
  if (!found) {
    throw apexError('ListException', `List index out of bounds: ${index}`);
  }
  return found;
}

/** Of the first error of a row. */
const fieldsOf = (failed: FailedRow): string[] => failed.errors[0]?.fields ?? [];

function fieldTokens(failed: FailedRow): unknown {
  const object = failed.object ?? (failed.id === null ? null : objectOfId(failed.id));
  return listOf('Schema.SObjectField', object === null ? [] : fieldsOf(failed).map((name) => fieldToken(object, name)));
}

const dmlMembers: Members = {
  'Integer getNumDml()': (self: ApexException) => rows(self).length,
  'String getDmlMessage(Integer index)': given((self: ApexException, index: number) => row(self, index).errors[0]?.message ?? null),
  'Id getDmlId(Integer index)': given((self: ApexException, index: number) => row(self, index).id),
  'Integer getDmlIndex(Integer index)': given((self: ApexException, index: number) => row(self, index).index),
  'String getDmlStatusCode(Integer index)': given((self: ApexException, index: number) => row(self, index).errors[0]?.statusCode ?? null),
  'StatusCode getDmlType(Integer index)': given((self: ApexException, index: number) =>
    constant('StatusCode', knownStatusCode(row(self, index).errors[0]?.statusCode))
  ),
  'List<String> getDmlFieldNames(Integer index)': given((self: ApexException, index: number) =>
    listOf('String', fieldsOf(row(self, index)))
  ),
  'List<Schema.SObjectField> getDmlFields(Integer index)': given((self: ApexException, index: number) => fieldTokens(row(self, index)))
};

// ---------------------------------------------------------------- AuraHandledException

/** Apex itself reads no more than that of it, unless `setMessage` said more; the page gets the text of the constructor. */
const AURA = 'System.AuraHandledException';

/** The text that a page is shown for an AuraHandledException. */
export function messageForPage(exception: ApexException): string | null {
  return exception.typeName === AURA && typeof exception.details === 'string' ? exception.details : exception.message;
}

const auraHandled = library({
  name: 'AuraHandledException',
  extends: 'Exception',
  members: {
    'new()': () => new ApexException(AURA, NO_MESSAGE),
    'new(String message)': (message: string | null) => new ApexException(AURA, NO_MESSAGE, null, message)
  }
});

const NAMES = [
  'AssertException',
  'AsyncException',
  'BigObjectException',
  'CalloutException',
  'DuplicateMessageException',
  'EmailException',
  'EmptyQueueException',
  'ExternalObjectException',
  'FinalException',
  'FlowException',
  'HandledException',
  'IllegalArgumentException',
  'IllegalStateException',
  'InvalidHeaderException',
  'InvalidParameterValueException',
  'InvalidReadOnlyUserDmlException',
  'JSONException',
  'FormulaValidationException',
  'LimitException',
  'PlatformCacheException',
  'ListException',
  'MathException',
  'NoAccessException',
  'NoDataFoundException',
  'NoSuchElementException',
  'NullPointerException',
  'PolyglotException',
  'ProcedureException',
  'RequiredFeatureMissingException',
  'SObjectException',
  'SearchException',
  'SecurityException',
  'SerializationException',
  'StringException',
  'TouchHandledException',
  'TransientQueryException',
  'TypeException',
  'UnexpectedException',
  'UnsupportedOperationException',
  'VisualforceException',
  'XmlException'
];

const NAMESPACED = [
  'Cache.InvalidParamException',
  'Cache.InvalidCacheBuilderException',
  'Cache.ItemSizeLimitExceededException',
  'Cache.Org.OrgCacheException',
  'Cache.Session.SessionCacheException',
  'EventBus.InvalidReplayIdException',
  'EventBus.RetryableException'
];

export const exceptions: LibraryDeclaration[] = [
  exception,
  auraHandled,
  builtIn('DmlException', dmlMembers),
  builtIn('QueryException', {
    'Map<String, Set<String>> getInaccessibleFields()': (self: ApexException) =>
      mapOf(
        'String',
        'Set<String>',
        Object.entries((self.details ?? {}) as Record<string, string[]>).map(
          ([object, fields]) => [object, setOf('String', fields)] as const
        )
      )
  }),
  ...NAMES.map((name) => builtIn(name)),
  ...NAMESPACED.map((name) => exceptionType(name))
];
