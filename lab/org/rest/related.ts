/** `sobjects/X/ID/Relationship`: the parent or the children of a record (REST API developer guide, "Traverse Relationships with Friendly URLs"). */
import { childrenNamed, relationNamed } from '../schema/relations.ts';
import type { HttpResponse, ObjectDef } from '../types.ts';
import { json, methodNotAllowed, noSuchResource } from './answers.ts';
import { accessOf, objectNamed, type RestCall } from './call.ts';
import { recordOut } from './record-json.ts';

export function related(call: RestCall, object: ObjectDef, id: string, name: string): HttpResponse {
  if (call.method !== 'GET') {
    throw methodNotAllowed(call.method, ['GET', 'HEAD']);
  }
  const { data } = call.parts.machine;
  const base = `/services/data/v${call.version}/sobjects`;
  const fieldsOf = (target: ObjectDef) =>
    call.query.get('fields') ??
    [...target.fields.values()]
      .filter((field) => call.rights.field(target.name, field.name).read)
      .map((field) => field.name)
      .join(', ');
  const find = (target: ObjectDef, field: string, value: unknown) =>
    call.transact(() => data.query(`SELECT ${fieldsOf(target)} FROM ${target.name} WHERE ${field} = :value`, { value }, accessOf(call)));

  const children = childrenNamed(object, name, data.schema.namespace);
  if (children) {
    const { records, totalSize } = find(objectNamed(call, children.childObject), children.field, id);
    return json(200, { totalSize, done: true, records: records.map((row) => recordOut(row, data.schema, base)) });
  }
  const look = relationNamed(object, name, data.schema.namespace);
  const parent = look && call.transact(() => data.query(`SELECT ${look.name} FROM ${object.name} WHERE Id = :id`, { id }, accessOf(call)));
  const parentId = look && parent?.records[0]?.fields[look.name];
  const target = typeof parentId === 'string' ? data.schema.byPrefix(parentId.slice(0, 3)) : undefined;
  const [row] = target ? find(objectNamed(call, target.name), 'Id', parentId).records : [];
  if (!row) {
    throw noSuchResource();
  }
  return json(200, recordOut(row, data.schema, base));
}
