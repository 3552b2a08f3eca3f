/** Counts the calls that change something in a store, inside transactions and outside. */
import type { Store } from '../src/store/port.ts';
import { CALLS } from '../src/store/serialized.ts';

export function countingWrites(store: Store, written: Map<string, number>): Store {
  const watch = <T extends object>(inner: T): T =>
    new Proxy(inner, {
      get: (target, name) => {
        const member = Reflect.get(target, name) as unknown;
        if (typeof member !== 'function') return member;
        if (name === 'transact' || name === 'transactLeased') {
          return (work: (tx: object) => Promise<unknown>) => store[name]((tx: object) => work(watch(tx)));
        }
        return (...args: unknown[]) => {
          const kind = CALLS[name as keyof typeof CALLS] as string | undefined;
          if (kind !== undefined && kind !== 'reads') written.set(String(name), (written.get(String(name)) ?? 0) + 1);
          return (member as (...args: unknown[]) => unknown).apply(target, args);
        };
      }
    });
  return watch(store);
}
