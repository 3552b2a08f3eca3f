/** JSON text → Apex values of a type, or of no type. Apex Reference Guide, "JSON Class". */
import { ApexList, ApexMap, ApexSet } from '../../runtime/collections.ts';
import { ApexDecimal } from '../../runtime/decimal.ts';
import { apexError } from '../../runtime/exception-value.ts';
import type { RuntimeField, RuntimeType } from '../../runtime/runtime-type.ts';
import { listOf, mapOf } from '../define.ts';
import { resultOf } from './parts.ts';
import { tokensOf, type Token } from './parse.ts';
import { primitiveOf } from './read-primitive.ts';
import { readRecord } from './read-record.ts';

export class TokenReader {
  readonly tokens: Token[];
  at = 0;
  constructor(tokens: Token[]) {
    this.tokens = tokens;
  }
  peek(): Token {
    return this.tokens[this.at] as Token;
  }
  take(): Token {
    this.at += 1;
    return this.tokens[this.at - 1] as Token;
  }
  /** Past the value that begins here. */
  skip(): void {
    let depth = 0;
    do {
      const { kind } = this.take();
      depth += kind.startsWith('START') ? 1 : kind.startsWith('END') ? -1 : 0;
    } while (depth > 0);
  }
  accept(kind: Token['kind']): boolean {
    if (this.peek().kind !== kind) {
      return false;
    }
    this.at += 1;
    return true;
  }
}

export interface ReadOptions {
  strict: boolean;
}

export function readUntyped(reader: TokenReader): unknown {
  const token = reader.take();
  switch (token.kind) {
    case 'START_OBJECT': {
      const map = mapOf('String', 'Object', []);
      while (!reader.accept('END_OBJECT')) {
        const name = reader.take().text;
        map.put(name, readUntyped(reader));
      }
      return map;
    }
    case 'START_ARRAY': {
      const items: unknown[] = [];
      while (!reader.accept('END_ARRAY')) {
        items.push(readUntyped(reader));
      }
      return listOf('Object', items);
    }
    case 'VALUE_STRING':
      return token.text;
    case 'VALUE_TRUE':
    case 'VALUE_FALSE':
      return token.kind === 'VALUE_TRUE';
    case 'VALUE_NUMBER_INT':
      return integral(token.text);
    case 'VALUE_NUMBER_FLOAT':
      return ApexDecimal.parse(token.text);
    default:
      return null;
  }
}

/** The smallest of Integer, Long and Decimal that holds it. */
function integral(text: string): unknown {
  const value = BigInt(text);
  if (value === BigInt.asIntN(32, value)) {
    return Number(value);
  }
  return value === BigInt.asIntN(64, value) ? value : ApexDecimal.parse(text);
}

export function readTyped(reader: TokenReader, type: RuntimeType, options: ReadOptions): unknown {
  if (reader.peek().kind === 'VALUE_NULL') {
    reader.take();
    return null;
  }
  switch (type.kind) {
    case 'primitive':
      return primitiveOf(reader, type);
    case 'enum':
      return constantOf(reader.take(), type);
    case 'collection':
      return collectionOf(reader, type, options);
    case 'sobject':
      return readRecord(reader, type, options, readTyped);
    default:
      return objectOf(reader, type, options);
  }
}

function constantOf(token: Token, type: RuntimeType): unknown {
  const found = type.constants.find((constant) => constant.name.toLowerCase() === token.text.toLowerCase());
  if (!found) {
    throw apexError('JSONException', `Invalid value for enum ${type.name}: ${token.text}`);
  }
  return found;
}

function collectionOf(reader: TokenReader, type: RuntimeType, options: ReadOptions): unknown {
  const [first, second] = type.args as [RuntimeType, RuntimeType | undefined];
  if (second) {
    expectStart(reader, '{', 'object');
    const map = new ApexMap([], type);
    while (!reader.accept('END_OBJECT')) {
      const key = keyOf(reader.take(), first);
      map.put(key, readTyped(reader, second, options));
    }
    return map;
  }
  expectStart(reader, '[', 'List/Set');
  const items: unknown[] = [];
  while (!reader.accept('END_ARRAY')) {
    items.push(readTyped(reader, first, options));
  }
  return type.name.startsWith('Set') ? new ApexSet(items, type) : new ApexList(items, type);
}

function expectStart(reader: TokenReader, bracket: '{' | '[', of: string): void {
  if (!reader.accept(bracket === '{' ? 'START_OBJECT' : 'START_ARRAY')) {
    throw apexError('JSONException', `Malformed JSON: Expected '${bracket}' at the beginning of ${of}`);
  }
}

/** Names of members are texts; the key's type reads them. */
function keyOf(token: Token, type: RuntimeType): unknown {
  if (type.kind === 'enum') {
    return constantOf(token, type);
  }
  return primitiveOf(new TokenReader([{ kind: 'VALUE_STRING', text: token.text }]), type);
}

/** The constructor does not run, as on the platform: fields that the text lacks are null. */
function objectOf(reader: TokenReader, type: RuntimeType, options: ReadOptions): unknown {
  const result = reader.peek().kind === 'START_OBJECT' ? resultOf(type.name, () => readUntyped(reader)) : null;
  if (result) {
    return result;
  }
  if (!type.user || !type.allocate || type.kind !== 'class') {
    throw apexError('JSONException', `Apex Type unsupported in JSON: ${type.name}`);
  }
  expectStart(reader, '{', 'object');
  const made = type.allocate();
  const fields = new Map<string, RuntimeField>(type.fields.map((field) => [field.name.toLowerCase(), field]));
  while (!reader.accept('END_OBJECT')) {
    const name = reader.take().text;
    const field = fields.get(name.toLowerCase());
    if (field && !field.transient) {
      field.set(made, readTyped(reader, field.type, options));
    } else if (options.strict) {
      throw apexError('JSONException', `Unknown field: ${type.name}.${name}`);
    } else {
      reader.skip();
    }
  }
  return made;
}

export const parseUntyped = (text: string): unknown => readUntyped(new TokenReader(tokensOf(text)));
export const parseTyped = (text: string, type: RuntimeType, strict: boolean): unknown =>
  readTyped(new TokenReader(tokensOf(text)), type, { strict });
