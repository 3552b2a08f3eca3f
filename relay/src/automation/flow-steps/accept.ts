/** A call of a flow step, stored before it is answered. The same token twice is the same call. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Store, TenantRow } from '../../store/port.ts';
import { batchTasks, callTask, type AskedPerson, type FlowCall } from './calls.ts';
import { FIELDS, type Action } from './services.ts';

const word = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''));
const person = z.looseObject({
  objectType: z.literal('lead'),
  objectContext: z.looseObject({ id: z.int() }),
  flowStepContext: z.looseObject({ campaign: word, status: word }).nullish()
});
/** Marketo's own shape; what it adds is let pass. */
export const invocation = z.looseObject({
  token: z.string().min(1),
  apiCallBackKey: z.string().nullish(),
  campaignId: z.int(),
  callbackUrl: z.string().min(1),
  context: z.looseObject({ subscription: z.looseObject({ munchkinId: z.string() }) }),
  objectData: z.array(person)
});
export type Invocation = z.infer<typeof invocation>;

/** @param close Encrypts. @returns Whether it is new. */
export async function acceptCall(
  store: Store,
  tenant: TenantRow,
  action: Action,
  given: Invocation,
  now: number,
  close: (text: string, place: string) => string
): Promise<boolean> {
  const id = `${tenant.id}:${createHash('sha256').update(given.token).digest('base64url')}`;
  const people = given.objectData.map(asked);
  const call: FlowCall = {
    action,
    callbackUrl: given.callbackUrl,
    secrets: close(JSON.stringify({ key: given.apiCallBackKey ?? '', token: given.token }), secretPlace(id)),
    munchkinId: given.context.subscription.munchkinId,
    marketoCampaignId: given.campaignId,
    people: people.length,
    acceptedAt: now,
    sentAt: null,
    attempts: 0,
    lastError: null
  };
  return store.transact(async (tx) => {
    const added = await tx.addTasks('flow_calls', [callTask(tenant.id, id, call)]);
    if (added.length > 0) await tx.addTasks('flow_batches', batchTasks(tenant.id, id, action, people, now));
    return added.length > 0;
  });
}

export const secretPlace = (callId: string) => `flow call ${callId}`;

function asked({ objectContext, flowStepContext }: Invocation['objectData'][number]): AskedPerson {
  const { id, ...context } = objectContext;
  const mapped = Object.keys(FIELDS).filter((name) => name in context);
  const fields = mapped.map((name) => [name, typeof context[name] === 'string' && context[name] !== '' ? context[name] : null]);
  return {
    leadId: id,
    campaign: flowStepContext?.campaign ?? '',
    status: flowStepContext?.status ?? '',
    fields: Object.fromEntries(fields) as AskedPerson['fields']
  };
}
