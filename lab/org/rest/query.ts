/** `query`, `queryAll` and their further pages: 2,000 records a page, or what `Sforce-Query-Options: batchSize=` asks for (200 to 2,000). */
import type { HttpResponse } from '../types.ts';
import { fail, json, methodNotAllowed } from './answers.ts';
import { accessOf, type RestCall } from './call.ts';
import { columnsOf } from './query-columns.ts';
import { recordOut } from './record-json.ts';

export function query(call: RestCall): HttpResponse {
  if (call.method !== 'GET') {
    throw methodNotAllowed(call.method, ['GET', 'HEAD']);
  }
  const locator = call.path[1];
  if (locator) {
    return nextPage(call, locator);
  }
  const soql = call.query.get('q');
  if (!soql) {
    throw call.query.has('explain')
      ? fail('NOT_FOUND', 'The stand-in has no query plans (explain).')
      : fail('MALFORMED_QUERY', 'A query string has to be specified');
  }
  if (call.query.get('columns') === 'true') {
    return json(200, columnsOf(soql, call.parts.machine.data.schema));
  }
  const all = call.path[0]?.toLowerCase() === 'queryall';
  const schema = call.parts.machine.data.schema;
  const base = `/services/data/v${call.version}/sobjects`;
  const result = call.transact(() => call.parts.machine.data.query(all ? withDeleted(soql) : soql, {}, accessOf(call)));
  const records = result.records.map((row) => recordOut(row, schema, base));
  const size = pageSize(call);
  if (records.length <= size) {
    return json(200, { totalSize: result.totalSize, done: true, records });
  }
  return page(call, call.parts.cursors.keep(call.user.id, records), records, 0);
}

const withDeleted = (soql: string) => (/\ball\s+rows\s*$/i.test(soql) ? soql : `${soql} ALL ROWS`);

function pageSize(call: RestCall): number {
  const asked = Number(/batchsize\s*=\s*(\d+)/i.exec(call.headers['sforce-query-options'] ?? '')?.[1] ?? 2_000);
  return Math.min(Math.max(asked, 200), 2_000);
}

function page(call: RestCall, locator: string, records: unknown[], from: number): HttpResponse {
  const until = from + pageSize(call);
  const done = until >= records.length;
  const more = done ? {} : { nextRecordsUrl: `/services/data/v${call.version}/query/${locator}-${until}` };
  return json(200, { totalSize: records.length, done, ...more, records: records.slice(from, until) });
}

function nextPage(call: RestCall, name: string): HttpResponse {
  const [, locator, offset] = /^(\w{15,18})-(\d+)$/.exec(name) ?? [];
  const records = locator === undefined ? null : call.parts.cursors.find(locator, call.user.id);
  if (locator === undefined || !records || Number(offset) > records.length) {
    throw fail('INVALID_QUERY_LOCATOR', 'invalid query locator');
  }
  return page(call, locator, records, Number(offset));
}
