/**
 * Channel → Campaign.Type and summed period costs → Campaign.ActualCost, one way. Written when Marketo's value changes, never because a sweep
 * found a difference; the first write over a value that stands there needs consent.
 */
import type { LinkRow } from '../../store/port.ts';
import { journalField, outcomes } from '../journal.ts';
import type { FieldPlan } from '../runs/planned.ts';
import { OutsideError, type SalesforceCampaign } from '../ports.ts';
import { changeLink, type Tenant } from '../tenant.ts';

interface Field<T> {
  name: 'Type' | 'ActualCost';
  /** What Marketo says now; null: nothing to write. */
  wanted: T | null;
  /** Marketo's value when it was last dealt with, and what was last written. */
  seen: T | null;
  written: T | null;
  stands: T | null;
  edited: 'overwrite' | 'keep' | 'stop';
}
type Verdict = 'write' | 'leave' | 'agreed' | 'kept' | 'consent' | 'stopped';

export async function writeCampaignFields(tenant: Tenant, linkId: string, campaign: SalesforceCampaign): Promise<void> {
  const link = await tenant.store.link(linkId);
  if (!link || link.state !== 'active') return;
  const type = typeOf(link, campaign);
  const cost = costOf(link, campaign);
  const foreign = campaign.currency !== null && cost.wanted !== null;
  const typeVerdict = judge(type, link.rules.overwriteFields);
  const costVerdict = foreign ? 'leave' : judge(cost, link.rules.overwriteFields);
  const fields: { type?: string; actualCost?: number } = {};
  if (typeVerdict === 'write' && type.wanted !== null) fields.type = type.wanted;
  if (costVerdict === 'write' && cost.wanted !== null) fields.actualCost = cost.wanted;
  const refused = Object.keys(fields).length === 0 ? null : await write(tenant, link, campaign, fields);
  await changeLink(tenant, linkId, (kept) => {
    kept.lastError = refused ?? sentence(foreign, campaign, typeVerdict, costVerdict);
    if (refused !== null) return;
    if (settles(typeVerdict)) kept.seenChannel = type.wanted;
    if (settles(costVerdict)) kept.seenCost = cost.wanted;
    if (typeVerdict === 'write' || typeVerdict === 'agreed') kept.writtenType = type.wanted;
    if (costVerdict === 'write' || costVerdict === 'agreed') kept.writtenCost = cost.wanted;
    if (typeVerdict === 'kept') kept.writtenType = type.stands;
    if (costVerdict === 'kept') kept.writtenCost = cost.stands;
  });
}

/** What would be written into the campaign at the next look, for a preview. */
export function fieldPlans(link: LinkRow, campaign: SalesforceCampaign): FieldPlan[] {
  const foreign = campaign.currency !== null;
  return [typeOf(link, campaign), ...(foreign ? [] : [costOf(link, campaign)])].flatMap((field: Field<string> | Field<number>) => {
    const verdict = judge(field as Field<string | number>, link.rules.overwriteFields);
    if (field.wanted === null || (verdict !== 'write' && verdict !== 'consent')) return [];
    const from = field.stands === null ? null : String(field.stands);
    return [{ field: field.name, from, to: String(field.wanted), consent: verdict === 'consent' }];
  });
}

function typeOf(link: LinkRow, campaign: SalesforceCampaign): Field<string> {
  const { seenChannel: seen, writtenType: written } = link;
  // Campaign.Type holds 40 characters; a longer channel name cannot be written.
  const wanted = link.channel.length > 0 && link.channel.length <= 40 ? link.channel : null;
  return { name: 'Type', wanted, seen, written, stands: campaign.type, edited: link.rules.typeEdited };
}

function costOf(link: LinkRow, campaign: SalesforceCampaign): Field<number> {
  const total = link.costs.reduce((sum, month) => sum + month.amount, 0);
  const wanted = link.costs.length > 0 ? total : link.rules.emptyCost === 'zero' ? 0 : null;
  return {
    name: 'ActualCost',
    wanted,
    seen: link.seenCost,
    written: link.writtenCost,
    stands: campaign.actualCost,
    edited: link.rules.costEdited
  };
}

function judge<T>(field: Field<T>, consent: boolean): Verdict {
  if (field.wanted === null || field.wanted === field.seen) return 'leave';
  if (field.stands === field.wanted) return 'agreed';
  if (field.stands === null || field.stands === field.written) return 'write';
  if (field.written === null && field.seen === null) return consent ? 'write' : 'consent';
  return field.edited === 'overwrite' ? 'write' : field.edited === 'keep' ? 'kept' : 'stopped';
}

function settles(verdict: Verdict): boolean {
  return verdict === 'write' || verdict === 'agreed' || verdict === 'kept';
}

async function write(
  tenant: Tenant,
  link: LinkRow,
  campaign: SalesforceCampaign,
  fields: { type?: string; actualCost?: number }
): Promise<string | null> {
  const ids = await tenant.store.transact(async (tx) => {
    const ids: number[] = [];
    if (fields.type !== undefined) ids.push(await journalField(tenant, tx, link, { from: campaign.type, to: fields.type, detail: 'Type' }));
    if (fields.actualCost !== undefined) {
      const from = campaign.actualCost === null ? null : String(campaign.actualCost);
      ids.push(await journalField(tenant, tx, link, { from, to: String(fields.actualCost), detail: 'ActualCost' }));
    }
    return ids;
  });
  const close = (outcome: string, detail: string | null) =>
    outcomes(
      tenant,
      ids.map((journalId) => ({ journalId, outcome, detail }))
    );
  try {
    const projection = { campaignId: link.campaignId, remove: false, link: null, statuses: null, issues: null, campaign: fields };
    const [result] = await tenant.salesforce.writeLinks([projection]);
    const refused = result?.outcome === 'done' ? null : `Salesforce refused the campaign's fields: ${result?.message ?? 'no reason given'}`;
    await close(refused === null ? 'done' : 'refused', refused);
    return refused;
  } catch (error) {
    await close(error instanceof OutsideError && error.kind !== 'no-answer' ? 'failed' : 'unknown', (error as Error).message);
    throw error;
  }
}

function sentence(foreign: boolean, campaign: SalesforceCampaign, type: Verdict, cost: Verdict): string | null {
  if (foreign) {
    return `Actual Cost is not written: the campaign is kept in ${campaign.currency} and nothing says which currency Marketo's costs are in.`;
  }
  const consent = [type === 'consent' ? 'Type' : '', cost === 'consent' ? 'Actual Cost' : ''].filter(Boolean).join(' and ');
  if (consent)
    return `${consent} of the campaign already holds another value. Allow overwriting in the link's rules to have Marketo's written.`;
  const stopped = [type === 'stopped' ? 'Type' : '', cost === 'stopped' ? 'Actual Cost' : ''].filter(Boolean).join(' and ');
  return stopped ? `${stopped} was edited in Salesforce; by the link's rules Marketo's value is no longer written.` : null;
}
