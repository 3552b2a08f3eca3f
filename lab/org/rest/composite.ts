/** `composite` (up to 25 calls that refer to each other's answers) and `composite/batch` (up to 25 on their own). */
import type { HttpResponse } from '../types.ts';
import { fail, json, methodNotAllowed, type ErrorEntry } from './answers.ts';
import { bodyOf, type Resource, type RestCall } from './call.ts';
import { collections } from './collections.ts';
import { graphs } from './graph.ts';
import { tree } from './tree.ts';

const MOST = 25;

export interface Part {
  method: string;
  url: string;
  referenceId: string;
  body: unknown;
  httpHeaders: Record<string, string>;
}
export interface PartAnswer {
  body: unknown;
  httpHeaders: Record<string, string>;
  httpStatusCode: number;
  referenceId: string;
}
const HALTED: ErrorEntry[] = [
  { errorCode: 'PROCESSING_HALTED', message: 'The transaction was rolled back since another operation in the same transaction failed.' }
];

/** @param dispatch serves one call under `/services/data/vXX.X/` and turns errors into answers. */
export function composite(call: RestCall, dispatch: Resource): HttpResponse {
  switch (call.path[1]) {
    case 'sobjects':
      return collections(call);
    case 'batch':
      return batch(call, dispatch);
    case 'graph':
      return graphs(call, dispatch);
    case 'tree':
      return tree(call);
    case undefined:
      return sequence(call, dispatch);
    default:
      throw fail('NOT_FOUND', `The stand-in does not serve composite/${call.path[1]}.`);
  }
}

function sequence(call: RestCall, dispatch: Resource): HttpResponse {
  const body = partsOf(call, 'compositeRequest');
  const parts = body.list.map(partOf);
  if (new Set(parts.map((part) => part.referenceId)).size < parts.length || parts.some((part) => !part.referenceId)) {
    throw fail('INVALID_INPUT', 'Every part of a composite request needs a referenceId of its own.');
  }
  if (!body.allOrNone) {
    return json(200, { compositeResponse: serveAll(call, parts, dispatch, call.transact, false) });
  }
  return json(200, { compositeResponse: allOrNone(call, parts, dispatch).answers });
}

export const partOf = (one: Record<string, unknown>): Part => ({ httpHeaders: {}, ...one }) as Part;

/** All calls in one transaction; the first that fails takes back what the others wrote. */
export function allOrNone(call: RestCall, parts: Part[], dispatch: Resource): { answers: PartAnswer[]; isSuccessful: boolean } {
  let answers: PartAnswer[] = [];
  try {
    call.transact(() => {
      answers = serveAll(call, parts, dispatch, (work) => work(), true);
      if (answers.some((answer) => answer.httpStatusCode >= 300)) {
        throw new Halted();
      }
    });
  } catch (cause) {
    if (!(cause instanceof Halted)) {
      throw cause;
    }
    answers = answers.map((answer) =>
      answer.httpStatusCode >= 300 ? answer : { ...answer, body: HALTED, httpHeaders: {}, httpStatusCode: 400 }
    );
    return { answers, isSuccessful: false };
  }
  return { answers, isSuccessful: true };
}
class Halted extends Error {}

function partsOf(call: RestCall, name: string): { list: Record<string, unknown>[]; allOrNone: boolean } {
  if (call.method !== 'POST') {
    throw methodNotAllowed(call.method, ['POST']);
  }
  const body = bodyOf(call);
  const list = body[name];
  if (!Array.isArray(list) || list.length === 0) {
    throw fail('INVALID_INPUT', `The request body needs "${name}", a list of calls.`);
  }
  if (list.length > MOST) {
    throw fail('LIMIT_EXCEEDED', `Maximum number of calls in one request is ${MOST}.`);
  }
  return { list: list as Record<string, unknown>[], allOrNone: body['allOrNone'] === true };
}

function serveAll(call: RestCall, parts: Part[], dispatch: Resource, transact: RestCall['transact'], stop: boolean): PartAnswer[] {
  const answers = new Map<string, PartAnswer>();
  for (const part of parts) {
    const failed = stop && [...answers.values()].some((answer) => answer.httpStatusCode >= 300);
    const answer = failed ? { status: 400, headers: {}, body: JSON.stringify(HALTED) } : servePart(call, part, answers, dispatch, transact);
    const body: unknown = answer.body === '' ? null : JSON.parse(answer.body);
    const location = answer.headers['location'];
    const httpHeaders: Record<string, string> = location === undefined ? {} : { Location: location };
    answers.set(part.referenceId, { body, httpHeaders, httpStatusCode: answer.status, referenceId: part.referenceId });
  }
  return [...answers.values()];
}

function servePart(
  call: RestCall,
  part: Part,
  answers: Map<string, PartAnswer>,
  dispatch: Resource,
  transact: RestCall['transact']
): HttpResponse {
  let missing: string | null = null;
  const fill = (text: string, encode: (value: string) => string) =>
    text.replace(/@\{([^}]+)\}/g, (whole, reference: string) => {
      const value = valueAt(reference, answers);
      missing = value === undefined ? whole : missing;
      return value === undefined ? whole : encode(value);
    });
  const url = fill(part.url, encodeURIComponent);
  const body =
    part.body === undefined || part.body === null ? '' : fill(JSON.stringify(part.body), (value) => JSON.stringify(value).slice(1, -1));
  if (missing !== null) {
    const entry = { errorCode: 'PROCESSING_HALTED', message: `Invalid reference specified. No value for ${String(missing)} found.` };
    return json(400, [entry]);
  }
  const inner = insideVersion(url);
  const headers = Object.fromEntries(Object.entries(part.httpHeaders).map(([name, value]) => [name.toLowerCase(), value]));
  return inner
    ? dispatch({ ...call, ...inner, method: part.method.toUpperCase(), headers, body, transact })
    : json(404, [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }]);
}

/** `refA.id`, `refB.records[0].Id` */
function valueAt(reference: string, answers: Map<string, PartAnswer>): string | undefined {
  const [name = '', ...steps] = reference.split(/[.[\]]+/).filter((step) => step !== '');
  const value = steps.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[step] : undefined),
    answers.get(name)?.body
  );
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

export function insideVersion(url: string): { path: string[]; query: URLSearchParams } | null {
  const [, rest] = /^\/?(?:services\/data\/)?v\d+\.0\/(.*)$/.exec(url) ?? [];
  if (rest === undefined) {
    return null;
  }
  const at = new URL(rest, `http://org/`);
  return {
    path: at.pathname
      .split('/')
      .filter((one) => one !== '')
      .map(decodeURIComponent),
    query: at.searchParams
  };
}

function batch(call: RestCall, dispatch: Resource): HttpResponse {
  const { list } = partsOf(call, 'batchRequests');
  const halt = bodyOf(call)['haltOnError'] === true;
  let failed = false;
  const results = list.map((one) => {
    const inner = insideVersion(String(one['url'] ?? ''));
    if (failed && halt) {
      return { statusCode: 412, result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted by request' }] };
    }
    const richInput = one['richInput'];
    const answer = inner
      ? dispatch({
          ...call,
          ...inner,
          method: String(one['method'] ?? 'GET').toUpperCase(),
          headers: {},
          body: richInput === undefined ? '' : JSON.stringify(richInput)
        })
      : json(404, [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }]);
    failed ||= answer.status >= 300;
    return { statusCode: answer.status, result: answer.body === '' ? null : (JSON.parse(answer.body) as unknown) };
  });
  return json(200, { hasErrors: failed, results });
}
