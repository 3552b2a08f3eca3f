/**
 * The status map of a link and whether it covers: every progression status of the channel and every status that a member has needs a class. Hidden progression
 * statuses count only while somebody has them.
 */
import type { StatusMap } from '../sync/model.ts';
import { exactRows, mapOf, rowsOf, uncovered } from '../sync/status-map.ts';
import type { Lists } from './lists.ts';
import { OperationRefused, type MapRow } from './operations.ts';
import type { MarketoChannel, SalesforceCampaign } from './ports.ts';
import type { Tenant } from './tenant.ts';

type Status = MarketoChannel['statuses'][number];

/** Salesforce, CampaignMember.Status: at most 40 characters. */
const LABEL = 40;

/** @throws {OperationRefused} `statuses-not-covered` with each status that has no counterpart, and its side. */
export async function coveringMap(
  tenant: Tenant,
  campaign: SalesforceCampaign,
  lists: Lists,
  statuses: Status[],
  asked: MapRow[] | null,
  existing: StatusMap | null,
  createStatuses: boolean
): Promise<StatusMap> {
  const inUse = {
    salesforce: new Set(lists.salesforce.map(({ status }) => status)),
    marketo: new Set(lists.marketo.map(({ status }) => status))
  };
  const counted = statuses.filter((status) => !status.hidden || inUse.marketo.has(status.name));
  const rows = asked ?? (existing ? rowsOf(existing) : exactRows(counted));
  const labels = new Set(campaign.statuses.map((status) => status.label));
  const absent = rows.flatMap((row) => row.salesforce.filter((label) => !labels.has(label)).map((label) => ({ row, label })));
  const refused = createStatuses ? await create(tenant, campaign.id, absent, counted) : absent;
  const lacking = new Set(refused.map(({ label }) => label));
  const usable = rows.filter((row) => !lacking.has(row.write));
  const map = mapOf(
    usable.map((row) => ({ ...row, salesforce: row.salesforce.filter((label) => !lacking.has(label)) })),
    counted
  );
  const missing = uncovered(map, counted, inUse);
  if (missing.length === 0) return map;
  const names = missing.map(({ side, status }) => `"${status}" (${side === 'marketo' ? 'Marketo' : 'Salesforce'})`).join(', ');
  throw new OperationRefused(
    'statuses-not-covered',
    422,
    `These statuses have no counterpart on the other side: ${names}.`,
    'Map each of them, or have the missing member statuses created in Salesforce.',
    { missing }
  );
}

/** @returns Those that could not be created. */
async function create(
  tenant: Tenant,
  campaignId: string,
  absent: { row: MapRow; label: string }[],
  statuses: Status[]
): Promise<{ row: MapRow; label: string }[]> {
  if (absent.length === 0) return [];
  const success = (name: string) => statuses.some((status) => status.name === name && status.success);
  const wanted = new Map(absent.filter(({ label }) => label.length <= LABEL).map(({ row, label }) => [label, success(row.marketo)]));
  const results = await tenant.salesforce.ensureStatuses(
    campaignId,
    [...wanted].map(([label, responded]) => ({ label, responded }))
  );
  const there = new Set(results.filter(({ outcome }) => outcome !== 'refused').map(({ label }) => label));
  return absent.filter(({ label }) => !there.has(label));
}
