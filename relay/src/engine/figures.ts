/** Figures of a tenant for whoever watches the relay, shown by the one process that tends it. docs/operate.md says what each means, relay/alerts.yml when to worry. */
import { marketoDay } from './budget.ts';
import { NOTICE_KINDS, type LinkRow, type MemberCounts } from '../store/port.ts';
import type { Tenant } from './tenant.ts';

const STATES: LinkRow['state'][] = ['active', 'paused', 'ended'];
const COUNTS: Record<keyof MemberCounts, string> = {
  inSync: 'in-sync',
  pending: 'pending',
  parked: 'parked',
  failing: 'failing',
  leftByRule: 'left-by-rule',
  ended: 'ended'
};
const shown = new WeakSet<Tenant>();

export async function showFigures(tenant: Tenant): Promise<void> {
  shown.add(tenant);
  const { store } = tenant;
  const links = await store.links(tenant.id);
  const now = tenant.clock.now();
  const members = Object.fromEntries(Object.keys(COUNTS).map((name) => [name, 0])) as Record<keyof MemberCounts, number>;
  let oldest = now;
  let swept = now;
  for (const link of links) {
    const counts = await store.counts(link.id);
    for (const name of Object.keys(COUNTS) as (keyof MemberCounts)[]) members[name] += counts[name];
    if (link.state !== 'active') continue;
    oldest = Math.min(oldest, (await store.waiting(link.id)).since ?? now);
    swept = Math.min(swept, link.lastSweepAt ?? link.createdAt);
  }
  const open = (await store.openNotices(tenant.id)).filter((notice) => notice.endedAt === null);
  const budget = await store.budget(tenant.row.munchkinId);
  set(tenant, (name, labels) => {
    switch (name) {
      case 'figures_timestamp_seconds':
        return now / 1000;
      case 'links':
        return links.filter((link) => link.state === labels['state']).length;
      case 'members':
        return members[labels['key'] as keyof MemberCounts];
      case 'open_notices':
        return open.filter((notice) => notice.kind === labels['kind']).length;
      case 'oldest_pending_seconds':
        return (now - oldest) / 1000;
      case 'oldest_sweep_seconds':
        return (now - swept) / 1000;
      case 'marketo_day_calls_ratio':
        return (budget?.day === marketoDay(now) ? budget.dayCalls : 0) / tenant.settings.budget.dayCalls;
    }
  });
}

/** Another process shows them. */
export function hideFigures(tenant: Tenant): void {
  if (!shown.delete(tenant)) return;
  set(tenant, () => null);
}

/** A loop whose rounds fail by what is not the outside's: the store, the disk, a fault of the relay's own. Told without the store, which may be what fails. */
export function showOwnFailure(tenant: Tenant, loop: string): void {
  const trouble = tenant.troubles.get(loop);
  const since = trouble?.kind === null ? trouble.since / 1000 : null;
  tenant.metrics.set('own_failure_since_timestamp_seconds', { tenant: tenant.row.orgId, loop }, since);
}

const ALONE = ['oldest_pending_seconds', 'oldest_sweep_seconds', 'marketo_day_calls_ratio', 'figures_timestamp_seconds'] as const;
type Name = 'links' | 'members' | 'open_notices' | (typeof ALONE)[number];

function set(tenant: Tenant, value: (name: Name, labels: Record<string, string>) => number | null): void {
  const { metrics, row } = tenant;
  const of = { tenant: row.orgId };
  for (const state of STATES) metrics.set('links', { ...of, state }, value('links', { state }));
  for (const [key, state] of Object.entries(COUNTS)) metrics.set('members', { ...of, state }, value('members', { key }));
  for (const kind of NOTICE_KINDS) metrics.set('open_notices', { ...of, kind }, value('open_notices', { kind }));
  for (const name of ALONE) {
    metrics.set(name, of, value(name, {}));
  }
}
