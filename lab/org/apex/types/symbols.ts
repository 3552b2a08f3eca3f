/** Declared things: types and their members, of user code and of the library alike. */
import type { Annotation, Position, TypeNode } from '../syntax/ast.ts';
import type { ApexType, ClassType } from './type.ts';

export type Visibility = 'private' | 'protected' | 'public' | 'global';
export type Sharing = 'with' | 'without' | 'inherited' | 'omitted';

export interface MemberSymbol {
  name: string;
  owner: TypeSymbol;
  static: boolean;
  visibility: Visibility;
  testVisible: boolean;
  annotations: Annotation[];
  /** Null for the library. */
  at: Position | null;
}

export interface ParameterSymbol {
  name: string;
  type: ApexType;
}

/** Called as the library's members are: with the instance first, unless static. */
export type LibraryFunction = (...args: never[]) => unknown;

export interface MethodSymbol extends MemberSymbol {
  kind: 'method' | 'constructor';
  parameters: ParameterSymbol[];
  returns: ApexType;
  abstract: boolean;
  /** May be overridden. */
  virtual: boolean;
  override: boolean;
  /** JavaScript name: the same for a method and all that override it. See `slotOf`. */
  slot: string;
  implementation: LibraryFunction | null;
}

export interface FieldSymbol extends MemberSymbol {
  kind: 'field';
  type: ApexType;
  final: boolean;
  transient: boolean;
  /** Null for plain fields. Visibility null: there is no such accessor. */
  property: { get: Visibility | null; set: Visibility | null; getBody: boolean; setBody: boolean } | null;
  enumConstant: boolean;
  implementation: { get?: LibraryFunction; set?: LibraryFunction } | null;
}

export interface TypeSymbol {
  /** `Outer.Inner`, `Database.SaveResult`. */
  name: string;
  simpleName: string;
  kind: 'class' | 'interface' | 'enum';
  user: boolean;
  /** Number of the class in the program's tables; -1 for the library. */
  index: number;
  file: string;
  at: Position;
  visibility: Visibility;
  abstract: boolean;
  virtual: boolean;
  sharing: Sharing;
  isTest: boolean;
  testVisible: boolean;
  annotations: Annotation[];
  apiVersion: number;
  outer: TypeSymbol | null;
  /** By lower-case simple name. */
  inner: Map<string, TypeSymbol>;
  typeParams: string[];
  superType: ClassType | null;
  interfaces: ClassType[];
  /** By lower-case name, in order of declaration. */
  fields: Map<string, FieldSymbol>;
  methods: Map<string, MethodSymbol[]>;
  constructors: MethodSymbol[];
  /** Enums, in order. */
  constants: string[];
  node: TypeNode | null;
}

/**
 * JavaScript names. A user method's is made of its name and parameter types, so that overriding needs no bookkeeping; what the library
 * calls in user code it calls by name and number of arguments, and user classes carry such a name as an alias.
 */
export function slotOf(name: string, parameterTypes: string[]): string {
  return `${name.toLowerCase()}$${parameterTypes.map((type) => type.toLowerCase().replace(/[^a-z0-9_]/g, '$')).join('$$')}$`;
}
export const aliasOf = (name: string, parameters: number): string => `${name.toLowerCase()}$${parameters}`;

export function newSymbol(name: string, user: boolean): TypeSymbol {
  return {
    name,
    simpleName: name.slice(name.lastIndexOf('.') + 1),
    kind: 'class',
    user,
    index: -1,
    file: '',
    at: { line: 0, column: 0 },
    visibility: user ? 'private' : 'global',
    abstract: false,
    virtual: false,
    sharing: 'omitted',
    isTest: false,
    testVisible: false,
    annotations: [],
    apiVersion: 0,
    outer: null,
    inner: new Map(),
    typeParams: [],
    superType: null,
    interfaces: [],
    fields: new Map(),
    methods: new Map(),
    constructors: [],
    constants: [],
    node: null
  };
}
