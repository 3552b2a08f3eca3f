/** Expressions. `compileExpression` gives a value that stands on its own; `compileChain` one that more may hang on. */
import { ApexDecimal } from '../runtime/decimal.ts';
import type { Expression } from '../syntax/ast.ts';
import { assignable, castable } from '../types/convert.ts';
import {
  BOOLEAN,
  DECIMAL,
  DOUBLE,
  ERROR,
  INTEGER,
  isLibrary,
  isNumber,
  isPrimitive,
  LONG,
  nameOf,
  NULL,
  same,
  STRING,
  VOID,
  type ApexType
} from '../types/type.ts';
import { settle, type Body, type Value } from './body.ts';
import { compileCall, guarded } from './calls.ts';
import { convert, converted, fits } from './convert-value.ts';
import { compileNew, compileNewArray, compileNewItems, compileNewMap } from './creation.ts';
import { meaningOf, memberOfValue, typeLiteral } from './names.ts';
import { binary, condition, unary } from './operators.ts';
import { assign, step } from './assignment.ts';
import { compileSoql, compileSosl } from './soql.ts';

export function compileExpression(body: Body, expression: Expression): Value {
  const value = settle(compileChain(body, expression));
  if (value.type === VOID) {
    return body.fail(expression.at, 'Illegal expression: a method without result has no value');
  }
  return value;
}

export function compileChain(body: Body, expression: Expression): Value {
  switch (expression.kind) {
    case 'literal':
      return literal(body, expression);
    case 'name':
    case 'member':
      return named(body, expression);
    case 'this':
      return thisValue(body, expression);
    case 'super':
      return body.fail(expression.at, 'super stands before a dot or the arguments of a constructor');
    case 'call':
      return compileCall(body, expression);
    case 'construct':
      return body.fail(expression.at, `Call to '${expression.which}()' must be the first statement in a constructor`);
    case 'index':
      return index(body, expression);
    case 'new':
      return compileNew(body, expression);
    case 'newArray':
      return compileNewArray(body, expression);
    case 'newItems':
      return compileNewItems(body, expression);
    case 'newMap':
      return compileNewMap(body, expression);
    case 'assign':
      return assign(body, expression);
    case 'step':
      return step(body, expression);
    case 'binary':
      return binary(body, expression);
    case 'unary':
      return unary(body, expression);
    case 'cast':
      return cast(body, expression);
    case 'instanceof':
      return instanceOf(body, expression);
    case 'ternary':
      return ternary(body, expression);
    case 'typeClass':
      return typeLiteral(body, body.type(expression.type));
    case 'soql':
      return compileSoql(body, expression.query);
    case 'sosl':
      return compileSosl(body, expression);
  }
}

function literal(body: Body, expression: Expression & { kind: 'literal' }): Value {
  const { text } = expression;
  const known = { nonNull: true, simple: true };
  switch (expression.literal) {
    case 'null':
      return { type: NULL, js: 'null', simple: true };
    case 'String':
      return { type: STRING, js: JSON.stringify(text), ...known };
    case 'Boolean':
      return { type: BOOLEAN, js: text, ...known };
    case 'Integer':
      if (Number(text) > 2 ** 31) {
        return body.fail(expression.at, `Illegal integer`);
      }
      return { type: INTEGER, js: String(Number(text)), literal: text, ...known };
    case 'Long':
      return { type: LONG, js: `${BigInt(text)}n`, literal: text, ...known };
    case 'Double':
      return { type: DOUBLE, js: String(Number(text)), literal: text, ...known };
    case 'Decimal':
      return { type: DECIMAL, js: body.tables.constant(ApexDecimal.parse(text), `decimal ${text}`), ...known };
  }
}

function named(body: Body, expression: Expression & { kind: 'name' | 'member' }): Value {
  if (expression.kind === 'member' && expression.safe) {
    const left = guarded(body, compileChain(body, expression.target), true);
    return memberOfValue(body, left, expression.name, expression.at);
  }
  const meaning = meaningOf(body, expression, (other) => compileChain(body, other));
  if (meaning.kind === 'value') {
    return meaning.value;
  }
  const name = meaning.kind === 'type' ? nameOf(meaning.type) : (meaning.parts.at(-1) as string);
  return body.fail(expression.at, `Variable does not exist: ${name}`);
}

function thisValue(body: Body, expression: Expression): Value {
  if (body.place.static) {
    return body.fail(expression.at, 'Variable does not exist: this');
  }
  return { type: body.self, js: 'this', nonNull: true, simple: true };
}

function index(body: Body, expression: Expression & { kind: 'index' }): Value {
  const list = compileChain(body, expression.target);
  const position = compileExpression(body, expression.index);
  if (list.type.kind === 'error') {
    return list;
  }
  if (!isLibrary(list.type, 'List')) {
    return body.fail(expression.at, `Expression must be a list type: ${nameOf(list.type)}`);
  }
  const at = convert(body, position, INTEGER, expression.index.at);
  return { type: list.type.args[0] as ApexType, js: `at(${list.js},${at})`, guard: list.guard };
}

function cast(body: Body, expression: Expression & { kind: 'cast' }): Value {
  const type = body.type(expression.type);
  const value = compileExpression(body, expression.operand);
  if (type === ERROR || value.type === ERROR) {
    return { type, js: 'null' };
  }
  if (!castable(value.type, type) && !fits(value, type)) {
    return body.fail(
      expression.at,
      `Incompatible types since an instance of ${nameOf(value.type)} is never an instance of ${nameOf(type)}`
    );
  }
  if (isNumber(value.type) && isPrimitive(type, 'Integer')) {
    return { type, js: same(value.type, type) ? value.js : `castInteger(${value.js})`, nonNull: value.nonNull };
  }
  if (isNumber(value.type) && isPrimitive(type, 'Long') && !isPrimitive(value.type, 'Integer')) {
    return { type, js: `castLong(${value.js})`, nonNull: value.nonNull };
  }
  if (fits(value, type)) {
    return { type, js: converted(body, value, type), nonNull: value.nonNull };
  }
  return { type, js: `cast(${value.js},${body.tables.type(type)})`, nonNull: value.nonNull };
}

function instanceOf(body: Body, expression: Expression & { kind: 'instanceof' }): Value {
  const type = body.type(expression.type);
  const value = compileExpression(body, expression.operand);
  if (type === ERROR || value.type === ERROR) {
    return { type: BOOLEAN, js: 'false', nonNull: true };
  }
  const [from, to] = [nameOf(value.type), nameOf(type)];
  if (!castable(value.type, type)) {
    body.problem(expression.at, `Incompatible types since an instance of ${from} is never an instance of ${to}`);
  } else if (value.type.kind === 'class' && type.kind === 'class' && value.type.args.length === 0 && assignable(value.type, type)) {
    body.problem(expression.at, `Operation instanceof is always true since an instance of ${from} is always an instance of ${to}`);
  }
  return { type: BOOLEAN, js: `isInstance(${value.js},${body.tables.type(type)})`, nonNull: true };
}

function ternary(body: Body, expression: Expression & { kind: 'ternary' }): Value {
  const test = condition(body, expression.condition);
  const yes = compileExpression(body, expression.yes);
  const no = compileExpression(body, expression.no);
  const type = common(yes, no);
  if (!type) {
    return body.fail(expression.at, `Incompatible types in ternary operator: ${nameOf(yes.type)}, ${nameOf(no.type)}`);
  }
  const js = `(${test}?${converted(body, yes, type)}:${converted(body, no, type)})`;
  return { type, js, nonNull: yes.nonNull === true && no.nonNull === true };
}

/** The type that both branches of `?:` and `??` fit. */
export function common(yes: Value, no: Value): ApexType | null {
  if (yes.type === NULL) {
    return no.type;
  }
  if (fits(no, yes.type) && !(isNumber(yes.type) && isNumber(no.type) && fits(yes, no.type) && !same(no.type, yes.type))) {
    return yes.type;
  }
  if (fits(yes, no.type)) {
    return no.type;
  }
  const shared = yes.type.kind === 'class' && no.type.kind === 'class' ? sharedSupertype(yes.type, no.type) : null;
  return shared ?? (yes.type.kind === 'sobject' && no.type.kind === 'sobject' ? { kind: 'sobject', name: 'SObject', object: null } : null);
}

function sharedSupertype(yes: ApexType & { kind: 'class' }, no: ApexType): ApexType | null {
  for (let above = yes.symbol.superType; above; above = above.symbol.superType) {
    if (assignable(no, above)) {
      return above;
    }
  }
  return yes.symbol.interfaces.find((candidate) => assignable(no, candidate)) ?? null;
}
