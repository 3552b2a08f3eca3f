/**
 * A program made for a campaign. Marketo has no idempotency key: that a program is being made is remembered before Marketo is asked, and the same request
 * finds one that was made and never answered by its name, which is unique in the instance.
 */
import { journalCampaign, outcomes } from '../journal.ts';
import { OperationRefused, type ChannelView, type ProgramChoice, type ProgramRequest } from '../operations.ts';
import { OutsideError, type MarketoChannel, type MarketoFolder, type MarketoProgram, type ProgramToCreate } from '../ports.ts';
import { refuseHeldCampaign } from './held.ts';
import { choiceOf } from './program-choices.ts';
import type { Tenant } from '../tenant.ts';

export async function channelChoices(tenant: Tenant): Promise<{ channels: ChannelView[] }> {
  const channels = await tenant.marketo.channels();
  return {
    channels: channels.map(({ name, programType, statuses }) => ({
      name,
      programType,
      statuses: statuses.filter(({ hidden }) => !hidden).map(({ name, step, success }) => ({ name, step, success }))
    }))
  };
}

export async function folderChoices(
  tenant: Tenant,
  search: string,
  page: number
): Promise<{ folders: MarketoFolder[]; page: number; more: boolean }> {
  return { ...(await tenant.marketo.folders(search, page)), page };
}

/** @throws {OperationRefused} `unknown-campaign`, `campaign-linked`, `unknown-channel`, `name-taken`, `program-refused` with Marketo's sentence. */
export async function createProgram(tenant: Tenant, request: ProgramRequest): Promise<{ program: ProgramChoice }> {
  const key = `program:${request.idempotencyKey}`;
  const answered = await tenant.store.answer(tenant.id, key);
  const kept = answered === null ? null : (JSON.parse(answered) as { program: ProgramChoice | null });
  if (kept?.program) return { program: kept.program };
  await refuseUnknownCampaign(tenant, request.campaignId);
  const channel = await tenant.marketo.channel(request.channel);
  if (!channel) {
    throw new OperationRefused(
      'unknown-channel',
      404,
      `There is no channel "${request.channel}" in Marketo.`,
      'Choose a channel of the list; an administrator of Marketo can add one under Tags.'
    );
  }
  const named = await tenant.marketo.programNamed(request.name);
  if (named && (kept === null || named.channel !== channel.name)) {
    throw new OperationRefused(
      'name-taken',
      409,
      `Marketo has a program named "${request.name}" already (${named.id}).`,
      'Choose another name, or link the campaign with that program.',
      { programId: named.id }
    );
  }
  const program = choiceOf(named ?? (await make(tenant, request, channel, key)), null);
  await tenant.store.putAnswer(tenant.id, key, JSON.stringify({ program }), tenant.clock.now());
  return { program };
}

async function make(tenant: Tenant, request: ProgramRequest, channel: MarketoChannel, key: string): Promise<MarketoProgram> {
  const { name, description, folderId, tags, campaignId, actor } = request;
  const wanted: ProgramToCreate = { name, description, type: request.type ?? channel.programType, channel: channel.name, folderId, tags };
  const journalId = await tenant.store.transact(async (tx) => {
    await tx.putAnswer(tenant.id, key, JSON.stringify({ program: null }), tenant.clock.now());
    const said = { side: 'marketo' as const, actor: actor.userId, detail: `create the program "${name}" in the channel ${channel.name}` };
    return journalCampaign(tenant, tx, campaignId, said);
  });
  try {
    const program = await tenant.marketo.createProgram(wanted);
    await outcomes(tenant, [{ journalId, outcome: 'done', detail: `program ${program.id}` }]);
    return program;
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    const unknown = error.kind === 'no-answer' || error.kind === 'garbled';
    const lasting = error.kind === 'refused' || error.kind === 'gone';
    await outcomes(tenant, [{ journalId, outcome: unknown ? 'unknown' : lasting ? 'refused' : 'failed', detail: error.message }]);
    if (!lasting) throw error;
    throw new OperationRefused(
      'program-refused',
      422,
      error.message,
      'Change what Marketo names (name, folder, type or tags) and try again.',
      {
        marketoCode: error.code
      }
    );
  }
}

async function refuseUnknownCampaign(tenant: Tenant, campaignId: string): Promise<void> {
  await refuseHeldCampaign(tenant, campaignId);
  const [campaign] = await tenant.salesforce.readCampaigns([campaignId]);
  if (campaign && !campaign.isDeleted) return;
  throw new OperationRefused(
    'unknown-campaign',
    404,
    `There is no campaign ${campaignId} in Salesforce.`,
    'Choose a campaign that exists.'
  );
}
