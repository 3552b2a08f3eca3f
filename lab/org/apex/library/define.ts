/**
 * How the library is written down: Apex signatures with their implementation, one declaration a type. What is not declared does not
 * compile, so only what works stands here. Implementations get the instance first (static members do not), null as null.
 */
import type { LibraryDeclaration } from '../types/library-symbols.ts';
import { ApexList, ApexMap, ApexSet } from '../runtime/collections.ts';
import { runtime, type Program } from '../runtime/current.ts';
import type { ApexEnum } from '../runtime/enum-value.ts';
import { apexError, type ApexException } from '../runtime/exception-value.ts';
import { nullPointer } from '../runtime/machine.ts';
import type { RuntimeType } from '../runtime/runtime-type.ts';
import { libraryConstant } from '../types/library-symbols.ts';

export type { LibraryDeclaration };

export const library = (declaration: LibraryDeclaration): LibraryDeclaration => declaration;

/** What `getX()` and `isX()` say can be read as the property `X` too, as on the results of describe calls. */
export function withProperties(declaration: LibraryDeclaration): LibraryDeclaration {
  const members = { ...declaration.members };
  for (const [text, member] of Object.entries(declaration.members ?? {})) {
    const [, type, name = ''] = /^(?!static )(\S.*) (?:get|is)([A-Z]\w*)\(\)$/.exec(text) ?? [];
    const key = `${type} ${name.charAt(0).toLowerCase()}${name.slice(1)} { get; }`;
    if (type !== undefined && typeof member === 'function' && !(key in members)) {
      members[key] = { get: member };
    }
  }
  return { ...declaration, members };
}

/** An enum of the library. */
export const enumeration = (name: string, enumValues: readonly string[]): LibraryDeclaration => ({ name, enumValues });

/** A constant of a library enum. */
export function constant(type: string, name: string): ApexEnum {
  const found = libraryConstant(type, name);
  if (!found) {
    throw new Error(`The library has no ${type}.${name}.`);
  }
  return found;
}

/** The body of interface methods: the runtime calls what the user's class has instead. */
export const open = (): never => {
  throw nullPointer();
};

/** What the platform says of a null where a value is needed. */
export const nullArgument = (): ApexException => apexError('NullPointerException', 'Argument cannot be null.');

/** The function, refusing null for any of its arguments. */
export function given<A extends unknown[], R>(work: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    if (args.includes(null)) {
      throw nullArgument();
    }
    return work(...args);
  };
}

const known = new WeakMap<Program, Map<string, RuntimeType>>();

/** A type of the running program by name. */
export function typeNamed(name: string): RuntimeType {
  const { program } = runtime();
  let types = known.get(program);
  if (!types) {
    types = new Map();
    known.set(program, types);
  }
  let type = types.get(name);
  if (!type) {
    type = program.findType(name) ?? undefined;
    if (!type) {
      throw new Error(`The library needs the type ${name}, which the program does not have.`);
    }
    types.set(name, type);
  }
  return type;
}

export const listOf = (element: string, items: unknown[]): ApexList => new ApexList(items, typeNamed(`List<${element}>`));
export const setOf = (element: string, items: Iterable<unknown>): ApexSet => new ApexSet(items, typeNamed(`Set<${element}>`));
export const mapOf = (key: string, value: string, entries: Iterable<readonly [unknown, unknown]>): ApexMap =>
  new ApexMap(entries, typeNamed(`Map<${key},${value}>`));

type Accessors<T> = { get: (self: T) => unknown; set: (self: T, value: never) => void };

/** A property that is stored under `key` of the instance. */
export const stored = <T extends object>(key: keyof T): Accessors<T> => ({
  get: (self) => self[key],
  set: (self, value) => {
    self[key] = value;
  }
});
