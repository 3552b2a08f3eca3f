/** Everything that is iterable, as an array. */
import { ApexList, ApexSet } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { apexError } from '../../runtime/exception-value.ts';

/** What library methods give as `Iterator<T>`. */
export class LibraryIterator {
  readonly typeName = 'Iterator';
  private readonly items: readonly unknown[];
  private at = 0;

  constructor(items: readonly unknown[]) {
    this.items = items;
  }
  hasNext(): boolean {
    return this.at < this.items.length;
  }
  next(): unknown {
    if (!this.hasNext()) {
      throw apexError('NoSuchElementException', 'iterator has no more elements');
    }
    this.at += 1;
    return this.items[this.at - 1];
  }
  *[Symbol.iterator](): Generator<unknown> {
    while (this.hasNext()) {
      yield this.next();
    }
  }
}

/** A List, a Set, a library iterator, or an object of user code that is Iterable or an Iterator. */
export function elementsOf(source: unknown): unknown[] {
  if (source instanceof ApexList || source instanceof ApexSet || source instanceof LibraryIterator) {
    return [...source];
  }
  const { program } = runtime();
  return program.hasMethod(source, 'iterator', 0) ? drained(program.invoke(source, 'iterator', [])) : drained(source);
}

function drained(iterator: unknown): unknown[] {
  if (iterator instanceof LibraryIterator) {
    return [...iterator];
  }
  const { program } = runtime();
  if (!program.hasMethod(iterator, 'hasNext', 0)) {
    throw apexError('TypeException', `${program.typeOf(iterator).name} is not iterable.`);
  }
  const items: unknown[] = [];
  while (program.invoke(iterator, 'hasNext', []) === true) {
    items.push(program.invoke(iterator, 'next', []));
  }
  return items;
}
