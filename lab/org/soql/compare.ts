/** How values of fields compare: texts without case, ids in both lengths, days inside of spans. */
import { longId } from '../schema/ids.ts';
import { SoqlError, type FieldDef, type FieldType, type Scalar } from '../types.ts';
import type { Comparison, Literal } from './ast.ts';
import { spanOf } from './spans.ts';
import { malformed } from './tokens.ts';
import type { Run } from './world.ts';

const NUMBERS: FieldType[] = ['int', 'double', 'currency', 'percent'];
const isId = (type: FieldType) => type === 'id' || type === 'reference';

/** A literal made ready for one run: a value, or a span of days. */
export type Operand = { value: Scalar } | { from: string; until: string };

export interface Side {
  type: FieldType;
  field: FieldDef | null;
  /** For messages. */
  name: string;
}

const mismatch = (side: Side, what: string, quoted: boolean) =>
  new SoqlError(
    'INVALID_FIELD',
    `value of filter criterion for field '${side.name}' must be of type ${what} and should ${quoted ? 'not be' : 'be'} enclosed in quotes`
  );

const AS_THEY_ARE: FieldType[] = ['id', 'reference', 'date', 'datetime', 'time'];
/** Texts are compared in lower case unless the field minds case. */
export const folded = (value: Scalar, side: Side): Scalar =>
  typeof value === 'string' && !AS_THEY_ARE.includes(side.type) && !side.field?.caseSensitive ? value.toLowerCase() : value;

/** The literals of a list, or of one bind that holds a list. */
export function operands(literals: Literal[], side: Side, run: Run, soql: string): Operand[] {
  return literals.flatMap((literal): Operand[] => {
    if (literal.kind === 'bind') {
      const bound = bindOf(literal.name, run, soql);
      const values = Array.isArray(bound) ? bound : [bound];
      return values.map((value) => ({ value: fit(value as Scalar, side, true) }));
    }
    return [operand(literal, side, run, soql)];
  });
}

export function operand(literal: Literal, side: Side, run: Run, soql: string): Operand {
  switch (literal.kind) {
    case 'span': {
      if (side.type !== 'date' && side.type !== 'datetime') {
        throw mismatch(side, side.type, false);
      }
      const span = spanOf(literal.name, literal.count, run.now);
      return side.type === 'date' ? span : { from: `${span.from}T00:00:00.000Z`, until: `${span.until}T00:00:00.000Z` };
    }
    case 'bind': {
      const value = bindOf(literal.name, run, soql);
      if (Array.isArray(value)) {
        throw new SoqlError('MALFORMED_QUERY', `Invalid bind expression for ${side.name}: a list where one value is compared.`);
      }
      return { value: fit(value as Scalar, side, true) };
    }
    case 'value':
      return { value: check(literal.value, literal.quoted, side) };
    default:
      if (literal.kind !== side.type) {
        throw new SoqlError('INVALID_FIELD', `value of filter criterion for field '${side.name}' must be of type ${side.type}`);
      }
      return { value: literal.value };
  }
}

export function bindOf(name: string, run: Run, soql: string): unknown {
  const key =
    Object.keys(run.binds).find((one) => one === name) ?? Object.keys(run.binds).find((one) => one.toLowerCase() === name.toLowerCase());
  if (key === undefined) {
    throw malformed(soql, Math.max(0, soql.indexOf(`:${name}`)), 'Bind variables only allowed in Apex code');
  }
  return run.binds[key] ?? null;
}

/** Written in the query: quotes have to fit the type. */
function check(value: Scalar, quoted: boolean, side: Side): Scalar {
  if (value === null) {
    return null;
  }
  if (NUMBERS.includes(side.type) && typeof value !== 'number') {
    throw mismatch(side, side.type, true);
  }
  if (side.type === 'boolean' && typeof value !== 'boolean') {
    throw mismatch(side, 'boolean', true);
  }
  if ((side.type === 'date' || side.type === 'datetime') && quoted) {
    throw mismatch(side, side.type === 'date' ? 'date' : 'dateTime', true);
  }
  if (!NUMBERS.includes(side.type) && side.type !== 'boolean' && !quoted) {
    throw mismatch(side, 'string', false);
  }
  return fit(value, side, false);
}

function fit(value: Scalar, side: Side, bound: boolean): Scalar {
  if (value === null || value === undefined) {
    return null;
  }
  if (isId(side.type) && !side.field?.referenceTo.some((target) => /^(Entity|Field)Definition$/.test(target))) {
    const id = longId(String(value));
    if (id === null && String(value) !== '') {
      throw new SoqlError('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${String(value)}`);
    }
    return id;
  }
  if (bound && side.type === 'date' && typeof value === 'string') {
    return value.slice(0, 10);
  }
  if (bound && side.type === 'datetime' && typeof value === 'string') {
    return new Date(value).toISOString();
  }
  // An empty text is no value to the platform.
  return value === '' ? null : folded(value, side);
}

const order = (left: Scalar, right: Scalar) => (left === right ? 0 : (left as string) < (right as string) ? -1 : 1);

/** `left` is folded already. Null is equal to null, and neither below nor above anything. */
export function holds(left: Scalar, operator: Comparison, right: Operand): boolean {
  if (!('value' in right)) {
    return spanHolds(left, operator, right);
  }
  const { value } = right;
  switch (operator) {
    case '=':
      return left === value;
    case '!=':
      return left !== value;
    case 'like':
      return typeof left === 'string' && typeof value === 'string' && likeTest(value).test(left);
  }
  if (left === null || value === null) {
    return false;
  }
  const by = order(left, value);
  return operator === '<' ? by < 0 : operator === '<=' ? by <= 0 : operator === '>' ? by > 0 : by >= 0;
}

function spanHolds(left: Scalar, operator: Comparison, { from, until }: { from: string; until: string }): boolean {
  if (left === null) {
    return operator === '!=';
  }
  const text = String(left);
  switch (operator) {
    case '=':
      return text >= from && text < until;
    case '!=':
      return text < from || text >= until;
    case '<':
      return text < from;
    case '<=':
      return text < until;
    case '>':
      return text >= until;
    default:
      return text >= from;
  }
}

const patterns = new Map<string, RegExp>();
/** `%` is any text, `_` one character, a backslash takes both literally. */
export function likeTest(pattern: string): RegExp {
  let made = patterns.get(pattern);
  if (!made) {
    const source = pattern.replace(/\\([%_\\])|([%_])|([.*+?^${}()|[\]\\/])/gs, (_, literal?: string, wild?: string, special?: string) =>
      literal !== undefined
        ? `\\u${literal.charCodeAt(0).toString(16).padStart(4, '0')}`
        : wild
          ? wild === '%'
            ? '[\\s\\S]*'
            : '[\\s\\S]'
          : `\\${special}`
    );
    made = new RegExp(`^${source}$`, 'i');
    patterns.set(pattern, made);
  }
  return made;
}
