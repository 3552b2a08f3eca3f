/**
 * A sweep: both sides of one link compared whole. It only makes members due and finds new ones; a list is never evidence of absence, and
 * what it shows is never written. Members are marked while the compare goes on: begun again after a crash, it passes over those already marked.
 */
import type { LinkRow, MemberRow } from '../../store/port.ts';
import { CROWDED } from '../budget.ts';
import { SCARCE } from '../salesforce-budget.ts';
import { readCampaignAndProgram } from './campaign-and-program.ts';
import { beginLists, longest, TooLong } from './lists.ts';
import { dueAt, nextSweep, repeats } from './next-sweep.ts';
import { differs, markPerson, personIds, type PersonIds } from '../rows.ts';
import { MarketoMembers, SalesforceMembers } from './side-members.ts';
import { changeLink, showSoon, stir, type Tenant } from '../tenant.ts';

const ROWS_A_PAGE = 500;
const MARKS_A_TRANSACTION = 200;
const CONTACT = '003';

/** Sweeps the links of one tenant that are due. @returns How many there were. */
export async function sweepDueLinks(tenant: Tenant): Promise<number> {
  let swept = 0;
  for (const link of await tenant.store.links(tenant.id)) {
    const now = tenant.clock.now();
    if (dueAt(link, now, tenant.settings) > now) continue;
    // What only repeats leaves the window to the changes themselves; what somebody asked for, or a night's compare, does not wait.
    if (repeats(link, now, tenant.settings) && (await isCrowded(tenant))) continue;
    if (!(await take(tenant, link.id))) continue;
    await sweepLink(tenant, link.id);
    swept++;
  }
  return swept;
}

async function isCrowded(tenant: Tenant): Promise<boolean> {
  return tenant.salesforceBudget.load() > SCARCE || (await tenant.gate.load()) > CROWDED;
}

/** One worker sweeps a link; when it dies, the sweep is due again a while later. */
async function take(tenant: Tenant, linkId: string): Promise<boolean> {
  return tenant.store.transact(async (tx) => {
    const now = tenant.clock.now();
    const link = await tx.link(linkId);
    if (!link || link.state === 'ended' || link.sweepDue === null || dueAt(link, now, tenant.settings) > now) return false;
    link.sweepDue = now + tenant.settings.sweepLeaseMs;
    link.version++;
    await tx.putLink(link);
    return true;
  });
}

export async function sweepLink(tenant: Tenant, linkId: string): Promise<void> {
  const link = await readCampaignAndProgram(tenant, linkId);
  const taken = link?.sweepDue ?? null;
  const runId = link?.state === 'active' ? link.runId : null;
  let longLists: boolean | null = null;
  if (link?.state === 'active') {
    const compared = await compare(tenant, link);
    if ('againMs' in compared) {
      const again = compared.againMs;
      // Not asked for again meanwhile: whoever comes next finds the extracts ready, or asks for them once more.
      await changeLink(
        tenant,
        linkId,
        (kept) => void (kept.sweepDue = kept.sweepDue === taken ? tenant.clock.now() + again : kept.sweepDue)
      );
      return;
    }
    longLists = compared.extract;
  }
  await tenant.store.transact(async (tx) => {
    const now = tenant.clock.now();
    const link = await tx.link(linkId);
    if (!link) return;
    link.lastSweepAt = now;
    link.longLists = longLists ?? link.longLists;
    // All of its members are marked.
    if (link.runId === runId) link.runId = null;
    // Asked for again meanwhile: then it stays due.
    if (link.sweepDue === taken) link.sweepDue = link.state === 'ended' ? null : nextSweep(link, now, tenant.settings);
    link.version++;
    await tx.putLink(link);
    await showSoon(tenant, tx, linkId);
  });
}

/** @returns Whether a list was an extract; or the milliseconds after which all is to be begun again, because an extract is not ready yet. */
async function compare(tenant: Tenant, link: LinkRow): Promise<{ extract: boolean } | { againMs: number }> {
  const listings = await beginLists(tenant, link);
  if ('againMs' in listings.salesforce || 'againMs' in listings.marketo) {
    return { againMs: longest(listings.salesforce, listings.marketo) };
  }
  const [salesforce, marketo] = [new SalesforceMembers(), new MarketoMembers()];
  try {
    for await (const page of listings.salesforce.pages) {
      for (const { contactId, leadId, status } of page) {
        const id = contactId ?? leadId;
        if (id !== null) salesforce.set(id, status);
      }
    }
    for await (const page of listings.marketo.pages) for (const { leadId, status } of page) marketo.set(leadId, status);
  } catch (error) {
    if (error instanceof TooLong) return { againMs: 0 };
    throw error;
  }
  await markKnown(tenant, link, salesforce, marketo);
  await markUnknown(tenant, link, salesforce, marketo);
  await listings.salesforce.used(salesforce.size);
  await listings.marketo.used(marketo.size);
  return { extract: listings.salesforce.extract || listings.marketo.extract };
}

async function markKnown(tenant: Tenant, link: LinkRow, salesforce: SalesforceMembers, marketo: MarketoMembers): Promise<void> {
  for (let after: string | null = null; ;) {
    const rows: MemberRow[] = await tenant.store.membersPage(link.id, after, ROWS_A_PAGE);
    const memberIds: string[] = [];
    for (const row of rows) {
      // Each is asked for, so that none is left over as unknown.
      const members = personIds(row)
        .map((id) => ({ id, status: salesforce.take(id) }))
        .filter(({ status }) => status !== null);
      const { status: s } = members.find(({ id }) => id === row.chosen) ?? members[0] ?? { status: null };
      const m = row.marketoLeadId === null ? null : marketo.take(row.marketoLeadId);
      if (differs(row, { salesforce: s, marketo: m }) || isOpenChoice(row) !== asksForChoice(row, members.length)) memberIds.push(row.id);
    }
    if (memberIds.length > 0) {
      const run = link.runId === null ? {} : { runId: link.runId };
      await tenant.store.hint({ memberIds, cause: 'sweep', at: tenant.clock.now(), ...run });
      stir(tenant);
    }
    if (rows.length < ROWS_A_PAGE) return;
    after = rows[rows.length - 1]?.id ?? null;
  }
}

/** A converted lead may have stayed a member beside its contact: people choose which of the two counts. */
function asksForChoice(row: MemberRow, members: number): boolean {
  return members > 1 && row.chosen === null && row.left === null && row.ended === null;
}

function isOpenChoice(row: MemberRow): boolean {
  const { park } = row;
  const own = (id: string | null) => id !== null && personIds(row).includes(id);
  return park?.reason === 'duplicate-person' && park.candidates.every(({ leadId, contactId }) => own(contactId ?? leadId));
}

async function markUnknown(tenant: Tenant, link: LinkRow, salesforce: SalesforceMembers, marketo: MarketoMembers): Promise<void> {
  let some: PersonIds[] = [];
  const mark = async () => {
    const people = some;
    some = [];
    await tenant.store.transact(async (tx) => {
      for (const ids of people) await markPerson(tenant, tx, link.id, ids, { cause: 'sweep', runId: link.runId });
    });
    stir(tenant);
  };
  for (const ids of unknown(salesforce, marketo)) if (some.push(ids) === MARKS_A_TRANSACTION) await mark();
  if (some.length > 0) await mark();
}

function* unknown(salesforce: SalesforceMembers, marketo: MarketoMembers): Iterable<PersonIds> {
  for (const id of salesforce.left()) {
    const contact = id.startsWith(CONTACT);
    yield { leadId: contact ? null : id, contactId: contact ? id : null, marketoLeadId: null };
  }
  for (const id of marketo.left()) yield { leadId: null, contactId: null, marketoLeadId: id };
}
