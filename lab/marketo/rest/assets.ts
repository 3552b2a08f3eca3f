/** Programs, channels and folders. Marketo REST, "Assets": an envelope of its own, pages by offset, writes as forms. */
import type { Channel, Cost, Folder, Instance, Program } from '../state/instance.ts';
import { ApiError, asset, assetTime, list, need, only, wholeNumber, type Answer, type Call, type Entry } from './envelope.ts';

const PAGE = 20;
const MOST = 200;
const PREFIX: Record<string, string> = { Default: 'PG', Event: 'ME', Engagement: 'NP', Email: 'EBP' };
const APPLICABLE: Record<string, string> = { Default: 'program', Event: 'event', Engagement: 'nurture', Email: 'email_batch' };

function pageOf<T>(call: Call, all: T[]): T[] {
  const offset = wholeNumber(call, 'offset', 0, Infinity);
  const most = wholeNumber(call, 'maxReturn', PAGE, MOST);
  return all.slice(offset, offset + most);
}

function programOut(instance: Instance, program: Program, complete: boolean): Entry {
  const folder = instance.folders.get(program.folderId);
  return {
    id: program.id,
    name: program.name,
    description: program.description,
    createdAt: assetTime(program.createdAt),
    updatedAt: assetTime(program.updatedAt),
    url: `https://app-lab.example.com/#${PREFIX[program.type] ?? 'PG'}${program.id}A1`,
    type: program.type,
    channel: program.channel,
    folder: { type: 'Folder', value: program.folderId, folderName: folder?.name ?? '' },
    status: '',
    workspace: 'Default',
    ...(program.sfdcId === null ? {} : { sfdcId: program.sfdcId, sfdcName: program.name }),
    ...(complete ? { tags: null, costs: program.costs.length > 0 ? program.costs : null } : {}),
    headStart: false
  };
}

export function programById(call: Call, instance: Instance, id: number): Answer {
  only(call);
  const program = instance.programs.get(id);
  return asset(program ? [programOut(instance, program, true)] : []);
}
export function programByName(call: Call, instance: Instance): Answer {
  only(call, 'name', 'includeTags', 'includeCosts');
  const name = need(call, 'name');
  return asset(
    instance.programs
      .all()
      .filter((program) => program.name === name)
      .map((program) => programOut(instance, program, true))
  );
}
export function programList(call: Call, instance: Instance): Answer {
  only(call, 'filterType', 'filterValues', 'earliestUpdatedAt', 'latestUpdatedAt', 'offset', 'maxReturn');
  const [filter, values] = [call.query.get('filterType'), list(call.query.get('filterValues'))];
  const [from, to] = ['earliestUpdatedAt', 'latestUpdatedAt'].map((name) => Date.parse(call.query.get(name) ?? ''));
  const fits = (program: Program) => {
    switch (filter) {
      case null:
        return true;
      case 'id':
      case 'programId':
        return values.includes(String(program.id));
      case 'folderId':
        return values.includes(String(program.folderId));
      case 'workspace':
        return values.includes('Default');
      default:
        throw new ApiError(1001, `Invalid value '${filter}' for filterType`);
    }
  };
  const found = instance.programs
    .all()
    .filter((program) => fits(program) && !(program.updatedAt < (from ?? NaN)) && !(program.updatedAt > (to ?? NaN)));
  return asset(pageOf(call, found).map((program) => programOut(instance, program, false)));
}

function json<T>(call: Call, name: string): T | null {
  const text = call.query.get(name);
  if (text === null) {
    return null;
  }
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ApiError(1001, `Invalid value '${text}' for ${name}`);
  }
}

function costsOf(call: Call): Cost[] | null {
  const costs = json<{ startDate?: unknown; cost?: unknown; note?: unknown }[]>(call, 'costs');
  return (
    costs?.map(({ startDate, cost, note }) => {
      if (typeof startDate !== 'string' || !/^\d{4}-\d\d-\d\d/.test(startDate) || !Number.isInteger(cost)) {
        throw new ApiError(1001, 'A cost is {"startDate": "YYYY-MM-DD", "cost": a whole number, "note"}');
      }
      return { startDate: startDate.slice(0, 10), cost: cost as number, note: typeof note === 'string' ? note : '' };
    }) ?? null
  );
}

export function createProgram(call: Call, instance: Instance): Answer {
  only(call, 'name', 'folder', 'type', 'channel', 'description', 'costs');
  const [name, type, channelName] = [need(call, 'name'), need(call, 'type'), need(call, 'channel')];
  need(call, 'folder');
  const folder = instance.folders.get(json<{ id?: number }>(call, 'folder')?.id ?? 0);
  if (!folder) {
    throw new ApiError(710, 'Parent folder not found');
  }
  const channel = instance.channels.all().find((one) => one.name === channelName);
  if (!channel || channel.type !== type) {
    throw new ApiError(709, `The channel ${channelName} is not one of ${type} programs`);
  }
  if (instance.programs.all().some((program) => program.name === name)) {
    throw new ApiError(709, `A program named ${name} exists`);
  }
  const program = addProgram(instance, {
    name,
    description: call.query.get('description') ?? '',
    type,
    channel: channelName,
    folderId: folder.id,
    costs: costsOf(call) ?? [],
    sfdcId: null
  });
  return asset([programOut(instance, program, true)]);
}

export function addProgram(
  instance: Instance,
  given: Pick<Program, 'name' | 'type' | 'channel' | 'folderId' | 'costs' | 'sfdcId'> & { description?: string }
): Program {
  const now = instance.now();
  const program: Program = { description: '', ...given, id: instance.next('program', 1001), createdAt: now, updatedAt: now };
  instance.programs.put(program.id, program);
  return program;
}

export function updateProgram(call: Call, instance: Instance, id: number): Answer {
  only(call, 'name', 'description', 'costs', 'costsDestructiveUpdate');
  const program = existing(instance, id);
  const costs = costsOf(call) ?? [];
  // Costs are appended, unless the call says that they replace all.
  const before = call.query.get('costsDestructiveUpdate') === 'true' ? [] : program.costs;
  const changed = {
    ...program,
    name: call.query.get('name') ?? program.name,
    description: call.query.get('description') ?? program.description,
    costs: [...before, ...costs],
    updatedAt: instance.now()
  };
  instance.programs.put(id, changed);
  return asset([programOut(instance, changed, true)]);
}
export function deleteProgram(call: Call, instance: Instance, id: number): Answer {
  only(call);
  instance.deleteProgram(existing(instance, id));
  return asset([{ id }]);
}
function existing(instance: Instance, id: number): Program {
  const program = instance.programs.get(id);
  if (!program) {
    throw new ApiError(702, `${id} Program not found`);
  }
  return program;
}

function channelOut(channel: Channel): Entry {
  return {
    id: channel.id,
    name: channel.name,
    applicableProgramType: APPLICABLE[channel.type] ?? 'program',
    progressionStatuses: channel.statuses.map(({ name, step, success, hidden }) => ({ name, step, description: null, hidden, success })),
    createdAt: assetTime(channel.createdAt),
    updatedAt: assetTime(channel.createdAt)
  };
}
export function channelList(call: Call, instance: Instance): Answer {
  only(call, 'offset', 'maxReturn');
  return asset(pageOf(call, instance.channels.all()).map(channelOut));
}
export function channelByName(call: Call, instance: Instance): Answer {
  only(call, 'name', 'Name');
  // Adobe's OpenAPI document spells it Name, the documentation name.
  const name = call.query.get('name') ?? need(call, 'Name');
  return asset(
    instance.channels
      .all()
      .filter((channel) => channel.name === name)
      .map(channelOut)
  );
}

function folderOut(folder: Folder): Entry {
  return {
    name: folder.name,
    description: '',
    createdAt: assetTime(folder.createdAt),
    updatedAt: assetTime(folder.createdAt),
    url: null,
    folderId: { id: folder.id, type: 'Folder' },
    folderType: 'Marketing Folder',
    parent: { id: 14, type: 'Folder' },
    path: `/Marketing Activities/Default/${folder.name}`,
    isArchive: false,
    isSystem: false,
    accessZoneId: 1,
    workspace: 'Default',
    id: folder.id
  };
}
export function folderByName(call: Call, instance: Instance): Answer {
  only(call, 'name', 'type', 'root', 'workSpace');
  const name = need(call, 'name');
  return asset(
    instance.folders
      .all()
      .filter((folder) => folder.name === name)
      .map(folderOut)
  );
}
export function folderList(call: Call, instance: Instance): Answer {
  only(call, 'root', 'maxDepth', 'offset', 'maxReturn', 'workSpace');
  return asset(pageOf(call, instance.folders.all()).map(folderOut));
}
