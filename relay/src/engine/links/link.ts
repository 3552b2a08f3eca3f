/** Links a campaign with a program, or changes the rules of a link, as a plan says that a person has seen or asked for unseen. */
import type { RunRow, StoreTransaction } from '../../store/port.ts';
import { campaignView } from '../views/campaign-view.ts';
import { refuseHeldCampaign, refuseHeldProgram } from './held.ts';
import { journalLink } from '../journal.ts';
import { OperationRefused, type CampaignView, type LinkRequest } from '../operations.ts';
import { planLink } from './plan-link.ts';
import { difference, type Plan } from '../runs/planned.ts';
import { prepareLink, type LinkAsked, type Prepared } from './prepare-link.ts';
import { finishedPreview } from '../runs/previews.ts';
import { makeStatuses } from './status-cover.ts';
import { drainNow, showSoon, stir, type Tenant } from '../tenant.ts';

interface Linked {
  campaign: CampaignView;
  plan: Plan;
  runId: string;
}

export async function linkCampaign(tenant: Tenant, campaignId: string, request: LinkRequest): Promise<Linked> {
  const answered = await tenant.store.answer(tenant.id, request.idempotencyKey);
  if (answered !== null) return JSON.parse(answered) as Linked;
  const { prepared, plan } = await agreed(tenant, campaignId, request);
  await makeStatuses(tenant, campaignId, prepared.creates);
  const answer = await keep(tenant, prepared, plan, request);
  // Another request linked this very pair meanwhile: what this one asks for is asked of that link.
  if (answer === null) return linkCampaign(tenant, campaignId, request);
  stir(tenant);
  tenant.wake.sweep.call();
  tenant.wake.projection.call();
  drainNow(tenant);
  return answer;
}

/** What is started is what was shown: unchanged lists have the plan that was shown, changed ones are planned again and have to come to the same. */
async function agreed(tenant: Tenant, campaignId: string, request: LinkRequest): Promise<{ prepared: Prepared; plan: Plan }> {
  const { programId, rules, map, createStatuses, switchProgram, consent } = request;
  if (consent === 'as-planned') {
    const prepared = await prepareLink(tenant, campaignId, { programId, rules, map, createStatuses, switchProgram });
    return { prepared, plan: await planLink(tenant, prepared) };
  }
  const { asked, shown, fingerprint } = await finishedPreview(tenant, campaignId, 'link', consent);
  refuseOther(asked, request);
  const prepared = await prepareLink(tenant, campaignId, asked);
  if (prepared.fingerprint === fingerprint) return { prepared, plan: shown };
  const plan = await planLink(tenant, prepared);
  if (plan.digest === shown.digest) return { prepared, plan };
  throw new OperationRefused(
    'plan-changed',
    409,
    'Members changed since the preview, so that starting would do something else than it showed.',
    'Look at the new plan and confirm it.',
    { plan, difference: difference(shown, plan) }
  );
}

/** A start names what was previewed, or nothing. */
function refuseOther(asked: LinkAsked, { programId, rules, map }: LinkRequest): void {
  const same = (ours: unknown, theirs: unknown) => JSON.stringify(ours) === JSON.stringify(theirs);
  const other =
    asked.programId !== programId ||
    (Object.keys(rules).length > 0 && !same(asked.rules, rules)) ||
    (map !== null && !same(asked.map, map));
  if (!other) return;
  throw new OperationRefused(
    'plan-changed',
    409,
    'The preview was of another program, other rules or another map than are to be started.',
    'Preview what is to be started, or leave rules and map out.'
  );
}

/** @returns The answer, which is kept with the link; null when another request for the same pair was faster. */
async function keep(
  tenant: Tenant,
  { link, existing, replaced }: Prepared,
  plan: Plan,
  { actor, idempotencyKey }: LinkRequest
): Promise<Linked | null> {
  const run: RunRow = {
    id: tenant.newId(),
    tenantId: tenant.id,
    campaignId: link.campaignId,
    linkId: link.id,
    kind: existing ? 'rules-changed' : 'first-sync',
    actor: actor.userId,
    at: tenant.clock.now(),
    plan,
    undoOf: null,
    undoneBy: null,
    marking: false
  };
  try {
    return await tenant.store.transact(async (tx) => {
      // The same request, sent twice at once: the work is done once.
      const answered = await tx.answer(tenant.id, idempotencyKey);
      if (answered !== null) return JSON.parse(answered) as Linked;
      for (const { id } of replaced) {
        const gone = await tx.link(id);
        if (!gone) continue;
        if (gone.state !== 'ended')
          await journalLink(tenant, tx, gone, `unlinked: the campaign is linked to program ${link.programId} instead`, actor.userId);
        await tx.removeLink(id);
      }
      const now = existing ? await tx.link(existing.id) : null;
      // What loops changed meanwhile (counts of removals, times) stays; the person decides only on what was asked.
      const { rules, rulesVersion, map, sweepDue, projectionDue } = link;
      await tx.putRun(run);
      await tx.putLink(
        now
          ? { ...now, rules, rulesVersion, map, sweepDue, projectionDue, runId: run.id, version: now.version + 1 }
          : { ...link, runId: run.id }
      );
      await journalLink(tenant, tx, link, existing ? 'rules changed' : 'linked', actor.userId, run.id);
      if (existing) await hintAll(tx, link.id, tenant.clock.now(), run.id);
      await showSoon(tenant, tx, link.id);
      const answer = { campaign: await campaignView(tenant, link.campaignId, tx), plan, runId: run.id };
      await tx.putAnswer(tenant.id, idempotencyKey, JSON.stringify(answer), tenant.clock.now());
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
async function hintAll(tx: StoreTransaction, linkId: string, at: number, runId: string): Promise<void> {
  for (let page = 1; ; page++) {
    const { members, more } = await tx.membersInState(linkId, ['parked', 'left-by-rule', 'failing'], page, 500);
    if (members.length > 0) await tx.hint({ memberIds: members.map((member) => member.id), cause: 'button', at, runId });
    if (!more) return;
  }
}
