/** The journal as people read it: by campaign, person, kind, time and run; page by page, or whole for an export. */
import type { JournalFilter, JournalPlace, JournalRow } from '../../store/port.ts';
import type { JournalEntryView, JournalList, JournalQuery } from '../operations.ts';
import type { Tenant } from '../tenant.ts';

const A_PAGE = 50;
const AN_EXPORT_PAGE = 1_000;

export async function listJournal(tenant: Tenant, campaignId: string, { cursor, ...query }: JournalQuery): Promise<JournalList> {
  const place = { before: cursor === null ? null : Number(cursor) };
  const rows = await read(tenant, { ...query, campaignId }, place, A_PAGE + 1);
  const some = rows.slice(0, A_PAGE);
  return { entries: some.map(viewOf), cursor: rows.length > A_PAGE ? String(some.at(-1)?.id) : null };
}

/** Oldest first; what is written meanwhile is in it. @param query A null campaign: all of the tenant's. */
export async function* exportJournal(tenant: Pick<Tenant, 'id' | 'store'>, query: JournalFilter): AsyncGenerator<JournalEntryView[]> {
  for (let after = 0; ;) {
    const rows = await read(tenant, query, { after }, AN_EXPORT_PAGE);
    yield rows.map(viewOf);
    if (rows.length < AN_EXPORT_PAGE) return;
    after = rows.at(-1)?.id ?? after;
  }
}

function read(
  { id, store }: Pick<Tenant, 'id' | 'store'>,
  query: JournalFilter,
  place: JournalPlace,
  limit: number
): Promise<JournalRow[]> {
  return store.journalPage(id, query, place, limit);
}

/** The columns of an export, in this order. */
export const JOURNAL_COLUMNS = [
  'id',
  'at',
  'campaignId',
  'memberKey',
  'leadId',
  'contactId',
  'marketoLeadId',
  'kind',
  'cause',
  'rule',
  'actor',
  'side',
  'from',
  'to',
  'outcome',
  'detail',
  'runId'
] as const satisfies (keyof JournalEntryView)[];

function viewOf(row: JournalRow): JournalEntryView {
  const {
    id,
    at,
    campaignId,
    memberId,
    leadId,
    contactId,
    marketoLeadId,
    kind,
    cause,
    rule,
    actor,
    side,
    from,
    to,
    outcome,
    detail,
    runId
  } = row;
  return {
    id,
    at: new Date(at).toISOString(),
    campaignId,
    memberKey: memberId,
    leadId,
    contactId,
    marketoLeadId,
    kind,
    cause,
    rule,
    actor,
    side,
    from,
    to,
    outcome,
    detail,
    runId
  };
}
