/** JSONParser and JSONToken. Apex Reference Guide, "JSONParser Class". */
import { apexError } from '../../runtime/exception-value.ts';
import type { RuntimeType } from '../../runtime/runtime-type.ts';
import type { TypeToken } from '../../runtime/tokens.ts';
import { constant, enumeration, given, library, typeNamed } from '../define.ts';
import { tokensOf, type Token, type TokenKind } from './parse.ts';
import { readTyped, TokenReader } from './read.ts';
import { primitiveOf } from './read-primitive.ts';

export const jsonToken = enumeration('JSONToken', [
  'END_ARRAY',
  'END_OBJECT',
  'FIELD_NAME',
  'NOT_AVAILABLE',
  'START_ARRAY',
  'START_OBJECT',
  'VALUE_EMBEDDED_OBJECT',
  'VALUE_FALSE',
  'VALUE_NULL',
  'VALUE_NUMBER_FLOAT',
  'VALUE_NUMBER_INT',
  'VALUE_STRING',
  'VALUE_TRUE'
]);

export class JsonParserValue {
  readonly typeName = 'JSONParser';
  private readonly tokens: Token[];
  private at = -1;
  private cleared = false;

  constructor(text: string) {
    this.tokens = tokensOf(text);
  }
  current(): Token | null {
    return this.cleared ? null : (this.tokens[this.at] ?? null);
  }
  next(): Token | null {
    this.cleared = false;
    this.at = Math.min(this.at + 1, this.tokens.length);
    return this.current();
  }
  nextValue(): Token | null {
    const token = this.next();
    return token?.kind === 'FIELD_NAME' ? this.next() : token;
  }
  /** Of the field that the current value belongs to, or the current name itself. */
  name(): string | null {
    const token = this.current();
    const before = this.tokens[this.at - 1];
    return token?.kind === 'FIELD_NAME' ? token.text : before?.kind === 'FIELD_NAME' ? before.text : null;
  }
  skipChildren(): void {
    let depth = this.current()?.kind.startsWith('START') ? 1 : 0;
    while (depth > 0) {
      const token = this.next();
      depth += token?.kind.startsWith('START') ? 1 : token?.kind.startsWith('END') || token === null ? -1 : 0;
    }
  }
  clear(): void {
    this.cleared = true;
  }
  /** The value at the current place; afterwards its last token is the current one. */
  read(type: RuntimeType, strict: boolean): unknown {
    const reader = new TokenReader(this.tokens);
    reader.at = this.current()?.kind === 'FIELD_NAME' ? this.at + 1 : Math.max(this.at, 0);
    const value = readTyped(reader, type, { strict });
    this.at = reader.at - 1;
    return value;
  }
  value(type: string): unknown {
    const token = this.current();
    if (token === null || !token.kind.startsWith('VALUE')) {
      throw apexError('JSONException', `Current token (${token?.kind ?? 'null'}) is no value of the type ${type}`);
    }
    return primitiveOf({ take: () => token }, typeNamed(type));
  }
}

type Self = JsonParserValue;
const enumOf = (kind: TokenKind | undefined): unknown => (kind === undefined ? null : constant('JSONToken', kind));
const valueOf = (type: string) => (self: Self) => self.value(type);

export const jsonParser = library({
  name: 'JSONParser',
  members: {
    'JSONToken nextToken()': (self: Self) => enumOf(self.next()?.kind),
    'JSONToken nextValue()': (self: Self) => enumOf(self.nextValue()?.kind),
    'JSONToken getCurrentToken()': (self: Self) => enumOf(self.current()?.kind),
    'Boolean hasCurrentToken()': (self: Self) => self.current() !== null,
    'void clearCurrentToken()': (self: Self) => self.clear(),
    'String getCurrentName()': (self: Self) => self.name(),
    'String getText()': (self: Self) => self.current()?.text ?? null,
    'void skipChildren()': (self: Self) => self.skipChildren(),
    'Boolean getBooleanValue()': valueOf('Boolean'),
    'Integer getIntegerValue()': valueOf('Integer'),
    'Long getLongValue()': valueOf('Long'),
    'Double getDoubleValue()': valueOf('Double'),
    'Decimal getDecimalValue()': valueOf('Decimal'),
    'Id getIdValue()': valueOf('Id'),
    'Blob getBlobValue()': valueOf('Blob'),
    'Date getDateValue()': valueOf('Date'),
    'Datetime getDatetimeValue()': valueOf('Datetime'),
    'Time getTimeValue()': valueOf('Time'),
    'Object readValueAs(Type type)': given((self: Self, type: TypeToken) => self.read(type.type, false)),
    'Object readValueAsStrict(Type type)': given((self: Self, type: TypeToken) => self.read(type.type, true))
  }
});
