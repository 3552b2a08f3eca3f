/** The figures of a link: members by state, and by status on both sides as they were last seen. */
import type { LinkRow, MemberCounts, MemberRow, StoreTransaction } from '../../store/port.ts';
import type { CampaignView } from '../operations.ts';

export function countsOf(store: StoreTransaction, linkId: string): Promise<MemberCounts> {
  return store.counts(linkId);
}

export interface StatusFigures {
  rows: CampaignView['statuses'];
  total: { marketo: number; successes: number; salesforce: number };
}

const ROWS_A_PAGE = 500;

/** One row per progression status, in step order. Values that no class knows count in the totals only. */
export async function statusRows(store: StoreTransaction, link: LinkRow): Promise<StatusFigures> {
  const seen = new Map<string, number>();
  const add = (side: string, value: string | null, by: number) => {
    if (value !== null) seen.set(`${side}:${value}`, (seen.get(`${side}:${value}`) ?? 0) + by);
  };
  for (const { side, value, members } of await store.statusCounts(link.id)) add(side, value, members);
  // A parked or left member's base is older than what stands on the sides.
  for await (const member of heldBack(store, link.id)) {
    const saw = member.park?.saw ?? member.left?.saw;
    if (!saw) continue;
    add('salesforce', member.base.salesforce, -1);
    add('marketo', member.base.marketo, -1);
    add('salesforce', saw.salesforce, 1);
    add('marketo', saw.marketo, 1);
  }
  const rows: CampaignView['statuses'] = [];
  const total = { marketo: 0, successes: 0, salesforce: 0 };
  for (const [key, members] of seen) total[key.startsWith('marketo:') ? 'marketo' : 'salesforce'] += members;
  for (const one of link.map.classes) {
    const main = one.marketo.find((status) => status.name === one.writeMarketo);
    for (const status of one.marketo) {
      const marketoCount = seen.get(`marketo:${status.name}`) ?? 0;
      // The class's Salesforce members stand in the row of the status that is written, so that no column counts one twice.
      const salesforceCount = status !== main ? 0 : one.salesforce.reduce((sum, label) => sum + (seen.get(`salesforce:${label}`) ?? 0), 0);
      if (status.success) total.successes += marketoCount;
      rows.push({
        marketo: status.name,
        step: status.step,
        success: status.success,
        label: one.writeSalesforce,
        marketoCount,
        salesforceCount
      });
    }
  }
  rows.sort((a, b) => a.step - b.step || (a.marketo < b.marketo ? -1 : 1));
  return { rows, total };
}

async function* heldBack(store: StoreTransaction, linkId: string): AsyncIterable<MemberRow> {
  for (let page = 1; ; page++) {
    const { members, more } = await store.membersInState(linkId, ['parked', 'left-by-rule'], page, ROWS_A_PAGE);
    yield* members;
    if (!more) return;
  }
}
