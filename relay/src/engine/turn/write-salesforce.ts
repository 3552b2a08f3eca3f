/** Writes into Salesforce: one campaign a call, compare-and-set, member statuses ensured first. */
import type { LinkRow } from '../../store/port.ts';
import { sendAll, stops, whom, type MemberWrite, type Written } from './member-writes.ts';
import { OutsideError, type MemberResult } from '../ports.ts';
import type { Tenant } from '../tenant.ts';

/** docs/contract: at most 200 changes a call. */
const CHANGES_A_CALL = 200;
/** A status seen this short ago need not be asked for again; what Salesforce stored is compared in any case. */
const STATUS_KNOWN_MS = 10 * 60_000;

const STORED_OTHERWISE = 'stored-otherwise';

const ensured = new WeakMap<Tenant, Map<string, number>>();

export async function writeSalesforce(
  tenant: Tenant,
  link: LinkRow,
  writes: MemberWrite[]
): Promise<{ written: Written[]; stop: OutsideError | null }> {
  let refused: Map<string, string>;
  try {
    refused = writes.length === 0 ? new Map() : await ensureStatuses(tenant, link, writes);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    const written = writes.map((write): Written => ({ write, outcome: 'failed', code: error.code, message: error.message }));
    return { written, stop: stops(error) ? error : null };
  }
  const sent = await sendAll(tenant, writes, CHANGES_A_CALL, async (part) => {
    const allowed = part.filter(({ to }) => to === null || !refused.has(to));
    const changes = allowed.map((write) => ({ ...whom(write), expected: write.from, write: write.to }));
    const results = changes.length === 0 ? [] : await tenant.salesforce.writeMembers(link.campaignId, changes);
    const answers = new Map(allowed.map((write, index) => [write, results[index]]));
    return part.map((write) => answer(tenant, link, write, answers.get(write), refused.get(write.to ?? '')));
  });
  await tellDefaults(tenant, link, sent.written);
  return sent;
}

/** What stands there instead is the default where the campaign lacked the status, which it gets now; else somebody's automation put it there. */
async function tellDefaults(tenant: Tenant, link: LinkRow, written: Written[]): Promise<void> {
  const otherwise = written.filter(({ code }) => code === STORED_OTHERWISE);
  if (otherwise.length === 0) return;
  const labels = [...new Set(otherwise.map(({ write }) => write.to))].filter((to) => to !== null);
  const wanted = labels.map((label) => ({ label, responded: isResponse(link, label) }));
  const results = await tenant.salesforce.ensureStatuses(link.campaignId, wanted).catch((error: unknown) => {
    if (error instanceof OutsideError) return [];
    throw error;
  });
  // Not known: written once more, which shows it.
  const had = new Set(results.filter(({ outcome }) => outcome === 'exists').map(({ label }) => label));
  for (const one of otherwise) if (!had.has(one.write.to ?? '')) one.isDefault = true;
}

/** @returns Statuses that the campaign lacks and that could not be created, with the reason. */
async function ensureStatuses(tenant: Tenant, link: LinkRow, writes: MemberWrite[]): Promise<Map<string, string>> {
  const known = ensured.get(tenant) ?? new Map<string, number>();
  ensured.set(tenant, known);
  const now = tenant.clock.now();
  const labels = [...new Set(writes.map(({ to }) => to))].filter((to) => to !== null);
  const open = labels.filter((label) => (known.get(`${link.campaignId}:${label}`) ?? 0) <= now - STATUS_KNOWN_MS);
  const refused = new Map<string, string>();
  if (open.length === 0) return refused;
  const wanted = open.map((label) => ({ label, responded: isResponse(link, label) }));
  for (const { label, outcome, message } of await tenant.salesforce.ensureStatuses(link.campaignId, wanted)) {
    if (outcome === 'refused') refused.set(label, message ?? 'Salesforce gives no reason.');
    else known.set(`${link.campaignId}:${label}`, now);
  }
  return refused;
}

function isResponse(link: LinkRow, label: string): boolean {
  return link.map.classes.some((one) => one.salesforce.includes(label) && one.marketo.some((status) => status.success));
}

function answer(tenant: Tenant, link: LinkRow, write: MemberWrite, result: MemberResult | undefined, missing: string | undefined): Written {
  if (missing !== undefined) {
    const message = `The campaign has no member status "${write.to}" and it cannot be created: ${missing}`;
    return { write, outcome: 'refused', code: 'no-status', message };
  }
  if (!result) return { write, outcome: 'unknown', code: null, message: 'Salesforce left this member out of its answer.' };
  const { outcome, current, code, message } = result;
  if (outcome === 'done' && current !== write.to) {
    // Salesforce replaces a status that the campaign does not have by the default, without an error; automation may set it back at once.
    ensured.get(tenant)?.delete(`${link.campaignId}:${write.to}`);
    return { write, outcome: 'refused', current, code: STORED_OTHERWISE, message: `"${current}" stands there after the write.` };
  }
  return { write, outcome, current, code, message };
}
