/**
 * Where this process stands in the feeds of a tenant that it tends. A feed that had nothing has moved on all the same; that is kept in memory and stored once
 * in a while, so that a tenant at rest costs the store nothing. What is stored may therefore lie behind, never ahead.
 */
import type { StoreTransaction } from '../../store/port.ts';
import type { Tenant } from '../tenant.ts';

const STORED_EVERY_MS = 3_600_000;
const WEEK_MS = 7 * 24 * 3_600_000;

export async function cursorOf(tenant: Tenant, name: string): Promise<string | null> {
  return tenant.cursors.get(name)?.value ?? (await tenant.store.cursor(tenant.id, name));
}

/** It was stored in the transaction that marked what the feed had. */
export function noteStored(tenant: Tenant, name: string, value: string): void {
  tenant.cursors.set(name, { value, storedAt: tenant.clock.now() });
}

/** The feed had nothing, and stands here now. @returns Whether that was stored. */
export async function passQuietly(tenant: Tenant, name: string, value: string): Promise<boolean> {
  const now = tenant.clock.now();
  const storedAt = tenant.cursors.get(name)?.storedAt ?? -Infinity;
  const stored = now - storedAt < STORED_EVERY_MS;
  if (!stored) await tenant.store.setCursor(tenant.id, name, value);
  tenant.cursors.set(name, { value, storedAt: stored ? storedAt : now });
  return !stored;
}

/** Beside a stored cursor, for the day on which it serves no more. @param at When the look began that brought it. */
export async function noteRead(store: Pick<StoreTransaction, 'setCursor'>, tenantId: string, name: string, at: number): Promise<void> {
  await store.setCursor(tenantId, `${name}-read`, String(at));
}

/** Milliseconds since 1970; a week ago where nobody noted it. */
export async function lastReadAt(tenant: Tenant, name: string): Promise<number> {
  return Number((await tenant.store.cursor(tenant.id, `${name}-read`)) ?? tenant.clock.now() - WEEK_MS);
}
