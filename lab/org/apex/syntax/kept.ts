/**
 * Syntax trees of sources that were read before, on disk: the parser is slow and most sources do not change from one run to the next. A tree is found by
 * the text of its source and by this stand-in's own parser, so that a change of either is a tree of its own. Without a place to write, nothing is kept.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { CompilationUnit } from './ast.ts';

const MODULES = path.resolve(import.meta.dirname, '../../../../node_modules');
const FOLDER = path.join(MODULES, '.cache/apex-syntax');
/** Trees that nobody has asked for in this time go. */
const KEPT_MS = 14 * 86_400_000;

let parser: string | null = null;

/** What the trees depend on beside their sources. */
function parserMark(): string {
  if (parser === null) {
    const own = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts'));
    const grammar = path.join(MODULES, '@apexdevtools/apex-parser/package.json');
    const files = [...own.sort().map((name) => path.join(import.meta.dirname, name)), grammar];
    parser = createHash('sha256')
      .update(files.map((file) => readFileSync(file, 'utf8')).join('\0'))
      .update(process.version)
      .digest('hex');
  }
  return parser;
}

function fileOf(source: string, kind: string): string {
  return path.join(FOLDER, createHash('sha256').update(`${parserMark()}\0${kind}\0${source}`).digest('hex'));
}

/** The tree of this source, or null when it is not known. */
export function keptUnit(source: string, kind: string): CompilationUnit | null {
  try {
    return deserialize(readFileSync(fileOf(source, kind))) as CompilationUnit;
  } catch {
    return null;
  }
}

export function keepUnit(source: string, kind: string, unit: CompilationUnit): void {
  try {
    mkdirSync(FOLDER, { recursive: true });
    const file = fileOf(source, kind);
    // Several processes may write the same tree: each its own file, put in place whole.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, serialize(unit));
    renameSync(draft, file);
    dropOld();
  } catch {
    // A disk that is full or cannot be written costs time, nothing else.
  }
}

let dropped = false;
function dropOld(): void {
  if (dropped) {
    return;
  }
  dropped = true;
  const old = Date.now() - KEPT_MS;
  for (const name of readdirSync(FOLDER)) {
    const file = path.join(FOLDER, name);
    if (statSync(file).mtimeMs < old) {
      unlinkSync(file);
    }
  }
}
