/** The library's declarations as symbols. */
import { ApexEnum } from '../runtime/enum-value.ts';
import { readSignature, readType, type NamedType } from './signature.ts';
import { aliasOf, newSymbol, type FieldSymbol, type LibraryFunction, type MethodSymbol, type TypeSymbol } from './symbols.ts';
import { VOID, type ApexType, type ClassType } from './type.ts';

export type LibraryMember = LibraryFunction | { get?: LibraryFunction; set?: LibraryFunction };

/** What `library/` hands over: Apex names and signatures with their implementation. */
export interface LibraryDeclaration {
  name: string;
  kind?: 'class' | 'interface';
  abstract?: boolean;
  typeParams?: string[];
  extends?: string;
  implements?: string[];
  enumValues?: readonly string[];
  members?: Record<string, LibraryMember>;
}

type Resolve = (type: NamedType, params: readonly string[], where: string) => ApexType;

export function librarySymbols(declarations: readonly LibraryDeclaration[]): Map<string, TypeSymbol> {
  const symbols = new Map<string, TypeSymbol>();
  for (const declaration of declarations) {
    const symbol = newSymbol(declaration.name, false);
    symbol.kind = declaration.enumValues ? 'enum' : (declaration.kind ?? 'class');
    symbol.abstract = declaration.abstract ?? false;
    symbol.virtual = true;
    symbol.typeParams = declaration.typeParams ?? [];
    symbols.set(declaration.name.toLowerCase(), symbol);
  }
  return symbols;
}

/** Second step, when every name is known: members and supertypes. */
export function fillLibrary(declarations: readonly LibraryDeclaration[], symbols: ReadonlyMap<string, TypeSymbol>, resolve: Resolve): void {
  for (const declaration of declarations) {
    const symbol = symbols.get(declaration.name.toLowerCase()) as TypeSymbol;
    const type = (text: string): ClassType => resolve(readType(text), symbol.typeParams, declaration.name) as ClassType;
    // An object whose name is a class too (`Site`, `Network`) has the methods of every record besides.
    const record = declaration.extends === 'SObject' ? symbols.get('sobject') : undefined;
    symbol.superType = record ? { kind: 'class', symbol: record, args: [] } : declaration.extends ? type(declaration.extends) : null;
    symbol.interfaces = (declaration.implements ?? []).map(type);
    enumConstants(symbol, declaration.enumValues ?? []);
    for (const [text, member] of Object.entries(declaration.members ?? {})) {
      addMember(symbol, text, member, resolve);
    }
  }
}

const shared = (symbol: TypeSymbol, name: string, isStatic: boolean) => ({
  name,
  owner: symbol,
  static: isStatic,
  visibility: 'global' as const,
  testVisible: false,
  annotations: [],
  at: null
});

/** Constants of library enums, one value each for the whole process. */
const constants = new Map<string, ApexEnum>();

export function libraryConstant(type: string, name: string): ApexEnum | undefined {
  return constants.get(`${type}.${name}`.toLowerCase());
}

function enumConstants(symbol: TypeSymbol, names: readonly string[]): void {
  symbol.constants = [...names];
  names.forEach((name, index) => {
    const key = `${symbol.name}.${name}`.toLowerCase();
    if (!constants.has(key)) {
      constants.set(key, new ApexEnum(symbol.name, name, index));
    }
    symbol.fields.set(name.toLowerCase(), {
      ...shared(symbol, name, true),
      kind: 'field',
      type: { kind: 'class', symbol, args: [] },
      final: true,
      transient: false,
      property: null,
      enumConstant: true,
      implementation: { get: () => constants.get(key) }
    });
  });
}

function addMember(symbol: TypeSymbol, text: string, member: LibraryMember, resolve: Resolve): void {
  const signature = readSignature(text);
  const where = `${symbol.name}.${text}`;
  const type = (named: NamedType): ApexType => resolve(named, symbol.typeParams, where);
  if (signature.kind === 'property') {
    if (typeof member === 'function') {
      throw new Error(`The library declares the property ${where} as a function; it needs get or set.`);
    }
    const field: FieldSymbol = {
      ...shared(symbol, signature.name, signature.static),
      kind: 'field',
      type: type(signature.type as NamedType),
      final: !signature.set,
      transient: false,
      property: { get: signature.get ? 'global' : null, set: signature.set ? 'global' : null, getBody: true, setBody: true },
      enumConstant: false,
      implementation: member
    };
    symbol.fields.set(signature.name.toLowerCase(), field);
    return;
  }
  if (typeof member !== 'function') {
    throw new Error(`The library declares ${where}, a method, without a function.`);
  }
  const method: MethodSymbol = {
    ...shared(symbol, signature.name, signature.static),
    kind: signature.kind === 'constructor' ? 'constructor' : 'method',
    parameters: signature.parameters.map((parameter) => ({ name: parameter.name, type: type(parameter.type) })),
    returns: signature.type === null || signature.type.name.toLowerCase() === 'void' ? VOID : type(signature.type),
    abstract: symbol.kind === 'interface' || signature.abstract,
    virtual: !signature.static,
    override: false,
    slot: aliasOf(signature.name, signature.parameters.length),
    implementation: member
  };
  if (method.kind === 'constructor') {
    symbol.constructors.push(method);
  } else {
    const key = signature.name.toLowerCase();
    symbol.methods.set(key, [...(symbol.methods.get(key) ?? []), method]);
  }
}
