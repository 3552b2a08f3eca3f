/** Static types. Two types are the same when their keys are; names keep their declared case for messages. */
import type { ObjectDef } from '../../types.ts';
import type { TypeSymbol } from './symbols.ts';

export type PrimitiveName =
  'Boolean' | 'Integer' | 'Long' | 'Double' | 'Decimal' | 'String' | 'Id' | 'Date' | 'Datetime' | 'Time' | 'Blob' | 'Object';

export type ApexType =
  | { kind: 'void' }
  | { kind: 'null' }
  /** The type of what already has an error: everything fits, nothing more is reported. */
  | { kind: 'error' }
  | { kind: 'primitive'; name: PrimitiveName }
  /** `object` is null for `SObject` and `AggregateResult`. */
  | { kind: 'sobject'; name: string; object: ObjectDef | null }
  | ClassType
  /** A type parameter inside a library signature. */
  | { kind: 'variable'; name: string };

export interface ClassType {
  kind: 'class';
  symbol: TypeSymbol;
  args: ApexType[];
}

export const VOID: ApexType = { kind: 'void' };
export const NULL: ApexType = { kind: 'null' };
export const ERROR: ApexType = { kind: 'error' };
export const SOBJECT: ApexType = { kind: 'sobject', name: 'SObject', object: null };
export const AGGREGATE: ApexType = { kind: 'sobject', name: 'AggregateResult', object: null };

const PRIMITIVES = new Map<string, ApexType>(
  (['Boolean', 'Integer', 'Long', 'Double', 'Decimal', 'String', 'Id', 'Date', 'Datetime', 'Time', 'Blob', 'Object'] as const).map(
    (name) => [name.toLowerCase(), { kind: 'primitive', name }]
  )
);

/** By name in any case. */
export function primitive(name: string): ApexType | undefined {
  return PRIMITIVES.get(name.toLowerCase());
}
const known = (name: PrimitiveName): ApexType => PRIMITIVES.get(name.toLowerCase()) as ApexType;
export const BOOLEAN = known('Boolean');
export const INTEGER = known('Integer');
export const LONG = known('Long');
export const DOUBLE = known('Double');
export const DECIMAL = known('Decimal');
export const STRING = known('String');
export const ID = known('Id');
export const DATE = known('Date');
export const DATETIME = known('Datetime');
export const TIME = known('Time');
export const BLOB = known('Blob');
export const OBJECT = known('Object');

export const sobjectType = (object: ObjectDef): ApexType => ({ kind: 'sobject', name: object.name, object });

/** As messages and `Type.getName()` write it: `Map<Id,Account>`, without a space. */
export function nameOf(type: ApexType): string {
  switch (type.kind) {
    case 'void':
    case 'null':
      return type.kind;
    case 'error':
      return 'unknown';
    case 'primitive':
    case 'sobject':
    case 'variable':
      return type.name;
    case 'class':
      return type.args.length === 0 ? type.symbol.name : `${type.symbol.name}<${type.args.map(nameOf).join(',')}>`;
  }
}

export const keyOf = (type: ApexType): string => nameOf(type).toLowerCase();
export const same = (left: ApexType, right: ApexType): boolean => keyOf(left) === keyOf(right);

export function isPrimitive(type: ApexType, ...names: PrimitiveName[]): boolean {
  return type.kind === 'primitive' && (names.length === 0 || names.includes(type.name));
}
export const isNumber = (type: ApexType): boolean => isPrimitive(type, 'Integer', 'Long', 'Double', 'Decimal');
export const isText = (type: ApexType): boolean => isPrimitive(type, 'String', 'Id');

/** Whether the type is the library's `name` (`List`, `Set`, `Map`, `Iterable`, …). */
export function isLibrary(type: ApexType, ...names: string[]): type is ClassType {
  return type.kind === 'class' && !type.symbol.user && names.includes(type.symbol.name);
}

/** Puts type arguments in the place of type parameters. */
export function substitute(type: ApexType, args: ReadonlyMap<string, ApexType>): ApexType {
  if (type.kind === 'variable') {
    return args.get(type.name) ?? type;
  }
  if (type.kind === 'class' && type.args.length > 0) {
    return { ...type, args: type.args.map((arg) => substitute(arg, args)) };
  }
  return type;
}

/** What the type parameters of a class stand for in `type`. */
export function argumentsOf(type: ClassType): Map<string, ApexType> {
  return new Map(type.symbol.typeParams.map((name, index) => [name, type.args[index] ?? OBJECT]));
}
