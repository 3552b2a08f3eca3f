/**
 * Forgets one human: mirror rows, the matching, what is remembered of merges, examples in previews and plans, calls of
 * flow steps that are under way. The journal keeps what happened, without who it was
 * and without what either side said about it.
 */
import { eraseFromSteps } from '../automation/flow-steps/erase.ts';
import type { HumanIds, RunRow, Store, StoreTransaction } from '../store/port.ts';
import type { PersonIds } from './rows.ts';
import type { MarketoPort, SalesforcePort } from './ports.ts';

const AT_ONCE = 1_000;

export interface Erased {
  human: HumanIds;
  /** Where the person still is: then nothing was erased, since the next compare would find the person there. */
  still: { salesforce: string[]; marketo: number[] };
  /** Rows that were deleted or emptied. */
  rows: number;
}

/**
 * @param given One id or more; those that belong to the same human are found.
 * @param anyway Erase though the person is still in Salesforce or Marketo.
 * @throws {OutsideError} when a side cannot be asked.
 */
export async function erasePerson(
  store: Store,
  tenantId: string,
  sides: { salesforce: Pick<SalesforcePort, 'readPeople'>; marketo: Pick<MarketoPort, 'readLeads'> },
  given: PersonIds,
  anyway: boolean
): Promise<Erased> {
  const human = await whole(store, tenantId, given);
  const still = anyway ? { salesforce: [], marketo: [] } : await whereStill(sides, human);
  if (still.salesforce.length + still.marketo.length > 0) return { human, still, rows: 0 };
  const rows = await store.transact(
    async (tx) =>
      (await tx.eraseHuman(tenantId, human)) +
      (await eraseExamples(tx, tenantId, human)) +
      (await eraseFromSteps(tx, tenantId, human.marketoLeadIds))
  );
  return { human, still, rows };
}

/** A conversion or a merge leaves several ids of one human in different rows. */
async function whole(store: Store, tenantId: string, given: PersonIds): Promise<HumanIds> {
  const people = new Set([given.leadId, given.contactId].filter((id) => id !== null));
  const leads = new Set(given.marketoLeadId === null ? [] : [given.marketoLeadId]);
  for (let known = -1; known < people.size + leads.size;) {
    known = people.size + leads.size;
    const rows = await store.membersOfPeople(tenantId, { personIds: [...people], marketoLeadIds: [...leads] });
    const persons = await Promise.all([
      ...[...people].flatMap((id) => [store.person(tenantId, { leadId: id }), store.person(tenantId, { contactId: id })]),
      ...[...leads].map((id) => store.person(tenantId, { marketoLeadId: id }))
    ]);
    for (const one of [...rows, ...persons.filter((person) => person !== null)]) {
      for (const id of [one.leadId, one.contactId]) if (id !== null) people.add(id);
      if (one.marketoLeadId !== null) leads.add(one.marketoLeadId);
    }
  }
  return { personIds: [...people], marketoLeadIds: [...leads] };
}

async function whereStill(
  { salesforce, marketo }: Parameters<typeof erasePerson>[2],
  { personIds, marketoLeadIds }: HumanIds
): Promise<Erased['still']> {
  const people = personIds.length === 0 ? [] : await salesforce.readPeople(personIds);
  const leads = marketoLeadIds.length === 0 ? [] : await marketo.readLeads(marketoLeadIds);
  return { salesforce: people.filter((one) => !one.isDeleted).map((one) => one.id), marketo: leads.map((one) => one.id) };
}

/**
 * Plans show people by name. Unfinished and finished previews are asked for again; runs keep their numbers.
 * @returns How many runs showed the person. Previews and answers go whoever is in them, and count for nobody.
 */
async function eraseExamples(tx: StoreTransaction, tenantId: string, human: HumanIds): Promise<number> {
  let rows = 0;
  // Answers to repeated requests hold plans, too, and serve for minutes.
  const all = { journal: 0, answers: Number.MAX_SAFE_INTEGER, notices: 0 };
  while ((await tx.forget(tenantId, all, AT_ONCE)) === AT_ONCE);
  for (const preview of await tx.previews(tenantId)) await tx.removePreview(preview.id);
  for (const run of await tx.runs(tenantId)) {
    const plan = withoutExamples(run, human);
    if (plan === null) continue;
    await tx.putRun({ ...run, plan });
    rows++;
  }
  return rows;
}

function withoutExamples({ plan }: RunRow, { personIds, marketoLeadIds }: HumanIds): object | null {
  const { samples } = (plan ?? {}) as { samples?: (Partial<PersonIds> & object)[] };
  if (!samples) return null;
  const theirs = ({ leadId, contactId, marketoLeadId }: Partial<PersonIds>) =>
    [leadId, contactId].some((id) => id != null && personIds.includes(id)) ||
    (marketoLeadId != null && marketoLeadIds.includes(marketoLeadId));
  return samples.some(theirs) ? { ...(plan as object), samples: samples.filter((one) => !theirs(one)) } : null;
}
