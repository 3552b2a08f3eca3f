/** Answers and errors of the REST API as Salesforce writes them: an array of `{message, errorCode, fields?}`. */
import type { HttpResponse, RecordError } from '../types.ts';

export interface ErrorEntry {
  message: string;
  errorCode: string;
  fields?: string[];
}

/** Ends a call. Thrown inside a transaction it also takes back what the call wrote. */
export class RestError extends Error {
  readonly status: number;
  readonly entries: ErrorEntry[];
  constructor(status: number, entries: ErrorEntry[]) {
    super(entries[0]?.message ?? '');
    this.name = 'RestError';
    this.status = status;
    this.entries = entries;
  }
}

/** REST API developer guide, status codes and error responses. What is not listed is 400. */
const STATUS: Record<string, number> = {
  INVALID_SESSION_ID: 401,
  INVALID_AUTH_HEADER: 401,
  REQUEST_LIMIT_EXCEEDED: 403,
  API_DISABLED_FOR_ORG: 403,
  FORBIDDEN: 403,
  INSUFFICIENT_ACCESS: 403,
  NOT_FOUND: 404,
  ENTITY_IS_DELETED: 404,
  METHOD_NOT_ALLOWED: 405,
  APEX_ERROR: 500,
  UNKNOWN_EXCEPTION: 500
};

export function fail(errorCode: string, message: string, status = STATUS[errorCode] ?? 400): RestError {
  return new RestError(status, [{ message, errorCode }]);
}

/** The answer to a call on one record that was refused. */
export function refused(errors: RecordError[], status?: number): RestError {
  const entries = errors.map((error) => ({ message: error.message, errorCode: error.statusCode, fields: error.fields }));
  return new RestError(status ?? STATUS[entries[0]?.errorCode ?? ''] ?? 400, entries);
}

export const noSuchResource = () => fail('NOT_FOUND', 'The requested resource does not exist');
export const methodNotAllowed = (method: string, allowed: string[]) =>
  fail('METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${allowed.join(',')}`);

export function json(status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers: { 'content-type': 'application/json;charset=UTF-8', ...headers }, body: JSON.stringify(body) };
}
export const nothing = (): HttpResponse => ({ status: 204, headers: {}, body: '' });

export const errorAnswer = (error: RestError): HttpResponse => json(error.status, error.entries);
