/**
 * A campaign made for a program, with the member statuses of the program's channel: the first step is the default, success means responded. The unique key that
 * the insert carries finds one whose answer was lost.
 */
import { createHash } from 'node:crypto';
import { journalCampaign, outcomes } from '../journal.ts';
import { refuseHeldProgram } from './held.ts';
import { OperationRefused, type CampaignRequest } from '../operations.ts';
import { OutsideError, type CampaignToCreate, type MarketoChannel, type MarketoProgram } from '../ports.ts';
import type { Tenant } from '../tenant.ts';

/** Until Salesforce has given it an id, the campaign has no journal of its own. */
const NO_CAMPAIGN = '';
/** Salesforce: CampaignMember.Status holds 40 characters. */
const LABEL = 40;

/** @throws {OperationRefused} `unknown-program`, `program-linked`, `natively-linked`, `statuses-too-long`, `campaign-refused` with Salesforce's sentence. */
export async function createCampaign(tenant: Tenant, request: CampaignRequest): Promise<{ campaignId: string }> {
  const program = await linkable(tenant, request.programId);
  const channel = await tenant.marketo.channel(program.channel);
  const campaign = campaignOf(tenant, request, program, channel?.statuses ?? []);
  const said = {
    side: 'salesforce' as const,
    actor: request.actor.userId,
    detail: `create the campaign "${request.name}" for program ${program.id}`
  };
  const journalId = await tenant.store.transact((tx) => journalCampaign(tenant, tx, NO_CAMPAIGN, said));
  try {
    const { outcome, campaignId, code, message } = await tenant.salesforce.createCampaign(campaign);
    if (outcome === 'refused' || campaignId === null) {
      await outcomes(tenant, [{ journalId, outcome: 'refused', detail: message }]);
      throw new OperationRefused(
        'campaign-refused',
        422,
        `Salesforce does not create the campaign: ${message ?? 'it gives no reason'}`,
        "Change what Salesforce names; the rights are those of the relay's user.",
        { salesforceCode: code }
      );
    }
    await outcomes(tenant, [{ journalId, outcome: outcome === 'created' ? 'done' : 'no-op', detail: `campaign ${campaignId}` }]);
    await tenant.store.transact((tx) => journalCampaign(tenant, tx, campaignId, { ...said, outcome: 'done' }));
    return { campaignId };
  } catch (error) {
    if (error instanceof OutsideError) {
      const unknown = error.kind === 'no-answer' || error.kind === 'garbled';
      await outcomes(tenant, [{ journalId, outcome: unknown ? 'unknown' : 'failed', detail: error.message }]);
    }
    throw error;
  }
}

async function linkable(tenant: Tenant, programId: number): Promise<MarketoProgram> {
  await refuseHeldProgram(tenant, programId);
  const program = await tenant.marketo.program(programId);
  if (!program) {
    throw new OperationRefused('unknown-program', 404, `There is no program ${programId} in Marketo.`, 'Choose a program of the list.');
  }
  if (program.sfdcId !== null) {
    throw new OperationRefused(
      'natively-linked',
      409,
      `Marketo's own Salesforce sync holds program ${programId}: it is linked to campaign ${program.sfdcId}.`,
      'Unlink it in Marketo first: two engines must not work one program.',
      { nativeCampaignId: program.sfdcId }
    );
  }
  return program;
}

function campaignOf(
  tenant: Tenant,
  request: CampaignRequest,
  program: MarketoProgram,
  statuses: MarketoChannel['statuses']
): CampaignToCreate {
  const shown = statuses.filter(({ hidden }) => !hidden);
  const tooLong = shown.filter(({ name }) => name.length > LABEL).map(({ name }) => name);
  if (tooLong.length > 0) {
    throw new OperationRefused(
      'statuses-too-long',
      422,
      `Salesforce's member statuses hold ${LABEL} characters; these are longer: ${tooLong.map((name) => `"${name}"`).join(', ')}.`,
      'Shorten them in Marketo, or create the campaign in Salesforce and map the statuses.',
      { statuses: tooLong }
    );
  }
  const { name, ownerId, parentId, recordTypeId, startDate, endDate, isActive, actor } = request;
  return {
    key: `${tenant.row.munchkinId}:${program.id}:${keyOf(request)}`,
    name,
    // Campaign.Type holds 40 characters as well.
    type: program.channel.length <= LABEL ? program.channel : null,
    ownerId: ownerId ?? actor.userId,
    parentId,
    recordTypeId,
    startDate,
    endDate,
    isActive,
    statuses: shown.map((status, index) => ({ label: status.name, responded: status.success, isDefault: index === 0 }))
  };
}

/** Of fixed length, whatever the caller made of its key. */
function keyOf({ idempotencyKey }: CampaignRequest): string {
  return createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32);
}
