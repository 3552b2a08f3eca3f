/** A store that answers in real time, in a world whose time is not: time stands still while it works. */
import type { Store } from '../src/store/port.ts';
import type { VirtualClock } from './virtual-clock.ts';

export function inRealTime(store: Store, clock: VirtualClock): Store {
  return new Proxy(store, {
    get: (target, name) => {
      const member = Reflect.get(target, name) as unknown;
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => clock.during((member as (...args: unknown[]) => Promise<unknown>).apply(target, args));
    }
  });
}
