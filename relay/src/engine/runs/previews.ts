/**
 * Previews are stored jobs: asked for, worked on by whichever process takes them, looked at while they go on, and started by id and digest. One whose process
 * died is taken again when its lease runs out.
 */
import type { PreviewRow, StoreTransaction } from '../../store/port.ts';
import { forPeople } from '../budget.ts';
import { OperationRefused, type Actor, type Consent, type PreviewView } from '../operations.ts';
import { planLink } from '../links/plan-link.ts';
import type { Plan } from './planned.ts';
import { planUndo } from './plan-undo.ts';
import { prepareLink, type LinkAsked } from '../links/prepare-link.ts';
import type { Tenant } from '../tenant.ts';

/** What a preview is of. */
export type PreviewRequest = { of: 'link'; asked: LinkAsked } | { of: 'undo'; runId: string };
/** What is kept of a finished one. */
interface Finished {
  plan: Plan;
  fingerprint: string;
}
interface Refusal {
  code: string;
  status: number;
  message: string;
  fix: string;
  details: Record<string, unknown>;
}

const DAY = 24 * 3_600_000;
const LEASE_MS = 60_000;
/** Somebody looks at the progress every second or two. */
const PROGRESS_MS = 1_000;

/** One preview of a campaign at a time: an unfinished one gives way to the new one. */
export async function askPreview(
  tenant: Tenant,
  campaignId: string,
  request: PreviewRequest,
  actor: Actor
): Promise<{ previewId: string }> {
  const now = tenant.clock.now();
  const row: PreviewRow = {
    id: tenant.newId(),
    tenantId: tenant.id,
    campaignId,
    request,
    actor: actor.userId,
    state: 'working',
    progress: { phase: 'waiting', done: 0, total: null },
    plan: null,
    refusal: null,
    createdAt: now,
    expiresAt: now + DAY,
    leaseOwner: null,
    leaseUntil: null
  };
  await tenant.store.transact(async (tx) => {
    for (const other of await tx.previews(tenant.id)) {
      if (other.expiresAt <= now || (other.campaignId === campaignId && other.state === 'working')) await tx.removePreview(other.id);
    }
    await tx.putPreview(row);
  });
  tenant.wake.previews.call();
  return { previewId: row.id };
}

/** @throws {OperationRefused} `unknown-preview`. */
export async function showPreview(tenant: Tenant, campaignId: string, previewId: string): Promise<PreviewView> {
  const row = await previewOf(tenant, campaignId, previewId);
  const finished = row.plan as Finished | null;
  const refusal = row.refusal as Refusal | null;
  return {
    previewId,
    state: row.state,
    progress: row.progress,
    plan: finished?.plan ?? null,
    refusal: refusal && { code: refusal.code, message: refusal.message, fix: refusal.fix, details: refusal.details },
    expiresAt: new Date(row.expiresAt).toISOString()
  };
}

async function previewOf(tenant: Tenant, campaignId: string, previewId: string): Promise<PreviewRow> {
  const row = await tenant.store.preview(previewId);
  if (row && row.tenantId === tenant.id && row.campaignId === campaignId && row.expiresAt > tenant.clock.now()) return row;
  throw new OperationRefused(
    'unknown-preview',
    404,
    `There is no preview ${previewId} of campaign ${campaignId}: previews are kept for a day, and a new one takes the place of one that is not finished.`,
    'Ask for a new preview.'
  );
}

/**
 * The preview that a person agrees to.
 * @throws {OperationRefused} `unknown-preview`; `not-finished` (409); `plan-changed` when the digest is not the one that was shown.
 */
export async function finishedPreview<K extends PreviewRequest['of']>(
  tenant: Tenant,
  campaignId: string,
  of: K,
  { previewId, digest }: Consent
): Promise<{ asked: K extends 'link' ? LinkAsked : string; shown: Plan; fingerprint: string }> {
  const row = await previewOf(tenant, campaignId, previewId);
  const request = row.request as PreviewRequest;
  if (row.state !== 'done' || request.of !== of) {
    throw new OperationRefused(
      'not-finished',
      409,
      row.state === 'working' ? 'The preview is not finished.' : 'The preview is of something else, or was refused.',
      'Wait until it is done, or ask for a new one.',
      { state: row.state }
    );
  }
  const { plan, fingerprint } = row.plan as Finished;
  if (plan.digest !== digest) {
    throw new OperationRefused(
      'plan-changed',
      409,
      'The digest is not the one of the preview.',
      'Send the digest that the preview shows.',
      {
        plan
      }
    );
  }
  const asked = request.of === 'link' ? request.asked : request.runId;
  return { asked: asked as K extends 'link' ? LinkAsked : string, shown: plan, fingerprint };
}

/** Works on the next preview that nobody works on. @returns Whether there was one. @throws {OutsideError} what keeps it from being finished; it is taken again. */
export async function workOnPreview(tenant: Tenant): Promise<boolean> {
  const row = await tenant.store.transact((tx) => take(tenant, tx));
  if (row === null) return false;
  try {
    const finished = await forPeople(() => planOf(tenant, row));
    await finish(tenant, row, { state: 'done', plan: finished, progress: { ...row.progress, phase: 'done' } });
  } catch (error) {
    if (!(error instanceof OperationRefused)) {
      await finish(tenant, row, { leaseOwner: null, leaseUntil: null });
      throw error;
    }
    const { code, status, message, fix, details } = error;
    await finish(tenant, row, { state: 'refused', refusal: { code, status, message, fix, details } satisfies Refusal });
  }
  return true;
}

async function take(tenant: Tenant, tx: StoreTransaction): Promise<PreviewRow | null> {
  const now = tenant.clock.now();
  const free = (one: PreviewRow) => one.leaseOwner === null || (one.leaseUntil ?? 0) <= now;
  const row = (await tx.previews(tenant.id)).find((one) => one.state === 'working' && one.expiresAt > now && free(one));
  if (!row) return null;
  row.leaseOwner = tenant.workerId;
  row.leaseUntil = now + LEASE_MS;
  row.progress = { phase: 'reading', done: 0, total: null };
  await tx.putPreview(row);
  return row;
}

async function planOf(tenant: Tenant, row: PreviewRow): Promise<Finished> {
  const request = row.request as PreviewRequest;
  let saved = tenant.clock.now();
  const progress = async (done: number, total: number) => {
    row.progress = { phase: 'planning', done, total };
    const now = tenant.clock.now();
    if (now - saved < PROGRESS_MS && done < total) return;
    saved = now;
    await finish(tenant, row, { progress: row.progress, leaseUntil: now + LEASE_MS });
  };
  if (request.of === 'undo') return { plan: (await planUndo(tenant, request.runId, progress)).plan, fingerprint: '' };
  const prepared = await prepareLink(tenant, row.campaignId, request.asked);
  return { plan: await planLink(tenant, prepared, progress), fingerprint: prepared.fingerprint };
}

/** Only while it is still this process's: a newer preview may have taken its place. */
async function finish(tenant: Tenant, row: PreviewRow, change: Partial<PreviewRow>): Promise<void> {
  await tenant.store.transact(async (tx) => {
    const kept = await tx.preview(row.id);
    if (kept?.leaseOwner === tenant.workerId) await tx.putPreview({ ...kept, ...change });
  });
}
