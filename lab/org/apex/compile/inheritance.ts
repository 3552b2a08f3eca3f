/** What a class extends and implements: resolved, then checked. */
import type { Position, TypeName, TypeNode } from '../syntax/ast.ts';
import { assignable, supertypes } from '../types/convert.ts';
import type { MethodSymbol, TypeSymbol } from '../types/symbols.ts';
import { argumentsOf, keyOf, nameOf, substitute, type ApexType, type ClassType } from '../types/type.ts';
import type { Universe } from '../types/universe.ts';
import { typeText } from './body.ts';
import { describe, sameParameters } from './declare.ts';
import { findMethods } from './members.ts';
import type { Problems } from './problems.ts';

/** Whether the class is `Exception` or extends it. */
export function isException(symbol: TypeSymbol): boolean {
  for (let at: TypeSymbol | undefined = symbol; at; at = at.superType?.symbol) {
    if (!at.user && at.name === 'Exception') {
      return true;
    }
  }
  return false;
}

export function resolveSupertypes(universe: Universe, problems: Problems, symbol: TypeSymbol): void {
  const node = symbol.node as TypeNode;
  // The names after `extends` are looked up around the class, not in it.
  const named = (name: TypeName): ClassType | null => {
    const type = universe.resolve(name, symbol.outer) ?? universe.resolve(name, symbol);
    if (type?.kind === 'class') {
      return type;
    }
    problems.add(name.at, `Invalid type: ${typeText(name)}`);
    return null;
  };
  if (node.extends) {
    symbol.superType = named(node.extends);
    checkSuper(problems, symbol, node.extends.at);
  }
  const [, second] = node.interfaces;
  if (node.kind === 'interface' && second) {
    problems.add(second.at, `An interface extends one other interface: ${symbol.name}`);
  }
  for (const name of node.interfaces) {
    const type = named(name);
    if (type && type.symbol.kind !== 'interface') {
      problems.add(name.at, `${symbol.name}: Interface expected: ${nameOf(type)}`);
    } else if (type) {
      symbol.interfaces.push(type);
    }
  }
  if (symbol.superType === null && isExceptionName(symbol) && symbol.kind === 'class') {
    problems.add(symbol.at, `Invalid class name, the suffix Exception is for classes that extend Exception: ${symbol.name}`);
  }
  symbol.inner.forEach((inner) => resolveSupertypes(universe, problems, inner));
}

const isExceptionName = (symbol: TypeSymbol): boolean => /exception$/i.test(symbol.simpleName);

function checkSuper(problems: Problems, symbol: TypeSymbol, at: Position): void {
  const above = symbol.superType?.symbol;
  if (!above) {
    return;
  }
  if (above.kind === 'interface') {
    problems.add(at, `${symbol.name}: Class expected: ${above.name}`);
    symbol.superType = null;
    return;
  }
  for (let next: TypeSymbol | undefined = above; next; next = next.superType?.symbol) {
    if (next === symbol) {
      problems.add(at, `Circular definition: ${symbol.name}`);
      symbol.superType = null;
      return;
    }
  }
  if (above.user && !above.virtual && !isException(above)) {
    problems.add(at, `Non-virtual and non-abstract type cannot be extended: ${above.name}`);
  }
  if (isException(above) && !isExceptionName(symbol)) {
    problems.add(at, `Classes extending Exception must have a name ending in 'Exception': ${symbol.name}`);
  }
}

/** After all members are declared: overriding and implementing. */
export function checkInheritance(problems: Problems, symbol: TypeSymbol): void {
  if (symbol.kind === 'class') {
    symbol.methods.forEach((methods) => methods.forEach((method) => checkOverride(problems, symbol, method)));
    checkImplemented(problems, symbol);
  }
  symbol.inner.forEach((inner) => checkInheritance(problems, inner));
}

const OBJECT_METHODS = ['tostring', 'equals', 'hashcode'];

function checkOverride(problems: Problems, symbol: TypeSymbol, method: MethodSymbol): void {
  const above = symbol.superType ? findMethods(symbol.superType, method.name) : [];
  const overridden = above.find(
    (found) =>
      found.method.owner.kind === 'class' &&
      found.method.visibility !== 'private' &&
      sameParameters({ parameters: found.parameters.map((type) => ({ type })) }, method)
  );
  const at = method.at as Position;
  if (!overridden) {
    const implementsOne = supertypes({ kind: 'class', symbol, args: [] }).some(
      (type) => type.symbol.kind === 'interface' && type.symbol.methods.has(method.name.toLowerCase())
    );
    if (method.override && !OBJECT_METHODS.includes(method.name.toLowerCase()) && !implementsOne) {
      problems.add(at, `@Override specified for non-overriding method: ${describe(method)}`);
    }
    return;
  }
  if (method.static || overridden.method.static) {
    return;
  }
  const builtIn = !overridden.method.owner.user;
  if (!overridden.method.virtual) {
    problems.add(at, `Non-virtual, non-abstract methods cannot be overridden: ${describe(method)}`);
  } else if (!method.override && !builtIn) {
    problems.add(at, `Method must use the override keyword: ${describe(method)}`);
  }
  if (!builtIn && keyOf(overridden.returns) !== keyOf(method.returns)) {
    problems.add(
      at,
      `Method return types clash: ${describe(method)} vs ${describe(overridden.method)} from the type ${overridden.method.owner.name}`
    );
  }
  const order = ['private', 'protected', 'public', 'global'];
  if (!builtIn && order.indexOf(method.visibility) < order.indexOf(overridden.method.visibility)) {
    problems.add(at, `Cannot reduce the visibility of the overridden method: ${describe(method)}`);
  }
}

function checkImplemented(problems: Problems, symbol: TypeSymbol): void {
  if (symbol.abstract) {
    return;
  }
  for (const type of supertypes({ kind: 'class', symbol, args: [] })) {
    const args = argumentsOf(type);
    for (const method of [...type.symbol.methods.values()].flat()) {
      if (!method.abstract || (type.symbol.kind === 'class' && !type.symbol.abstract)) {
        continue;
      }
      const parameters = method.parameters.map((parameter) => ({ type: substitute(parameter.type, args) }));
      const found = implementationOf(symbol, method.name, parameters, !type.symbol.user);
      const text = `${nameOf(substitute(method.returns, args))} ${type.symbol.name}.${method.name}(${parameters.map((p) => nameOf(p.type)).join(', ')})`;
      if (!found) {
        problems.add(
          symbol.at,
          `Class ${symbol.name} must implement the ${type.symbol.kind === 'interface' ? 'interface' : 'abstract'} method: ${text}`
        );
      } else if (type.symbol.kind === 'interface' && found.visibility !== 'public' && found.visibility !== 'global') {
        problems.add(found.at as Position, `Interface method must be public or global: ${describe(found)}`);
      }
    }
  }
}

/**
 * The method of the class, or inherited by it, with exactly these parameters. Behind library interfaces a List of one sObject may stand for
 * a List of another: `Batchable<SObject>` is implemented with `execute(…, List<Account>)`.
 */
export function implementationOf(
  symbol: TypeSymbol,
  name: string,
  parameters: { type: ApexType }[],
  library: boolean
): MethodSymbol | null {
  const near = (method: MethodSymbol): boolean =>
    library &&
    method.parameters.length === parameters.length &&
    method.parameters.every(({ type }, index) => assignable(parameters[index]?.type as ApexType, type));
  for (const matches of [(method: MethodSymbol) => sameParameters(method, { parameters }), near]) {
    for (let at: TypeSymbol | undefined = symbol; at?.user; at = at.superType?.symbol) {
      const found = (at.methods.get(name.toLowerCase()) ?? []).find((method) => !method.abstract && !method.static && matches(method));
      if (found) {
        return found;
      }
    }
  }
  return null;
}
