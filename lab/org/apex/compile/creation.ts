/** `new`. */
import type { Expression, TypeName } from '../syntax/ast.ts';
import { ERROR, INTEGER, isLibrary, isPrimitive, nameOf, type ApexType, type ClassType } from '../types/type.ts';
import type { TypeSymbol } from '../types/symbols.ts';
import { isException } from './inheritance.ts';
import { settle, type Body, type Value } from './body.ts';
import { convert, converted } from './convert-value.ts';
import { compileExpression } from './expression.ts';
import { constructorsOf, visible } from './members.ts';
import { argumentNames, choose } from './overloads.ts';
import { recordPlace } from './record-fields.ts';

export function compileNew(body: Body, expression: Expression & { kind: 'new' }): Value {
  const type = body.type(expression.type);
  if (type === ERROR) {
    return { type, js: 'null' };
  }
  if (type.kind === 'sobject') {
    return newRecord(body, type, expression);
  }
  const args = expression.args.map((arg) => compileExpression(body, arg));
  if (args.some((arg) => arg.type.kind === 'error')) {
    return { type, js: 'null', nonNull: true };
  }
  if (type.kind !== 'class' || type.symbol.kind === 'enum') {
    return body.fail(expression.at, `Type cannot be constructed: ${nameOf(type)}`);
  }
  if (type.symbol.kind === 'interface' || type.symbol.abstract) {
    return body.fail(
      expression.at,
      `${type.symbol.kind === 'interface' ? 'Type cannot be constructed' : 'Abstract classes cannot be constructed'}: ${nameOf(type)}`
    );
  }
  return type.symbol.user ? newUser(body, type, args, expression) : newLibrary(body, type, args, expression);
}

function newLibrary(body: Body, type: ClassType, args: Value[], expression: Expression): Value {
  const found = choose(constructorsOf(type), args);
  if (!found || found === 'ambiguous') {
    return body.fail(expression.at, constructorMissing(type, args));
  }
  const given = args.map((arg, index) => converted(body, settle(arg), found.parameters[index] as ApexType));
  const made = `${body.tables.function(found.method.implementation as never)}(${given.join(',')})`;
  return { type, js: type.args.length > 0 ? `typed(${made},${body.tables.type(type)})` : made, nonNull: true };
}

export const constructorMissing = (type: ApexType, args: Value[]): string =>
  `Constructor not defined: [${nameOf(type)}].<Constructor>(${argumentNames(args)})`;

function newUser(body: Body, type: ClassType, args: Value[], expression: Expression): Value {
  const { symbol } = type;
  const call = constructorCall(body, symbol, args, expression);
  return { type, js: call === null ? 'null' : `new C[${symbol.index}]().${call}`, nonNull: true };
}

/** The call of one of a class's constructors, on an instance; null when there is none that fits. */
export function constructorCall(body: Body, symbol: TypeSymbol, args: Value[], expression: Expression): string | null {
  const type: ClassType = { kind: 'class', symbol, args: [] };
  const found = choose(constructorsOf(type), args);
  if (found && found !== 'ambiguous') {
    if (!visible(found.method, body.owner)) {
      body.problem(expression.at, `Constructor is not visible: [${symbol.name}].<Constructor>(${argumentNames(args)})`);
    }
    const given = args.map((arg, index) => converted(body, settle(arg), found.parameters[index] as ApexType));
    return `${found.method.slot}(${given.join(',')})`;
  }
  const built = isException(symbol) ? exceptionConstructor(symbol, args) : null;
  if (built === null) {
    body.problem(expression.at, constructorMissing(type, args));
  }
  return built;
}

/** Every exception class has these beside its own: (), (message), (cause), (message, cause). */
function exceptionConstructor(symbol: TypeSymbol, args: Value[]): string | null {
  const values = args.map((arg) => settle(arg).js);
  const [first, second] = args.map((arg) =>
    isPrimitive(arg.type, 'String', 'Id') ? 'text' : isExceptionType(arg.type) ? 'cause' : 'other'
  );
  const slot = `x${symbol.index}`;
  if (args.length === 0) {
    return `${slot}(null,null)`;
  }
  if (args.length === 1 && first !== 'other') {
    return first === 'text' || args[0]?.type.kind === 'null' ? `${slot}(${values[0]},null)` : `${slot}(null,${values[0]})`;
  }
  return args.length === 2 && first === 'text' && second === 'cause' ? `${slot}(${values[0]},${values[1]})` : null;
}

const isExceptionType = (type: ApexType): boolean => type.kind === 'null' || (type.kind === 'class' && isException(type.symbol));

/** `new Account(Name = 'x')`. */
function newRecord(body: Body, type: ApexType & { kind: 'sobject' }, expression: Expression & { kind: 'new' }): Value {
  const { object } = type;
  if (!object) {
    return body.fail(expression.at, `Type cannot be constructed: ${type.name}`);
  }
  const temp = body.temp();
  const parts: string[] = [];
  for (const arg of expression.args) {
    if (arg.kind !== 'assign' || arg.operator !== '=' || arg.target.kind !== 'name') {
      body.problem(arg.at, `Invalid constructor argument for sObject type ${type.name}: expected field = value`);
      continue;
    }
    const place = recordPlace(body, { type, js: temp, nonNull: true, simple: true }, object, arg.target.name);
    const value = compileExpression(body, arg.value);
    if (!place || place.refused !== null) {
      body.problem(arg.target.at, `Field does not exist: ${arg.target.name} on ${type.name}`);
      continue;
    }
    parts.push(place.set(convert(body, value, place.type, arg.at)));
  }
  const fresh = `newRecord(${JSON.stringify(object.name)})`;
  return { type, js: parts.length === 0 ? fresh : `(${[`${temp}=${fresh}`, ...parts, temp].join(',')})`, nonNull: true };
}

function elementType(body: Body, name: TypeName): ApexType {
  return body.type({ ...name, arrays: 0 });
}

/** `new Integer[3]`, `new Integer[]{1, 2}`. */
export function compileNewArray(body: Body, expression: Expression & { kind: 'newArray' }): Value {
  const element = elementType(body, expression.type);
  if (element === ERROR) {
    return { type: ERROR, js: 'null' };
  }
  const type = body.universe.listOf(element);
  if (expression.size) {
    const size = convert(body, compileExpression(body, expression.size), INTEGER, expression.size.at);
    return { type, js: `typed(sizedList(${size}),${body.tables.type(type)})`, nonNull: true };
  }
  return { type, js: list(body, type, element, expression.items), nonNull: true };
}

function list(body: Body, type: ApexType, element: ApexType, items: Expression[]): string {
  return `newList([${elements(body, element, items)}],${body.tables.type(type)})`;
}

const elements = (body: Body, element: ApexType, items: Expression[]): string =>
  items.map((item) => convert(body, compileExpression(body, item), element, item.at)).join(',');

/** `new List<T>{…}`, `new Set<T>{…}`. */
export function compileNewItems(body: Body, expression: Expression & { kind: 'newItems' }): Value {
  const type = body.type(expression.type);
  const isEmptyMap: boolean = isLibrary(type, 'Map') && expression.items.length === 0;
  const element = (type as { args?: ApexType[] }).args?.[0] as ApexType;
  if (isLibrary(type, 'List')) {
    return { type, js: list(body, type, element, expression.items), nonNull: true };
  }
  if (isLibrary(type, 'Set')) {
    return { type, js: `newSet([${elements(body, element, expression.items)}],${body.tables.type(type)})`, nonNull: true };
  }
  if (isEmptyMap) {
    return { type, js: `newMap([],${body.tables.type(type)})`, nonNull: true };
  }
  return type === ERROR
    ? { type, js: 'null' }
    : body.fail(expression.at, `Type cannot be constructed with initial values: ${nameOf(type)}`);
}

export function compileNewMap(body: Body, expression: Expression & { kind: 'newMap' }): Value {
  const type = body.type(expression.type);
  const isMap: boolean = isLibrary(type, 'Map');
  if (type.kind !== 'class' || !isMap) {
    return type === ERROR ? { type, js: 'null' } : body.fail(expression.at, `Type cannot be constructed with pairs: ${nameOf(type)}`);
  }
  const [key, value] = type.args as [ApexType, ApexType];
  const pairs = expression.pairs.map(([left, right]) => {
    const one = convert(body, compileExpression(body, left), key, left.at);
    return `[${one},${convert(body, compileExpression(body, right), value, right.at)}]`;
  });
  return { type, js: `newMap([${pairs.join(',')}],${body.tables.type(type)})`, nonNull: true };
}
