/** Assignment, compound assignment, `++` and `--`. */
import type { Expression } from '../syntax/ast.ts';
import { ERROR, INTEGER, isLibrary, isNumber, isPrimitive, nameOf, type ApexType } from '../types/type.ts';
import { settle, type Body, type Value } from './body.ts';
import { convert, converted } from './convert-value.ts';
import { compileChain, compileExpression } from './expression.ts';
import { memberPlace, meaningOf, namedPlace, rowOfQuery } from './names.ts';
import { combine, plainOperator } from './operators.ts';
import { fieldPlace, target, type Place } from './places.ts';
import { findField } from './members.ts';

function placeOf(body: Body, expression: Expression, once: boolean): Place | null {
  switch (expression.kind) {
    case 'name': {
      const place = namedPlace(body, expression.name, expression.at, once);
      if (!place) {
        body.problem(expression.at, `Variable does not exist: ${expression.name}`);
      }
      return place;
    }
    case 'member':
      return memberTarget(body, expression, once);
    case 'index':
      return indexPlace(body, expression, once);
    default:
      body.problem(expression.at, 'Expression cannot be assigned');
      compileChain(body, expression);
      return null;
  }
}

function memberTarget(body: Body, expression: Expression & { kind: 'member' }, once: boolean): Place | null {
  if (expression.safe) {
    body.problem(expression.at, "Expression with '?.' cannot be assigned");
    return null;
  }
  const left = meaningOf(body, expression.target, (other) => compileChain(body, other));
  if (left.kind === 'value') {
    const on = rowOfQuery(settle(left.value));
    // Writing through an empty relationship is an error, reading is not.
    return memberPlace(body, { ...on, parent: false }, expression.name, expression.at, once);
  }
  if (left.kind === 'type' && left.type.kind === 'class') {
    const found = findField(left.type, expression.name);
    if (found?.field.static) {
      return fieldPlace(body, found.field, found.type, null, expression.at, once);
    }
  }
  body.problem(expression.at, `Variable does not exist: ${expression.name}`);
  return null;
}

function indexPlace(body: Body, expression: Expression & { kind: 'index' }, once: boolean): Place | null {
  const list = compileExpression(body, expression.target);
  const position = compileExpression(body, expression.index);
  if (list.type.kind === 'error') {
    return null;
  }
  if (!isLibrary(list.type, 'List')) {
    body.problem(expression.at, `Expression must be a list type: ${nameOf(list.type)}`);
    return null;
  }
  const holder = target(body, list, once);
  const index = target(body, { ...position, js: convert(body, position, INTEGER, expression.index.at) }, once);
  return {
    type: list.type.args[0] as ApexType,
    get: `at(${holder.js},${index.js})`,
    set: (js) => `putAt(${holder.js},${index.js},${js})`,
    before: [...holder.before, ...index.before],
    refused: null
  };
}

const sequence = (before: string[], js: string): string => (before.length === 0 ? `(${js})` : `(${[...before, js].join(',')})`);

export function assign(body: Body, expression: Expression & { kind: 'assign' }): Value {
  const compound = expression.operator !== '=';
  const place = placeOf(body, expression.target, compound);
  const value = compileExpression(body, expression.value);
  if (!place) {
    return { type: ERROR, js: 'null' };
  }
  if (place.refused !== null) {
    body.problem(expression.target.at, place.refused);
  }
  if (!compound) {
    const js = convert(body, value, place.type, expression.at);
    return { type: place.type, js: sequence([], place.set(js)), nonNull: value.nonNull };
  }
  if (value.type.kind === 'error' || place.type.kind === 'error') {
    return { type: place.type, js: 'null' };
  }
  const made = combine(body, plainOperator(expression.operator), { type: place.type, js: place.get }, value, expression.at);
  // `i += 1.5` on an Integer is an error; `l += 1` on a Long is not.
  const js = isNumber(place.type) ? convert(body, made, place.type, expression.at) : converted(body, made, place.type);
  if (!isNumber(place.type) && made.type.kind !== 'error' && nameOf(made.type) !== nameOf(place.type)) {
    body.problem(expression.at, `Illegal assignment from ${nameOf(made.type)} to ${nameOf(place.type)}`);
  }
  return { type: place.type, js: sequence(place.before, place.set(js)), nonNull: true };
}

export function step(body: Body, expression: Expression & { kind: 'step' }): Value {
  const place = placeOf(body, expression.operand, true);
  if (!place) {
    return { type: ERROR, js: 'null' };
  }
  if (!isPrimitive(place.type, 'Integer', 'Long', 'Double', 'Decimal')) {
    return body.fail(expression.at, 'Pre-increment and post-increment can only be applied to numeric types');
  }
  if (place.refused !== null) {
    body.problem(expression.operand.at, place.refused);
  }
  const one: Value = { type: INTEGER, js: '1', nonNull: true, simple: true, literal: '1' };
  const operator = expression.operator === '++' ? '+' : '-';
  if (expression.prefix) {
    const made = combine(body, operator, { type: place.type, js: place.get }, one, expression.at);
    return { type: place.type, js: sequence(place.before, place.set(made.js)), nonNull: true };
  }
  const old = body.temp();
  const made = combine(body, operator, { type: place.type, js: old }, one, expression.at);
  return { type: place.type, js: sequence([...place.before, `${old}=${place.get}`, place.set(made.js)], old), nonNull: true };
}
