/**
 * The control of the checker: an engine that does what comes to mind first. It hears of a change, looks at both sides, copies what changed to the other side, and remembers
 * it after the write. A checker that does not catch it checks nothing.
 */
import { readStatusChanges } from '../src/engine/feeds/activities.ts';
import { createEngine } from '../src/engine/engine.ts';
import { look, type Looked } from '../src/engine/turn/look.ts';
import { drainOutbox } from '../src/engine/feeds/outbox.ts';
import type { Engine, EngineParts } from '../src/engine/parts.ts';
import { defaultSettings } from '../src/engine/settings.ts';
import { sweepDueLinks } from '../src/engine/compare/sweep.ts';
import { createTenant, type Tenant } from '../src/engine/tenant.ts';

export function createNaiveEngine(parts: EngineParts): Engine {
  return {
    ...createEngine(parts),
    async start() {
      for (const row of await parts.store.tenants()) {
        const tenant = createTenant(parts, { ...defaultSettings, ...parts.settings }, row);
        void forever(tenant, 30_000, () => drainOutbox(tenant));
        void forever(tenant, 5_000, () => readStatusChanges(tenant));
        void forever(tenant, 5_000, () => sweepDueLinks(tenant));
        void forever(tenant, 1_000, () => step(tenant));
      }
    }
  };
}

async function forever(tenant: Tenant, ms: number, round: () => Promise<unknown>): Promise<void> {
  for (;;) {
    await round().catch((error: Error) => tenant.log.warn({ error: error.message }, 'tried again'));
    await tenant.clock.sleep(ms);
  }
}

async function step(tenant: Tenant): Promise<void> {
  const { store, clock, settings, workerId } = tenant;
  const rows = await store.claim(tenant.id, workerId, clock.now(), settings.leaseMs, settings.claimSize);
  try {
    for (const link of await store.links(tenant.id)) {
      const mine = rows.filter((row) => row.linkId === link.id);
      for (const one of mine.length === 0 ? [] : await look(tenant, link, mine)) {
        await copy(tenant, link, one);
        await remember(tenant, one);
      }
    }
  } finally {
    await store.release(
      rows.map((row) => row.id),
      workerId
    );
  }
}

async function copy(tenant: Tenant, link: { campaignId: string; programId: number }, { row, seen }: Looked): Promise<void> {
  const { leadId, contactId, marketoLeadId } = row;
  const [s, m] = [seen.salesforce, seen.marketo];
  if (s === m || (leadId === null && contactId === null) || marketoLeadId === null) return;
  if (s === row.base.salesforce) {
    const change = { leadId: contactId === null ? leadId : null, contactId, expected: s, write: m };
    await tenant.salesforce.writeMembers(link.campaignId, [change]);
    seen.salesforce = m;
  } else if (s === null) {
    await tenant.marketo.removeMembers(link.programId, [marketoLeadId]);
    seen.marketo = null;
  } else {
    await tenant.marketo.setStatus(link.programId, s, [marketoLeadId]);
    seen.marketo = s;
  }
}

async function remember(tenant: Tenant, { row, seen }: Looked): Promise<void> {
  await tenant.store.transact(async (tx) => {
    const kept = await tx.member(row.id);
    if (kept) await tx.replaceMember({ ...kept, base: seen, state: 'in-sync', due: null, version: kept.version + 1 }, kept.version);
  });
}
