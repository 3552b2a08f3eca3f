/** Source files → program. Every error of every file is collected; there is a program only without errors. */
import type { Schema } from '../../types.ts';
import { parse, type CompileError } from '../syntax/parse.ts';
import type { CompilationUnit, TriggerOperation, TriggerTiming, TypeNode } from '../syntax/ast.ts';
import type { LibraryDeclaration } from '../types/library-symbols.ts';
import { RuntimeTypes } from '../types/runtime-types.ts';
import type { TypeSymbol } from '../types/symbols.ts';
import type { ApexType } from '../types/type.ts';
import { Universe } from '../types/universe.ts';
import { ClassCompiler } from './classes.ts';
import { declareType, MemberDeclarer, type Origin } from './declare.ts';
import { checkInheritance, resolveSupertypes } from './inheritance.ts';
import { Problems } from './problems.ts';
import { Tables } from './tables.ts';

export interface SourceFile {
  /** As errors name it. */
  file: string;
  source: string;
  kind: 'class' | 'trigger';
  /** From the -meta.xml beside it. */
  apiVersion: number;
}

/** JavaScript of one class, and where its statements are. */
export interface CompiledClass {
  symbol: TypeSymbol;
  js: string;
}
export interface CompiledFile {
  file: string;
  /** Of the class or trigger. */
  name: string;
  isTest: boolean;
  kind: 'class' | 'trigger';
  lines: Set<number>;
  classes: CompiledClass[];
}
export interface CompiledTrigger {
  symbol: TypeSymbol;
  object: string;
  events: { timing: TriggerTiming; op: TriggerOperation }[];
}

export interface Compilation {
  universe: Universe;
  tables: Tables;
  runtimeTypes: RuntimeTypes;
  files: CompiledFile[];
  triggers: CompiledTrigger[];
  classCount: number;
  labels: ReadonlySet<string> | null;
}

interface Unit {
  source: SourceFile;
  unit: CompilationUnit;
  problems: Problems;
  symbol: TypeSymbol;
}

export interface CompileOptions {
  library: readonly LibraryDeclaration[];
  /** Lower-case names of the custom labels; null leaves them unchecked. */
  labels?: ReadonlySet<string> | null;
}

export function compile(
  sources: readonly SourceFile[],
  schema: Schema,
  options: CompileOptions
): { compilation: Compilation | null; errors: CompileError[] } {
  const universe = new Universe(schema, options.library);
  const runtimeTypes = new RuntimeTypes();
  const compilation: Compilation = {
    universe,
    tables: new Tables(runtimeTypes),
    runtimeTypes,
    files: [],
    triggers: [],
    classCount: 0,
    labels: options.labels ?? null
  };
  const errors: CompileError[] = [];
  const units: Unit[] = [];
  for (const source of sources) {
    const parsed = parse(source.file, source.source, source.kind);
    errors.push(...parsed.errors);
    if (parsed.unit) {
      units.push(declareUnit(compilation, source, parsed.unit));
    }
  }
  // A name that is missing because its file does not parse would be reported all over: syntax errors come first, alone.
  if (errors.length > 0) {
    return { compilation: null, errors };
  }
  declareMembers(compilation, units);
  for (const unit of units) {
    compilation.files.push(compileUnit(compilation, unit));
  }
  const all = units.flatMap((unit) => unit.problems.list);
  all.sort((left, right) => left.file.localeCompare(right.file) || left.line - right.line || left.column - right.column);
  return { compilation: all.length === 0 ? compilation : null, errors: all };
}

function declareMembers(compilation: Compilation, units: Unit[]): void {
  const { universe } = compilation;
  for (const { problems, symbol } of units) {
    resolveSupertypes(universe, problems, symbol);
  }
  for (const { problems, symbol } of units) {
    new MemberDeclarer(universe, problems, symbol).declare();
  }
  for (const { problems, symbol } of units) {
    checkInheritance(problems, symbol);
  }
}

function originOf(compilation: Compilation, source: SourceFile): Origin {
  return {
    file: source.file,
    apiVersion: source.apiVersion,
    next: () => {
      compilation.classCount += 1;
      return compilation.classCount - 1;
    }
  };
}

function declareUnit(compilation: Compilation, source: SourceFile, unit: CompilationUnit): Unit {
  const problems = new Problems(source.file);
  const origin = originOf(compilation, source);
  if (unit.kind !== 'class') {
    return { source, unit, problems, symbol: scriptSymbol(unit, origin, problems) };
  }
  const symbol = declareType(problems, unit.type, null, origin);
  const key = symbol.name.toLowerCase();
  if (compilation.universe.user.has(key)) {
    problems.add(symbol.at, `Duplicate type name: ${symbol.name}`);
  } else {
    compilation.universe.user.set(key, symbol);
  }
  return { source, unit, problems, symbol };
}

/** Triggers and anonymous code are classes to the compiler, with one static method `run`. */
function scriptSymbol(unit: Exclude<CompilationUnit, { kind: 'class' }>, origin: Origin, problems: Problems): TypeSymbol {
  const name = unit.kind === 'trigger' ? unit.name : 'AnonymousBlock';
  const node: TypeNode = {
    kind: 'class',
    at: unit.body.at,
    modifiers: { words: new Set(['public', 'without sharing']), annotations: [] },
    name,
    extends: null,
    interfaces: [],
    members: unit.members,
    constants: []
  };
  for (const member of unit.members) {
    // Methods of a script need no `static`.
    if (member.kind === 'method') {
      member.modifiers.words.add('static');
    }
  }
  const symbol = declareType(problems, node, null, origin);
  // Anonymous code runs with the rights of its user where sharing is concerned.
  symbol.sharing = unit.kind === 'trigger' ? 'without' : 'with';
  return symbol;
}

function compileUnit(compilation: Compilation, unit: Unit): CompiledFile {
  const { source, problems, symbol } = unit;
  const lines = new Set<number>();
  const made: CompiledFile = { file: source.file, name: symbol.name, isTest: symbol.isTest, kind: source.kind, lines, classes: [] };
  const { universe, tables, labels } = compilation;
  const triggerObject = unit.unit.kind === 'trigger' ? triggerType(compilation, unit) : null;
  const place = { universe, tables, problems, labels, triggerObject };
  const compileClass = (type: TypeSymbol): void => {
    if (type.kind === 'class') {
      made.classes.push({ symbol: type, js: new ClassCompiler(place, type, type.node as TypeNode, lines).compile() });
    }
    type.inner.forEach(compileClass);
  };
  if (unit.unit.kind === 'class') {
    compileClass(symbol);
    return made;
  }
  const where = unit.unit.kind === 'trigger' ? `Trigger.${symbol.name}` : 'AnonymousBlock';
  const js = new ClassCompiler(place, symbol, symbol.node as TypeNode, lines).script(unit.unit.body.statements, where);
  made.classes.push({ symbol, js });
  symbol.inner.forEach(compileClass);
  return made;
}

function triggerType(compilation: Compilation, { unit, problems, symbol }: Unit): ApexType | null {
  if (unit.kind !== 'trigger') {
    return null;
  }
  const type = compilation.universe.sobject(unit.object);
  if (type?.kind !== 'sobject' || !type.object) {
    problems.add(unit.at, `Invalid sObject type: ${unit.object}`);
    return null;
  }
  if (!type.object.triggerable) {
    problems.add(unit.at, `SObject type does not allow triggers: ${type.object.name}`);
  }
  compilation.triggers.push({ symbol, object: type.object.name, events: unit.events });
  return type;
}

/** Anonymous code against a program that stands: nothing of it stays. */
export function compileAnonymous(compilation: Compilation, source: string): { made: CompiledFile | null; errors: CompileError[] } {
  const file = { file: 'AnonymousBlock', source, kind: 'class' as const, apiVersion: 0 };
  const parsed = parse(file.file, source, 'anonymous');
  if (!parsed.unit) {
    return { made: null, errors: parsed.errors };
  }
  const unit = declareUnit(compilation, file, parsed.unit);
  declareMembers(compilation, [unit]);
  const made = compileUnit(compilation, unit);
  return { made: unit.problems.list.length === 0 ? made : null, errors: unit.problems.list };
}
