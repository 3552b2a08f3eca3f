/** `columns=true`: what a query's columns are, as `sf data query` asks. Reads the SELECT list only; the query itself is checked when it runs. */
import type { FieldDef, ObjectDef, Schema } from '../types.ts';
import { fail } from './answers.ts';

interface Column {
  columnName: string;
  displayName: string;
  aggregate: boolean;
  apexType: null;
  booleanType: boolean;
  custom: boolean;
  foreignKeyName: string | null;
  insertable: boolean;
  joinColumns: Column[];
  numberType: boolean;
  textType: boolean;
  updatable: boolean;
}

export function columnsOf(soql: string, schema: Schema): Record<string, unknown> {
  const { select, from } = splitQuery(soql);
  const object = schema.find(from);
  if (!object) {
    throw fail('INVALID_TYPE', `sObject type '${from}' is not supported.`);
  }
  return {
    columnMetadata: select.map((item) => column(item, object, schema)),
    entityName: object.name,
    groupBy: /\bgroup\s+by\b/i.test(soql),
    idSelected: select.some((item) => item.toLowerCase() === 'id'),
    keyPrefix: object.keyPrefix
  };
}

/** The items of the outermost SELECT and the object after its FROM. */
function splitQuery(soql: string): { select: string[]; from: string } {
  let depth = 0;
  let start = /^\s*select\s+/i.exec(soql)?.[0].length ?? -1;
  if (start < 0) {
    throw fail('MALFORMED_QUERY', `unexpected token: '${soql.trim().split(/\s/)[0] ?? ''}'`);
  }
  const select: string[] = [];
  for (let at = start; at < soql.length; at++) {
    const letter = soql[at];
    depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
    if (depth === 0 && letter === ',') {
      select.push(soql.slice(start, at).trim());
      start = at + 1;
    }
    const from = depth === 0 ? /^\s+from\s+(\w+)/i.exec(soql.slice(at)) : null;
    if (from) {
      return { select: [...select, soql.slice(start, at).trim()], from: from[1] ?? '' };
    }
  }
  throw fail('MALFORMED_QUERY', "unexpected token: '<EOF>'");
}

function column(item: string, object: ObjectDef, schema: Schema): Column {
  const sub = /^\((.*)\)$/s.exec(item)?.[1];
  if (sub !== undefined) {
    const inner = splitQuery(sub);
    const child = schema.find(
      object.childRelationships.find((one) => one.relationshipName?.toLowerCase() === inner.from.toLowerCase())?.childObject ?? ''
    );
    return { ...plain(inner.from), joinColumns: child ? inner.select.map((one) => column(one, child, schema)) : [] };
  }
  const call = /^(\w+)\s*\(\s*([\w.]*)\s*\)\s*(\w*)$/.exec(item);
  if (call) {
    return { ...plain(call[3] || call[1] || item), aggregate: true, numberType: true };
  }
  const [path = item] = item.split(/\s+/);
  return { ...plain(path), ...typesOf(fieldAt(path.split('.'), object, schema)) };
}

function fieldAt(path: string[], object: ObjectDef, schema: Schema): FieldDef | undefined {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    return object.fields.get(head.toLowerCase());
  }
  const reference = [...object.fields.values()].find((field) => field.relationshipName?.toLowerCase() === head.toLowerCase());
  const target = schema.find(reference?.referenceTo[0] ?? '');
  return target && fieldAt(rest, target, schema);
}

function plain(name: string): Column {
  return {
    columnName: name,
    displayName: name,
    aggregate: false,
    apexType: null,
    booleanType: false,
    custom: false,
    foreignKeyName: null,
    insertable: false,
    joinColumns: [],
    numberType: false,
    textType: false,
    updatable: false
  };
}

function typesOf(field: FieldDef | undefined): Partial<Column> {
  if (!field) {
    return {};
  }
  const numberType = ['int', 'double', 'currency', 'percent'].includes(field.type);
  const booleanType = field.type === 'boolean';
  return {
    numberType,
    booleanType,
    textType: !numberType && !booleanType,
    custom: field.custom,
    insertable: field.createable,
    updatable: field.updateable
  };
}
