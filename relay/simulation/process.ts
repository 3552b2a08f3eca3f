/**
 * A relay process that can be killed at any await: whatever it was about to do after that never happens, a transaction under way is rolled back, and a
 * call under way still arrives.
 */
import type { Store } from '../src/store/port.ts';

class Killed extends Error {}

export class Process {
  readonly workerId: string;
  alive = true;
  /** Dies at this many awaits from now; negative: does not. */
  private left = -1;
  private readonly onDeath: () => void;

  constructor(workerId: string, onDeath: () => void) {
    this.workerId = workerId;
    this.onDeath = onDeath;
  }

  dieAfter(awaits: number): void {
    this.left = awaits;
  }

  /** Everything the process awaits goes through here. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    if (this.over()) return never();
    try {
      const answer = await work();
      return this.over() ? await never<T>() : answer;
    } catch (error) {
      if (error instanceof Killed || this.over()) return never();
      throw error;
    }
  }

  /** A store of which a dead process sees nothing more. */
  store(inner: Store): Store {
    const inside = <T extends object>(tx: T): T =>
      proxy(tx, async (call) => {
        if (this.over()) throw new Killed();
        return call();
      });
    return {
      ...proxy(inner, (work) => this.through(work)),
      transact: (work) => this.through(() => inner.transact((tx) => work(inside(tx)))),
      transactLeased: (work) => this.through(() => inner.transactLeased((tx) => work(inside(tx))))
    };
  }

  private over(): boolean {
    if (!this.alive) return true;
    if (this.left >= 0 && this.left-- === 0) {
      this.alive = false;
      this.onDeath();
    }
    return !this.alive;
  }
}

function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}

function proxy<T extends object>(inner: T, around: <R>(call: () => Promise<R>) => Promise<R>): T {
  return new Proxy(inner, {
    // A spread of the proxy asks for keys; methods of a class stand on its prototype.
    ownKeys: () => methodsOf(inner),
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    get: (target, name) => {
      const member = Reflect.get(target, name) as unknown;
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => around(() => (member as (...args: unknown[]) => Promise<unknown>).apply(target, args));
    }
  });
}

function methodsOf(object: object): string[] {
  const names = new Set<string>();
  for (let level: object | null = object; level && level !== Object.prototype; level = Object.getPrototypeOf(level) as object | null) {
    for (const name of Object.getOwnPropertyNames(level)) if (name !== 'constructor') names.add(name);
  }
  return [...names];
}
