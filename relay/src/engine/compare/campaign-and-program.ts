/**
 * What a link stands on: the campaign, the program and its channel, read again at every sweep. A deleted program ends the link, a deleted campaign pauses it,
 * a native link pauses it too: two engines must not work one pair.
 */
import type { LinkRow } from '../../store/port.ts';
import { writeCampaignFields } from './campaign-fields.ts';
import { endMembers } from '../turn/ending.ts';
import { journalLink } from '../journal.ts';
import { nativeProgramOf } from './native-links.ts';
import { changeLink, showSoon, type Tenant } from '../tenant.ts';

export const CAMPAIGN_DELETED = 'campaign deleted';
export const NATIVELY_LINKED = 'natively linked';

/** @returns The link as it stands afterwards; null when it is gone. */
export async function readCampaignAndProgram(tenant: Tenant, linkId: string): Promise<LinkRow | null> {
  const link = await tenant.store.link(linkId);
  if (!link || link.state === 'ended') return link;
  const [campaign] = await tenant.salesforce.readCampaigns([link.campaignId]);
  if (!campaign) return end(tenant, linkId, 'campaign-deleted', 'The campaign was deleted for good.');
  if (campaign.isDeleted) return pause(tenant, linkId, CAMPAIGN_DELETED);
  const program = await tenant.marketo.program(link.programId);
  if (!program) return end(tenant, linkId, 'program-deleted', 'The program was deleted in Marketo.');
  const native = program.sfdcId ?? (await nativeProgramOf(tenant, link.campaignId, tenant.settings.programMs));
  if (native !== null) return pause(tenant, linkId, NATIVELY_LINKED);
  const channel = await tenant.marketo.channel(program.channel);
  await changeLink(tenant, linkId, (kept) => {
    kept.programName = program.name;
    kept.programType = program.type;
    kept.programUrl = program.url;
    kept.channel = program.channel;
    kept.costs = program.costs ?? [];
    if (channel) renewSteps(kept, channel.statuses);
  });
  await writeCampaignFields(tenant, linkId, campaign);
  return tenant.store.link(linkId);
}

/** Steps and success of known statuses follow the channel; a renamed or new status is no class's and therefore unknown. */
function renewSteps(link: LinkRow, statuses: { name: string; step: number; success: boolean }[]): void {
  const byName = new Map(statuses.map((status) => [status.name, status]));
  let changed = false;
  for (const one of link.map.classes) {
    for (const status of one.marketo) {
      const now = byName.get(status.name);
      if (!now || (now.step === status.step && now.success === status.success)) continue;
      status.step = now.step;
      status.success = now.success;
      changed = true;
    }
  }
  if (changed) link.rulesVersion++;
}

async function pause(tenant: Tenant, linkId: string, reason: string): Promise<LinkRow | null> {
  await changeLink(tenant, linkId, async (link, tx) => {
    if (link.state === 'paused' && link.stateReason === reason) return;
    link.state = 'paused';
    link.stateReason = reason;
    await journalLink(tenant, tx, link, `paused: ${reason}`, null);
  });
  await tenant.store.transact((tx) => showSoon(tenant, tx, linkId));
  return tenant.store.link(linkId);
}

async function end(
  tenant: Tenant,
  linkId: string,
  reason: 'campaign-deleted' | 'program-deleted',
  sentence: string
): Promise<LinkRow | null> {
  await changeLink(tenant, linkId, async (link, tx) => {
    link.state = 'ended';
    link.stateReason = sentence;
    link.sweepDue = null;
    await journalLink(tenant, tx, link, `ended: ${reason}`, null);
  });
  await endMembers(tenant, linkId, reason);
  await tenant.store.transact((tx) => showSoon(tenant, tx, linkId));
  return tenant.store.link(linkId);
}
