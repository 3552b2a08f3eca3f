/**
 * Everything that has to be read and refused before a campaign is linked or the rules of its link change. The preview and the start ask the same, so that what is
 * shown is what is done.
 */
import { createHash } from 'node:crypto';
import type { LinkRow } from '../../store/port.ts';
import type { Rules } from '../../sync/model.ts';
import { DEFAULT_RULES } from '../../sync/rules.ts';
import { fieldPlans } from '../compare/campaign-fields.ts';
import { refuseHeldCampaign, refuseHeldProgram } from './held.ts';
import { refuseNative } from './link-state.ts';
import { listBothSides, type BothLists } from '../compare/lists.ts';
import { OperationRefused, type MapRow } from '../operations.ts';
import type { FieldPlan } from '../runs/planned.ts';
import type { SalesforceCampaign } from '../ports.ts';
import { coveringMap } from './status-cover.ts';
import type { Tenant } from '../tenant.ts';

/** What is asked of a link. */
export interface LinkAsked {
  programId: number;
  /** Missing members take their defaults (on a new link) or stay (on an existing one). */
  rules: Partial<Rules>;
  /** Null: the link's, or exact labels. */
  map: MapRow[] | null;
  createStatuses: boolean;
  /** The campaign's link with another program ends with it. */
  switchProgram: boolean;
}

export interface Prepared {
  /** As it would be. */
  link: LinkRow;
  /** The link whose rules change; null: a new one. */
  existing: LinkRow | null;
  /** Links that go: ended ones, and the one that is switched away from. */
  replaced: LinkRow[];
  lists: BothLists;
  fields: FieldPlan[];
  /** Member statuses that have to be made first. */
  creates: { label: string; responded: boolean }[];
  /** Equal while nothing of all this has changed. */
  fingerprint: string;
}

/** @throws {OperationRefused} `unknown-campaign`, `unknown-program`, `campaign-linked`, `program-linked`, `natively-linked`, `statuses-not-covered`. */
export async function prepareLink(tenant: Tenant, campaignId: string, asked: LinkAsked): Promise<Prepared> {
  const { store } = tenant;
  const kept = await store.linkOfCampaign(tenant.id, campaignId);
  const switches = asked.switchProgram && kept !== null && kept.programId !== asked.programId;
  const existing = kept === null || kept.state === 'ended' || switches ? null : kept;
  if (!switches) await refuseHeldCampaign(tenant, campaignId, asked.programId);
  await refuseHeldProgram(tenant, asked.programId, campaignId);
  const ofProgram = await store.linkOfProgram(tenant.id, asked.programId);
  const campaign = await campaignOf(tenant, campaignId);
  const program = await tenant.marketo.program(asked.programId);
  if (!program) {
    const fix = 'Choose a program of the list.';
    throw new OperationRefused('unknown-program', 404, `There is no program ${asked.programId} in Marketo.`, fix);
  }
  await refuseNative(tenant, campaignId, asked.programId);
  const channel = await tenant.marketo.channel(program.channel);
  const lists = await listBothSides(tenant, campaignId, program.id);
  const { map, creates } = coveringMap(campaign, lists, channel?.statuses ?? [], asked.map, existing?.map ?? null, asked.createStatuses);
  const now = tenant.clock.now();
  const link: LinkRow = {
    ...(existing ?? emptyLink(tenant, campaignId, now)),
    programId: program.id,
    programName: program.name,
    programType: program.type,
    programUrl: program.url,
    channel: program.channel,
    costs: program.costs ?? [],
    rules: mergeRules(existing?.rules ?? DEFAULT_RULES, asked.rules),
    map,
    rulesVersion: (existing?.rulesVersion ?? 0) + 1,
    sweepDue: now,
    projectionDue: now
  };
  return {
    link,
    existing,
    replaced: [kept, ofProgram].filter((one) => one !== null && one.id !== existing?.id).filter((one) => one !== null),
    lists,
    fields: fieldPlans(link, campaign),
    creates,
    fingerprint: fingerprintOf(lists, campaign, { link, existing })
  };
}

async function campaignOf(tenant: Tenant, campaignId: string): Promise<SalesforceCampaign> {
  const [campaign] = await tenant.salesforce.readCampaigns([campaignId]);
  if (campaign && !campaign.isDeleted) return campaign;
  const fix = 'Choose a campaign that exists.';
  throw new OperationRefused('unknown-campaign', 404, `There is no campaign ${campaignId} in Salesforce.`, fix);
}

function fingerprintOf(
  { salesforce, marketo }: BothLists,
  { statuses, type, actualCost }: SalesforceCampaign,
  { link, existing }: Pick<Prepared, 'link' | 'existing'>
): string {
  const { rules, map, channel, costs } = link;
  const all = [
    ...salesforce.map((member) => `${member.contactId ?? member.leadId} ${member.status}`).sort(),
    ...marketo.map((member) => `${member.leadId} ${member.status}`).sort(),
    JSON.stringify([statuses, type, actualCost, rules, map, channel, costs, existing?.id ?? null, existing?.rulesVersion ?? 0])
  ];
  return createHash('sha256').update(all.join('\n')).digest('hex');
}

function mergeRules(base: Rules, asked: Partial<Rules>): Rules {
  return { ...base, ...asked, leadDefaults: { ...base.leadDefaults, ...asked.leadDefaults } };
}

function emptyLink(tenant: Tenant, campaignId: string, now: number): LinkRow {
  return {
    id: tenant.newId(),
    tenantId: tenant.id,
    campaignId,
    programId: 0,
    programName: '',
    programType: '',
    programUrl: null,
    channel: '',
    state: 'active',
    stateReason: null,
    rules: DEFAULT_RULES,
    rulesVersion: 0,
    map: { classes: [] },
    runId: null,
    removals: [],
    approved: null,
    costs: [],
    writtenType: null,
    writtenCost: null,
    seenChannel: null,
    seenCost: null,
    sweepDue: now,
    longLists: false,
    lastSweepAt: null,
    lastSyncAt: null,
    lastError: null,
    projectionDue: now,
    createdAt: now,
    version: 1
  };
}
