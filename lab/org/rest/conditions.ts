/**
 * Conditional requests (REST API developer guide, "Conditional Requests"): `If-Modified-Since` and `If-Unmodified-Since` on records and
 * describes, `ETag` with `If-Match` and `If-None-Match` on accounts only.
 */
import { createHash } from 'node:crypto';
import type { HttpResponse, ObjectDef } from '../types.ts';
import { fail } from './answers.ts';
import { accessOf, type RestCall } from './call.ts';

/** Of what is asked for: when it changed last, in milliseconds, and its tag. */
export interface Validators {
  changedAt: number;
  tag: string | null;
}

const httpDate = (milliseconds: number) => new Date(milliseconds).toUTCString();
const notModified = (headers: Record<string, string>): HttpResponse => ({ status: 304, headers, body: '' });

/** Null for records without a time stamp, and for those that the user does not see. */
export function recordValidators(call: RestCall, object: ObjectDef, id: string): Validators | null {
  if (!object.fields.has('systemmodstamp')) {
    return null;
  }
  const soql = `SELECT Id, SystemModstamp FROM ${object.name} WHERE Id = :id`;
  const stamp = call.transact(() => call.parts.machine.data.query(soql, { id }, accessOf(call))).records[0]?.fields['SystemModstamp'];
  if (typeof stamp !== 'string') {
    return null;
  }
  const tag =
    object.name === 'Account' ? `"${createHash('sha256').update(`${id} ${stamp}`).digest('base64url').slice(0, 32)}--gzip"` : null;
  return { changedAt: Date.parse(stamp), tag };
}

/** HTTP keeps whole seconds. */
function time(call: RestCall, header: string): number | null {
  const milliseconds = Date.parse(call.headers[header] ?? '');
  return Number.isNaN(milliseconds) ? null : milliseconds;
}
const tags = (call: RestCall, header: string) =>
  call.headers[header]
    ?.split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
    .filter((one) => one !== '') ?? null;

/** @throws {RestError} 412 when the condition for a change, or for reading at all, does not hold. */
export function requireUnchanged(call: RestCall, { changedAt, tag }: Validators): void {
  const since = time(call, 'if-unmodified-since');
  const match = tag === null ? null : tags(call, 'if-match');
  if ((since !== null && Math.floor(changedAt / 1000) * 1000 > since) || (match && !match.includes(tag ?? '') && !match.includes('*'))) {
    throw fail('PRECONDITION_FAILED', 'The record has changed since; the condition of the request does not hold.', 412);
  }
}

/** The answer with its validators, or 304 when the caller has it already. */
export function conditional(call: RestCall, validators: Validators | null, answer: () => HttpResponse): HttpResponse {
  if (!validators) {
    return answer();
  }
  requireUnchanged(call, validators);
  const { changedAt, tag } = validators;
  const headers = { 'last-modified': httpDate(changedAt), ...(tag === null ? {} : { etag: tag }) };
  const known = tag === null ? null : tags(call, 'if-none-match');
  const since = time(call, 'if-modified-since');
  const isKnown = known ? known.includes(tag ?? '') || known.includes('*') : since !== null && Math.floor(changedAt / 1000) * 1000 <= since;
  if (isKnown) {
    return notModified(headers);
  }
  const made = answer();
  return { ...made, headers: { ...made.headers, ...headers } };
}
