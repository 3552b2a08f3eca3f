/** `sobjects/…`: one record at a time, by id or by external id. */
import type { FieldDef, HttpResponse, ObjectDef, QueryRow, Row, Scalar } from '../types.ts';
import { conditional, recordValidators, requireUnchanged } from './conditions.ts';
import { related } from './related.ts';
import { fail, json, methodNotAllowed, noSuchResource, nothing, refused, RestError } from './answers.ts';
import { accessOf, bodyOf, dmlOptions, longId, objectNamed, recordUrl, type RestCall } from './call.ts';
import { changes } from './changes.ts';
import { brief, describe, describeGlobal } from './describe.ts';
import { statement } from './statement.ts';
import { recordOut, rowIn, type FindParent } from './record-json.ts';

export function sobjects(call: RestCall): HttpResponse {
  const [, name, third, fourth] = call.path;
  if (name === undefined) {
    return conditional(call, metadataValidators(call), () => describeGlobal(call));
  }
  const object = objectNamed(call, name);
  if (third === undefined) {
    return collection(call, object);
  }
  if (fourth !== undefined && isId(third) && !object.fields.has(third.toLowerCase())) {
    return related(call, object, longId(third), fourth);
  }
  if (fourth !== undefined) {
    return byExternalId(call, object, third, fourth);
  }
  switch (third) {
    case 'describe':
      return conditional(call, metadataValidators(call), () => describe(object, call));
    case 'updated':
    case 'deleted':
      return changes(call, object, third);
    default:
      return byId(call, object, longId(third));
  }
}

function collection(call: RestCall, object: ObjectDef): HttpResponse {
  if (call.method === 'GET') {
    return json(200, { objectDescribe: brief(object, call), recentItems: [] });
  }
  if (call.method !== 'POST') {
    throw methodNotAllowed(call.method, ['GET', 'HEAD', 'POST']);
  }
  const id = call.transact(() => {
    const [result] = statement(
      call.parts.machine.data,
      'insert',
      object.name,
      [rowOf(call, object, bodyOf(call))],
      dmlOptions(call),
      accessOf(call)
    );
    if (!result?.success) {
      throw refused(result?.errors ?? []);
    }
    return result.id;
  });
  return json(201, { id, success: true, errors: [] }, { location: recordUrl(call, object.name, id ?? '') });
}

export function rowOf(call: RestCall, object: ObjectDef, record: Record<string, unknown>): Row {
  return rowIn(record, object, call.parts.machine.data.schema, parentFinder(call));
}
function parentFinder(call: RestCall): FindParent {
  return (object, field, value) => {
    const rows = call.parts.machine.data.query(
      `SELECT Id FROM ${object} WHERE ${field} = :value LIMIT 2`,
      { value },
      accessOf(call)
    ).records;
    return rows.length === 1 ? String(rows[0]?.fields['Id']) : null;
  };
}

const isId = (text: string) => /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(text);

function byId(call: RestCall, object: ObjectDef, id: string): HttpResponse {
  if (!isId(id)) {
    throw fail('NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${call.path[2]}`);
  }
  switch (call.method) {
    case 'GET':
      return conditional(call, recordValidators(call, object, id), () => json(200, readOne(call, object, id)));
    case 'PATCH':
      unchanged(call, object, id);
      change(call, object, id);
      return nothing();
    case 'DELETE':
      unchanged(call, object, id);
      remove(call, object, id);
      return nothing();
    default:
      throw methodNotAllowed(call.method, ['DELETE', 'GET', 'HEAD', 'PATCH']);
  }
}

/** A change on a condition. @throws {RestError} 412 */
function unchanged(call: RestCall, object: ObjectDef, id: string): void {
  const validators = recordValidators(call, object, id);
  if (validators) {
    requireUnchanged(call, validators);
  }
}
const metadataValidators = (call: RestCall) => ({ changedAt: call.parts.metadataAt, tag: null });

/** Fields asked for by `?fields=`, or every field that the user may read. */
export function fieldsToRead(call: RestCall, object: ObjectDef, asked: string[] | null): string[] {
  if (asked !== null) {
    return asked.some((name) => name.toLowerCase() === 'id') ? asked : [...asked, 'Id'];
  }
  return [...object.fields.values()].filter((field) => call.rights.field(object.name, field.name).read).map((field) => field.name);
}

export function read(call: RestCall, object: ObjectDef, field: string, values: Scalar[], asked: string[] | null): QueryRow[] {
  const soql = `SELECT ${fieldsToRead(call, object, asked).join(', ')} FROM ${object.name} WHERE ${field} IN :values`;
  return call.transact(() => call.parts.machine.data.query(soql, { values }, accessOf(call))).records;
}

const fieldsAsked = (call: RestCall) =>
  call.query
    .get('fields')
    ?.split(',')
    .map((name) => name.trim()) ?? null;
const shown = (call: RestCall, row: QueryRow) => recordOut(row, call.parts.machine.data.schema, `/services/data/v${call.version}/sobjects`);

function readOne(call: RestCall, object: ObjectDef, id: string): Record<string, unknown> {
  const [row] = read(call, object, 'Id', [id], fieldsAsked(call));
  if (!row) {
    throw missing(call, object, id);
  }
  return shown(call, row);
}

/** Deleted rows are told apart from those that never were. */
function missing(call: RestCall, object: ObjectDef, id: string): RestError {
  if (!object.fields.has('isdeleted')) {
    return noSuchResource();
  }
  const soql = `SELECT Id FROM ${object.name} WHERE Id = :id AND IsDeleted = true ALL ROWS`;
  const deleted = call.transact(() => call.parts.machine.data.query(soql, { id }, accessOf(call))).records.length > 0;
  return deleted ? new RestError(404, [{ message: 'entity is deleted', errorCode: 'ENTITY_IS_DELETED', fields: [] }]) : noSuchResource();
}

function change(call: RestCall, object: ObjectDef, id: string): void {
  call.transact(() => {
    const row = rowOf(call, object, bodyOf(call));
    if (row['Id'] !== undefined) {
      throw fail('INVALID_FIELD', 'The Id field should not be specified in the sobject data.');
    }
    const [result] = statement(call.parts.machine.data, 'update', object.name, [{ ...row, Id: id }], dmlOptions(call), accessOf(call));
    if (!result?.success) {
      throw refusedById(result?.errors ?? []);
    }
  });
}

function remove(call: RestCall, object: ObjectDef, id: string): void {
  call.transact(() => {
    const [result] = statement(call.parts.machine.data, 'delete', object.name, [{ Id: id }], dmlOptions(call), accessOf(call));
    if (!result?.success) {
      throw refusedById(result?.errors ?? []);
    }
  });
}

/** An id in the address that names nothing is 404; the same code for a look-up inside the record is 400. */
function refusedById(errors: { statusCode: string; message: string; fields: string[] }[]): RestError {
  const first = errors[0];
  return refused(errors, first?.statusCode === 'INVALID_CROSS_REFERENCE_KEY' && first.fields.length === 0 ? 404 : undefined);
}

function byExternalId(call: RestCall, object: ObjectDef, fieldName: string, value: string): HttpResponse {
  const field = object.fields.get(fieldName.toLowerCase());
  if (!field || !(field.externalId || field.idLookup)) {
    throw fail('NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${fieldName}`);
  }
  if (call.method === 'PATCH') {
    return upsert(call, object, field, value);
  }
  if (call.method !== 'GET' && call.method !== 'DELETE') {
    throw methodNotAllowed(call.method, ['DELETE', 'GET', 'HEAD', 'PATCH']);
  }
  const row = theOne(call, object, field, value);
  if (call.method === 'GET') {
    return json(200, shown(call, row));
  }
  remove(call, object, String(row.fields['Id']));
  return nothing();
}

/** @throws {RestError} 404 when there is none, 300 with the addresses when there are several. */
function theOne(call: RestCall, object: ObjectDef, field: FieldDef, value: string): QueryRow {
  const rows = read(call, object, field.name, [value], fieldsAsked(call));
  const [row] = rows;
  if (!row) {
    throw noSuchResource();
  }
  if (rows.length > 1) {
    throw several(call, object, rows);
  }
  return row;
}
function several(call: RestCall, object: ObjectDef, rows: QueryRow[]): HttpChoices {
  return new HttpChoices(rows.map((row) => recordUrl(call, object.name, String(row.fields['Id']))));
}

/** 300 Multiple Choices: the body is a list of addresses, not of errors. */
export class HttpChoices extends RestError {
  readonly urls: string[];
  constructor(urls: string[]) {
    super(300, []);
    this.urls = urls;
  }
}

function upsert(call: RestCall, object: ObjectDef, field: FieldDef, value: string): HttpResponse {
  return call.transact(() => {
    const row = rowOf(call, object, bodyOf(call));
    const mayInsert = call.query.get('updateOnly') !== 'true';
    if (field.name !== 'Id' && row[field.name] !== undefined) {
      throw fail('INVALID_FIELD', `The ${field.name} field should not be specified in the sobject data.`);
    }
    const found = call.parts.machine.data.query(
      `SELECT Id FROM ${object.name} WHERE ${field.name} = :value`,
      { value },
      accessOf(call)
    ).records;
    if (found.length > 1) {
      throw several(call, object, found);
    }
    if (found.length === 0 && !mayInsert) {
      throw noSuchResource();
    }
    const options = dmlOptions(call, { externalIdField: field.name });
    const [result] = statement(call.parts.machine.data, 'upsert', object.name, [{ ...row, [field.name]: value }], options, accessOf(call));
    if (!result?.success) {
      throw refused(result?.errors ?? []);
    }
    return json(result.created ? 201 : 200, { id: result.id, success: true, errors: [], created: result.created });
  });
}
