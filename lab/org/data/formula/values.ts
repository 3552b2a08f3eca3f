/** Values of formulas and the types that they are of. */
import type { FieldDef, ObjectDef, Row, Scalar } from '../../types.ts';
import type { Reader } from '../reader.ts';
import { FormulaError } from './parse.ts';

/** `null` is the type of a blank that could be anything. A time is `HH:mm:ss.SSSZ`. */
export type FormulaType = 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'time' | 'picklist' | 'multipicklist' | 'null';

export interface FormulaScope {
  row: Row;
  /** The row before; null on insert and when a field is read. */
  old: Row | null;
  isNew: boolean;
  /** Milliseconds since 1970. */
  now: number;
  reader: Reader;
}

export interface Compiled {
  type: FormulaType;
  run(scope: FormulaScope): Scalar;
  /** Where the formula is a field and nothing else. */
  field?: { path: string[]; def: FieldDef };
}

/** What a formula may name. */
export interface Names {
  object: ObjectDef;
  /** Blank numbers of fields count as 0 (“treat blank fields as zeroes”). */
  blankAsZero: boolean;
  fieldAt(object: ObjectDef, path: string[]): FieldDef;
  read(object: ObjectDef, row: Row, path: string[], reader: Reader): Scalar;
  /** `$User.…` and the like. */
  global(path: string[]): Compiled;
  /** IANA name, of whoever looks. */
  zone(reader: Reader): string;
  objectNamed(name: string): ObjectDef | undefined;
}

const SHOWN: Record<FormulaType, string> = {
  text: 'Text',
  number: 'Number',
  boolean: 'Boolean',
  date: 'Date',
  datetime: 'DateTime',
  time: 'Time',
  picklist: 'Picklist',
  multipicklist: 'Picklist',
  null: 'Null'
};
export const shown = (type: FormulaType): string => SHOWN[type];

/** @throws {FormulaError} in the platform's words, as the formula editor has them. */
export function wrongType(name: string, expected: FormulaType[], one: Compiled): never {
  if (one.field && (one.type === 'picklist' || one.type === 'multipicklist')) {
    throw new FormulaError(
      `Field ${one.field.path.join('.')} is a picklist field. Picklist fields are only supported in certain functions. (${name})`
    );
  }
  throw new FormulaError(`Incorrect parameter type for ${name}. Expected ${expected.map(shown).join(', ')}, received ${shown(one.type)}.`);
}

export const isBlank = (value: Scalar) => value === null || value === '';
export const asText = (value: Scalar) => (typeof value === 'string' ? value : '');
export const asNumber = (value: Scalar) => {
  const number = typeof value === 'number' ? value : Number(value);
  if (value === null || value === '' || !Number.isFinite(number)) {
    throw new FormulaError(`“${String(value)}” is no number.`);
  }
  return number;
};
/** Half away from zero. */
export const round = (value: number, places: number) => {
  const shifted = Number(`${Math.abs(value)}e${places}`);
  const rounded = Number(`${Math.round(shifted)}e${-places}`);
  return Number.isNaN(rounded) ? value : Math.sign(value) * rounded;
};
/** Without the noise of binary fractions: 0.1 times 3 is 0.3. */
export const exact = (value: number): number => {
  if (!Number.isFinite(value)) {
    throw new FormulaError('the result is no number.');
  }
  return Number(value.toPrecision(15));
};

/** As formulas see a field: a percentage is a fraction. */
export function typeOf(field: FieldDef): FormulaType {
  switch (field.type) {
    case 'double':
    case 'currency':
    case 'percent':
    case 'int':
      return 'number';
    case 'boolean':
    case 'date':
    case 'datetime':
    case 'time':
    case 'multipicklist':
      return field.type;
    case 'picklist':
      return 'picklist';
    default:
      return 'text';
  }
}
