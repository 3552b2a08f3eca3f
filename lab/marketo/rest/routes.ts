/** Address → what answers it. Everything else is refused by name. */
import type { Instance } from '../state/instance.ts';
import { activityTypes, pagingToken, readActivities, readDeleted } from './activities.ts';
import * as assets from './assets.ts';
import { ApiError, type Answer, type Call } from './envelope.ts';
import * as leads from './leads.ts';
import * as members from './members.ts';
import type { Quota } from './quota.ts';
import { usageToday } from './usage.ts';

type Handler = (call: Call, instance: Instance, id: number, quota: Quota) => Answer;

const ROUTES: [string, string, Handler][] = [
  ['GET', '/rest/v1/leads/describe.json', leads.describe],
  ['GET', '/rest/v1/leads/describe2.json', leads.describe2],
  ['GET', '/rest/v1/leads.json', leads.readLeads],
  ['POST', '/rest/v1/leads.json', leads.syncLeads],
  ['POST', '/rest/v1/leads/delete.json', leads.deleteLeads],
  ['POST', '/rest/v1/leads/{id}/merge.json', leads.mergeLeads],
  ['GET', '/rest/v1/lead/{id}.json', leads.readLead],
  ['GET', '/rest/v1/leads/programs/{id}.json', members.listMembers],
  ['GET', '/rest/v1/programs/members/describe.json', members.describeMembers],
  ['GET', '/rest/v1/programs/{id}/members.json', members.readMembers],
  ['POST', '/rest/v1/programs/{id}/members/status.json', members.setStatus],
  ['POST', '/rest/v1/programs/{id}/members/delete.json', members.removeMembers],
  ['GET', '/rest/v1/activities/pagingtoken.json', pagingToken],
  ['GET', '/rest/v1/activities.json', readActivities],
  ['GET', '/rest/v1/activities/types.json', activityTypes],
  ['GET', '/rest/v1/activities/deletedleads.json', readDeleted],
  ['GET', '/rest/v1/stats/usage.json', usageToday],
  ['GET', '/rest/asset/v1/program/byName.json', assets.programByName],
  ['GET', '/rest/asset/v1/program/{id}.json', assets.programById],
  ['POST', '/rest/asset/v1/program/{id}.json', assets.updateProgram],
  ['POST', '/rest/asset/v1/program/{id}/delete.json', assets.deleteProgram],
  ['GET', '/rest/asset/v1/programs.json', assets.programList],
  ['POST', '/rest/asset/v1/programs.json', assets.createProgram],
  ['GET', '/rest/asset/v1/channels.json', assets.channelList],
  ['GET', '/rest/asset/v1/channel/byName.json', assets.channelByName],
  ['GET', '/rest/asset/v1/folders.json', assets.folderList],
  ['GET', '/rest/asset/v1/folder/byName.json', assets.folderByName]
];
const COMPILED = ROUTES.map(([method, template, handler]) => ({
  method,
  template,
  handler,
  pattern: new RegExp(`^${template.replaceAll('.', '\\.').replace('{id}', '(\\d+)')}$`)
}));

/** @throws {ApiError} 605 for another method, 610 for an address that the stand-in does not serve. */
export function route(call: Call): { template: string; run: (instance: Instance, quota: Quota) => Answer } {
  const here = COMPILED.filter(({ pattern }) => pattern.test(call.path));
  const found = here.find(({ method }) => method === call.method);
  if (!found) {
    throw here.length > 0
      ? new ApiError(605, `Request method '${call.method}' not supported`)
      : new ApiError(610, `Requested resource not found (the stand-in has no ${call.path})`);
  }
  const id = Number(found.pattern.exec(call.path)?.[1]);
  return { template: found.template, run: (instance, quota) => found.handler(call, instance, id, quota) };
}
