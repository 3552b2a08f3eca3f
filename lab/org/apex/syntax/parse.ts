/** Source text → syntax tree, with the syntax errors on the way. */
import { ApexErrorListener, ApexParserFactory } from '@apexdevtools/apex-parser';
import type { CompilationUnit } from './ast.ts';
import { anonymousUnit, classUnit, triggerUnit } from './build-declarations.ts';
import { keepUnit, keptUnit } from './kept.ts';

export interface CompileError {
  /** As it was given to the compiler: `classes/Foo.cls`. */
  file: string;
  /** 1-based, as the platform counts. */
  line: number;
  column: number;
  message: string;
}

export type UnitKind = CompilationUnit['kind'];

class Collector extends ApexErrorListener {
  readonly errors: CompileError[] = [];
  readonly file: string;
  constructor(file: string) {
    super();
    this.file = file;
  }
  override apexSyntaxError(line: number, column: number, message: string): void {
    this.errors.push({ file: this.file, line, column: column + 1, message: platformWords(message) });
  }
}

/** The parser's sentences in the platform's words where it has one for the case. */
function platformWords(message: string): string {
  const missing = /^missing '([^']+)' at '?(.*?)'?$/s.exec(message);
  if (missing) {
    return `Missing '${missing[1]}' at '${missing[2]}'`;
  }
  const extra = /^extraneous input '?(.*?)'? expecting/s.exec(message);
  if (extra) {
    return `Extra '${extra[1]}', at '${extra[1]}'`;
  }
  const unexpected = /(?:mismatched input|no viable alternative at input) '?(.*?)'?(?: expecting.*)?$/s.exec(message);
  if (unexpected) {
    return unexpected[1] === '<EOF>' ? 'Unexpected token <EOF>' : `Unexpected token '${(unexpected[1] ?? '').split(/\s+/).at(-1)}'.`;
  }
  return message;
}

/** A tree is given only when there is no syntax error. */
export function parse(file: string, source: string, kind: UnitKind): { unit: CompilationUnit | null; errors: CompileError[] } {
  const known = kind === 'anonymous' ? null : keptUnit(source, kind);
  if (known) {
    return { unit: known, errors: [] };
  }
  const parsed = parsedNow(file, source, kind);
  if (parsed.unit && kind !== 'anonymous') {
    keepUnit(source, kind, parsed.unit);
  }
  return parsed;
}

function parsedNow(file: string, source: string, kind: UnitKind): { unit: CompilationUnit | null; errors: CompileError[] } {
  const collector = new Collector(file);
  const { parser } = ApexParserFactory.createLexerAndParser(source, collector);
  const tree = kind === 'class' ? parser.compilationUnit() : kind === 'trigger' ? parser.triggerUnit() : parser.anonymousUnit();
  if (collector.errors.length > 0) {
    return { unit: null, errors: collector.errors };
  }
  switch (kind) {
    case 'class':
      return { unit: classUnit(tree as ReturnType<typeof parser.compilationUnit>), errors: [] };
    case 'trigger':
      return { unit: triggerUnit(tree as ReturnType<typeof parser.triggerUnit>), errors: [] };
    case 'anonymous':
      return { unit: anonymousUnit(tree as ReturnType<typeof parser.anonymousUnit>), errors: [] };
  }
}
