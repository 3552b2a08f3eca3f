/** Smart campaigns that another system requests. Marketo REST, "Smart Campaigns": 100 people and 100 tokens a call, all or nothing. */
import type { SmartCampaign } from '../state/custom.ts';
import { REQUESTED, type Instance } from '../state/instance.ts';
import { ApiError, asset, assetTime, need, only, pageOf, result, time, type Answer, type Call } from './envelope.ts';

const MOST_LEADS = 100;
const MOST_TOKENS = 100;

interface Request {
  input?: { leads?: { id?: unknown }[]; tokens?: { name?: unknown; value?: unknown }[] };
}

export function requestCampaign(call: Call, instance: Instance, id: number): Answer {
  only(call);
  const campaign = instance.smartCampaigns.get(id);
  if (!campaign) {
    throw new ApiError(1013, 'Campaign not found');
  }
  if (!isRequestable(campaign)) {
    throw new ApiError(1003, `Campaign [${id}] is not an active trigger campaign that may be requested by the web service API`);
  }
  const { leads = [], tokens = [] } = (call.body as Request | null)?.input ?? {};
  if (leads.length === 0 || leads.length > MOST_LEADS || tokens.length > MOST_TOKENS) {
    throw new ApiError(1003, `A request takes 1 to ${MOST_LEADS} leads and at most ${MOST_TOKENS} tokens`);
  }
  if (tokens.some(({ name, value }) => !/^\{\{my\..+\}\}$/.test(String(name)) || typeof value !== 'string')) {
    throw new ApiError(1003, 'A token is {"name": "{{my.…}}", "value"}');
  }
  for (const { id: leadId } of leads) {
    if (!instance.leads.get(Number(leadId))) {
      throw new ApiError(1004, `Lead [${String(leadId)}] not found`);
    }
  }
  const run = instance.next('campaign-run', 1);
  const leadIds = leads.map((lead) => Number(lead.id));
  const said = tokens.map(({ name, value }) => ({ name: String(name), value: String(value) }));
  instance.campaignRuns.put(run, { id: run, campaignId: id, leadIds, tokens: said, at: instance.now() });
  leadIds.forEach((leadId) => instance.log(REQUESTED, leadId, id, campaign.name, [{ name: 'Source', value: 'Web service API' }]));
  return result([{ id }]);
}

/** The older list, which alone can be asked for those that may be requested. */
export function listCampaigns(call: Call, instance: Instance): Answer {
  only(call, 'isTriggerable', 'name', 'id', 'programName', 'batchSize', 'nextPageToken');
  const wanted = (name: string) => call.query.getAll(name).flatMap((text) => text.split(','));
  const programs = new Map(instance.programs.all().map((program) => [program.id, program.name]));
  const fits = (campaign: SmartCampaign) =>
    (call.query.get('isTriggerable') === null || String(isRequestable(campaign)) === call.query.get('isTriggerable')) &&
    (wanted('id').length === 0 || wanted('id').includes(String(campaign.id))) &&
    (wanted('name').length === 0 || wanted('name').includes(campaign.name)) &&
    (wanted('programName').length === 0 || wanted('programName').includes(programs.get(campaign.programId ?? 0) ?? ''));
  const { rows, more } = pageOf(call, instance.smartCampaigns.all().filter(fits));
  return result(
    rows.map(({ id, name, type, isActive, programId, createdAt }) => ({
      id,
      name,
      type,
      active: isActive,
      workspaceName: 'Default',
      ...(programId === null ? {} : { programId, programName: programs.get(programId) ?? '' }),
      createdAt: time(createdAt),
      updatedAt: time(createdAt)
    })),
    more['nextPageToken'] === undefined ? {} : more
  );
}

export function campaignById(call: Call, instance: Instance, id: number): Answer {
  only(call);
  const found = instance.smartCampaigns.get(id);
  return asset(found ? [campaignOut(found)] : []);
}
export function campaignByName(call: Call, instance: Instance): Answer {
  only(call, 'name');
  const name = need(call, 'name');
  return asset(
    instance.smartCampaigns
      .all()
      .filter((campaign) => campaign.name === name)
      .map(campaignOut)
  );
}

const isRequestable = (campaign: SmartCampaign) => campaign.type === 'trigger' && campaign.isActive && campaign.isRequestable;

function campaignOut(campaign: SmartCampaign) {
  const { id, name, type, isActive, programId, createdAt } = campaign;
  return {
    id,
    name,
    description: '',
    type,
    isSystem: false,
    isActive,
    isRequestable: isRequestable(campaign),
    isCommunicationLimitEnabled: false,
    recurrence: null,
    qualificationRuleType: 'Any',
    qualificationRuleInterval: null,
    qualificationRuleUnit: null,
    maxMembers: null,
    smartListId: id + 100_000,
    flowId: id + 200_000,
    ...(programId === null ? {} : { parentProgramId: programId }),
    folder: { id: programId ?? 1, type: programId === null ? 'Folder' : 'Program' },
    createdAt: assetTime(createdAt),
    updatedAt: assetTime(createdAt),
    workspace: 'Default',
    status: isActive ? 'Active' : 'Inactive'
  };
}
