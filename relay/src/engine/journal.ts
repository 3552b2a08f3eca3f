/** Entries of the journal: every decision and every write, before it happens. */
import type { JournalRow, LinkRow, MemberRow, StoreTransaction } from '../store/port.ts';
import type { Tenant } from './tenant.ts';
import { together } from './together.ts';

type Writing = Pick<StoreTransaction, 'journal'>;
type Said = Partial<Pick<JournalRow, 'cause' | 'rule' | 'actor' | 'side' | 'from' | 'to' | 'outcome' | 'detail' | 'runId'>>;

export function journalMember(
  tenant: Tenant,
  tx: Writing,
  link: LinkRow,
  member: Pick<MemberRow, 'id' | 'leadId' | 'contactId' | 'marketoLeadId' | 'runId'>,
  kind: 'decision' | 'way-out' | 'write' | 'people',
  said: Said
): Promise<number> {
  const { id: memberId, leadId, contactId, marketoLeadId, runId } = member;
  return tx.journal({ ...blank(tenant, link), memberId, leadId, contactId, marketoLeadId, runId, kind, ...said });
}

export function journalLink(
  tenant: Tenant,
  tx: Writing,
  link: LinkRow,
  detail: string,
  actor: string | null,
  runId: string | null = null
): Promise<number> {
  return tx.journal({ ...blank(tenant, link), kind: 'link', detail, actor, outcome: 'done', runId });
}

/** What happens to a campaign that has no link yet. */
export function journalCampaign(tenant: Tenant, tx: Writing, campaignId: string, said: Said): Promise<number> {
  return tx.journal({ ...blank(tenant, { id: '', campaignId }), kind: 'creation', ...said });
}

export function journalField(tenant: Tenant, tx: Writing, link: LinkRow, said: Said): Promise<number> {
  return tx.journal({ ...blank(tenant, link), kind: 'field', side: 'salesforce', ...said });
}

/** Outcomes of writes that belong together, once each. */
export async function outcomes(tenant: Tenant, of: { journalId: number; outcome: string; detail: string | null }[]): Promise<void> {
  if (of.length === 0) return;
  await tenant.store.transactLeased(async (tx) => {
    await together(of, ({ journalId, outcome, detail }) => tx.outcome(journalId, outcome, detail));
  });
}

/** Writes of a process that died get the outcome `unknown`: their members' wants are resumed, and the read-back tells the rest. */
export async function closeOpenWrites(tenant: Tenant): Promise<number> {
  const open = await tenant.store.openWrites(tenant.id, tenant.clock.now() - tenant.settings.leaseMs);
  await outcomes(
    tenant,
    open.map(({ id }) => ({ journalId: id, outcome: 'unknown', detail: 'The relay stopped before the answer came.' }))
  );
  return open.length;
}

function blank(tenant: Tenant, link: Pick<LinkRow, 'id' | 'campaignId'>): Omit<JournalRow, 'id' | 'kind'> {
  return {
    tenantId: tenant.id,
    linkId: link.id,
    campaignId: link.campaignId,
    memberId: null,
    leadId: null,
    contactId: null,
    marketoLeadId: null,
    at: tenant.clock.now(),
    cause: null,
    rule: null,
    actor: null,
    side: null,
    from: null,
    to: null,
    outcome: null,
    detail: null,
    runId: null
  };
}
