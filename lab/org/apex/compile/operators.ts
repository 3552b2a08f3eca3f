/** Operators. Apex Developer Guide, "Expression Operators". */
import { castable } from '../types/convert.ts';
import type { AssignOperator, BinaryOperator, Expression, Position } from '../syntax/ast.ts';
import {
  BOOLEAN,
  DATE,
  DATETIME,
  DECIMAL,
  DOUBLE,
  ERROR,
  INTEGER,
  isNumber,
  isPrimitive,
  isText,
  LONG,
  nameOf,
  NULL,
  same,
  STRING,
  TIME,
  type ApexType
} from '../types/type.ts';
import type { Body, Value } from './body.ts';
import { converted } from './convert-value.ts';
import { common, compileExpression } from './expression.ts';

type Binary = Expression & { kind: 'binary' };

const isError = (value: Value): boolean => value.type.kind === 'error';
const failed: Value = { type: ERROR, js: 'null' };

/** An expression that decides. */
export function condition(body: Body, expression: Expression): string {
  const value = compileExpression(body, expression);
  if (!isError(value) && !isPrimitive(value.type, 'Boolean')) {
    body.problem(expression.at, `Condition expression must be of type Boolean: ${nameOf(value.type)}`);
  }
  return decided(value);
}

const decided = (value: Value): string => (value.nonNull ? value.js : `bool(${value.js})`);

export function binary(body: Body, expression: Binary): Value {
  const { operator } = expression;
  if (operator === '&&' || operator === '||') {
    return logical(body, expression);
  }
  if (operator === '??') {
    return coalesce(body, expression);
  }
  const left = compileExpression(body, expression.left);
  const right = compileExpression(body, expression.right);
  if (isError(left) || isError(right)) {
    return ['==', '!=', '<>', '===', '!==', '<', '>', '<=', '>='].includes(operator)
      ? { type: BOOLEAN, js: 'false', nonNull: true }
      : failed;
  }
  return combine(body, operator, left, right, expression.at);
}

export function combine(body: Body, operator: BinaryOperator, left: Value, right: Value, at: Position): Value {
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '/':
      return arithmetic(body, operator, left, right, at);
    case '<':
    case '>':
    case '<=':
    case '>=':
      return comparison(body, operator, left, right, at);
    case '==':
    case '!=':
    case '<>':
      return equality(body, operator === '==', left, right, at);
    case '===':
    case '!==':
      return identity(body, operator, left, right, at);
    default:
      return bitwise(body, operator as '&', left, right, at);
  }
}

function logical(body: Body, expression: Binary): Value {
  const sides = [expression.left, expression.right].map((side) => {
    const value = compileExpression(body, side);
    if (!isError(value) && !isPrimitive(value.type, 'Boolean')) {
      const name = expression.operator === '&&' ? 'AND' : 'OR';
      body.problem(side.at, `${name} operator can only be applied to Boolean expressions`);
    }
    return decided(value);
  });
  return { type: BOOLEAN, js: `(${sides.join(expression.operator)})`, nonNull: true };
}

function coalesce(body: Body, expression: Binary): Value {
  const left = compileExpression(body, expression.left);
  const right = compileExpression(body, expression.right);
  const type = common(left, right);
  if (!type) {
    return body.fail(expression.at, `Incompatible types in null coalescing operator: ${nameOf(left.type)}, ${nameOf(right.type)}`);
  }
  return { type, js: `(${converted(body, left, type)}??${converted(body, right, type)})`, nonNull: right.nonNull };
}

// ---------------------------------------------------------------- arithmetic

/** Decimal before Double before Long before Integer. */
function promoted(left: ApexType, right: ApexType): ApexType {
  for (const type of [DECIMAL, DOUBLE, LONG]) {
    if (same(left, type) || same(right, type)) {
      return type;
    }
  }
  return INTEGER;
}

/** An operand as the arithmetic of `type` takes it; null is a NullPointerException. */
function operand(body: Body, value: Value, type: ApexType): string {
  if (type === INTEGER) {
    return value.nonNull ? value.js : `num(${value.js})`;
  }
  if (type === LONG) {
    return value.literal !== undefined ? `${value.literal}n` : value.nonNull && value.type === LONG ? value.js : `big(${value.js})`;
  }
  if (type === DOUBLE) {
    return value.nonNull && isPrimitive(value.type, 'Integer', 'Double') ? value.js : `dbl(${value.js})`;
  }
  return value.literal !== undefined && value.type === INTEGER
    ? converted(body, value, DECIMAL)
    : value.nonNull && value.type === DECIMAL
      ? value.js
      : `dec(${value.js})`;
}

const METHODS = { '+': 'plus', '-': 'minus', '*': 'times', '/': 'over' } as const;

function arithmetic(body: Body, operator: '+' | '-' | '*' | '/', left: Value, right: Value, at: Position): Value {
  if (operator === '+' && (isPrimitive(left.type, 'String') || isPrimitive(right.type, 'String'))) {
    return { type: STRING, js: `(${concatenated(left)}+${concatenated(right)})`, nonNull: true };
  }
  if (operator === '+' && (isText(left.type) || isText(right.type))) {
    return { type: STRING, js: `(${concatenated(left)}+${concatenated(right)})`, nonNull: true };
  }
  const moved = operator === '+' || operator === '-' ? moveDate(operator, left, right) : null;
  if (moved) {
    return moved;
  }
  if (!isNumber(left.type) || !isNumber(right.type)) {
    return body.fail(at, 'Arithmetic expressions must use numeric arguments');
  }
  const type = promoted(left.type, right.type);
  const [one, other] = [operand(body, left, type), operand(body, right, type)];
  return { type, js: computed(operator, type, one, other), nonNull: true };
}

function computed(operator: '+' | '-' | '*' | '/', type: ApexType, one: string, other: string): string {
  if (type === INTEGER) {
    return operator === '*'
      ? `Math.imul(${one},${other})`
      : operator === '/'
        ? `divideInteger(${one},${other})`
        : `((${one}${operator}${other})|0)`;
  }
  if (type === LONG) {
    return operator === '/' ? `divideLong(${one},${other})` : `long(${one}${operator}${other})`;
  }
  if (type === DOUBLE) {
    return operator === '/' ? `divideDouble(${one},${other})` : `(${one}${operator}${other})`;
  }
  return `${one}.${METHODS[operator]}(${other})`;
}

/** Days are added to a Date and to a Datetime (fractions too); a Time moves by milliseconds. */
function moveDate(operator: '+' | '-', left: Value, right: Value): Value | null {
  if (!isNumber(right.type)) {
    return null;
  }
  const type = [DATE, DATETIME, TIME].find((candidate) => same(candidate, left.type));
  return type ? { type, js: `moveDate(${left.js},${operator}dbl(${right.js}))`, nonNull: true } : null;
}

/** A value as `+` on Strings writes it. */
function concatenated(value: Value): string {
  if (isPrimitive(value.type, 'String', 'Id')) {
    return value.nonNull ? value.js : `textOrNull(${value.js})`;
  }
  if (isPrimitive(value.type, 'Double')) {
    return `doubleText(${value.js})`;
  }
  return isPrimitive(value.type, 'Integer') && value.nonNull ? `String(${value.js})` : `text(${value.js})`;
}

function bitwise(body: Body, operator: '&' | '|' | '^' | '<<' | '>>' | '>>>', left: Value, right: Value, at: Position): Value {
  const shift = operator.length > 1;
  if (!shift && isPrimitive(left.type, 'Boolean') && isPrimitive(right.type, 'Boolean')) {
    const js = operator === '^' ? `(${decided(left)}!==${decided(right)})` : `Boolean(${decided(left)}${operator}${decided(right)})`;
    return { type: BOOLEAN, js, nonNull: true };
  }
  if (!isPrimitive(left.type, 'Integer', 'Long') || !isPrimitive(right.type, 'Integer', 'Long')) {
    return body.fail(
      at,
      shift
        ? 'Shift operations can only be applied to Integer or Long values'
        : 'Bitwise operations can only be applied to Integer or Long values'
    );
  }
  const type = shift ? left.type : promoted(left.type, right.type);
  if (type === INTEGER) {
    const by = same(right.type, LONG) ? `Number(big(${right.js}))` : operand(body, right, INTEGER);
    return { type, js: `((${operand(body, left, INTEGER)}${operator}${by})|0)`, nonNull: true };
  }
  const by = operand(body, right, LONG);
  const one = operand(body, left, LONG);
  const js =
    operator === '>>>'
      ? `long(BigInt.asUintN(64,${one})>>(${by}&63n))`
      : shift
        ? `long(${one}${operator}(${by}&63n))`
        : `long(${one}${operator}${by})`;
  return { type: LONG, js, nonNull: true };
}

// ---------------------------------------------------------------- comparison

const isDate = (type: ApexType): boolean => isPrimitive(type, 'Date', 'Datetime', 'Time');

function comparison(body: Body, operator: string, left: Value, right: Value, at: Position): Value {
  const done = (js: string): Value => ({ type: BOOLEAN, js, nonNull: true });
  const numbers = (isNumber(left.type) || left.type === NULL) && (isNumber(right.type) || right.type === NULL);
  if (
    numbers &&
    left.nonNull &&
    right.nonNull &&
    isPrimitive(left.type, 'Integer', 'Double') &&
    isPrimitive(right.type, 'Integer', 'Double')
  ) {
    return done(`(${left.js}${operator}${right.js})`);
  }
  const dates = (isDate(left.type) || left.type === NULL) && (isDate(right.type) || right.type === NULL);
  if (numbers || dates) {
    return done(`(order(${left.js},${right.js})${operator}0)`);
  }
  if ((isText(left.type) || left.type === NULL) && (isText(right.type) || right.type === NULL)) {
    return done(`(orderText(${left.js},${right.js})${operator}0)`);
  }
  return incomparable(body, left, right, at);
}

function incomparable(body: Body, left: Value, right: Value, at: Position): Value {
  body.problem(at, `Comparison arguments must be compatible types: ${nameOf(left.type)}, ${nameOf(right.type)}`);
  return { type: BOOLEAN, js: 'false', nonNull: true };
}

/** `==`: Strings without case, numbers by value, user classes by `equals`. */
function equality(body: Body, equal: boolean, left: Value, right: Value, at: Position): Value {
  const done = (js: string): Value => ({ type: BOOLEAN, js: equal ? js : `(!${js})`, nonNull: true });
  if (left.type === NULL || right.type === NULL) {
    return done(`(${left.js}===${right.js})`);
  }
  if (isPrimitive(left.type, 'String') && isPrimitive(right.type, 'String')) {
    return done(`equalStrings(${left.js},${right.js})`);
  }
  if (isText(left.type) && isText(right.type)) {
    return done(`equalIds(${left.js},${right.js})`);
  }
  if (isNumber(left.type) && isNumber(right.type)) {
    const plain = isPrimitive(left.type, 'Integer', 'Double') && isPrimitive(right.type, 'Integer', 'Double');
    return done(plain ? `(${left.js}===${right.js})` : `equalNumbers(${left.js},${right.js})`);
  }
  if (isPrimitive(left.type, 'Boolean') && isPrimitive(right.type, 'Boolean')) {
    return done(`(${left.js}===${right.js})`);
  }
  const single = left.query && right.type.kind === 'sobject' ? { ...left, js: `single(${left.js})` } : left;
  if (!castable(left.type, right.type) && single === left && !(isDate(left.type) && isDate(right.type))) {
    return incomparable(body, left, right, at);
  }
  return done(`equalValues(${single.js},${right.js})`);
}

function identity(body: Body, operator: '===' | '!==', left: Value, right: Value, at: Position): Value {
  if (left.type !== NULL && right.type !== NULL && !castable(left.type, right.type) && !(isNumber(left.type) && isNumber(right.type))) {
    return incomparable(body, left, right, at);
  }
  const numbers = isNumber(left.type) && isNumber(right.type);
  const js = numbers ? `equalNumbers(${left.js},${right.js})` : `(${left.js}===${right.js})`;
  return { type: BOOLEAN, js: operator === '===' ? js : `(!${js})`, nonNull: true };
}

// ---------------------------------------------------------------- unary

export function unary(body: Body, expression: Expression & { kind: 'unary' }): Value {
  const { operator } = expression;
  const value = compileExpression(body, expression.operand);
  if (isError(value)) {
    return failed;
  }
  if (operator === '!') {
    if (!isPrimitive(value.type, 'Boolean')) {
      return body.fail(expression.at, `Boolean negation can only be applied to Boolean expressions: ${nameOf(value.type)}`);
    }
    return { type: BOOLEAN, js: `(!${decided(value)})`, nonNull: true };
  }
  if (operator === '~') {
    if (!isPrimitive(value.type, 'Integer', 'Long')) {
      return body.fail(expression.at, 'Bitwise negation can only be applied to Integer or Long values');
    }
    return { type: value.type, js: `(~${operand(body, value, value.type)})`, nonNull: true };
  }
  if (!isNumber(value.type)) {
    return body.fail(expression.at, 'Arithmetic expressions must use numeric arguments');
  }
  if (operator === '+') {
    return value;
  }
  return negated(body, value);
}

function negated(body: Body, value: Value): Value {
  const one = operand(body, value, value.type);
  if (value.literal !== undefined) {
    return { ...value, js: `(-${value.js})`, literal: `-${value.literal}` };
  }
  const js =
    value.type === INTEGER
      ? `((-${one})|0)`
      : value.type === DECIMAL
        ? `${one}.negate()`
        : value.type === LONG
          ? `long(-${one})`
          : `(-${one})`;
  return { type: value.type, js, nonNull: true };
}

/** `+=` → `+`. */
export const plainOperator = (operator: AssignOperator): BinaryOperator => operator.slice(0, -1) as BinaryOperator;
