/** JSONGenerator. Apex Reference Guide, "JSONGenerator Class". */
import { apexError, type ApexException } from '../../runtime/exception-value.ts';
import { given, library, type LibraryDeclaration } from '../define.ts';
import { toJson } from './write.ts';

interface Level {
  kind: 'object' | 'array' | 'root';
  count: number;
  /** A field name was written whose value comes next. */
  named: boolean;
}

export class JsonGeneratorValue {
  readonly typeName = 'JSONGenerator';
  private readonly pretty: boolean;
  private readonly levels: Level[] = [{ kind: 'root', count: 0, named: false }];
  private text = '';
  private closed = false;

  constructor(pretty: boolean) {
    this.pretty = pretty;
  }

  private get level(): Level {
    return this.levels.at(-1) as Level;
  }
  private fault(what: string): ApexException {
    return apexError('JSONException', what);
  }
  private line(): string {
    return this.pretty ? `\n${'  '.repeat(this.levels.length - 1)}` : '';
  }
  /** What goes before a value at this place. */
  private begin(): void {
    const { level } = this;
    if (this.closed) {
      throw this.fault('The generator has been closed.');
    }
    if (level.kind === 'object' && !level.named) {
      throw this.fault('Can not write a value, expecting field name');
    }
    if (level.kind === 'array') {
      this.text += level.count > 0 ? (this.pretty ? ', ' : ',') : this.pretty ? ' ' : '';
    }
    level.named = false;
    level.count += 1;
  }

  value(value: unknown): void {
    this.begin();
    this.text += toJson(value, { pretty: this.pretty, suppressNulls: false });
  }
  name(name: string): void {
    const { level } = this;
    if (level.kind !== 'object' || level.named) {
      throw this.fault('Can not write a field name, expecting a value');
    }
    this.text += `${level.count > 0 ? ',' : ''}${this.line()}${JSON.stringify(name)}${this.pretty ? ' : ' : ':'}`;
    level.named = true;
  }
  start(kind: 'object' | 'array'): void {
    this.begin();
    this.text += kind === 'object' ? '{' : '[';
    this.levels.push({ kind, count: 0, named: false });
  }
  end(kind: 'object' | 'array'): void {
    const { level } = this;
    if (level.kind !== kind || level.named) {
      throw this.fault(`Current context not an ${kind} but ${level.kind}`);
    }
    this.levels.pop();
    this.text += kind === 'object' ? `${this.line()}}` : `${this.pretty ? ' ' : ''}]`;
  }
  /** What is open is closed. */
  close(): void {
    while (this.level.kind !== 'root') {
      this.end(this.level.kind as 'object' | 'array');
    }
    this.closed = true;
  }
  asString(): string {
    this.close();
    return this.text;
  }
}

type Self = JsonGeneratorValue;
const TYPES: Record<string, string> = {
  Boolean: 'Boolean',
  Number: 'Integer,Long,Double,Decimal',
  String: 'String',
  Id: 'Id',
  Date: 'Date',
  DateTime: 'Datetime',
  Time: 'Time',
  Blob: 'Blob'
};

const members: NonNullable<LibraryDeclaration['members']> = {};
for (const [name, types] of Object.entries(TYPES)) {
  for (const type of types.split(',')) {
    members[`void write${name}(${type} value)`] = given((self: Self, value: unknown) => self.value(value));
    members[`void write${name}Field(String name, ${type} value)`] = given((self: Self, field: string, value: unknown) => {
      self.name(field);
      self.value(value);
    });
  }
}

export const jsonGenerator = library({
  name: 'JSONGenerator',
  members: {
    ...members,
    'void writeStartObject()': (self: Self) => self.start('object'),
    'void writeEndObject()': (self: Self) => self.end('object'),
    'void writeStartArray()': (self: Self) => self.start('array'),
    'void writeEndArray()': (self: Self) => self.end('array'),
    'void writeFieldName(String name)': given((self: Self, name: string) => self.name(name)),
    'void writeNull()': (self: Self) => self.value(null),
    'void writeNullField(String name)': given((self: Self, name: string) => {
      self.name(name);
      self.value(null);
    }),
    'void writeObject(Object value)': (self: Self, value: unknown) => self.value(value),
    'void writeObjectField(String name, Object value)': (self: Self, name: string, value: unknown) => {
      self.name(name);
      self.value(value);
    },
    'void close()': (self: Self) => self.close(),
    'String getAsString()': (self: Self) => self.asString()
  }
});
