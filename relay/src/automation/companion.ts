/** Automation beside a tenant's sync: what it hears of, and the loops in which it works. */
import type { Companion } from '../engine/parts.ts';
import type { Tenant } from '../engine/tenant.ts';
import { tends } from '../engine/tenant.ts';
import { chooseCampaigns, sweepOneCampaign } from './campaigns.ts';
import { answerOne, type AnswerParts } from './flow-steps/answer.ts';
import { workOnBatches } from './flow-steps/work.ts';
import { heard, lookAgain } from './heard.ts';
import { tells } from './settings.ts';
import { tellOnce } from './tell.ts';
import { CHOICE_MS, IDLE_MS } from './times.ts';

export interface Automation extends Companion {
  /** A call of a flow step was stored for the tenant. */
  rouse(tenantId: string): void;
}

/** @param answers How callbacks are sent; null: flow steps are not worked on here. */
export function createAutomation(answers: AnswerParts | null = null): Automation {
  const tenants = new Map<string, Tenant>();
  return {
    rouse: (tenantId) => {
      tenants.get(tenantId)?.wake.flowSteps.call();
      void tenants.get(tenantId)?.store.rouse(tenantId);
    },
    heard,
    lookAgain,
    loops: (tenant) => {
      tenants.set(tenant.id, tenant);
      const tell = { name: 'tell', wake: tenant.wake.tell, round: tellRound(tenant) };
      return answers ? [tell, { name: 'flow steps', wake: tenant.wake.flowSteps, round: flowStepRound(tenant, answers) }] : [tell];
    }
  };
}

function tellRound(tenant: Tenant): () => Promise<number> {
  let chosenAt = -Infinity;
  return async () => {
    const { automation: sides, clock } = tenant;
    const automation = tenant.row.automation;
    if (!sides || !automation || !tells(automation)) return CHOICE_MS;
    if (await tends(tenant)) {
      if (clock.now() >= chosenAt + CHOICE_MS) {
        await chooseCampaigns(tenant, sides, automation);
        chosenAt = clock.now();
      }
      if (await sweepOneCampaign(tenant, sides, automation)) return 0;
    }
    if ((await tellOnce(tenant, sides, automation)) > 0) return 0;
    const next = await tenant.store.nextTask('watched_members', tenant.id);
    return Math.min(IDLE_MS, next === null ? IDLE_MS : Math.max(IDLE_MS / 5, next - clock.now()));
  };
}

function flowStepRound(tenant: Tenant, answers: AnswerParts): () => Promise<number> {
  return async () => {
    const { automation: sides, clock, store } = tenant;
    const settings = tenant.row.automation?.flowSteps;
    if (!sides) return CHOICE_MS;
    // Closed steps still answer what they have taken.
    const answered = await answerOne(tenant, answers);
    const worked = settings ? await workOnBatches(tenant, sides, settings) : 0;
    if (answered || worked > 0) return 0;
    const due = [await store.nextTask('flow_calls', tenant.id), settings ? await store.nextTask('flow_batches', tenant.id) : null];
    const next = Math.min(...due.map((at) => at ?? Infinity));
    return Math.min(IDLE_MS, Math.max(IDLE_MS / 20, next - clock.now()));
  };
}
