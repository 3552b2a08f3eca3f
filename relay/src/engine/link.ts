/** Links a campaign with a program, or changes the rules of a link: refusals first, then the plan by real reads, then the link. */
import type { LinkRow } from '../store/port.ts';
import type { Rules } from '../sync/model.ts';
import { refuseNative } from './link-state.ts';
import { campaignView } from './campaign-view.ts';
import { refuseHeldCampaign, refuseHeldProgram } from './held.ts';
import { journalLink } from './journal.ts';
import { listBothSides } from './lists.ts';
import { OperationRefused, type CampaignView, type LinkRequest, type PlanSummary } from './operations.ts';
import { previewLink } from './preview.ts';
import { coveringMap } from './status-cover.ts';
import { drainNow, showSoon, stir, type Tenant } from './tenant.ts';

export const defaultRules: Rules = {
  direction: 'both',
  conflict: 'furthest',
  removalOrEdit: 'edit',
  backward: 'hold',
  removeInMarketo: 'follow',
  removeInSalesforce: 'follow',
  people: 'wait',
  minimumStatus: null,
  typeEdited: 'overwrite',
  costEdited: 'overwrite',
  emptyCost: 'leave',
  overwriteFields: false,
  leadDefaults: { lastName: 'Unknown', company: 'Unknown', ownerId: null, assignmentRule: false, allowDuplicates: false }
};

interface Answer {
  campaign: CampaignView;
  plan: PlanSummary;
}

export async function linkCampaign(tenant: Tenant, campaignId: string, request: LinkRequest): Promise<Answer> {
  const answered = await tenant.store.answer(tenant.id, request.idempotencyKey);
  if (answered !== null) return JSON.parse(answered) as Answer;
  const kept = await tenant.store.linkOfCampaign(tenant.id, campaignId);
  const existing = kept?.state === 'ended' ? null : kept;
  await refuseHeldCampaign(tenant, campaignId, request.programId);
  await refuseHeldProgram(tenant, request.programId, campaignId);
  const [campaign] = await tenant.salesforce.readCampaigns([campaignId]);
  if (!campaign || campaign.isDeleted) {
    throw new OperationRefused(
      'unknown-campaign',
      404,
      `There is no campaign ${campaignId} in Salesforce.`,
      'Choose a campaign that exists.'
    );
  }
  const program = await tenant.marketo.program(request.programId);
  if (!program) {
    throw new OperationRefused(
      'unknown-program',
      404,
      `There is no program ${request.programId} in Marketo.`,
      'Choose a program of the list.'
    );
  }
  await refuseNative(tenant, campaignId, request.programId);
  const rules = mergeRules(existing?.rules ?? defaultRules, request.rules);
  const channel = await tenant.marketo.channel(program.channel);
  const lists = await listBothSides(tenant, campaignId, program.id);
  const map = await coveringMap(
    tenant,
    campaign,
    lists,
    channel?.statuses ?? [],
    request.map ?? null,
    existing?.map ?? null,
    request.createStatuses
  );
  const now = tenant.clock.now();
  const link: LinkRow = {
    ...(existing ?? emptyLink(tenant, campaignId, now)),
    programId: program.id,
    programName: program.name,
    programType: program.type,
    programUrl: program.url,
    channel: program.channel,
    costs: program.costs ?? [],
    rules,
    map,
    rulesVersion: (existing?.rulesVersion ?? 0) + 1,
    sweepDue: now,
    projectionDue: now
  };
  const plan = await previewLink(tenant, link, lists, existing !== null);
  if (request.consent !== 'as-planned' && request.consent.digest !== plan.digest) {
    throw new OperationRefused(
      'plan-changed',
      409,
      'Members changed since the preview, so linking would do something else than it showed.',
      'Look at the new plan and confirm it.',
      { plan }
    );
  }
  const answer = await keep(tenant, link, existing, kept, plan, request);
  // Another request linked this very pair meanwhile: what this one asks for is asked of that link.
  if (answer === null) return linkCampaign(tenant, campaignId, request);
  stir(tenant);
  tenant.wake.sweep.call();
  tenant.wake.projection.call();
  drainNow(tenant);
  return answer;
}

/** @returns The answer, which is kept with the link; null when another request for the same pair was faster. */
async function keep(
  tenant: Tenant,
  link: LinkRow,
  existing: LinkRow | null,
  ended: LinkRow | null,
  plan: PlanSummary,
  request: LinkRequest
): Promise<Answer | null> {
  try {
    return await tenant.store.transact(async (tx) => {
      // The same request, sent twice at once: the work is done once.
      const answered = await tx.answer(tenant.id, request.idempotencyKey);
      if (answered !== null) return JSON.parse(answered) as Answer;
      if (!existing && ended) await tx.removeLink(ended.id);
      const program = await tx.linkOfProgram(tenant.id, link.programId);
      if (program?.state === 'ended') await tx.removeLink(program.id);
      const now = existing ? await tx.link(existing.id) : null;
      // What loops changed meanwhile (counts of removals, times) stays; the person decides only on what was asked.
      const { rules, rulesVersion, map, sweepDue, projectionDue } = link;
      await tx.putLink(now ? { ...now, rules, rulesVersion, map, sweepDue, projectionDue, version: now.version + 1 } : link);
      await journalLink(tenant, tx, link, existing ? 'rules changed' : 'linked', request.actor.userId);
      if (existing) await hintAll(tx, link.id, tenant.clock.now());
      await showSoon(tenant, tx, link.id);
      const answer = { campaign: await campaignView(tenant, link.campaignId, tx), plan };
      await tx.putAnswer(tenant.id, request.idempotencyKey, JSON.stringify(answer), tenant.clock.now());
      return answer;
    });
  } catch (error) {
    if (!(error instanceof Error) || !/^(campaign|program)-linked/.test(error.message)) throw error;
    await refuseHeldCampaign(tenant, link.campaignId, link.programId);
    await refuseHeldProgram(tenant, link.programId, link.campaignId);
    return null;
  }
}

/** Parked and left members are planned again when the rules change. */
async function hintAll(tx: Parameters<Parameters<Tenant['store']['transact']>[0]>[0], linkId: string, at: number): Promise<void> {
  for (let page = 1; ; page++) {
    const { members, more } = await tx.membersInState(linkId, ['parked', 'left-by-rule', 'failing'], page, 500);
    if (members.length > 0) await tx.hint({ memberIds: members.map((member) => member.id), cause: 'button', at });
    if (!more) return;
  }
}

function mergeRules(base: Rules, asked: Partial<Rules>): Rules {
  return { ...base, ...asked, leadDefaults: { ...base.leadDefaults, ...asked.leadDefaults } };
}

function emptyLink(tenant: Tenant, campaignId: string, now: number): LinkRow {
  return {
    id: tenant.newId(),
    tenantId: tenant.id,
    campaignId,
    programId: 0,
    programName: '',
    programType: '',
    programUrl: null,
    channel: '',
    state: 'active',
    stateReason: null,
    rules: defaultRules,
    rulesVersion: 0,
    map: { classes: [] },
    removals: [],
    approved: null,
    costs: [],
    writtenType: null,
    writtenCost: null,
    seenChannel: null,
    seenCost: null,
    sweepDue: now,
    lastSweepAt: null,
    lastSyncAt: null,
    lastError: null,
    projectionDue: now,
    createdAt: now,
    version: 1
  };
}
