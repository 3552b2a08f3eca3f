/** What a name means: variable, field, type, or the beginning of a longer name. Variables come before types, as on the platform. */
import type { ObjectDef } from '../../types.ts';
import { fieldToken, objectToken, typeToken } from '../runtime/tokens.ts';
import type { Expression, Position } from '../syntax/ast.ts';
import { OBJECT, STRING, nameOf, type ApexType } from '../types/type.ts';
import type { Body, Value } from './body.ts';
import { libraryCall } from './library-calls.ts';
import { findField } from './members.ts';
import { fieldPlace, localPlace, valueOf, type Place } from './places.ts';
import { fieldOf, idPlace, recordPlace } from './record-fields.ts';
import { triggerVariable } from './trigger-variables.ts';

/** What stands left of a dot. */
export type Meaning =
  | { kind: 'value'; value: Value }
  | { kind: 'type'; type: ApexType }
  /** `System`, `Schema`, `Trigger`, `Label`: not a type by itself. */
  | { kind: 'namespace'; parts: string[] };

type Compile = (expression: Expression) => Value;

/** A bare name as something assignable, or null when there is no such variable. */
export function namedPlace(body: Body, name: string, at: Position, once = false): Place | null {
  const local = body.local(name);
  if (local) {
    return localPlace(local);
  }
  for (let symbol = body.owner as typeof body.owner | null; symbol; symbol = symbol.outer) {
    const found = findField({ kind: 'class', symbol, args: [] }, name);
    if (found) {
      if (found.field.static) {
        return fieldPlace(body, found.field, found.type, null, at, once);
      }
      if (symbol === body.owner) {
        if (body.place.static) {
          body.problem(at, `Non static variable cannot be referenced from a static context: ${name}`);
        }
        return fieldPlace(body, found.field, found.type, { type: body.self, js: 'this', nonNull: true, simple: true }, at, once);
      }
    }
  }
  return null;
}

export function meaningOf(body: Body, expression: Expression, compile: Compile): Meaning {
  if (expression.kind === 'name') {
    return meaningOfName(body, expression.name, expression.at);
  }
  if (expression.kind === 'member' && !expression.safe) {
    const left = meaningOf(body, expression.target, compile);
    if (left.kind !== 'value') {
      return memberOfName(body, left, expression.name, expression.at);
    }
    return { kind: 'value', value: memberOfValue(body, left.value, expression.name, expression.at) };
  }
  return { kind: 'value', value: compile(expression) };
}

function meaningOfName(body: Body, name: string, at: Position): Meaning {
  const place = namedPlace(body, name, at);
  if (place) {
    return { kind: 'value', value: valueOf(place) };
  }
  const key = name.toLowerCase();
  const type = body.universe.byName([name], [], body.owner);
  if (type && !(key === 'schema' || key === 'label' || key === 'trigger')) {
    return { kind: 'type', type };
  }
  return { kind: 'namespace', parts: [name] };
}

/** `Type.member`, `Namespace.Type`. */
function memberOfName(body: Body, left: Exclude<Meaning, { kind: 'value' }>, name: string, at: Position): Meaning {
  if (left.kind === 'namespace') {
    return memberOfNamespace(body, left.parts, name, at);
  }
  const isLabel =
    left.type.kind === 'class' && !left.type.symbol.user && left.type.symbol.name === 'System' && name.toLowerCase() === 'label';
  if (isLabel) {
    return { kind: 'namespace', parts: ['System', name] };
  }
  const inner = memberType(body, left.type, name);
  const value = staticMember(body, left.type, name, at);
  if (value) {
    return { kind: 'value', value };
  }
  return inner ? { kind: 'type', type: inner } : { kind: 'value', value: unknownMember(body, left.type, name, at) };
}

function memberOfNamespace(body: Body, parts: string[], name: string, at: Position): Meaning {
  const key = parts.join('.').toLowerCase();
  if (key === 'trigger') {
    return { kind: 'value', value: triggerVariable(body, name, at) };
  }
  if (key === 'label' || key === 'system.label') {
    return { kind: 'value', value: label(body, name, at) };
  }
  const type = body.universe.byName([...parts, name], [], body.owner);
  if (type) {
    return { kind: 'type', type };
  }
  const first = parts[0] as string;
  if (parts.length === 1 && ['system', 'schema'].includes(first.toLowerCase())) {
    return { kind: 'namespace', parts: [...parts, name] };
  }
  return { kind: 'value', value: body.fail(at, `Variable does not exist: ${first}`) };
}

function memberType(body: Body, type: ApexType, name: string): ApexType | null {
  if (type.kind !== 'class') {
    return null;
  }
  return body.universe.byName([...type.symbol.name.split('.'), name], [], body.owner);
}

function staticMember(body: Body, type: ApexType, name: string, at: Position): Value | null {
  if (type.kind === 'sobject') {
    return objectMember(body, type, name);
  }
  const symbol = body.universe.symbolOf(type);
  const found = symbol ? findField({ kind: 'class', symbol, args: [] }, name) : null;
  if (found?.field.static) {
    return valueOf(fieldPlace(body, found.field, found.type, null, at));
  }
  if (found) {
    return body.fail(at, `Non static variable cannot be referenced from a static context: ${name}`);
  }
  if (symbol && !symbol.user && symbol.simpleName === 'SObjectType') {
    // `Schema.SObjectType.Account` is the description of the object.
    const object = body.universe.schema.find(name);
    return object ? describeObject(body, object, at) : null;
  }
  return null;
}

/** `Account.SObjectType`, `Account.Name`, `Account.fields`. */
function objectMember(body: Body, type: ApexType & { kind: 'sobject' }, name: string): Value | null {
  if (name.toLowerCase() === 'sobjecttype') {
    const js = body.tables.constant(objectToken(type.name));
    return { type: body.universe.classType('SObjectType'), js, nonNull: true, simple: true };
  }
  const field = type.object ? fieldOf(type.object, name) : undefined;
  return field && type.object ? token(body, type.object, field.name) : null;
}

function token(body: Body, object: ObjectDef, field: string): Value {
  const js = body.tables.constant(fieldToken(object.name, field));
  return { type: body.universe.classType('SObjectField'), js, nonNull: true, simple: true, rowCause: field === 'RowCause' };
}

function describeObject(body: Body, object: ObjectDef, at: Position): Value {
  const of: Value = { type: body.universe.classType('SObjectType'), js: body.tables.constant(objectToken(object.name)), nonNull: true };
  return { ...libraryCall(body, of, 'getDescribe', [], at), describes: object };
}

function unknownMember(body: Body, type: ApexType, name: string, at: Position): Value {
  if (type.kind === 'sobject') {
    return body.fail(at, `Field does not exist: ${name} on ${type.name}`);
  }
  return body.fail(at, `Variable does not exist: ${name}`);
}

function label(body: Body, name: string, at: Position): Value {
  if (body.place.labels && !body.place.labels.has(name.toLowerCase())) {
    return body.fail(at, `External string does not exist: ${name}`);
  }
  return { type: STRING, js: `label(${JSON.stringify(name)})`, nonNull: true };
}

/** `value.name`, read. */
export function memberOfValue(body: Body, value: Value, name: string, at: Position): Value {
  if (value.rowCause) {
    // `Schema.AccountShare.RowCause.Manual`
    return { type: STRING, js: JSON.stringify(name), nonNull: true, simple: true };
  }
  if (value.describes) {
    const described = describedMember(body, value, name, at);
    if (described) {
      return described;
    }
  }
  const place = memberPlace(body, value, name, at);
  return place ? valueOf(place) : { type: value.type.kind === 'error' ? value.type : { kind: 'error' }, js: 'null' };
}

/** `Schema.SObjectType.Account.fields.Name`. */
function describedMember(body: Body, value: Value, name: string, at: Position): Value | null {
  const object = value.describes as ObjectDef;
  if (name.toLowerCase() === 'fields' && !value.fieldsOf) {
    // Beside the names of its fields it has `getMap()`.
    const place = memberPlace(body, { ...value, describes: undefined }, name, at);
    return place && { ...valueOf(place), nonNull: true, describes: object, fieldsOf: true };
  }
  if (name.toLowerCase() === 'fieldsets' && !value.fieldSetsOf) {
    const place = memberPlace(body, { ...value, describes: undefined }, name, at);
    return place && { ...valueOf(place), nonNull: true, describes: object, fieldSetsOf: true };
  }
  if (value.fieldSetsOf && object.fieldSets?.some((set) => set.name.toLowerCase() === name.toLowerCase())) {
    const sets = libraryCall(body, value, 'getMap', [], at);
    return libraryCall(body, sets, 'get', [{ type: STRING, js: JSON.stringify(name), nonNull: true }], at);
  }
  const field = value.fieldsOf ? fieldOf(object, name) : undefined;
  return field ? libraryCall(body, token(body, object, field.name), 'getDescribe', [], at) : null;
}

/** `value.name` as something assignable; reports what does not exist. */
export function memberPlace(body: Body, value: Value, name: string, at: Position, once = false): Place | null {
  if (value.type.kind === 'error') {
    return null;
  }
  const on = rowOfQuery(value);
  if (on.type.kind === 'sobject') {
    const place = on.type.object ? recordPlace(body, on, on.type.object, name, once) : idPlace(body, on, name, once);
    if (!place) {
      body.problem(at, `Variable does not exist: ${name}`);
    }
    return place;
  }
  const symbol = body.universe.symbolOf(on.type);
  const found = symbol ? findField({ kind: 'class', symbol, args: on.type.kind === 'class' ? on.type.args : [] }, name) : null;
  if (!found || on.type === OBJECT) {
    body.problem(at, `Variable does not exist: ${name}`);
    return null;
  }
  if (found.field.static) {
    body.problem(at, `Static field cannot be referenced from a non static context: ${nameOf(on.type)}.${name}`);
    return null;
  }
  return fieldPlace(body, found.field, found.type, on, at, once);
}

/** `[SELECT …].Name` reads the only row. */
export function rowOfQuery(value: Value): Value {
  const element = value.query && value.type.kind === 'class' ? value.type.args[0] : undefined;
  return element ? { type: element, js: `single(${value.js})`, nonNull: true } : value;
}

/** `Foo.class`. */
export function typeLiteral(body: Body, type: ApexType): Value {
  const js = body.tables.constant(typeToken(body.tables.runtimeTypes.of(type)));
  return { type: body.universe.classType('Type'), js, nonNull: true, simple: true };
}
