/** Automation beside a tenant's sync: what it hears of, and the loops in which it works. */
import type { Companion } from '../engine/parts.ts';
import type { Tenant } from '../engine/tenant.ts';
import { tends } from '../engine/tenant.ts';
import type { TaskTable } from '../store/port-tasks.ts';
import { chooseCampaigns, sweepOneCampaign } from './campaigns.ts';
import { answerSome, type AnswerParts } from './flow-steps/answer.ts';
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
      if (!answers) return [tell];
      return [
        tell,
        { name: 'flow steps', wake: tenant.wake.flowSteps, round: flowStepRound(tenant) },
        { name: 'callbacks', wake: tenant.wake.callbacks, round: callbackRound(tenant, answers) }
      ];
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

function flowStepRound(tenant: Tenant): () => Promise<number> {
  return async () => {
    const settings = tenant.row.automation?.flowSteps;
    if (!tenant.automation || !settings) return CHOICE_MS;
    if ((await workOnBatches(tenant, tenant.automation, settings)) > 0) return 0;
    return untilDue(tenant, 'flow_batches');
  };
}

/** Closed steps still answer what they have taken. */
function callbackRound(tenant: Tenant, answers: AnswerParts): () => Promise<number> {
  return async () => ((await answerSome(tenant, answers)) > 0 ? 0 : untilDue(tenant, 'flow_calls'));
}

async function untilDue({ id, store, clock }: Tenant, table: TaskTable): Promise<number> {
  const next = await store.nextTask(table, id);
  return Math.min(IDLE_MS, Math.max(IDLE_MS / 20, (next ?? Infinity) - clock.now()));
}
