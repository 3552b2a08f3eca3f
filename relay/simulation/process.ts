/**
 * A relay process that can be killed at any await and stopped for minutes at any other: whatever it was about to do after its death never happens, a transaction under
 * way is rolled back, and a call under way still arrives. One that was stopped goes on as if no time had passed.
 */
import type { JournalRow, Store } from '../src/store/port.ts';
import type { VirtualClock } from './virtual-clock.ts';

class Killed extends Error {}

/** Where a process dies when it shall die there: around what it must not forget. */
export const MOMENTS = ['before intent', 'after intent', 'after write', 'between the halves of a rejoin'] as const;
/** The same of automation: around a call that is stored, what is written of it, its callback, and what Marketo is told. */
export const STEP_MOMENTS = ['call stored', 'before the write', 'after the write', 'before the callback', 'callback taken'] as const;
export const TELL_MOMENTS = ['before the send', 'after the send'] as const;
export type Moment = (typeof MOMENTS)[number] | (typeof STEP_MOMENTS)[number] | (typeof TELL_MOMENTS)[number];

export class Process {
  readonly workerId: string;
  alive = true;
  /** Dies at this many awaits from now; negative: does not. */
  private left = -1;
  private readonly fatal = new Set<Moment>();
  private stoppedUntil = 0;
  private readonly onDeath: (at: Moment | 'any await') => void;
  private readonly clock: VirtualClock | null;

  /** @param clock Its scheduler says when the process goes on; without it the process goes on at once and is never stopped. */
  constructor(workerId: string, onDeath: (at: Moment | 'any await') => void, clock: VirtualClock | null = null) {
    this.workerId = workerId;
    this.onDeath = onDeath;
    this.clock = clock;
  }

  dieAfter(awaits: number): void {
    this.left = awaits;
  }
  /** The next time that it comes there. */
  dieAt(moment: Moment): void {
    this.fatal.add(moment);
  }
  /** Nothing of the process goes on before `ms` have passed: suspended machine, endless garbage collection. */
  stop(ms: number): void {
    if (this.clock) this.stoppedUntil = this.clock.now() + ms;
  }
  /** Dies no more unless asked to again. */
  spare(): void {
    this.left = -1;
    this.fatal.clear();
  }

  reach(moment: Moment): void {
    if (this.alive && this.fatal.has(moment)) this.die(moment);
  }

  /** Everything the process awaits goes through here. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    if (this.over()) return never();
    await this.clock?.turn();
    await this.whileStopped();
    if (!this.alive) return never();
    try {
      const answer = await work();
      await this.whileStopped();
      return this.over() ? await never<T>() : answer;
    } catch (error) {
      await this.whileStopped();
      if (error instanceof Killed || this.over()) return never();
      throw error;
    }
  }

  /** A store of which a dead process sees nothing more. */
  store(inner: Store): Store {
    const transacting =
      <Tx extends object>(begin: <R>(work: (tx: Tx) => Promise<R>) => Promise<R>) =>
      <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
        this.through(async () => {
          let intent = false;
          const inside = (tx: Tx): Tx =>
            proxy(tx, async (call, name, args) => {
              if (name === 'journal' && isWrite(args[0])) {
                intent = true;
                this.reach('before intent');
              }
              if (this.over()) throw new Killed();
              return call();
            });
          const answer = await begin((tx) => work(inside(tx)));
          if (intent) this.reach('after intent');
          return answer;
        });
    return {
      ...proxy(inner, (work) => this.through(work)),
      transact: transacting((work) => inner.transact(work)),
      transactLeased: transacting((work) => inner.transactLeased(work))
    };
  }

  private async whileStopped(): Promise<void> {
    if (!this.clock) return;
    while (this.stoppedUntil > this.clock.now()) await this.clock.sleep(this.stoppedUntil - this.clock.now());
  }

  private over(): boolean {
    if (this.alive && this.left >= 0 && this.left-- === 0) this.die('any await');
    return !this.alive;
  }

  private die(at: Moment | 'any await'): void {
    this.alive = false;
    this.onDeath(at);
  }
}

function isWrite(entry: unknown): boolean {
  const { kind, outcome } = entry as JournalRow;
  return kind === 'write' && outcome === null;
}

function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}

type Around = <R>(call: () => Promise<R>, name: string, args: unknown[]) => Promise<R>;

function proxy<T extends object>(inner: T, around: Around): T {
  return new Proxy(inner, {
    // A spread of the proxy asks for keys; methods of a class stand on its prototype.
    ownKeys: () => methodsOf(inner),
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    get: (target, name) => {
      const member = Reflect.get(target, name) as unknown;
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) =>
        around(() => (member as (...args: unknown[]) => Promise<unknown>).apply(target, args), String(name), args);
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
