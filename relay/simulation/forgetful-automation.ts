/** The control of what Marketo is told: automation that keeps everything but the fact that it has sent something. */
import { createAutomation } from '../src/automation/companion.ts';
import { watchedOf } from '../src/automation/tasks.ts';
import type { Companion } from '../src/engine/parts.ts';
import type { Store, StoreTransaction } from '../src/store/port.ts';

export function createForgetful(): Companion {
  const whole = createAutomation();
  return { ...whole, loops: (tenant) => whole.loops({ ...tenant, store: forgetting(tenant.store) }) };
}

function forgetting(store: Store): Store {
  return { ...store, transact: (work) => store.transact((tx) => work(withoutSent(tx))) };
}

function withoutSent(inner: StoreTransaction): StoreTransaction {
  return new Proxy(inner, {
    get: (tx, name) => {
      if (name !== 'replaceTasks') {
        const member = Reflect.get(tx, name) as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => member.apply(tx, args);
      }
      return (table: Parameters<StoreTransaction['replaceTasks']>[0], tasks: Parameters<StoreTransaction['replaceTasks']>[1]) =>
        tx.replaceTasks(
          table,
          tasks.map((task) => {
            const watched = watchedOf(task);
            return { ...task, row: { ...watched, telling: watched.telling?.map((one) => ({ ...one, sentAt: null })) } };
          })
        );
    }
  });
}
