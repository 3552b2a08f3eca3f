/** A compilation made runnable: its JavaScript evaluated, its types found by name, its methods called by name. */
import { compileFunction } from 'node:vm';
import type { Compilation, CompiledFile } from '../compile/compile.ts';
import { assignable } from '../types/convert.ts';
import { readType } from '../types/signature.ts';
import type { MethodSymbol, TypeSymbol } from '../types/symbols.ts';
import { isNumber, isPrimitive, nameOf, OBJECT, STRING, type ApexType, type ClassType } from '../types/type.ts';
import { ApexList, ApexMap, ApexSet } from '../runtime/collections.ts';
import type { Program, StubbedMethod } from '../runtime/current.ts';
import { ApexBlob, ApexDate, ApexDatetime, ApexTime } from '../runtime/dates.ts';
import { ApexDecimal } from '../runtime/decimal.ts';
import { ApexEnum } from '../runtime/enum-value.ts';
import { environment } from '../runtime/environment.ts';
import { ApexException, apexError } from '../runtime/exception-value.ts';
import { isId } from '../runtime/ids.ts';
import { nullPointer } from '../runtime/machine.ts';
import type { RuntimeType } from '../runtime/runtime-type.ts';
import { SObjectFieldToken, SObjectTypeToken, TypeToken } from '../runtime/tokens.ts';
import { SObjectValue } from '../runtime/sobject-value.ts';
import { stubOf } from './stubs.ts';

type Method = (...args: unknown[]) => unknown;
type UserClass = (new () => object) & Record<string, Method>;

/** Line → hits, of one file. */
export interface FileCoverage {
  file: string;
  name: string;
  kind: CompiledFile['kind'];
  isTest: boolean;
  lines: number[];
  hits: Uint32Array;
}

const NAMES = Object.keys(environment);
const PARAMETERS = ['R', 'L', 'T', 'K', 'M', 'C', 'I', 'h'];

export class LinkedProgram implements Program {
  readonly compilation: Compilation;
  readonly classes: (UserClass | undefined)[] = [];
  readonly coverage = new Map<string, FileCoverage>();
  private readonly initializers: ((statics: Record<string, unknown>) => void)[] = [];
  private readonly labels: ReadonlyMap<string, string>;

  /** @param labels texts of the custom labels by lower-case name. */
  constructor(compilation: Compilation, labels: ReadonlyMap<string, string> = new Map()) {
    this.compilation = compilation;
    this.labels = labels;
    compilation.runtimeTypes.allocator = (symbol) => new (this.classes[symbol.index] as UserClass)();
    const all = compilation.files.flatMap((file) => file.classes.map((made) => ({ file, made })));
    // A class is made after the one it extends.
    all.sort((left, right) => depthOf(left.made.symbol) - depthOf(right.made.symbol));
    for (const file of compilation.files) {
      this.cover(file);
    }
    for (const { file, made } of all) {
      this.evaluate(file, made.js);
    }
  }

  private cover(file: CompiledFile): void {
    const lines = [...file.lines].sort((left, right) => left - right);
    const { name, kind, isTest } = file;
    this.coverage.set(file.file, { file: file.file, name, kind, isTest, lines, hits: new Uint32Array((lines.at(-1) ?? 0) + 2) });
  }

  private evaluate(file: CompiledFile, js: string): void {
    const { tables } = this.compilation;
    const code = `'use strict';const {${NAMES.join(',')}}=R;\n${js}`;
    const run = compileFunction(code, PARAMETERS, { filename: `apex:${file.file}` }) as (...args: unknown[]) => void;
    const hits = this.coverage.get(file.file)?.hits ?? new Uint32Array(0);
    run(environment, tables.functions, tables.types, tables.constants, tables.methods, this.classes, this.initializers, hits);
  }

  /** Adds compiled anonymous code; gives its body. */
  link(file: CompiledFile): () => void {
    this.cover(file);
    for (const made of [...file.classes].sort((left, right) => depthOf(left.symbol) - depthOf(right.symbol))) {
      this.evaluate(file, made.js);
    }
    this.coverage.delete(file.file);
    const { index } = (file.classes.find((made) => made.symbol.outer === null) as { symbol: TypeSymbol }).symbol;
    return () => void this.classes[index]?.['run']?.();
  }

  symbol(name: string): TypeSymbol | null {
    const [outer, inner] = name.toLowerCase().split('.');
    const found = this.compilation.universe.user.get(outer as string);
    return (inner === undefined ? found : found?.inner.get(inner)) ?? null;
  }

  /** A static method of a user class. */
  static(method: MethodSymbol): Method {
    const owner = this.classes[method.owner.index] as UserClass;
    return (...args) => (owner[method.slot] as Method)(...args);
  }
  runScript(symbol: TypeSymbol): void {
    (this.classes[symbol.index] as UserClass)['run']?.();
  }

  // ---------------------------------------------------------------- what running code asks

  findType(name: string): RuntimeType | null {
    const text = name.trim();
    if (!/^[A-Za-z][\w.]*(\s*<.*>)?(\[\])*$/.test(text)) {
      return null;
    }
    const type = this.compilation.universe.named(readType(text));
    return type && this.compilation.runtimeTypes.of(type);
  }

  instantiate(type: RuntimeType): unknown {
    const made = this.compilation.runtimeTypes.staticOf(type);
    if (made?.kind === 'sobject' && made.object) {
      return new SObjectValue(made.object.name);
    }
    if (made?.kind !== 'class') {
      throw apexError('TypeException', `Type cannot be constructed: ${type.name}`);
    }
    return made.symbol.user ? this.newUser(made) : this.newLibrary(made, type);
  }

  private newUser(type: ClassType): unknown {
    const { symbol } = type;
    const none = symbol.constructors.find((candidate) => candidate.parameters.length === 0);
    if (symbol.kind !== 'class' || symbol.abstract || !none) {
      throw apexError('TypeException', `Type cannot be constructed: ${nameOf(type)}`);
    }
    const fresh = new (this.classes[symbol.index] as UserClass)() as Record<string, Method>;
    return (fresh[none.slot] as Method).call(fresh);
  }

  private newLibrary(type: ClassType, runtimeType: RuntimeType): unknown {
    const none = type.symbol.constructors.find((candidate) => candidate.parameters.length === 0);
    if (!none?.implementation) {
      throw apexError('TypeException', `Type cannot be constructed: ${nameOf(type)}`);
    }
    const made = (none.implementation as Method)();
    if (made instanceof ApexList || made instanceof ApexSet || made instanceof ApexMap) {
      made.type = runtimeType;
    }
    return made;
  }

  hasMethod(target: unknown, method: string, argumentCount: number): boolean {
    return this.methodOf(target, method, argumentCount) !== null;
  }

  invoke(target: unknown, method: string, args: unknown[]): unknown {
    if (target === null) {
      throw nullPointer();
    }
    const found = this.methodOf(target, method, args.length);
    if (!found) {
      throw new Error(`The library calls ${method} with ${args.length} arguments, which ${this.typeOf(target).name} does not have.`);
    }
    return found.apply(target, args);
  }

  private methodOf(target: unknown, name: string, count: number): Method | null {
    if (typeof target !== 'object' || target === null) {
      return null;
    }
    const object = target as Record<string, Method | undefined> & { type$?: RuntimeType };
    const alias = object[`${name.toLowerCase()}$${count}`];
    if (alias) {
      return alias;
    }
    const type = object.type$ && this.compilation.runtimeTypes.staticOf(object.type$);
    for (let at = type?.kind === 'class' ? type.symbol : undefined; at?.user; at = at.superType?.symbol) {
      const method = at.methods.get(name.toLowerCase())?.find((candidate) => !candidate.static && candidate.parameters.length === count);
      if (method) {
        return object[method.slot] ?? null;
      }
    }
    return null;
  }

  typeOf(value: unknown): RuntimeType {
    return this.compilation.runtimeTypes.of(this.staticTypeOf(value));
  }

  private staticTypeOf(value: unknown): ApexType {
    const { universe, runtimeTypes } = this.compilation;
    switch (typeof value) {
      case 'string':
        return STRING;
      case 'boolean':
        return primitiveOf('Boolean');
      case 'bigint':
        return primitiveOf('Long');
      case 'number':
        return primitiveOf(Number.isInteger(value) ? 'Integer' : 'Double');
    }
    if (value === null || typeof value !== 'object') {
      return OBJECT;
    }
    const own = (value as { type$?: RuntimeType }).type$ ?? (isTyped(value) ? value.type : null);
    const known = own && runtimeTypes.staticOf(own);
    if (known) {
      return known;
    }
    const simple = VALUES.find(([type]) => value instanceof type);
    if (simple) {
      return primitiveOf(simple[1]);
    }
    if (value instanceof SObjectValue) {
      return universe.sobject(value.object) ?? OBJECT;
    }
    const name = libraryName(value);
    const symbol = name === null ? undefined : (this.symbol(name) ?? universe.librarySymbol(name));
    return symbol ? { kind: 'class', symbol, args: symbol.typeParams.map(() => OBJECT) } : OBJECT;
  }

  isInstance(value: unknown, type: RuntimeType): boolean {
    if (value === null || value === undefined) {
      return false;
    }
    const to = this.compilation.runtimeTypes.staticOf(type);
    if (!to || isPrimitive(to, 'Object')) {
      return true;
    }
    if (isPrimitive(to, 'Double')) {
      return typeof value === 'number';
    }
    if (isPrimitive(to, 'Id')) {
      return typeof value === 'string' && isId(value);
    }
    const from = this.staticTypeOf(value);
    // Numbers widen when assigned, but an Integer is no instance of Decimal.
    return isNumber(from) || to.kind === 'primitive' ? nameOf(from) === nameOf(to) : assignable(from, to);
  }

  stub(type: RuntimeType, answer: (method: StubbedMethod, args: unknown[]) => unknown): object {
    const { runtimeTypes } = this.compilation;
    const known = runtimeTypes.staticOf(type);
    const base = known?.kind === 'class' && known.symbol.kind === 'class' ? this.classes[known.symbol.index] : undefined;
    return stubOf(runtimeTypes, type, base, answer);
  }

  label(name: string): string | null {
    return this.labels.get(name.toLowerCase()) ?? null;
  }
}

const VALUES = [
  [ApexDecimal, 'Decimal'],
  [ApexDate, 'Date'],
  [ApexDatetime, 'Datetime'],
  [ApexTime, 'Time'],
  [ApexBlob, 'Blob']
] as const;

const primitiveOf = (name: (typeof VALUES)[number][1] | 'Boolean' | 'Integer' | 'Long' | 'Double'): ApexType => ({
  kind: 'primitive',
  name
});

const isTyped = (value: object): value is { type: RuntimeType | null } =>
  value instanceof ApexList || value instanceof ApexSet || value instanceof ApexMap;

/** The Apex type of a value that the library made. */
function libraryName(value: object): string | null {
  if (value instanceof ApexList) {
    return 'List';
  }
  if (value instanceof ApexSet) {
    return 'Set';
  }
  if (value instanceof ApexMap) {
    return 'Map';
  }
  if (value instanceof TypeToken) {
    return 'Type';
  }
  if (value instanceof SObjectTypeToken) {
    return 'SObjectType';
  }
  if (value instanceof SObjectFieldToken) {
    return 'SObjectField';
  }
  if (value instanceof ApexEnum || value instanceof ApexException) {
    return value.typeName;
  }
  const named = value as { typeName?: unknown };
  return typeof named.typeName === 'string' ? named.typeName : null;
}

function depthOf(symbol: TypeSymbol): number {
  let depth = 0;
  for (let at = symbol.superType?.symbol; at; at = at.superType?.symbol) {
    depth += 1;
  }
  return depth;
}
