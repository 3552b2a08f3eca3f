/** A record out of JSON, as `JSON.serialize` writes one. */
import { ApexList } from '../../runtime/collections.ts';
import { apexError } from '../../runtime/exception-value.ts';
import type { RuntimeType } from '../../runtime/runtime-type.ts';
import { runtime } from '../../runtime/current.ts';
import { SObjectValue } from '../../runtime/sobject-value.ts';
import { childrenNamed, relationNamed } from '../../../schema/relations.ts';
import { typeNamed } from '../define.ts';
import { definitionOf } from '../records/fields.ts';
import type { ReadOptions, TokenReader } from './read.ts';

type ReadTyped = (reader: TokenReader, type: RuntimeType, options: ReadOptions) => unknown;

const TYPES: Record<string, string> = {
  id: 'Id',
  reference: 'Id',
  boolean: 'Boolean',
  int: 'Integer',
  double: 'Decimal',
  currency: 'Decimal',
  percent: 'Decimal',
  date: 'Date',
  datetime: 'Datetime',
  time: 'Time',
  base64: 'Blob'
};

/** `attributes.type` says which object a general SObject is. */
function objectName(reader: TokenReader, type: RuntimeType): string {
  if (type.name !== 'SObject') {
    return type.name;
  }
  const { tokens, at } = reader;
  const attributes = tokens.findIndex((token, index) => index >= at && token.kind === 'FIELD_NAME' && token.text === 'attributes');
  const end = tokens.findIndex((token, index) => index > attributes && token.kind === 'END_OBJECT');
  const named = tokens.findIndex(
    (token, index) => index > attributes && index < end && token.kind === 'FIELD_NAME' && token.text === 'type'
  );
  const name = attributes < 0 || named < 0 ? null : (tokens[named + 1]?.text ?? null);
  if (name === null) {
    throw apexError('JSONException', 'Cannot deserialize a general SObject without its type: attributes.type is missing.');
  }
  return name;
}
export function readRecord(reader: TokenReader, type: RuntimeType, options: ReadOptions, readTyped: ReadTyped): SObjectValue {
  if (!reader.accept('START_OBJECT')) {
    throw apexError('JSONException', "Malformed JSON: Expected '{' at the beginning of object");
  }
  const name = objectName(reader, type);
  const definition = definitionOf(name);
  if (!definition) {
    throw apexError('JSONException', `Unknown sObject type: ${name}`);
  }
  const record = new SObjectValue(definition.name);
  const { namespace } = runtime().data.schema;
  while (!reader.accept('END_OBJECT')) {
    const key = reader.take().text;
    const lower = key.toLowerCase();
    const field = definition.fields.get(lower);
    const parent = relationNamed(definition, key, namespace);
    const child = childrenNamed(definition, key, namespace);
    if (lower === 'attributes') {
      reader.skip();
    } else if (field) {
      record.row[field.name] = readTyped(reader, typeNamed(TYPES[field.type] ?? 'String'), options);
    } else if (parent?.relationshipName) {
      const of = parent.referenceTo.length === 1 ? (parent.referenceTo[0] as string) : 'SObject';
      record.parents[parent.relationshipName] = readTyped(reader, typeNamed(of), options) as SObjectValue | null;
    } else if (child?.relationshipName) {
      record.children[child.relationshipName] = readChildren(reader, child.childObject, options, readTyped);
    } else {
      throw apexError('JSONException', `No such column '${key}' on sobject of type ${definition.name}`);
    }
  }
  return record;
}

/** `{"totalSize": …, "done": true, "records": […]}`. */
function readChildren(reader: TokenReader, object: string, options: ReadOptions, readTyped: ReadTyped): ApexList {
  const type = typeNamed(`List<${object}>`);
  let list = new ApexList([], type);
  if (!reader.accept('START_OBJECT')) {
    throw apexError('JSONException', "Malformed JSON: Expected '{' at the beginning of object");
  }
  while (!reader.accept('END_OBJECT')) {
    if (reader.take().text === 'records') {
      list = readTyped(reader, type, options) as ApexList;
    } else {
      reader.skip();
    }
  }
  return list;
}
