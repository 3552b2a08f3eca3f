/** Every type that a program can name: user classes, the library, the schema's objects. */
import type { Schema } from '../../types.ts';
import type { TypeName } from '../syntax/ast.ts';
import { fillLibrary, librarySymbols, type LibraryDeclaration } from './library-symbols.ts';
import type { NamedType } from './signature.ts';
import type { TypeSymbol } from './symbols.ts';
import { AGGREGATE, primitive, SOBJECT, sobjectType, VOID, type ApexType, type ClassType } from './type.ts';

/** Namespaces of the platform whose types may also be named without them. */
const OPEN_NAMESPACES = ['system', 'schema'];

export class Universe {
  readonly schema: Schema;
  /** Top-level user types by lower-case name. */
  readonly user = new Map<string, TypeSymbol>();
  readonly library: ReadonlyMap<string, TypeSymbol>;

  constructor(schema: Schema, declarations: readonly LibraryDeclaration[]) {
    this.schema = schema;
    this.library = librarySymbols(declarations);
    fillLibrary(declarations, this.library, (type, params, where) => this.libraryType(type, params, where));
  }

  /** A library type by name, with or without `System.` or `Schema.`. */
  librarySymbol(name: string): TypeSymbol | undefined {
    const key = name.toLowerCase();
    const direct = this.library.get(key);
    if (direct) {
      return direct;
    }
    const dot = key.indexOf('.');
    if (dot > 0 && OPEN_NAMESPACES.includes(key.slice(0, dot))) {
      const bare = this.library.get(key.slice(dot + 1));
      if (bare) {
        return bare;
      }
    }
    return dot > 0 ? undefined : OPEN_NAMESPACES.map((space) => this.library.get(`${space}.${key}`)).find(Boolean);
  }

  classType(name: string, args: ApexType[] = []): ClassType {
    const symbol = this.librarySymbol(name);
    if (!symbol) {
      throw new Error(`The library lacks ${name}, which the compiler needs.`);
    }
    return { kind: 'class', symbol, args };
  }
  listOf(element: ApexType): ClassType {
    return this.classType('List', [element]);
  }

  /** The members of a type: primitives and sObjects have theirs in library classes of that name. */
  symbolOf(type: ApexType): TypeSymbol | undefined {
    switch (type.kind) {
      case 'class':
        return type.symbol;
      case 'primitive':
        return this.librarySymbol(type.name);
      case 'sobject':
        return this.librarySymbol(type.name) ?? this.librarySymbol('SObject');
      default:
        return undefined;
    }
  }

  /** A type by its text at run time: `Type.forName('Map<Id, Outer.Inner>')`. */
  named(type: NamedType): ApexType | null {
    const args = type.args.map((arg) => this.named(arg));
    if (args.includes(null)) {
      return null;
    }
    return this.byName(type.name.split('.'), args as ApexType[], null);
  }

  /**
   * A type as source names it. `scope` is the class in which the name stands: its inner types, those of its outer class and of its base
   * classes come before everything else.
   */
  resolve(name: TypeName, scope: TypeSymbol | null): ApexType | null {
    const args: ApexType[] = [];
    for (const part of name.parts) {
      for (const arg of part.args) {
        const type = this.resolve(arg, scope);
        if (!type) {
          return null;
        }
        args.push(type);
      }
    }
    let type = this.byName(
      name.parts.map((part) => part.name),
      args,
      scope
    );
    for (let depth = 0; type && depth < name.arrays; depth += 1) {
      type = this.listOf(type);
    }
    return type;
  }

  byName(parts: string[], args: ApexType[], scope: TypeSymbol | null): ApexType | null {
    const keys = parts.map((part) => part.toLowerCase());
    const symbol = this.userSymbol(keys, scope);
    if (symbol) {
      return args.length === 0 ? { kind: 'class', symbol, args } : null;
    }
    return this.platformType(parts, keys, args);
  }

  private userSymbol(keys: string[], scope: TypeSymbol | null): TypeSymbol | undefined {
    const [first, second] = keys as [string, string | undefined];
    let found: TypeSymbol | undefined;
    for (let at = scope; at && !found; at = at.outer) {
      found = innerOf(at, first) ?? (at.simpleName.toLowerCase() === first ? at : undefined);
    }
    found ??= this.user.get(first);
    if (!found || second === undefined) {
      return found;
    }
    return keys.length === 2 ? innerOf(found, second) : undefined;
  }

  private platformType(parts: string[], keys: string[], args: ApexType[]): ApexType | null {
    const [first] = keys as [string];
    const bare = keys.length === 2 && OPEN_NAMESPACES.includes(first) ? (keys[1] as string) : keys.length === 1 ? first : null;
    if (bare !== null && args.length === 0) {
      const simple = bare === 'void' ? VOID : primitive(bare);
      const found = simple ?? this.sobject(bare);
      if (found && !(found.kind === 'sobject' && first === 'system')) {
        return found;
      }
    }
    const symbol = this.librarySymbol(parts.join('.'));
    if (!symbol || symbol.typeParams.length !== args.length) {
      // `Database.Batchable` and `Iterator` may be named without what they are of.
      return symbol && args.length === 0 && symbol.typeParams.length > 0 && symbol.kind === 'interface'
        ? { kind: 'class', symbol, args: symbol.typeParams.map(() => primitive('Object') as ApexType) }
        : null;
    }
    return { kind: 'class', symbol, args };
  }

  sobject(name: string): ApexType | null {
    const key = name.toLowerCase();
    if (key === 'sobject') {
      return SOBJECT;
    }
    if (key === 'aggregateresult') {
      return AGGREGATE;
    }
    const object = this.schema.find(name);
    return object ? sobjectType(object) : null;
  }

  private libraryType(type: NamedType, params: readonly string[], where: string): ApexType {
    if (params.includes(type.name)) {
      return { kind: 'variable', name: type.name };
    }
    const args = type.args.map((arg) => this.libraryType(arg, params, where));
    const keys = type.name.split('.');
    const found = this.platformType(
      keys,
      keys.map((key) => key.toLowerCase()),
      args
    );
    if (!found) {
      throw new Error(`The library declares ${where} with the type ${type.name}, which it does not have.`);
    }
    return found;
  }
}

/** An inner type of the class or of one it extends. */
function innerOf(symbol: TypeSymbol, key: string): TypeSymbol | undefined {
  for (let at: TypeSymbol | undefined = symbol; at; at = at.superType?.symbol) {
    const found = at.inner.get(key);
    if (found) {
      return found;
    }
  }
  return undefined;
}
