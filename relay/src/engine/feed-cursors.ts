/**
 * Where this process stands in the feeds of a tenant that it tends. A feed that had nothing has moved on all the same; that is kept in memory and stored once
 * in a while, so that a tenant at rest costs the store nothing. What is stored may therefore lie behind, never ahead.
 */
import type { Tenant } from './tenant.ts';

/** Marketo's paging tokens serve for a day. */
const STORED_EVERY_MS = 3_600_000;

export async function cursorOf(tenant: Tenant, name: string): Promise<string | null> {
  return tenant.cursors.get(name)?.value ?? (await tenant.store.cursor(tenant.id, name));
}

/** It was stored in the transaction that marked what the feed had. */
export function noteStored(tenant: Tenant, name: string, value: string): void {
  tenant.cursors.set(name, { value, storedAt: tenant.clock.now() });
}

/** The feed had nothing, and stands here now. */
export async function passQuietly(tenant: Tenant, name: string, value: string): Promise<void> {
  const now = tenant.clock.now();
  const storedAt = tenant.cursors.get(name)?.storedAt ?? -Infinity;
  const stored = now - storedAt < STORED_EVERY_MS;
  if (!stored) await tenant.store.setCursor(tenant.id, name, value);
  tenant.cursors.set(name, { value, storedAt: stored ? storedAt : now });
}
