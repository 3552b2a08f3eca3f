/** The campaign view of docs/contract: what is kept here, without asking either side. */
import type { LinkRow, StoreTransaction } from '../../store/port.ts';
import { countsOf, statusRows } from './link-figures.ts';
import { OperationRefused, type CampaignView } from '../operations.ts';
import { waitsFor, type Tenant } from '../tenant.ts';

/** Also for a campaign without a link. @param store Within a transaction, that. */
export async function campaignView(tenant: Tenant, campaignId: string, store: StoreTransaction = tenant.store): Promise<CampaignView> {
  const link = await store.linkOfCampaign(tenant.id, campaignId);
  return link ? viewOf(tenant, store, link) : unlinkedView(campaignId);
}

/** @throws {OperationRefused} `not-linked`. */
export async function linkOf(tenant: Tenant, campaignId: string): Promise<LinkRow> {
  const link = await tenant.store.linkOfCampaign(tenant.id, campaignId);
  if (link) return link;
  throw new OperationRefused(
    'not-linked',
    404,
    `Campaign ${campaignId} is not linked to a Marketo program.`,
    'Link it to a program first.'
  );
}

async function viewOf(tenant: Tenant, store: StoreTransaction, link: LinkRow): Promise<CampaignView> {
  const { since } = await store.waiting(link.id);
  const map = link.map.classes.flatMap((one) =>
    one.marketo.map(({ name, step, success }) => ({
      marketo: name,
      step,
      success,
      salesforce: [...one.salesforce],
      write: one.writeSalesforce
    }))
  );
  return {
    campaignId: link.campaignId,
    state: link.state,
    stateReason: link.stateReason,
    program: { id: link.programId, name: link.programName, type: link.programType, channel: link.channel, url: link.programUrl },
    rules: link.rules,
    map: map.sort((a, b) => a.step - b.step || (a.marketo < b.marketo ? -1 : 1)),
    statuses: (await statusRows(store, link)).rows,
    counts: await countsOf(store, link.id),
    costs: { months: link.costs, total: link.costs.length === 0 ? null : link.costs.reduce((sum, { amount }) => sum + amount, 0) },
    lastSyncAt: link.lastSyncAt === null ? null : new Date(link.lastSyncAt).toISOString(),
    lagSeconds: since === null ? 0 : Math.max(0, Math.round((tenant.clock.now() - since) / 1000)),
    lastError: waitsFor(tenant) ?? link.lastError
  };
}

export function unlinkedView(campaignId: string): CampaignView {
  return {
    campaignId,
    state: 'unlinked',
    stateReason: null,
    program: null,
    rules: null,
    map: [],
    statuses: [],
    counts: { inSync: 0, pending: 0, parked: 0, failing: 0, leftByRule: 0, ended: 0 },
    costs: { months: [], total: null },
    lastSyncAt: null,
    lagSeconds: null,
    lastError: null
  };
}
