/** Compile errors of one file, in the platform's words where they are known. All are collected; none stops the compiler. */
import type { Position } from '../syntax/ast.ts';
import type { CompileError } from '../syntax/parse.ts';

export class Problems {
  readonly file: string;
  readonly list: CompileError[] = [];

  constructor(file: string) {
    this.file = file;
  }
  add(at: Position, message: string): void {
    const known = this.list.some((error) => error.line === at.line && error.column === at.column && error.message === message);
    if (!known) {
      this.list.push({ file: this.file, line: at.line, column: at.column, message });
    }
  }
}
