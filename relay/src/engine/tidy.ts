/** Deletes what is older than it is kept, a little at a time. How long that is stands in docs/operate.md, table by table. */
import type { Tenant } from './tenant.ts';

const ROWS_A_ROUND = 2_000;
const HOUR = 3_600_000;
const last = new WeakMap<Tenant, number>();

/** Hourly; at once again while there was more than one round takes. */
export async function tidy(tenant: Tenant): Promise<number> {
  const now = tenant.clock.now();
  if (now - (last.get(tenant) ?? -Infinity) < HOUR) return 0;
  const { journal, answers, notices } = tenant.settings.keptMs;
  const before = { journal: now - journal, answers: now - answers, notices: now - notices };
  const gone = await tenant.store.forget(tenant.id, before, ROWS_A_ROUND);
  if (gone < ROWS_A_ROUND) last.set(tenant, now);
  return gone;
}
