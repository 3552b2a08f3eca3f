/** Method calls. */
import type { Expression, Position } from '../syntax/ast.ts';
import { ERROR, INTEGER, isPrimitive, nameOf, OBJECT, STRING, BOOLEAN, VOID, type ApexType } from '../types/type.ts';
import type { TypeSymbol } from '../types/symbols.ts';
import { hasAnnotation } from './annotations.ts';
import { settle, type Body, type Value } from './body.ts';
import { converted } from './convert-value.ts';
import { settingCall } from './custom-settings.ts';
import { compileChain, compileExpression } from './expression.ts';
import { emitLibraryCall, missingMethod } from './library-calls.ts';
import { findMethods, visible, type FoundMethod } from './members.ts';
import { meaningOf, rowOfQuery } from './names.ts';
import { argumentNames, choose } from './overloads.ts';
import { fieldOf } from './record-fields.ts';
import { seesVariables, withVariables } from './dynamic-binds.ts';

type Call = Expression & { kind: 'call' };

export function compileCall(body: Body, call: Call): Value {
  const fieldError = call.target?.kind === 'member' && /^adderror$/i.test(call.name) ? addFieldError(body, call) : null;
  if (fieldError) {
    return fieldError;
  }
  if (call.target === null) {
    return ownCall(body, call, argumentsOf(body, call));
  }
  if (call.target.kind === 'super') {
    return superCall(body, call, argumentsOf(body, call));
  }
  const meaning = call.safe
    ? ({ kind: 'value', value: compileChain(body, call.target) } as const)
    : meaningOf(body, call.target, (expression) => compileChain(body, expression));
  const args = argumentsOf(body, call);
  if (args.some((arg) => arg.type.kind === 'error')) {
    return { type: ERROR, js: 'null' };
  }
  switch (meaning.kind) {
    case 'value':
      return instanceCall(body, guarded(body, receiver(meaning.value, call.name, args), call.safe), call.name, args, call.at);
    case 'type':
      return staticCall(body, meaning.type, call.name, args, call.at);
    case 'namespace':
      return namespaceCall(body, meaning.parts, call.name, args, call.at);
  }
}

const argumentsOf = (body: Body, call: { args: Expression[] }): Value[] => call.args.map((arg) => compileExpression(body, arg));

/** `[SELECT …].size()` is the list's method; what lists do not have, such as `get('Name')`, is asked of the only row. */
function receiver(value: Value, name: string, args: Value[]): Value {
  const isOfList = value.query && value.type.kind === 'class' && choose(findMethods(value.type, name), args) !== null;
  return isOfList ? value : rowOfQuery(value);
}

/** `a?.` : from here on, a null stops the chain. */
export function guarded(body: Body, value: Value, safe: boolean): Value {
  if (!safe || value.type.kind === 'error') {
    return value;
  }
  const temp = body.temp();
  const test = `(${temp}=${value.js})===null`;
  return { ...value, js: temp, simple: true, nonNull: true, guard: value.guard === undefined ? test : `${value.guard}||${test}` };
}

function namespaceCall(body: Body, parts: string[], name: string, args: Value[], at: Position): Value {
  // `System.now()`, `Schema.getGlobalDescribe()`: namespaces that are classes too.
  const symbol = parts.length === 1 ? body.universe.library.get((parts[0] as string).toLowerCase()) : undefined;
  if (symbol) {
    return staticCall(body, { kind: 'class', symbol, args: [] }, name, args, at);
  }
  return body.fail(at, `Variable does not exist: ${parts[0]}`);
}

/** `method(…)`: of this class, of those around it (static), or inherited. */
function ownCall(body: Body, call: Call, args: Value[]): Value {
  if (args.some((arg) => arg.type.kind === 'error')) {
    return { type: ERROR, js: 'null' };
  }
  for (let symbol: TypeSymbol | null = body.owner; symbol; symbol = symbol.outer) {
    const candidates = findMethods({ kind: 'class', symbol, args: [] }, call.name);
    const own = symbol === body.owner;
    const usable = own ? candidates : candidates.filter(({ method }) => method.static);
    const found = choose(usable, args);
    if (found === 'ambiguous') {
      return body.fail(call.at, `Method is ambiguous: ${call.name}(${argumentNames(args)})`);
    }
    if (found) {
      if (!found.method.static && body.place.static) {
        const { returns, method } = found;
        return body.fail(
          call.at,
          `Non static method cannot be referenced from a static context: ${nameOf(returns)} ${method.owner.name}.${method.name}(${argumentNames(args)})`
        );
      }
      return emitCall(
        body,
        found.method.static ? null : { type: body.self, js: 'this', nonNull: true, simple: true },
        found,
        args,
        call.at
      );
    }
  }
  if (!body.place.static) {
    const builtIn = objectMethod(body, { type: body.self, js: 'this', nonNull: true, simple: true }, call.name, args);
    if (builtIn) {
      return builtIn;
    }
  }
  return body.fail(call.at, missingMethod(call.name, args, body.self));
}

function superCall(body: Body, call: Call, args: Value[]): Value {
  const above = body.owner.superType;
  const found = above ? choose(findMethods(above, call.name), args) : null;
  if (!found || found === 'ambiguous') {
    return body.fail(call.at, missingMethod(call.name, args, above ?? body.self));
  }
  if (found.method.abstract) {
    return body.fail(call.at, `Cannot call an abstract method directly: ${found.method.name}`);
  }
  if (!found.method.owner.user) {
    const { implementation } = found.method;
    const given = args.map((arg, index) => converted(body, arg, found.parameters[index] as ApexType));
    const js = implementation ? `${body.tables.function(implementation)}(${['this', ...given].join(',')})` : 'null';
    return { type: found.returns, js };
  }
  const given = args.map((arg, index) => converted(body, arg, found.parameters[index] as ApexType));
  return { type: found.returns, js: `super.${found.method.slot}(${given.join(',')})` };
}

export function instanceCall(body: Body, on: Value, name: string, args: Value[], at: Position): Value {
  if (on.type.kind === 'error') {
    return { type: ERROR, js: 'null' };
  }
  const builtIn = enumMethod(on, name, args);
  if (builtIn) {
    return builtIn;
  }
  const symbol = body.universe.symbolOf(on.type);
  const candidates = symbol ? findMethods({ kind: 'class', symbol, args: on.type.kind === 'class' ? on.type.args : [] }, name) : [];
  const found = choose(candidates, args);
  if (found === 'ambiguous') {
    return body.fail(at, `Method is ambiguous: ${name}(${argumentNames(args)})`);
  }
  if (!found) {
    return objectMethod(body, on, name, args) ?? body.fail(at, missingMethod(name, args, on.type));
  }
  if (found.method.static) {
    return body.fail(at, `Static method cannot be referenced from a non static context: ${signature(found)}`);
  }
  return emitCall(body, on, found, args, at);
}

export function staticCall(body: Body, type: ApexType, name: string, args: Value[], at: Position): Value {
  if (type.kind === 'class' && type.symbol.kind === 'enum') {
    const value = enumStatic(body, type.symbol, type, name, args);
    if (value) {
      return value;
    }
  }
  if (type.kind === 'sobject' && type.object) {
    const value = settingCall(body, type, name, args, at);
    if (value) {
      return value;
    }
  }
  const symbol = body.universe.symbolOf(type);
  const found = symbol ? choose(findMethods({ kind: 'class', symbol, args: [] }, name), args) : null;
  if (found === 'ambiguous') {
    return body.fail(at, `Method is ambiguous: ${name}(${argumentNames(args)})`);
  }
  if (!found) {
    return body.fail(at, missingMethod(name, args, type));
  }
  if (!found.method.static) {
    return body.fail(at, `Non static method cannot be referenced from a static context: ${signature(found)}`);
  }
  return emitCall(body, null, found, args, at);
}

const signature = (found: FoundMethod): string =>
  `${nameOf(found.returns)} ${found.method.owner.name}.${found.method.name}(${found.parameters.map(nameOf).join(', ')})`;

function emitCall(body: Body, on: Value | null, found: FoundMethod, args: Value[], at: Position): Value {
  const { method } = found;
  if (!visible(method, body.owner)) {
    body.problem(at, `Method is not visible: ${signature(found)}`);
  }
  if (!method.owner.user) {
    const made = emitLibraryCall(body, on, found, args);
    return seesVariables(found) ? { ...made, js: withVariables(body, made.js, at) } : made;
  }
  const given = args.map((arg, index) => converted(body, settle(arg), found.parameters[index] as ApexType)).join(',');
  if (on === null) {
    const call = `C[${method.owner.index}].${method.slot}`;
    if (hasAnnotation(method, 'future')) {
      // The arguments are those of now; the method runs after the transaction.
      return { type: VOID, js: `futureCall(${JSON.stringify(method.owner.name)},${JSON.stringify(method.name)},${call},[${given}])` };
    }
    return { type: found.returns, js: `${call}(${given})` };
  }
  const receiver = on.nonNull ? on.js : `nn(${on.js})`;
  return { type: found.returns, js: `${receiver}.${method.slot}(${given})`, guard: on.guard };
}

/** What every object has: `toString`, `equals`, `hashCode`; and `clone` of user classes. */
function objectMethod(body: Body, on: Value, name: string, args: Value[]): Value | null {
  const key = name.toLowerCase();
  const receiver = on.nonNull ? on.js : `nn(${on.js})`;
  const [other] = args;
  if (key === 'tostring' && args.length === 0) {
    return { type: STRING, js: `text(${receiver})`, nonNull: true, guard: on.guard };
  }
  if (key === 'hashcode' && args.length === 0) {
    return { type: INTEGER, js: `hashCode(${receiver})`, nonNull: true, guard: on.guard };
  }
  if (key === 'equals' && other && args.length === 1) {
    return { type: BOOLEAN, js: `equalValues(${receiver},${converted(body, other, OBJECT)})`, nonNull: true, guard: on.guard };
  }
  if (key === 'clone' && args.length === 0 && on.type.kind === 'class' && on.type.symbol.user) {
    return { type: OBJECT, js: `cloneObject(${receiver})`, nonNull: true, guard: on.guard };
  }
  return null;
}

function enumMethod(on: Value, name: string, args: Value[]): Value | null {
  if (on.type.kind !== 'class' || on.type.symbol.kind !== 'enum' || args.length > 0) {
    return null;
  }
  const receiver = on.nonNull ? on.js : `nn(${on.js})`;
  switch (name.toLowerCase()) {
    case 'name':
      return { type: STRING, js: `${receiver}.name`, nonNull: true, guard: on.guard };
    case 'ordinal':
      return { type: INTEGER, js: `${receiver}.ordinal`, nonNull: true, guard: on.guard };
    default:
      return null;
  }
}

function enumStatic(body: Body, symbol: TypeSymbol, type: ApexType, name: string, args: Value[]): Value | null {
  const constants = body.tables.constant(body.tables.runtimeTypes.constantsOf(symbol));
  if (/^values$/i.test(name) && args.length === 0) {
    const list = body.universe.listOf(type);
    return { type: list, js: `enumValues(${constants},${body.tables.type(list)})`, nonNull: true };
  }
  const [text] = args;
  if (/^valueof$/i.test(name) && args.length === 1 && text && isPrimitive(text.type, 'String')) {
    return { type, js: `enumValueOf(${constants},${settle(text).js},${JSON.stringify(symbol.name)})`, nonNull: true };
  }
  return null;
}

/** `record.Field.addError(…)`; null when it is an ordinary call. */
function addFieldError(body: Body, call: Call): Value | null {
  const member = call.target as Expression & { kind: 'member' };
  const meaning = meaningOf(body, member.target, (expression) => compileChain(body, expression));
  if (meaning.kind !== 'value' || meaning.value.type.kind !== 'sobject' || !meaning.value.type.object) {
    return null;
  }
  const field = fieldOf(meaning.value.type.object, member.name);
  const [message] = argumentsOf(body, call);
  if (!field || !message) {
    return null;
  }
  return { type: VOID, js: `addError(${settle(meaning.value).js},${JSON.stringify(field.name)},${settle(message).js})` };
}
