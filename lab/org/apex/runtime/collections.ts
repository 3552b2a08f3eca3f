/** List, Set and Map values. Set and Map keep the order of insertion, as the platform does today. */
import { equalValues, hashKey } from './equality.ts';
import type { RuntimeType } from './runtime-type.ts';

export class ApexList {
  readonly items: unknown[];
  /** The list's own type (`List<Account>`); the element type is `type.args[0]`. Null for a list the runtime made for itself. */
  type: RuntimeType | null;

  constructor(items: unknown[] = [], type: RuntimeType | null = null) {
    this.items = items;
    this.type = type;
  }
  [Symbol.iterator](): IterableIterator<unknown> {
    return this.items[Symbol.iterator]();
  }
}

interface Entry {
  key: unknown;
  value: unknown;
}

/** Entries by equality, in order of insertion. */
class HashedEntries {
  private readonly single = new Map<unknown, Entry>();
  /** Values of user classes with `hashCode` and `equals`. */
  private readonly shared = new Map<unknown, Entry[]>();
  private readonly order = new Set<Entry>();

  get size(): number {
    return this.order.size;
  }
  find(key: unknown): Entry | undefined {
    const hash = hashKey(key);
    return hash.shared ? this.shared.get(hash.key)?.find((entry) => equalValues(entry.key, key)) : this.single.get(hash.key);
  }
  /** Adds or replaces; gives back the entry from before. */
  put(key: unknown, value: unknown): Entry | undefined {
    const before = this.find(key);
    if (before) {
      const old = { ...before };
      before.value = value;
      return old;
    }
    const hash = hashKey(key);
    const entry = { key, value };
    this.order.add(entry);
    if (hash.shared) {
      const bucket = this.shared.get(hash.key) ?? [];
      bucket.push(entry);
      this.shared.set(hash.key, bucket);
    } else {
      this.single.set(hash.key, entry);
    }
    return undefined;
  }
  remove(key: unknown): Entry | undefined {
    const entry = this.find(key);
    if (entry) {
      const hash = hashKey(key);
      this.order.delete(entry);
      if (hash.shared) {
        const bucket = this.shared.get(hash.key);
        bucket?.splice(bucket.indexOf(entry), 1);
      } else {
        this.single.delete(hash.key);
      }
    }
    return entry;
  }
  clear(): void {
    this.single.clear();
    this.shared.clear();
    this.order.clear();
  }
  [Symbol.iterator](): IterableIterator<Entry> {
    return this.order[Symbol.iterator]();
  }
}

export class ApexSet {
  /** The set's own type (`Set<Id>`). */
  type: RuntimeType | null;
  private readonly entries = new HashedEntries();

  constructor(items: Iterable<unknown> = [], type: RuntimeType | null = null) {
    this.type = type;
    for (const item of items) {
      this.add(item);
    }
  }
  get size(): number {
    return this.entries.size;
  }
  has(item: unknown): boolean {
    return this.entries.find(item) !== undefined;
  }
  /** Whether the set changed. */
  add(item: unknown): boolean {
    return this.entries.put(item, true) === undefined;
  }
  delete(item: unknown): boolean {
    return this.entries.remove(item) !== undefined;
  }
  clear(): void {
    this.entries.clear();
  }
  *[Symbol.iterator](): IterableIterator<unknown> {
    for (const entry of this.entries) {
      yield entry.key;
    }
  }
}

export class ApexMap {
  /** The map's own type (`Map<Id, Account>`). */
  type: RuntimeType | null;
  private readonly held = new HashedEntries();

  constructor(entries: Iterable<readonly [unknown, unknown]> = [], type: RuntimeType | null = null) {
    this.type = type;
    for (const [key, value] of entries) {
      this.put(key, value);
    }
  }
  get size(): number {
    return this.held.size;
  }
  has(key: unknown): boolean {
    return this.held.find(key) !== undefined;
  }
  /** Null when there is no such key. */
  get(key: unknown): unknown {
    return this.held.find(key)?.value ?? null;
  }
  /** The value from before, or null. */
  put(key: unknown, value: unknown): unknown {
    return this.held.put(key, value)?.value ?? null;
  }
  /** The removed value, or null. */
  remove(key: unknown): unknown {
    return this.held.remove(key)?.value ?? null;
  }
  clear(): void {
    this.held.clear();
  }
  keys(): unknown[] {
    return [...this.held].map((entry) => entry.key);
  }
  values(): unknown[] {
    return [...this.held].map((entry) => entry.value);
  }
  entries(): [unknown, unknown][] {
    return [...this.held].map((entry) => [entry.key, entry.value]);
  }
}
