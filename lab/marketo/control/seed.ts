/** `POST /lab/seed`: channels, folders, people, programs and members put there at once. What has the name already is found, not made again. */
import { addProgram } from '../rest/assets.ts';
import { NOT_IN_PROGRAM, type Channel, type Folder, type Instance, type Lead, type Program, type Status } from '../state/instance.ts';
import type { SmartCampaign } from '../state/custom.ts';
import { costsOf, statusNamed, Unmet, words, type Body } from './control.ts';

const listOf = (body: Body, name: string) => (body[name] ?? []) as Body[];

export function seed(instance: Instance, body: Body) {
  const channels = listOf(body, 'channels').map((one) => seedChannel(instance, one));
  const folders = listOf(body, 'folders').map((one) => seedFolder(instance, words(one, 'name') ?? 'Folder'));
  const byEmail = new Map(instance.leads.all().map((lead) => [String(lead.fields['email']).toLowerCase(), lead]));
  const leads = listOf(body, 'leads').map((one) => seedLead(instance, byEmail, one));
  const programs = listOf(body, 'programs').map((one) => seedProgram(instance, byEmail, one));
  const smartCampaigns = listOf(body, 'smartCampaigns').map((one) => seedSmartCampaign(instance, one));
  const ids = (rows: { id: number }[]) => rows.map(({ id }) => ({ id }));
  return {
    channels: ids(channels),
    folders: ids(folders),
    leads: ids(leads),
    programs: ids(programs),
    smartCampaigns: ids(smartCampaigns)
  };
}

function seedChannel(instance: Instance, one: Body): Channel {
  const name = words(one, 'name') ?? '';
  const known = instance.channels.all().find((channel) => channel.name === name);
  if (known) {
    return known;
  }
  const given = listOf(one, 'statuses').map((status) => ({
    name: words(status, 'name') ?? '',
    step: Number(status['step']),
    success: status['success'] === true,
    hidden: status['hidden'] === true
  }));
  const all = [{ name: NOT_IN_PROGRAM, step: 0, success: false, hidden: false }, ...given.sort((a, b) => a.step - b.step)];
  const statuses: Status[] = all.map((status) => ({ id: instance.next('status', 9), ...status }));
  const channel = { id: instance.next('channel', 1), name, type: words(one, 'type') ?? 'Default', statuses, createdAt: instance.now() };
  instance.channels.put(channel.id, channel);
  return channel;
}

/** `{"name", "type"?: "trigger" | "batch", "isActive"?, "isRequestable"?, "programId"?}`; one that may be requested where nothing else is said. */
function seedSmartCampaign(instance: Instance, one: Body): SmartCampaign {
  const name = words(one, 'name') ?? 'Smart campaign';
  const known = instance.smartCampaigns.all().find((campaign) => campaign.name === name);
  const campaign: SmartCampaign = known ?? {
    id: instance.next('smart-campaign', 1001),
    name,
    type: one['type'] === 'batch' ? 'batch' : 'trigger',
    isActive: one['isActive'] !== false,
    isRequestable: one['isRequestable'] !== false,
    programId: typeof one['programId'] === 'number' ? one['programId'] : null,
    createdAt: instance.now()
  };
  instance.smartCampaigns.put(campaign.id, campaign);
  return campaign;
}

function seedFolder(instance: Instance, name: string): Folder {
  const known = instance.folders.all().find((folder) => folder.name === name);
  const folder = known ?? { id: instance.next('folder', 1035), name, createdAt: instance.now() };
  instance.folders.put(folder.id, folder);
  return folder;
}

function seedLead(instance: Instance, byEmail: Map<string, Lead>, one: Body): Lead {
  const email = (words(one, 'email') ?? '').toLowerCase();
  const lead = byEmail.get(email) ?? instance.addLead(one as Lead['fields'], 'List import');
  byEmail.set(email, lead);
  return lead;
}

function seedProgram(instance: Instance, byEmail: Map<string, Lead>, one: Body): Program {
  const channel = words(one, 'channel') ?? '';
  if (!instance.channels.all().some((known) => known.name === channel)) {
    throw new Unmet(`There is no channel ${channel}. Seed it first.`);
  }
  const program = addProgram(instance, {
    name: words(one, 'name') ?? 'Program',
    type: words(one, 'type') ?? 'Default',
    channel,
    folderId: seedFolder(instance, words(one, 'folder') ?? 'Programs').id,
    costs: costsOf(one['costs']),
    sfdcId: words(one, 'sfdcId')
  });
  for (const member of listOf(one, 'members')) {
    const lead = instance.leads.get(Number(member['leadId'])) ?? byEmail.get((words(member, 'email') ?? '').toLowerCase());
    if (!lead) {
      throw new Unmet(`There is no person ${words(member, 'email') ?? String(member['leadId'])}. Seed the person first.`);
    }
    instance.setStatus(program.id, lead.id, statusNamed(instance, program, words(member, 'status')), false);
  }
  return program;
}
