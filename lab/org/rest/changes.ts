/** `sobjects/X/updated` and `/deleted`: ids changed or deleted between two moments. Rows emptied from the recycle bin are not told. */
import type { HttpResponse, ObjectDef } from '../types.ts';
import { fail, json } from './answers.ts';
import { accessOf, type RestCall } from './call.ts';

/** REST API: the span may begin 30 days ago at the earliest. */
const SPAN_MS = 30 * 86_400_000;

export function changes(call: RestCall, object: ObjectDef, kind: 'updated' | 'deleted'): HttpResponse {
  const [start, end] = [moment(call, 'start'), moment(call, 'end')];
  const now = call.parts.machine.now();
  if (start >= end) {
    throw fail('INVALID_REPLICATION_DATE', 'endDate must be after startDate');
  }
  if (start < now - SPAN_MS) {
    throw fail('INVALID_REPLICATION_DATE', `startDate before org replication enabled date: ${iso(now - SPAN_MS)}`);
  }
  const deleted = kind === 'deleted';
  const soql =
    `SELECT Id, SystemModstamp FROM ${object.name} WHERE SystemModstamp >= :start AND SystemModstamp < :end AND IsDeleted = ${deleted}` +
    ` ORDER BY SystemModstamp, Id${deleted ? ' ALL ROWS' : ''}`;
  const binds = { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
  const rows = call.transact(() => call.parts.machine.data.query(soql, binds, accessOf(call))).records;
  const latest = iso(Math.min(end, now));
  if (!deleted) {
    return json(200, { ids: rows.map((row) => row.fields['Id']), latestDateCovered: latest });
  }
  return json(200, {
    deletedRecords: rows.map((row) => ({ deletedDate: String(row.fields['SystemModstamp']).replace(/Z$/, '+0000'), id: row.fields['Id'] })),
    earliestDateAvailable: iso(now - SPAN_MS),
    latestDateCovered: latest
  });
}

const iso = (milliseconds: number) => new Date(milliseconds).toISOString().replace('Z', '+0000');

function moment(call: RestCall, name: 'start' | 'end'): number {
  // A plus sign that was not encoded arrives as a space.
  const text = (call.query.get(name) ?? '').replace(' ', '+').replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
  const time = Date.parse(text);
  if (Number.isNaN(time)) {
    throw fail('INVALID_REPLICATION_DATE', `${name} is no date and time: ${text}`);
  }
  return time;
}
