/** `composite/sobjects`: up to 200 records a call, a result for each (REST API, sObject Collections). */
import type { DmlOp, HttpResponse, ObjectDef, Row, SaveResult } from '../types.ts';
import { fail, json, methodNotAllowed, RestError } from './answers.ts';
import { accessOf, bodyOf, dmlOptions, longId, objectNamed, type RestCall } from './call.ts';
import { recordOut } from './record-json.ts';
import { statement } from './statement.ts';
import { read, rowOf } from './sobjects.ts';

const MOST = 200;
/** Reading by POST takes 2,000 ids, by GET 800 (the address grows too long). */
const MOST_READ = { POST: 2_000, GET: 800 };

const ROLLED_BACK = {
  statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: []
};

interface Item {
  object: ObjectDef;
  /** The row, or why the record could not even be read. */
  row: Row | RestError;
}

export function collections(call: RestCall): HttpResponse {
  const [, , object, externalId] = call.path;
  if (object !== undefined) {
    return externalId !== undefined && call.method === 'PATCH' ? write(call, 'upsert', externalId) : retrieve(call, object);
  }
  switch (call.method) {
    case 'POST':
      return write(call, 'insert');
    case 'PATCH':
      return write(call, 'update');
    case 'DELETE':
      return remove(call);
    default:
      throw methodNotAllowed(call.method, ['DELETE', 'PATCH', 'POST']);
  }
}

function write(call: RestCall, op: 'insert' | 'update' | 'upsert', externalId?: string): HttpResponse {
  const body = bodyOf(call);
  const records = body['records'];
  if (!Array.isArray(records)) {
    throw fail('JSON_PARSER_ERROR', 'The request body needs "records", a list of records.');
  }
  checkCount(records.length);
  const items = (records as Record<string, unknown>[]).map((record) => itemOf(call, record));
  const results = apply(call, op, items, body['allOrNone'] === true, externalId);
  return json(
    200,
    results.map((result) => resultOut(result, op))
  );
}

function checkCount(count: number): void {
  if (count > MOST) {
    throw fail('EXCEEDED_ID_LIMIT', `record limit reached. cannot submit more than ${MOST} records into this call`);
  }
}

function itemOf(call: RestCall, record: Record<string, unknown>): Item {
  const type = (record['attributes'] as { type?: unknown } | undefined)?.type;
  if (typeof type !== 'string') {
    throw fail('INVALID_INPUT', 'Each record needs "attributes" with its "type".');
  }
  const object = call.parts.machine.data.schema.find(type);
  if (!object || !call.rights.object(object.name).read) {
    throw fail('INVALID_TYPE', `sObject type '${type}' is not supported.`);
  }
  try {
    return { object, row: rowOf(call, object, record) };
  } catch (cause) {
    if (cause instanceof RestError) {
      return { object, row: cause };
    }
    throw cause;
  }
}

/** Runs of one object are one DML statement, in the order of the records. All or none takes everything back. */
function apply(call: RestCall, op: DmlOp, items: Item[], allOrNone: boolean, externalId?: string): SaveResult[] {
  let results: SaveResult[] = [];
  const run = () => {
    results = chunksOfOneObject(items).flatMap((chunk) => applyChunk(call, op, chunk, allOrNone, externalId));
    if (allOrNone && results.some((result) => !result.success)) {
      throw new NotAll();
    }
  };
  try {
    call.transact(run);
  } catch (cause) {
    if (!(cause instanceof NotAll)) {
      throw cause;
    }
    return results.map((result) => (result.success ? { ...result, success: false, id: null, errors: [ROLLED_BACK] } : result));
  }
  return results;
}
class NotAll extends Error {}

function chunksOfOneObject(items: Item[]): Item[][] {
  const chunks: Item[][] = [];
  for (const item of items) {
    const last = chunks.at(-1);
    if (last?.[0]?.object === item.object) {
      last.push(item);
    } else {
      chunks.push([item]);
    }
  }
  // Salesforce: a call whose records change their object more than ten times is refused.
  if (chunks.length > 10) {
    throw fail('INVALID_INPUT', 'The records are grouped into more than 10 chunks of one object type each; sort them by type.');
  }
  return chunks;
}

function applyChunk(call: RestCall, op: DmlOp, chunk: Item[], allOrNone: boolean, externalId?: string): SaveResult[] {
  const object = chunk[0]?.object;
  const rows = chunk.flatMap((item) => (item.row instanceof RestError ? [] : [item.row]));
  const options = dmlOptions(call, { allOrNone, ...(externalId === undefined ? {} : { externalIdField: externalId }) });
  const done = object && rows.length > 0 ? statement(call.parts.machine.data, op, object.name, rows, options, accessOf(call)) : [];
  let next = 0;
  return chunk.map((item) =>
    item.row instanceof RestError ? unreadable(item.row) : (done[next++] ?? unreadable(fail('UNKNOWN_EXCEPTION', 'No result.')))
  );
}

function unreadable(error: RestError): SaveResult {
  const errors = error.entries.map((entry) => ({ statusCode: entry.errorCode, message: entry.message, fields: entry.fields ?? [] }));
  return { success: false, id: null, created: false, errors };
}

function resultOut(result: SaveResult, op: DmlOp): Record<string, unknown> {
  return {
    ...(result.id === null ? {} : { id: result.id }),
    success: result.success,
    errors: result.errors,
    ...(op === 'upsert' && result.success ? { created: result.created } : {})
  };
}

function remove(call: RestCall): HttpResponse {
  const ids = (call.query.get('ids') ?? '').split(',').filter((id) => id !== '');
  if (ids.length === 0) {
    throw fail('INVALID_INPUT', 'The ids parameter names no record.');
  }
  checkCount(ids.length);
  const items = ids.map((id): Item => {
    const object = call.parts.machine.data.schema.byPrefix(id.slice(0, 3));
    if (!object) {
      throw fail('MALFORMED_ID', `malformed id ${id}`);
    }
    return { object, row: { Id: longId(id) } };
  });
  const results = apply(call, 'delete', items, call.query.get('allOrNone') === 'true');
  return json(
    200,
    results.map((result) => resultOut(result, 'delete'))
  );
}

/** One entry an id, in their order; null where there is nothing to see. */
function retrieve(call: RestCall, name: string): HttpResponse {
  if (call.method !== 'GET' && call.method !== 'POST') {
    throw methodNotAllowed(call.method, ['GET', 'POST', 'PATCH']);
  }
  const object = objectNamed(call, name);
  const body =
    call.method === 'POST' ? bodyOf(call) : { ids: call.query.get('ids')?.split(','), fields: call.query.get('fields')?.split(',') };
  const [ids, fields] = [body['ids'], body['fields']];
  if (!Array.isArray(ids) || !Array.isArray(fields) || fields.length === 0) {
    throw fail('INVALID_INPUT', 'Reading several records takes "ids" and "fields".');
  }
  if (ids.length > MOST_READ[call.method]) {
    throw fail('EXCEEDED_ID_LIMIT', `record limit reached. cannot submit more than ${MOST_READ[call.method]} records into this call`);
  }
  const wanted = ids.map((id) => longId(String(id)));
  const rows = read(call, object, 'Id', wanted, fields.map(String));
  const found = new Map(rows.map((row) => [row.fields['Id'], row]));
  const base = `/services/data/v${call.version}/sobjects`;
  return json(
    200,
    wanted.map((id) => {
      const row = found.get(id);
      return row ? recordOut(row, call.parts.machine.data.schema, base) : null;
    })
  );
}
