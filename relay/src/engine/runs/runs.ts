/** Runs: what a person set going for many members at once, how far it is, and taking it back. */
import type { RunRow } from '../../store/port.ts';
import { journalLink } from '../journal.ts';
import { OperationRefused, type Actor, type Consent, type RunView, type UndoRequest } from '../operations.ts';
import { planUndo, undoable, type UndoTarget } from './plan-undo.ts';
import { difference, type Plan } from './planned.ts';
import { askPreview, finishedPreview } from './previews.ts';
import { put } from '../rows.ts';
import { stir, type Tenant } from '../tenant.ts';

const RUNS_A_PAGE = 20;
const ROWS_A_TRANSACTION = 200;

export async function listRuns(
  tenant: Tenant,
  campaignId: string,
  page: number
): Promise<{ runs: RunView[]; page: number; more: boolean }> {
  const { runs, more } = await tenant.store.runsPage(tenant.id, campaignId, page, RUNS_A_PAGE);
  return { runs: await Promise.all(runs.map((run) => viewOf(tenant, run))), page, more };
}

/** @throws {OperationRefused} `unknown-run`. */
export async function showRun(tenant: Tenant, runId: string): Promise<RunView> {
  return viewOf(tenant, await runOf(tenant, runId));
}

async function runOf(tenant: Tenant, runId: string): Promise<RunRow> {
  const run = await tenant.store.run(runId);
  if (run?.tenantId === tenant.id) return run;
  throw new OperationRefused('unknown-run', 404, `There is no run ${runId}.`, 'List the runs of the campaign.');
}

async function viewOf(tenant: Tenant, run: RunRow): Promise<RunView> {
  const [link, remaining] = await Promise.all([tenant.store.link(run.linkId), tenant.store.membersOfRun(run.id)]);
  const marking = run.marking || link?.runId === run.id;
  return {
    runId: run.id,
    campaignId: run.campaignId,
    kind: run.kind,
    actor: run.actor,
    at: new Date(run.at).toISOString(),
    plan: run.plan as Plan | null,
    state: link === null ? 'ended' : marking || remaining > 0 ? 'working' : 'done',
    remaining,
    undoOf: run.undoOf,
    undoneBy: run.undoneBy
  };
}

/** @throws {OperationRefused} `unknown-run`, `wrong-state`. */
export async function askUndo(tenant: Tenant, runId: string, actor: Actor): Promise<{ previewId: string; campaignId: string }> {
  const { run } = await undoable(tenant, runId);
  return { ...(await askPreview(tenant, run.campaignId, { of: 'undo', runId }, actor)), campaignId: run.campaignId };
}

/** @throws {OperationRefused} as a preview's start; `plan-changed` with the difference when members changed since. */
export async function startUndo(
  tenant: Tenant,
  runId: string,
  { actor, consent, idempotencyKey }: UndoRequest
): Promise<{ runId: string }> {
  const key = `undo:${idempotencyKey}`;
  const answered = await tenant.store.answer(tenant.id, key);
  if (answered !== null) return JSON.parse(answered) as { runId: string };
  const { run } = await undoable(tenant, runId);
  const plan = await agreed(tenant, run, consent);
  const undo: RunRow = {
    ...run,
    id: tenant.newId(),
    kind: 'undo',
    actor: actor.userId,
    at: tenant.clock.now(),
    plan,
    undoOf: run.id,
    undoneBy: null,
    marking: true
  };
  await tenant.store.transact(async (tx) => {
    const kept = await tx.run(run.id);
    const link = await tx.link(run.linkId);
    if (!kept || !link || kept.undoneBy !== null) return;
    await tx.putRun({ ...kept, undoneBy: undo.id });
    await tx.putRun(undo);
    await journalLink(tenant, tx, link, `taken back: the run ${run.id}`, actor.userId, undo.id);
    await tx.putAnswer(tenant.id, key, JSON.stringify({ runId: undo.id }), tenant.clock.now());
  });
  tenant.wake.previews.call();
  return { runId: undo.id };
}

async function agreed(tenant: Tenant, run: RunRow, consent: Consent): Promise<Plan> {
  const { asked, shown } = await finishedPreview(tenant, run.campaignId, 'undo', consent);
  const { plan } = await planUndo(tenant, run.id);
  if (asked === run.id && plan.digest === shown.digest) return plan;
  throw new OperationRefused(
    'plan-changed',
    409,
    'Members changed since the preview, so that taking the run back would do something else than it showed.',
    'Look at the new plan and confirm it.',
    { plan, difference: difference(shown, plan) }
  );
}

/** Marks the members of an undo that has been started; begun again after a crash, since what is taken back already shows it. @returns Whether there was one. */
export async function markUndo(tenant: Tenant): Promise<boolean> {
  const [undo] = await tenant.store.markingRuns(tenant.id);
  if (!undo?.undoOf) return false;
  const undone = await tenant.store.run(undo.undoOf);
  if (undone) {
    const { targets } = await planUndo({ ...tenant, store: asStanding(tenant, undone) }, undone.id);
    for (let from = 0; from < targets.length; from += ROWS_A_TRANSACTION) {
      await mark(tenant, undo, targets.slice(from, from + ROWS_A_TRANSACTION));
    }
  }
  await tenant.store.putRun({ ...undo, marking: false });
  stir(tenant);
  return true;
}

/** The run as it stood before it was said to be taken back, which is what is planned from. */
function asStanding(tenant: Tenant, run: RunRow): Tenant['store'] {
  return { ...tenant.store, run: async (id) => (id === run.id ? { ...run, undoneBy: null } : tenant.store.run(id)) };
}

/** The want is written ahead, as every intent is; the next turn carries it out. The plan's number has passed the brake. */
async function mark(tenant: Tenant, undo: RunRow, targets: UndoTarget[]): Promise<void> {
  await tenant.store.transact(async (tx) => {
    const now = tenant.clock.now();
    for (const { memberId, saw, target } of targets) {
      const row = await tx.member(memberId);
      if (!row || row.ended !== null || row.runId === undo.id) continue;
      Object.assign(row, { base: saw, want: { ...target, rejoin: false, undo: true }, park: null, left: null, taken: null });
      Object.assign(row, { state: 'pending', due: now, cause: 'button', runId: undo.id, pendingSince: now, attempts: 0, refusals: 0 });
      row.failing = null;
      row.hints++;
      await put(tx, row);
    }
  });
}
