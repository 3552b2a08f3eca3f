/**
 * The callback of a call: once, with a result for everybody, tried until Marketo takes it. Its token works once, so a refusal that follows a try without an answer says
 * that that one had arrived.
 */
import { OutsideError } from '../../engine/ports.ts';
import { backoff } from '../../engine/retrying.ts';
import type { Tenant } from '../../engine/tenant.ts';
import type { HostGuard } from '../../outgoing/hosts.ts';
import { createSend, type Send } from '../../outgoing/send.ts';
import type { TaskRow } from '../../store/port-tasks.ts';
import { secretPlace } from './accept.ts';
import { batchOf, callOf, type CallState, type FlowCall, type PersonResult } from './calls.ts';

const TIMEOUT_MS = 60_000;
/** A trigger campaign's calls come with one person each, and each of them is called back. */
const CALLBACKS_AT_ONCE = 10;
const PAGE = 200;
/** Marketo has long gone on without it. */
const GIVE_UP_MS = 3 * 24 * 60 * 60_000;
/** A token that comes again is known for this long. */
const KEEP_MS = 7 * 24 * 60 * 60_000;

/** Adobe's own hosts, besides those of the REST API, to which callbacks go. */
const CALLBACK_HOSTS = ['marketo.com', 'adobe.io', 'adobe.com'];

/** The relay calls back only where Marketo can be, or where the operator allows it by name. */
export function guardCallbacks(hosts: HostGuard): HostGuard {
  function refusal(side: 'marketo' | 'salesforce', text: string): string | null {
    const url = URL.canParse(text) ? new URL(text) : null;
    const own = url !== null && CALLBACK_HOSTS.some((domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`));
    if (own && url.protocol === 'https:' && url.port === '' && url.username === '') return null;
    return hosts.refusal(side, text);
  }
  return {
    refusal,
    check(side, url) {
      const sentence = refusal(side, url);
      if (sentence !== null) throw new OutsideError(side, 'refused', 'host-not-allowed', sentence);
    }
  };
}

export interface AnswerParts {
  send: Send;
  /** Decrypts. */
  open: (text: string, place: string) => string;
}
export const callbackSender = (hosts: HostGuard): Send => createSend(guardCallbacks(hosts));

/** @returns How many calls were due and are answered now, or tried. */
export async function answerSome(tenant: Tenant, parts: AnswerParts): Promise<number> {
  const { store, clock, workerId } = tenant;
  // Whoever has nothing to do writes nothing.
  const next = await store.nextTask('flow_calls', tenant.id);
  if (next === null || next > clock.now()) return 0;
  const tasks = await store.claimTasks('flow_calls', tenant.id, workerId, clock.now(), tenant.settings.leaseMs, CALLBACKS_AT_ONCE);
  const old = tasks.filter(({ state }) => state === 'done' || state === 'given-up');
  const open = tasks.filter((task) => !old.includes(task));
  const ids = (some: TaskRow[]) => some.map(({ id }) => id);
  try {
    if (old.length > 0) await store.removeTasks('flow_calls', ids(old));
    const ends = await Promise.allSettled(open.map((task) => answer(tenant, parts, task)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  } finally {
    if (open.length > 0) await store.releaseTasks('flow_calls', ids(open), workerId);
  }
  return tasks.length;
}

async function answer(tenant: Tenant, { send, open }: AnswerParts, task: TaskRow): Promise<void> {
  const { store, clock } = tenant;
  const call = callOf(task);
  const results = await resultsOf(tenant, task.id);
  const secrets = JSON.parse(open(call.secrets, secretPlace(task.id))) as { key: string; token: string };
  // Kept before it is sent: whoever comes after a crash knows that it may have arrived.
  const sending: FlowCall = { ...call, sentAt: clock.now() };
  const kept = await store.replaceTasks('flow_calls', [{ ...task, state: 'answering', due: clock.now(), row: sending }]);
  if (kept.length === 0) return;
  const mine = { ...task, version: task.version + 1, leaseOwner: null, leaseUntil: null };
  try {
    const { status } = await send({
      side: 'marketo',
      method: 'POST',
      url: call.callbackUrl,
      headers: { 'content-type': 'application/json', 'x-api-key': secrets.key, 'x-callback-token': secrets.token },
      body: JSON.stringify(callbackBody(call, secrets.token, results, clock.now())),
      reads: false,
      timeoutMs: TIMEOUT_MS
    });
    if (status >= 200 && status < 300) return await close(tenant, mine, sending, 'done');
    const refused = status >= 400 && status < 500 && status !== 408 && status !== 429;
    if (refused && call.sentAt !== null) return await close(tenant, mine, sending, 'done');
    await again(
      tenant,
      mine,
      { ...sending, sentAt: refused ? null : sending.sentAt },
      `Marketo answers the callback with status ${status}.`
    );
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    const never = error.kind === 'refused' || error.kind === 'temporary';
    await again(tenant, mine, { ...sending, sentAt: never ? call.sentAt : sending.sentAt }, error.message);
  }
}

async function resultsOf({ store, id }: Tenant, callId: string): Promise<PersonResult[]> {
  const results: PersonResult[] = [];
  for (let after: string | null = null; ;) {
    const page: TaskRow[] = await store.tasksOf('flow_batches', id, callId, after, PAGE);
    results.push(...page.flatMap((one) => batchOf(one).results ?? []));
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) return results;
  }
}

/** Marketo's own values: absent where there is nothing to say. */
export function callbackBody(
  call: Pick<FlowCall, 'munchkinId'>,
  token: string,
  results: PersonResult[],
  now: number
): Record<string, unknown> {
  return {
    munchkinId: call.munchkinId,
    token,
    time: new Date(now).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    defaultValues: { leadDefaults: {}, activityDefaults: { success: true } },
    objectData: results.map(({ leadId, success, outcome, errorCode, reason, resultingStatus, campaignName, memberId }) => ({
      leadData: { id: leadId },
      activityData: Object.fromEntries(
        Object.entries({
          success,
          outcome: outcome || null,
          errorCode,
          reason,
          resultingStatus,
          campaignName,
          campaignMemberId: memberId
        }).filter(([, value]) => value !== null)
      )
    }))
  };
}

async function close(tenant: Tenant, task: TaskRow, call: FlowCall, state: CallState): Promise<void> {
  await tenant.store.transact(async (tx) => {
    // Secrets and results have done their work.
    const row: FlowCall = { ...call, secrets: '', lastError: state === 'done' ? null : call.lastError };
    await tx.replaceTasks('flow_calls', [{ ...task, state, due: tenant.clock.now() + KEEP_MS, row }]);
    for (;;) {
      const batches = await tx.tasksOf('flow_batches', tenant.id, task.id, null, PAGE);
      if (batches.length === 0) return;
      await tx.removeTasks(
        'flow_batches',
        batches.map(({ id }) => id)
      );
    }
  });
}

async function again(tenant: Tenant, task: TaskRow, call: FlowCall, sentence: string): Promise<void> {
  const { store, clock, log } = tenant;
  const row: FlowCall = { ...call, attempts: call.attempts + 1, lastError: sentence };
  if (clock.now() - call.acceptedAt > GIVE_UP_MS) {
    log.error({ tenant: tenant.row.orgId, error: sentence }, 'Marketo never took the results of a flow step; they stand in Salesforce');
    return close(tenant, task, row, 'given-up');
  }
  log.warn({ tenant: tenant.row.orgId, attempts: row.attempts, error: sentence }, 'The results of a flow step are sent again');
  await store.replaceTasks('flow_calls', [{ ...task, state: 'answering', due: clock.now() + backoff(tenant, row.attempts), row }]);
}
