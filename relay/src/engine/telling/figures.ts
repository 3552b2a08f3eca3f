/** Figures of a tenant for whoever watches the relay, shown by the one process that tends it. docs/operate.md says what each means, relay/alerts.yml when to worry. */
import { validUntil } from '../../secrets/certificate.ts';
import { NOTICE_KINDS, type LinkRow, type MemberCounts, type NoticeRow, type Store, type TenantRow } from '../../store/port.ts';
import { marketoDay } from '../budget.ts';
import type { BudgetSettings } from '../settings.ts';
import type { Tenant } from '../tenant.ts';

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

/** How a tenant stands, as it is in the store. */
export interface Figures {
  links: Record<LinkRow['state'], number>;
  members: MemberCounts;
  /** Of active links: what is to be carried over or looked at, and since when the first of it waits. */
  waiting: { members: number; since: number | null };
  /** When the active link was last compared whole for which that is longest ago. Null: none is active. */
  comparedAt: number | null;
  /** What people were told of, and lasts. */
  open: NoticeRow[];
  /** Calls to Marketo: of this day, of the last 20 s, and until when Marketo takes none. */
  budget: { dayCalls: number; windowCalls: number; closedUntil: number | null };
}

export async function figuresOf(
  store: Pick<Store, 'links' | 'counts' | 'waiting' | 'openNotices' | 'budget'>,
  tenant: Pick<TenantRow, 'id' | 'munchkinId'>,
  settings: BudgetSettings,
  now: number
): Promise<Figures> {
  const links = await store.links(tenant.id);
  const members = Object.fromEntries(Object.keys(COUNTS).map((name) => [name, 0])) as Record<keyof MemberCounts, number>;
  const waiting: Figures['waiting'] = { members: 0, since: null };
  let comparedAt: number | null = null;
  for (const link of links) {
    const counts = await store.counts(link.id);
    for (const name of Object.keys(COUNTS) as (keyof MemberCounts)[]) members[name] += counts[name];
    if (link.state !== 'active') continue;
    const here = await store.waiting(link.id);
    waiting.members += here.members;
    if (here.since !== null) waiting.since = Math.min(waiting.since ?? Infinity, here.since);
    comparedAt = Math.min(comparedAt ?? Infinity, link.lastSweepAt ?? link.createdAt);
  }
  const budget = await store.budget(tenant.munchkinId);
  return {
    links: Object.fromEntries(STATES.map((state) => [state, links.filter((link) => link.state === state).length])) as Figures['links'],
    members,
    waiting,
    comparedAt,
    open: (await store.openNotices(tenant.id)).filter((notice) => notice.endedAt === null),
    budget: {
      dayCalls: budget?.day === marketoDay(now) ? budget.dayCalls : 0,
      windowCalls: budget?.calls.filter((at) => at > now - settings.windowMs).length ?? 0,
      closedUntil: budget && budget.closedUntil > now ? budget.closedUntil : null
    }
  };
}

export async function showFigures(tenant: Tenant): Promise<void> {
  shown.add(tenant);
  const now = tenant.clock.now();
  const { links, members, waiting, comparedAt, open, budget } = await figuresOf(tenant.store, tenant.row, tenant.settings.budget, now);
  const until = validUntil(tenant.row.certificate);
  set(tenant, (name, labels) => {
    switch (name) {
      case 'links':
        return links[labels['state'] as LinkRow['state']];
      case 'members':
        return members[labels['key'] as keyof MemberCounts];
      case 'open_notices':
        return open.filter((notice) => notice.kind === labels['kind']).length;
      case 'waiting_members':
        return waiting.members;
      case 'oldest_pending_seconds':
        return (now - (waiting.since ?? now)) / 1000;
      case 'oldest_sweep_seconds':
        return (now - (comparedAt ?? now)) / 1000;
      case 'salesforce_day_calls_ratio':
        return tenant.salesforceBudget.load();
      case 'marketo_day_calls_ratio':
        return budget.dayCalls / tenant.settings.budget.dayCalls;
      case 'certificate_until_timestamp_seconds':
        return until === null ? null : until.getTime() / 1000;
      case 'figures_timestamp_seconds':
        return now / 1000;
    }
  });
}

/** Another process shows them. */
export function hideFigures(tenant: Tenant): void {
  if (!shown.delete(tenant)) return;
  set(tenant, () => null);
}

/** Since when; labels tenant and loop. */
export const OWN_FAILURE = 'own_failure_since_timestamp_seconds';

/** A loop whose rounds fail by what is not the outside's: the store, the disk, a fault of the relay's own. Told without the store, which may be what fails. */
export function showOwnFailure(tenant: Tenant, loop: string): void {
  const trouble = tenant.troubles.get(loop);
  const since = trouble?.kind === null ? trouble.since / 1000 : null;
  tenant.metrics.set(OWN_FAILURE, { tenant: tenant.row.orgId, loop }, since);
}

const ALONE = [
  'waiting_members',
  'oldest_pending_seconds',
  'oldest_sweep_seconds',
  'marketo_day_calls_ratio',
  'salesforce_day_calls_ratio',
  'certificate_until_timestamp_seconds',
  'figures_timestamp_seconds'
] as const;
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
