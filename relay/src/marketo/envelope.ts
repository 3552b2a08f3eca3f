/**
 * Marketo's answers. Business errors come with HTTP 200; `result`, `errors` and `warnings` may each be missing; unknown fields are let pass. What has
 * not even the envelope's shape is garbage.
 */
import { z } from 'zod';
import { OutsideError } from '../engine/ports.ts';

/** Codes are quoted integers, in `reasons` and, for custom activities, `errors`. */
const code = z.union([z.string(), z.number()]).transform(String);
export const reason = z.looseObject({
  code,
  message: z
    .string()
    .nullish()
    .transform((text) => text ?? '')
});

const envelope = z.looseObject({
  success: z.boolean(),
  requestId: z.string().nullish(),
  errors: z.array(reason).nullish(),
  result: z.array(z.unknown()).nullish(),
  nextPageToken: z.string().nullish(),
  moreResult: z.boolean().nullish()
});
export type Envelope = z.infer<typeof envelope>;

export interface Page<T> {
  rows: T[];
  nextPageToken: string | null;
  /** Null: the answer does not say. */
  moreResult: boolean | null;
}

/** @throws {OutsideError} `garbled` when it is no JSON, or JSON of another shape. */
export function readEnvelope(text: string, what: string): Envelope {
  const read = envelope.safeParse(parseJson(text, what));
  if (!read.success) throw garbled(what, `has not the shape of an answer: ${firstIssue(read.error)}`);
  return read.data;
}

/** @throws {OutsideError} `garbled`. */
export function readRows<T>(schema: z.ZodType<T>, answer: Envelope, what: string): T[] {
  return (answer.result ?? []).map((row, index) => {
    const read = schema.safeParse(row);
    if (!read.success) throw garbled(what, `has a row (${index + 1}) of another shape: ${firstIssue(read.error)}`);
    return read.data;
  });
}

export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw garbled(what, text.trimStart().startsWith('<') ? 'is a web page, not JSON' : 'is no complete JSON');
  }
}

export function garbled(what: string, how: string): OutsideError {
  return new OutsideError(
    'marketo',
    'garbled',
    'garbled',
    `Marketo's answer to ${what} ${how}. It is tried again; if it stays, check that the REST address is Marketo's and that no proxy answers in its place.`
  );
}

/** Where and what, without the value: values may be personal data. */
export function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.join('.') || 'the whole'}: ${issue.message}` : 'unreadable';
}
