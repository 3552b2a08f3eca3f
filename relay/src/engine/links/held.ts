/** A campaign has one program and a program one campaign: who holds one already is named. */
import { OperationRefused } from '../operations.ts';
import type { Tenant } from '../tenant.ts';

/** @param programId The program that may hold it. @throws {OperationRefused} `campaign-linked`. */
export async function refuseHeldCampaign(tenant: Tenant, campaignId: string, programId: number | null = null): Promise<void> {
  const link = await tenant.store.linkOfCampaign(tenant.id, campaignId);
  if (!link || link.state === 'ended' || link.programId === programId) return;
  throw new OperationRefused(
    'campaign-linked',
    409,
    `Campaign ${campaignId} is linked to program ${link.programId} ("${link.programName}").`,
    'Unlink it first: a campaign has one program.',
    { programId: link.programId }
  );
}

/** @param campaignId The campaign that may hold it. @throws {OperationRefused} `program-linked`. */
export async function refuseHeldProgram(tenant: Tenant, programId: number, campaignId: string | null = null): Promise<void> {
  const link = await tenant.store.linkOfProgram(tenant.id, programId);
  if (!link || link.state === 'ended' || link.campaignId === campaignId) return;
  throw new OperationRefused(
    'program-linked',
    409,
    `Program ${programId} is linked to campaign ${link.campaignId}.`,
    'Unlink it there first: a program has one campaign.',
    { campaignId: link.campaignId }
  );
}
