/**
 * Platform Cache. Apex Reference Guide, "Cache Namespace". Kept for as long as the org runs; a test has a cache of its own, which begins empty. Times to live
 * are honoured by the org's clock, sizes are not measured.
 */
import type { ApexSet } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import { apexError } from '../../runtime/exception-value.ts';
import type { TypeToken } from '../../runtime/tokens.ts';
import { enumeration, library, mapOf, nullArgument, open, setOf, type LibraryDeclaration } from '../define.ts';

type Scope = 'Org' | 'Session';
interface Entry {
  value: unknown;
  until: number;
}
type Store = Map<string, Entry>;

const kept = new WeakMap<object, Map<string, Store>>();

/** Of the test that runs, or of the program. */
function storeOf(scope: Scope, partition: string): Store {
  const { test, program, transaction } = runtime();
  const holder: object = test ?? program;
  const stores = kept.get(holder) ?? new Map<string, Store>();
  kept.set(holder, stores);
  const name = `${scope} ${scope === 'Session' ? transaction.userId : ''} ${partition}`;
  const store = stores.get(name) ?? new Map<string, Entry>();
  stores.set(name, store);
  return store;
}

class PartitionValue {
  readonly typeName: string;
  readonly scope: Scope;
  readonly name: string;
  constructor(scope: Scope, name: string) {
    this.typeName = `Cache.${scope}Partition`;
    this.scope = scope;
    this.name = name;
  }
}

/** Keys are letters and digits; `local.partition.key` names another partition than the default one. */
function keyOf(key: string | null, isQualified: boolean): { partition: string; key: string } {
  if (key === null) {
    throw nullArgument();
  }
  const parts = isQualified ? key.split('.') : [key];
  const bare = parts.at(-1) ?? '';
  if (!/^[A-Za-z0-9]{1,50}$/.test(bare) || parts.length > 3) {
    throw apexError('Cache.InvalidParamException', `Invalid cache key: ${key}. A key is 1 to 50 letters and digits.`);
  }
  return {
    partition:
      parts.length > 1
        ? parts
            .slice(0, -1)
            .join('.')
            .replace(/^local\./, '')
            .toLowerCase()
        : '',
    key: bare
  };
}

function read(store: Store, key: string): unknown {
  const entry = store.get(key);
  if (entry && entry.until <= runtime().clock()) {
    store.delete(key);
    return null;
  }
  return entry?.value ?? null;
}

/** A value that is missing is made by the builder, a class that implements Cache.CacheBuilder, and kept. */
function build(store: Store, type: TypeToken | null, key: string): unknown {
  const known = read(store, key);
  if (known !== null) {
    return known;
  }
  const made = runtime().program.invoke(type && runtime().program.instantiate(type.type), 'doLoad', [key]);
  put(store, key, made, null);
  return made;
}

function put(store: Store, key: string, value: unknown, seconds: number | null): void {
  if (value === null) {
    throw apexError('Cache.InvalidParamException', 'A null value cannot be put into the cache.');
  }
  store.set(key, { value, until: runtime().clock() + (seconds ?? 86_400) * 1000 });
}

/** @param isStatic of Cache.Org and Cache.Session; partitions have the same as instance methods. */
function members(scope: Scope, isStatic: boolean): NonNullable<LibraryDeclaration['members']> {
  const head = isStatic ? 'static ' : '';
  const at = (self: unknown, key: string | null): { store: Store; key: string } => {
    const found = keyOf(key, isStatic);
    return { store: storeOf(scope, self instanceof PartitionValue ? self.name : found.partition), key: found.key };
  };
  const whole = (self: unknown): Store => storeOf(scope, self instanceof PartitionValue ? self.name : '');
  const on =
    <A extends unknown[], R>(work: (self: unknown, ...args: A) => R) =>
    (...args: unknown[]): R =>
      isStatic ? work(null, ...(args as A)) : work(args[0], ...(args.slice(1) as A));
  const made: NonNullable<LibraryDeclaration['members']> = {
    [`${head}Boolean contains(String key)`]: on((self, key: string | null) => read(at(self, key).store, at(self, key).key) !== null),
    [`${head}Object get(String key)`]: on((self, key: string | null) => read(at(self, key).store, at(self, key).key)),
    [`${head}Object get(Type builder, String key)`]: on((self, type: TypeToken | null, key: string | null) =>
      build(at(self, key).store, type, at(self, key).key)
    ),
    [`${head}Map<String, Object> get(Set<String> keys)`]: on((self, keys: ApexSet) =>
      mapOf(
        'String',
        'Object',
        [...keys].map((key) => [key, read(at(self, String(key)).store, at(self, String(key)).key)] as const)
      )
    ),
    [`${head}Set<String> getKeys()`]: on((self) =>
      setOf(
        'String',
        [...whole(self).keys()].filter((key) => read(whole(self), key) !== null)
      )
    ),
    [`${head}Long getNumKeys()`]: on((self) => BigInt(whole(self).size)),
    [`${head}Boolean remove(String key)`]: on((self, key: string | null) => at(self, key).store.delete(at(self, key).key)),
    [`${head}Boolean remove(Type builder, String key)`]: on((self, _type: TypeToken | null, key: string | null) =>
      at(self, key).store.delete(at(self, key).key)
    ),
    [`${head}String getName()`]: on((self) => (self instanceof PartitionValue ? self.name : 'default')),
    [`${head}Boolean isAvailable()`]: () => true
  };
  const puts: [string, (seconds: number | null | undefined) => number | null][] = [
    ['', () => null],
    [', Integer ttlSecs', (seconds) => seconds ?? null],
    [', Cache.Visibility visibility', () => null],
    [', Integer ttlSecs, Cache.Visibility visibility, Boolean immutable', (seconds) => seconds ?? null]
  ];
  for (const [more, secondsOf] of puts) {
    made[`${head}void put(String key, Object value${more})`] = on((self, key: string | null, value: unknown, seconds?: number | null) =>
      put(at(self, key).store, at(self, key).key, value, secondsOf(typeof seconds === 'number' ? seconds : null))
    );
  }
  if (isStatic) {
    made[`static Cache.${scope}Partition getPartition(String name)`] = (name: string | null) => {
      if (name === null) {
        throw nullArgument();
      }
      return new PartitionValue(scope, name.replace(/^local\./, '').toLowerCase());
    };
    made['static String MAX_TTL_SECS { get; }'] = { get: () => '172800' };
  }
  return made;
}

export const cache: LibraryDeclaration[] = [
  library({ name: 'Cache.Org', members: members('Org', true) }),
  library({ name: 'Cache.Session', members: members('Session', true) }),
  library({ name: 'Cache.Partition', abstract: true, members: members('Org', false) }),
  library({ name: 'Cache.OrgPartition', extends: 'Cache.Partition', members: members('Org', false) }),
  library({ name: 'Cache.SessionPartition', extends: 'Cache.Partition', members: members('Session', false) }),
  library({ name: 'Cache.CacheBuilder', kind: 'interface', members: { 'Object doLoad(String key)': open } }),
  enumeration('Cache.Visibility', ['ALL', 'NAMESPACE'])
];
