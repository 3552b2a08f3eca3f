/**
 * The status map of a link and whether it covers: every progression status of the channel and every status that a member has needs a class. Hidden progression
 * statuses count only while somebody has them, there or as the member status that means the same.
 */
import type { Side, StatusMap } from '../../sync/model.ts';
import { exactRows, mapOf, rowsOf, uncovered } from '../../sync/status-map.ts';
import type { BothLists } from '../compare/lists.ts';
import { OperationRefused, type MapRow } from '../operations.ts';
import type { MarketoChannel, SalesforceCampaign } from '../ports.ts';
import type { Tenant } from '../tenant.ts';

type Status = MarketoChannel['statuses'][number];

/** Salesforce, CampaignMember.Status: at most 40 characters. */
const LABEL = 40;

/**
 * @param createStatuses Labels that the campaign lacks are made, as far as Salesforce can hold them; they stand in `creates`, and nothing is made here.
 * @throws {OperationRefused} `statuses-not-covered` with each status that has no counterpart, and its side.
 */
export function coveringMap(
  campaign: SalesforceCampaign,
  lists: BothLists,
  statuses: Status[],
  asked: MapRow[] | null,
  existing: StatusMap | null,
  createStatuses: boolean
): { map: StatusMap; creates: { label: string; responded: boolean }[] } {
  const inUse = {
    salesforce: new Set(lists.salesforce.map(({ status }) => status)),
    marketo: new Set(lists.marketo.map(({ status }) => status))
  };
  const said = asked ?? (existing ? rowsOf(existing) : exactRows(statuses));
  const meant = said.filter(({ salesforce }) => salesforce.some((label) => inUse.salesforce.has(label))).map(({ marketo }) => marketo);
  const counted = statuses.filter(({ name, hidden }) => !hidden || inUse.marketo.has(name) || meant.includes(name));
  const rows = said.filter(({ marketo }) => counted.some(({ name }) => name === marketo));
  const labels = new Set(campaign.statuses.map((status) => status.label));
  const absent = rows.flatMap((row) => row.salesforce.filter((label) => !labels.has(label)).map((label) => ({ row, label })));
  const isMade = (label: string) => createStatuses && label.length <= LABEL;
  const lacking = new Set(absent.map(({ label }) => label).filter((label) => !isMade(label)));
  const usable = rows.filter((row) => !lacking.has(row.write));
  const map = mapOf(
    usable.map((row) => ({ ...row, salesforce: row.salesforce.filter((label) => !lacking.has(label)) })),
    counted
  );
  const missing = uncovered(map, counted, inUse);
  if (missing.length > 0) throw notCovered(missing);
  const success = (name: string) => counted.some((status) => status.name === name && status.success);
  const made = new Map(absent.filter(({ label }) => isMade(label)).map(({ row, label }) => [label, success(row.marketo)]));
  return { map, creates: [...made].map(([label, responded]) => ({ label, responded })) };
}

/** @throws {OperationRefused} `statuses-not-covered` with those that Salesforce does not make, and its reason. */
export async function makeStatuses(tenant: Tenant, campaignId: string, creates: { label: string; responded: boolean }[]): Promise<void> {
  if (creates.length === 0) return;
  const results = await tenant.salesforce.ensureStatuses(campaignId, creates);
  const refused = results.filter(({ outcome }) => outcome === 'refused');
  if (refused.length > 0) {
    throw notCovered(
      refused.map(({ label, message }) => ({ side: 'salesforce', status: label, message: message ?? 'Salesforce gives no reason.' }))
    );
  }
}

function notCovered(missing: { side: Side; status: string; message?: string }[]): OperationRefused {
  const names = missing
    .map(({ side, status, message }) => `"${status}" (${side === 'marketo' ? 'Marketo' : 'Salesforce'}${message ? `: ${message}` : ''})`)
    .join(', ');
  return new OperationRefused(
    'statuses-not-covered',
    422,
    `These statuses have no counterpart on the other side: ${names}.`,
    'Map each of them, or have the missing member statuses created in Salesforce.',
    { missing }
  );
}
