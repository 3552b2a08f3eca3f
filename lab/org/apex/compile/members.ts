/** Finding members by name in a type and all it extends, and whether code may touch them. */
import { supertypes } from '../types/convert.ts';
import type { FieldSymbol, MemberSymbol, MethodSymbol, TypeSymbol } from '../types/symbols.ts';
import { argumentsOf, keyOf, substitute, type ApexType, type ClassType } from '../types/type.ts';

export interface FoundMethod {
  method: MethodSymbol;
  /** Parameters and result with type arguments in place. */
  parameters: ApexType[];
  returns: ApexType;
}

export function findField(type: ClassType, name: string): { field: FieldSymbol; type: ApexType } | null {
  for (const at of supertypes(type)) {
    const field = at.symbol.fields.get(name.toLowerCase());
    if (field) {
      return { field, type: substitute(field.type, argumentsOf(at)) };
    }
  }
  return null;
}

/** All methods of that name, the most derived first; what is overridden is left out. */
export function findMethods(type: ClassType, name: string): FoundMethod[] {
  const found: FoundMethod[] = [];
  const seen = new Set<string>();
  for (const at of supertypes(type)) {
    const args = argumentsOf(at);
    for (const method of at.symbol.methods.get(name.toLowerCase()) ?? []) {
      const made = instantiate(method, args);
      const key = made.parameters.map(keyOf).join(',');
      if (!seen.has(key)) {
        seen.add(key);
        found.push(made);
      }
    }
  }
  return found;
}

export function constructorsOf(type: ClassType): FoundMethod[] {
  const args = argumentsOf(type);
  return type.symbol.constructors.map((method) => instantiate(method, args));
}

function instantiate(method: MethodSymbol, args: ReadonlyMap<string, ApexType>): FoundMethod {
  return {
    method,
    parameters: method.parameters.map((parameter) => substitute(parameter.type, args)),
    returns: substitute(method.returns, args)
  };
}

export function topLevel(symbol: TypeSymbol): TypeSymbol {
  let at = symbol;
  while (at.outer) {
    at = at.outer;
  }
  return at;
}

/** Private members are shared within a top-level class; @TestVisible opens them to test code. */
export function visible(member: Pick<MemberSymbol, 'visibility' | 'testVisible' | 'owner'>, from: TypeSymbol): boolean {
  if (member.visibility === 'public' || member.visibility === 'global' || topLevel(member.owner) === topLevel(from)) {
    return true;
  }
  if (member.testVisible && topLevel(from).isTest) {
    return true;
  }
  if (member.visibility !== 'protected') {
    return false;
  }
  for (let at: TypeSymbol | null = from; at; at = at.outer) {
    if (supertypes({ kind: 'class', symbol: at, args: [] }).some((type) => type.symbol === member.owner)) {
      return true;
    }
  }
  return false;
}

export function typeVisible(symbol: TypeSymbol, from: TypeSymbol): boolean {
  if (!symbol.user || symbol.outer === null || symbol.visibility === 'public' || symbol.visibility === 'global') {
    return true;
  }
  return topLevel(symbol) === topLevel(from) || (symbol.testVisible && topLevel(from).isTest);
}
