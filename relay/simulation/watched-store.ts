/** A store that tells the witness of a run what each process committed, in the order in which it was committed, and who holds whom. */
import type { MemberRow, Store, StoreTransaction } from '../src/store/port.ts';
import { copy } from '../src/store/copy.ts';
import { CALLS } from '../src/store/serialized.ts';

/** One call that was part of what was committed: name, arguments, answer. */
export type Committed = [name: string, args: unknown[], answer: unknown];

export interface Watcher {
  /** @param leased In a transaction that is only about members that the worker holds. */
  committed(worker: string, calls: Committed[], leased: boolean): void;
  claimed(rows: MemberRow[], worker: string, now: number, until: number): void;
  released(memberIds: string[], worker: string): void;
}

/** @param worker Whose calls these are. */
export function watched(inner: Store, worker: string, watcher: Watcher): Store {
  return new Proxy(inner, {
    get: (target, name) => {
      switch (name) {
        case 'transact':
        case 'transactLeased':
          return (work: (tx: StoreTransaction) => Promise<unknown>) => transacted(target, name, worker, watcher, work);
        case 'claim':
          return async (tenantId: string, by: string, now: number, leaseMs: number, limit: number) => {
            const rows = await target.claim(tenantId, by, now, leaseMs, limit);
            watcher.claimed(rows, by, now, now + leaseMs);
            return rows;
          };
        case 'release':
          return async (ids: string[], by: string) => {
            await target.release(ids, by);
            watcher.released(ids, by);
          };
      }
      const member = Reflect.get(target, name) as unknown;
      if (typeof member !== 'function') return member;
      const call = member.bind(target) as (...args: unknown[]) => Promise<unknown>;
      if (!changes(String(name))) return call;
      return async (...args: unknown[]) => {
        const answer = await call(...args);
        watcher.committed(worker, [[String(name), args, answer]], false);
        return answer;
      };
    }
  });
}

async function transacted(
  store: Store,
  how: 'transact' | 'transactLeased',
  worker: string,
  watcher: Watcher,
  work: (tx: StoreTransaction) => Promise<unknown>
): Promise<unknown> {
  let attempt: Committed[] = [];
  const begin = store[how].bind(store) as Store['transact'];
  const answer = await begin((tx) => {
    // A store may begin a transaction afresh: only what the last attempt did counts.
    const mine: Committed[] = [];
    attempt = mine;
    return work(noting(tx, mine));
  });
  if (attempt.length > 0) watcher.committed(worker, attempt, how === 'transactLeased');
  return answer;
}

function noting(tx: StoreTransaction, into: Committed[]): StoreTransaction {
  return new Proxy(tx, {
    get: (one, method) => {
      const member = Reflect.get(one, method) as unknown;
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        const call = (member as (...args: unknown[]) => Promise<unknown>).bind(one);
        if (!changes(String(method))) return call(...args);
        const said = copy(args);
        const answer = await call(...args);
        into.push([String(method), said, answer]);
        return answer;
      };
    }
  });
}

function changes(name: string): boolean {
  return name in CALLS && CALLS[name as keyof typeof CALLS] !== 'reads';
}
