/** Which value may go where: assignment, casts, comparison. Apex Developer Guide, "Rules of Conversion". */
import type { TypeSymbol } from './symbols.ts';
import { argumentsOf, isNumber, isPrimitive, keyOf, same, substitute, type ApexType, type ClassType } from './type.ts';

/** All types a class type extends or implements, itself first, nearest first. */
export function supertypes(type: ClassType): ClassType[] {
  const found = new Map<string, ClassType>();
  const visit = (at: ClassType): void => {
    if (found.has(keyOf(at))) {
      return;
    }
    found.set(keyOf(at), at);
    const args = argumentsOf(at);
    for (const above of [at.symbol.superType, ...at.symbol.interfaces]) {
      if (above) {
        visit(substitute(above, args) as ClassType);
      }
    }
  };
  visit(type);
  return [...found.values()];
}

export function extendsSymbol(symbol: TypeSymbol, above: TypeSymbol): boolean {
  return supertypes({ kind: 'class', symbol, args: [] }).some((type) => type.symbol === above);
}

const WIDER: Record<string, string[]> = {
  Integer: ['Long', 'Double', 'Decimal'],
  Long: ['Double', 'Decimal'],
  Double: ['Decimal'],
  Decimal: ['Double']
};

/**
 * How far `from` is from `to` by implicit conversion: 0 the same, more the less specific, null not at all. Used for assignment and to
 * choose among overloads.
 */
export function distance(from: ApexType, to: ApexType): number | null {
  if (from.kind === 'error' || to.kind === 'error' || to.kind === 'variable' || same(from, to)) {
    return 0;
  }
  if (from.kind === 'void' || to.kind === 'void') {
    return null;
  }
  if (from.kind === 'null') {
    return isPrimitive(to, 'Object') ? 2 : 1;
  }
  if (isPrimitive(to, 'Object')) {
    return 50;
  }
  switch (from.kind) {
    case 'primitive':
      return primitiveDistance(from.name, to);
    case 'sobject':
      // A general SObject goes only where a cast says so; a concrete one is an SObject.
      return to.kind === 'sobject' && to.name === 'SObject' ? 1 : null;
    case 'class':
      return to.kind === 'class' ? classDistance(from, to) : null;
    case 'variable':
      return null;
  }
}

function primitiveDistance(from: string, to: ApexType): number | null {
  if (to.kind !== 'primitive') {
    return null;
  }
  const wider = WIDER[from]?.indexOf(to.name) ?? -1;
  if (wider >= 0) {
    return wider + 1;
  }
  if ((from === 'Id' && to.name === 'String') || (from === 'String' && to.name === 'Id')) {
    return from === 'Id' ? 1 : 4;
  }
  return from === 'Date' && to.name === 'Datetime' ? 1 : null;
}

function classDistance(from: ClassType, to: ClassType): number | null {
  const chain = supertypes(from);
  const exact = chain.findIndex((type) => same(type, to));
  if (exact >= 0) {
    return exact;
  }
  // Lists and maps go where one of more general elements is asked for, and a List<SObject> (a dynamic query's) where a concrete one is.
  const index = chain.findIndex((type) => type.symbol === to.symbol);
  const at = chain[index];
  if (!at || at.args.length === 0 || at.symbol.name === 'Set') {
    return null;
  }
  const fits = at.args.every((arg, position) => elementFits(arg, to.args[position] as ApexType));
  // `List<Account>` is nearer to `List<SObject>` than to `List<Object>`.
  const general = at.args.filter(
    (arg, position) => !same(arg, to.args[position] as ApexType) && isPrimitive(to.args[position] as ApexType, 'Object')
  );
  return fits ? index + 10 + general.length : null;
}

function elementFits(from: ApexType, to: ApexType): boolean {
  if (same(from, to) || isPrimitive(to, 'Object') || from.kind === 'error' || to.kind === 'error' || to.kind === 'variable') {
    return true;
  }
  if (from.kind === 'sobject' && to.kind === 'sobject') {
    return from.name === 'SObject' || to.name === 'SObject';
  }
  if ((isPrimitive(from, 'Id') && isPrimitive(to, 'String')) || (isPrimitive(from, 'String') && isPrimitive(to, 'Id'))) {
    return true;
  }
  return from.kind === 'class' && to.kind === 'class' && classDistance(from, to) !== null;
}

export const assignable = (from: ApexType, to: ApexType): boolean => distance(from, to) !== null;

/** Whether a cast or `instanceof` can ever succeed; when it cannot, it is a compile error. */
export function castable(from: ApexType, to: ApexType): boolean {
  if (assignable(from, to) || assignable(to, from) || isPrimitive(from, 'Object')) {
    return true;
  }
  if (isNumber(from) && isNumber(to)) {
    return true;
  }
  if (from.kind === 'sobject' && to.kind === 'sobject') {
    // `Name` stands for whichever object a look-up leads to.
    return [from.name, to.name].some((name) => name === 'SObject' || name === 'Name');
  }
  if (from.kind !== 'class' || to.kind !== 'class') {
    return false;
  }
  if (from.symbol.kind === 'interface' || to.symbol.kind === 'interface') {
    return true;
  }
  return from.symbol === to.symbol && from.args.every((arg, index) => castable(arg, to.args[index] as ApexType));
}
