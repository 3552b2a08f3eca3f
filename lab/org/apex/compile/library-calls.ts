/** Calls of library methods, and of methods behind library interfaces that user classes may implement. */
import type { Position } from '../syntax/ast.ts';
import { isLibrary, nameOf, VOID, type ApexType } from '../types/type.ts';
import { aliasOf } from '../types/symbols.ts';
import type { Body, Value } from './body.ts';
import { converted } from './convert-value.ts';
import { findMethods, type FoundMethod } from './members.ts';
import { argumentNames, choose } from './overloads.ts';

/** Finds and calls an instance method of a library type. */
export function libraryCall(body: Body, on: Value, name: string, args: Value[], at: Position): Value {
  const symbol = body.universe.symbolOf(on.type);
  const found = symbol
    ? choose(findMethods({ kind: 'class', symbol, args: on.type.kind === 'class' ? on.type.args : [] }, name), args)
    : null;
  if (!found || found === 'ambiguous') {
    return body.fail(at, missingMethod(name, args, on.type));
  }
  return emitLibraryCall(body, on, found, args);
}

export const missingMethod = (name: string, args: Value[], type: ApexType): string =>
  `Method does not exist or incorrect signature: void ${name}(${argumentNames(args)}) from the type ${nameOf(type)}`;

/** @param on the receiver; null for static methods. */
export function emitLibraryCall(body: Body, on: Value | null, found: FoundMethod, args: Value[]): Value {
  const { method, parameters } = found;
  const given = args.map((arg, index) => converted(body, arg, parameters[index] as ApexType));
  const implementation = method.implementation ? body.tables.function(method.implementation) : 'null';
  if (on === null || method.static) {
    return result(found, `${implementation}(${given.join(',')})`);
  }
  const receiver = on.nonNull ? on.js : `nn(${on.js})`;
  const open =
    method.abstract || method.owner.kind === 'interface' || method.owner.abstract || ['Exception', 'Object'].includes(method.owner.name);
  const js = open
    ? `open(${JSON.stringify(aliasOf(method.name, parameters.length))},${[implementation, receiver, ...given].join(',')})`
    : `${implementation}(${[receiver, ...given].join(',')})`;
  return { ...result(specialized(body, on.type, found), js), guard: on.guard };
}

function result(found: FoundMethod, js: string): Value {
  const query = !found.method.static ? false : found.method.owner.name === 'Database' && /^query/i.test(found.method.name);
  return { type: found.returns, js, query: query && isLibrary(found.returns, 'List'), nonNull: found.returns === VOID };
}

/** `account.clone()` is an Account, `accounts.deepClone()` a List<Account>, though declared for SObject. */
function specialized(body: Body, on: ApexType, found: FoundMethod): FoundMethod {
  const name = found.method.name.toLowerCase();
  if (on.kind === 'sobject' && on.object && name === 'clone') {
    return { ...found, returns: on };
  }
  return isLibrary(on, 'List') && name === 'deepclone' ? { ...found, returns: body.universe.listOf(on.args[0] as ApexType) } : found;
}
