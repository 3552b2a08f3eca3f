/** Ring, sweep now, pause, resume and unlink. */
import type { LinkRow, StoreTransaction } from '../../store/port.ts';
import { CAMPAIGN_DELETED, NATIVELY_LINKED } from '../compare/campaign-and-program.ts';
import { campaignView, linkOf, unlinkedView } from '../views/campaign-view.ts';
import { brakedRemovals } from '../turn/brake.ts';
import { journalLink } from '../journal.ts';
import { nativeProgramOf } from '../compare/native-links.ts';
import { OperationRefused, type Actor, type CampaignView } from '../operations.ts';
import { changeLink, drainNow, showSoon, stir, type Tenant } from '../tenant.ts';

const DAY = 24 * 3_600_000;

/** Drains the outbox now; campaigns named are compared whole. */
export async function ring(tenant: Tenant, campaignIds: string[]): Promise<void> {
  drainNow(tenant);
  for (const campaignId of campaignIds) {
    const link = await tenant.store.linkOfCampaign(tenant.id, campaignId);
    if (link) await sweepNext(tenant, link.id);
  }
}

/** @throws {OperationRefused} `not-linked`; `wrong-state` while paused or ended. */
export async function sweepSoon(tenant: Tenant, campaignId: string, actor: Actor): Promise<void> {
  const link = await linkOf(tenant, campaignId);
  if (link.state === 'ended') throw wrongState(link, 'compared');
  if (link.state === 'paused') throw wrongState(link, 'compared');
  await tenant.store.transact((tx) => journalLink(tenant, tx, link, 'compare now', actor.userId).then(() => undefined));
  drainNow(tenant);
  tenant.wake.feeds.call();
  await sweepNext(tenant, link.id);
}

async function sweepNext(tenant: Tenant, linkId: string): Promise<void> {
  await changeLink(tenant, linkId, (link) => void (link.sweepDue = tenant.clock.now()));
  stir(tenant);
  tenant.wake.sweep.call();
}

export async function pauseLink(tenant: Tenant, campaignId: string, actor: Actor, reason: string | null): Promise<CampaignView> {
  const link = await linkOf(tenant, campaignId);
  if (link.state === 'ended') throw wrongState(link, 'paused');
  await change(tenant, link.id, actor, (kept) => {
    kept.state = 'paused';
    kept.stateReason = reason ?? 'paused by a person';
    return `paused: ${kept.stateReason}`;
  });
  return campaignView(tenant, campaignId);
}

/** A link that the brake stopped goes on with as many removals as it said. @throws {OperationRefused} `wrong-state`, `natively-linked`. */
export async function resumeLink(tenant: Tenant, campaignId: string, actor: Actor): Promise<CampaignView> {
  const link = await linkOf(tenant, campaignId);
  if (link.state === 'ended') throw wrongState(link, 'resumed');
  if (link.stateReason === CAMPAIGN_DELETED) {
    const [campaign] = await tenant.salesforce.readCampaigns([campaignId]);
    if (!campaign || campaign.isDeleted) throw wrongState(link, 'resumed');
  }
  if (link.stateReason === NATIVELY_LINKED) await refuseNative(tenant, campaignId, link.programId);
  const now = tenant.clock.now();
  await change(tenant, link.id, actor, (kept) => {
    const removals = brakedRemovals(kept);
    if (removals !== null) kept.approved = { removals, until: now + DAY };
    kept.state = 'active';
    kept.stateReason = null;
    kept.sweepDue = now;
    return removals === null ? 'resumed' : `resumed: ${removals} removals approved`;
  });
  stir(tenant);
  tenant.wake.sweep.call();
  return campaignView(tenant, campaignId);
}

/** @throws {OperationRefused} `natively-linked` (409). */
export async function refuseNative(tenant: Tenant, campaignId: string, programId: number): Promise<void> {
  const program = await tenant.marketo.program(programId);
  const other = await nativeProgramOf(tenant, campaignId, 15 * 60_000);
  if (program?.sfdcId == null && other === null) return;
  throw new OperationRefused(
    'natively-linked',
    409,
    program?.sfdcId != null
      ? `Program ${programId} is linked to campaign ${program.sfdcId} by Marketo's own Salesforce sync.`
      : `Campaign ${campaignId} is linked to program ${other} by Marketo's own Salesforce sync.`,
    'Unlink it in Marketo first: two syncs must not work one pair.',
    { programId, nativeCampaignId: program?.sfdcId ?? campaignId, nativeProgramId: program?.sfdcId != null ? programId : Number(other) }
  );
}

/** Members stay on both sides; the mirror goes, so linking again is a new link. */
export async function unlinkCampaign(tenant: Tenant, campaignId: string, actor: Actor): Promise<CampaignView> {
  const link = await linkOf(tenant, campaignId);
  // The package first: were it the other way round, a refusal would leave a panel that nobody corrects.
  await tenant.salesforce.writeLinks([{ campaignId, remove: true, link: null, statuses: null, issues: null, campaign: null }]);
  await tenant.store.transact(async (tx) => {
    const kept = await tx.link(link.id);
    if (!kept) return;
    await journalLink(tenant, tx, kept, 'unlinked', actor.userId);
    await tx.removeLink(link.id);
  });
  return unlinkedView(campaignId);
}

async function change(tenant: Tenant, linkId: string, actor: Actor, how: (link: LinkRow) => string): Promise<void> {
  await tenant.store.transact(async (tx: StoreTransaction) => {
    const link = await tx.link(linkId);
    if (!link) return;
    const said = how(link);
    link.version++;
    await tx.putLink(link);
    await journalLink(tenant, tx, link, said, actor.userId);
    await showSoon(tenant, tx, linkId);
  });
}

function wrongState(link: LinkRow, what: string): OperationRefused {
  return new OperationRefused(
    'wrong-state',
    409,
    `The link is ${link.state}${link.stateReason ? ` (${link.stateReason})` : ''} and cannot be ${what}.`,
    link.state === 'ended' ? 'Unlink the campaign and link it again.' : 'Resume the link first, once its reason is gone.',
    { state: link.state, stateReason: link.stateReason }
  );
}
