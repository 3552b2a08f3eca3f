/** Apex values as JSON text. Apex Reference Guide, "JSON Class". */
import { ApexList, ApexMap, ApexSet } from '../../runtime/collections.ts';
import { ApexBlob, ApexDate, ApexDatetime, ApexTime } from '../../runtime/dates.ts';
import { ApexDecimal } from '../../runtime/decimal.ts';
import { ApexEnum } from '../../runtime/enum-value.ts';
import { ApexException, ApexObject, apexError } from '../../runtime/exception-value.ts';
import { doubleText } from '../../runtime/operations.ts';
import { runtime } from '../../runtime/current.ts';
import type { RuntimeType } from '../../runtime/runtime-type.ts';
import { SObjectValue } from '../../runtime/sobject-value.ts';
import { partsOf } from './parts.ts';

export interface JsonOptions {
  /** Leaves out fields of objects that are null; entries of maps stay. */
  suppressNulls: boolean;
  pretty: boolean;
}

/** The platform's version in the addresses of records. */
const VERSION = 'v66.0';

/** A tree of text: what is written, before it is laid out. */
type Tree = string | { open: '{'; members: [string, Tree][] } | { open: '['; items: Tree[] };

export function toJson(value: unknown, options: JsonOptions): string {
  const tree = treeOf(value, null, options, new Set());
  return options.pretty ? pretty(tree, '') : compact(tree);
}

const quote = (text: string): string => JSON.stringify(text);

function treeOf(value: unknown, type: RuntimeType | null, options: JsonOptions, above: Set<object>): Tree {
  if (value === null) {
    return 'null';
  }
  if (typeof value === 'number') {
    return type?.name === 'Double' || !Number.isInteger(value) ? doubleText(value) : String(value);
  }
  if (typeof value === 'string') {
    return quote(value);
  }
  if (typeof value !== 'object') {
    return String(value);
  }
  const simple = simpleText(value);
  if (simple !== null) {
    return simple;
  }
  if (above.has(value)) {
    throw apexError('JSONException', 'Direct self-reference leading to cycle');
  }
  above.add(value);
  const tree = nestedTree(value, options, above);
  above.delete(value);
  return tree;
}

function simpleText(value: object): string | null {
  if (value instanceof ApexDecimal) {
    return value.toString();
  }
  if (value instanceof ApexDate || value instanceof ApexTime) {
    return quote(value.toString());
  }
  if (value instanceof ApexDatetime) {
    return quote(value.toISOString());
  }
  if (value instanceof ApexBlob) {
    return quote(Buffer.from(value.bytes).toString('base64'));
  }
  return value instanceof ApexEnum ? quote(value.name) : null;
}

function nestedTree(value: object, options: JsonOptions, above: Set<object>): Tree {
  const part = (item: unknown, type: RuntimeType | null = null): Tree => treeOf(item, type, options, above);
  if (value instanceof ApexList || value instanceof ApexSet) {
    return { open: '[', items: [...value].map((item) => part(item, value.type?.args[0])) };
  }
  if (value instanceof ApexMap) {
    return { open: '{', members: value.entries().map(([key, item]) => [keyText(key), part(item, value.type?.args[1])]) };
  }
  if (value instanceof SObjectValue) {
    return recordTree(value, options, part);
  }
  if (value instanceof ApexObject && !(value instanceof ApexException)) {
    const { fields } = runtime().program.typeOf(value);
    const members = fields
      .filter((field) => !field.transient)
      .map((field): [string, unknown, RuntimeType] => [field.name, field.get(value), field.type])
      .filter(([, item]) => item !== null || !options.suppressNulls);
    return { open: '{', members: members.map(([name, item, type]) => [name, part(item, type)]) };
  }
  const parts = partsOf(value);
  if (parts) {
    return { open: '{', members: parts.map(([name, item]) => [name, part(item)]) };
  }
  throw apexError('JSONException', `Apex Type unsupported in JSON: ${runtime().program.typeOf(value).name}`);
}

function keyText(key: unknown): string {
  if (typeof key === 'object' && key !== null) {
    const text = simpleText(key);
    if (text === null) {
      throw apexError('JSONException', `Map keys of this type are unsupported in JSON: ${runtime().program.typeOf(key).name}`);
    }
    return text.replace(/^"|"$/g, '');
  }
  return String(key);
}

/** With `attributes` first; datetimes of fields end in +0000, and what was read as null is left out. */
function recordTree(record: SObjectValue, options: JsonOptions, part: (item: unknown) => Tree): Tree {
  const id = record.row['Id'];
  const attributes: [string, Tree][] = [['type', quote(record.object)]];
  if (typeof id === 'string') {
    attributes.push(['url', quote(`/services/data/${VERSION}/sobjects/${record.object}/${id}`)]);
  }
  const members: [string, Tree][] = [['attributes', { open: '{', members: attributes }]];
  for (const [name, item] of Object.entries(record.row)) {
    if (item !== null || (record.selected === null && !options.suppressNulls)) {
      members.push([name, item instanceof ApexDatetime ? quote(item.toISOString().replace('Z', '+0000')) : part(item)]);
    }
  }
  for (const [name, parent] of Object.entries(record.parents)) {
    if (parent !== null) {
      members.push([name, part(parent)]);
    }
  }
  for (const [name, list] of Object.entries(record.children)) {
    const { items } = list as ApexList;
    if (items.length > 0) {
      const records: Tree = { open: '[', items: items.map((item) => part(item)) };
      members.push([
        name,
        {
          open: '{',
          members: [
            ['totalSize', String(items.length)],
            ['done', 'true'],
            ['records', records]
          ]
        }
      ]);
    }
  }
  return { open: '{', members };
}

function compact(tree: Tree): string {
  if (typeof tree === 'string') {
    return tree;
  }
  return tree.open === '['
    ? `[${tree.items.map(compact).join(',')}]`
    : `{${tree.members.map(([name, item]) => `${quote(name)}:${compact(item)}`).join(',')}}`;
}

/** Two spaces a level, ` : ` between name and value, lists on one line. */
function pretty(tree: Tree, indent: string): string {
  if (typeof tree === 'string') {
    return tree;
  }
  if (tree.open === '[') {
    return tree.items.length === 0 ? '[ ]' : `[ ${tree.items.map((item) => pretty(item, indent)).join(', ')} ]`;
  }
  const deeper = `${indent}  `;
  const members = tree.members.map(([name, item]) => `${deeper}${quote(name)} : ${pretty(item, deeper)}`);
  return members.length === 0 ? '{ }' : `{\n${members.join(',\n')}\n${indent}}`;
}
