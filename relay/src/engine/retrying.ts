/** What failed is tried again, ever later, and seen by people from the second time on. */
import type { MemberRow } from '../store/port.ts';
import type { FailReason } from '../sync/ways-out.ts';
import type { Tenant } from './tenant.ts';

export function fail(tenant: Tenant, row: MemberRow, failing: FailReason, error: string): void {
  row.attempts++;
  // Tried again it was; anything else that a person said still stands.
  if (row.taken?.wayOut === 'retry') row.taken = null;
  row.failing = failing;
  row.lastError = error;
  row.state = row.attempts > 1 ? 'failing' : 'pending';
  row.due = tenant.clock.now() + backoff(tenant, row.attempts);
}

/** Doubles from attempt to attempt, with jitter so that many do not come back at once. */
export function backoff(tenant: Tenant, attempts: number): number {
  const { backoffFirstMs, backoffMostMs } = tenant.settings;
  return Math.round(Math.min(backoffMostMs, backoffFirstMs * 2 ** Math.min(attempts - 1, 12)) * (0.5 + tenant.random() / 2));
}
