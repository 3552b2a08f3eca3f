/** How Marketo answers: business errors with HTTP 200 and `success: false`, one envelope for the lead database, another for assets. */
import { randomBytes } from 'node:crypto';

export interface Call {
  method: string;
  /** `/rest/v1/leads.json`. */
  path: string;
  /** Of the address, and for asset writes of the form. */
  query: URLSearchParams;
  /** Parsed JSON of lead database writes; null otherwise. */
  body: unknown;
  /** The piece of a file that is asked for. */
  range: string | null;
}
export interface Answer {
  status: number;
  body: unknown;
  /** Instead of `body`: text that is no JSON. */
  text?: string;
  /** Instead of `body`: a file, with its own headers. */
  file?: Buffer;
  headers?: Record<string, string>;
}

/** `{code, message}` at response level. Codes: error codes page of the Marketo developer documentation. */
export class ApiError extends Error {
  readonly code: string;
  constructor(code: number, message: string) {
    super(message);
    this.code = String(code);
  }
}
/** What the stand-in does not know. It says so with a status that no client takes for Marketo's word. */
export class Unsupported extends Error {}

const requestId = () => `${randomBytes(2).toString('hex')}#${Date.now().toString(16)}`;

export const result = (rows: unknown[], more: Record<string, unknown> = {}): Answer => ({
  status: 200,
  body: { requestId: requestId(), result: rows, success: true, ...more }
});
/** Without a result, as activities without a hit and merges are answered. */
export const done = (more: Record<string, unknown> = {}): Answer => ({
  status: 200,
  body: { requestId: requestId(), success: true, ...more }
});
export const asset = (rows: unknown[]): Answer => ({
  status: 200,
  body:
    rows.length > 0
      ? { success: true, errors: [], requestId: requestId(), warnings: [], result: rows }
      : { success: true, errors: [], requestId: requestId(), warnings: ['No assets found for the given search criteria.'] }
});
export const refusal = (error: ApiError): Answer => ({
  status: 200,
  body: { requestId: requestId(), success: false, errors: [{ code: error.code, message: error.message }] }
});

export const skipped = (code: number, message: string) => ({ status: 'skipped', reasons: [{ code: String(code), message }] });

// ---------------------------------------------------------------- parameters

/** @throws {Unsupported} for a parameter that the stand-in does not know: a test must not believe that it had an effect. */
export function only(call: Call, ...names: string[]): void {
  const unknown = [...call.query.keys()].filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new Unsupported(`The stand-in does not know the parameter ${unknown.join(', ')} of ${call.method} ${call.path}.`);
  }
}
export function need(call: Call, name: string): string {
  const value = call.query.get(name);
  if (value === null || value === '') {
    throw new ApiError(1002, `Missing value for the required parameter '${name}'`);
  }
  return value;
}
/** Values of a parameter that may be repeated, separated by commas, or both. */
export const listed = (call: Call, name: string): string[] => call.query.getAll(name).flatMap(list);
export const list = (text: string | null): string[] => (text === null || text === '' ? [] : text.split(','));

export function wholeNumber(call: Call, name: string, usual: number, most: number): number {
  const text = call.query.get(name);
  const value = text === null ? usual : Number(text);
  if (!Number.isInteger(value) || value < 0) {
    throw new ApiError(1001, `Invalid value '${text}'. Required of type 'Integer'`);
  }
  return Math.min(value, most);
}

export const BATCH = 300;
export type Entry = Record<string, unknown>;

/** @throws {ApiError} as Marketo refuses an input that is no list, empty or too long. */
export function inputOf(call: Call): Entry[] {
  const input = (call.body as { input?: unknown } | null)?.input;
  if (!Array.isArray(input) || input.length === 0) {
    throw new ApiError(1003, 'Lead ids not specified');
  }
  if (input.length > BATCH) {
    throw new ApiError(1003, `Number of records exceeds the limit of ${BATCH}`);
  }
  return input as Entry[];
}

// ---------------------------------------------------------------- pages and times

/** A position in a list. Marketo's own tokens are opaque. */
export function pageOf<T>(call: Call, rows: T[]): { rows: T[]; more: Record<string, unknown> } {
  const size = Math.max(1, wholeNumber(call, 'batchSize', BATCH, BATCH));
  const token = call.query.get('nextPageToken');
  const from = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8').split(':')[1]);
  if (!Number.isInteger(from)) {
    throw new ApiError(1003, 'Invalid nextPageToken');
  }
  const to = from + size;
  const next =
    to < rows.length ? { nextPageToken: Buffer.from(`at:${to}`).toString('base64url'), moreResult: true } : { moreResult: false };
  return { rows: rows.slice(from, to), more: next };
}

export const time = (milliseconds: number) => new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
export const assetTime = (milliseconds: number) => `${time(milliseconds)}+0000`;
