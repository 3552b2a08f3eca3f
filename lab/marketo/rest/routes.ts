/** Address → what answers it. Everything else is refused by name. */
import type { Instance } from '../state/instance.ts';
import { activityTypes, pagingToken, readActivities, readDeleted } from './activities.ts';
import * as types from './activity-types.ts';
import * as assets from './assets.ts';
import { addCustomActivities } from './custom-activities.ts';
import { cancelExtract, createExtract, enqueueExtract, extractFile, extractStatus } from './extracts.ts';
import { ApiError, type Answer, type Call } from './envelope.ts';
import * as leads from './leads.ts';
import * as members from './members.ts';
import * as records from './object-records.ts';
import * as schema from './object-schema.ts';
import type { Quota } from './quota.ts';
import * as smartCampaigns from './smart-campaigns.ts';
import { usageToday } from './usage.ts';

/** @param id The number in the address. @param names The names in it. */
type Handler = (call: Call, instance: Instance, id: number, quota: Quota, names: string[]) => Answer;
/** An address with names in it, of which the first is that of the type or object. */
const named =
  (work: (call: Call, instance: Instance, name: string, field: string) => Answer): Handler =>
  (call, instance, _id, _quota, [name = '', field = '']) =>
    work(call, instance, name, field);

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
  ['POST', '/bulk/v1/program/members/export/create.json', createExtract],
  ['POST', '/bulk/v1/program/members/export/{name}/enqueue.json', enqueueExtract],
  ['GET', '/bulk/v1/program/members/export/{name}/status.json', extractStatus],
  ['GET', '/bulk/v1/program/members/export/{name}/file.json', extractFile],
  ['POST', '/bulk/v1/program/members/export/{name}/cancel.json', cancelExtract],
  ['GET', '/rest/v1/activities/pagingtoken.json', pagingToken],
  ['GET', '/rest/v1/activities.json', readActivities],
  ['GET', '/rest/v1/activities/types.json', activityTypes],
  ['GET', '/rest/v1/activities/deletedleads.json', readDeleted],
  ['GET', '/rest/v1/activities/external/types.json', types.listTypes],
  ['POST', '/rest/v1/activities/external/type.json', types.createType],
  ['GET', '/rest/v1/activities/external/type/{name}/describe.json', named(types.describeType)],
  ['POST', '/rest/v1/activities/external/type/{name}/approve.json', named(types.approveType)],
  ['POST', '/rest/v1/activities/external/type/{name}/discardDraft.json', named(types.discardDraft)],
  ['POST', '/rest/v1/activities/external/type/{name}/attributes/create.json', named(types.createAttributes)],
  ['POST', '/rest/v1/activities/external.json', addCustomActivities],
  ['GET', '/rest/v1/customobjects/schema.json', schema.listSchemas],
  ['POST', '/rest/v1/customobjects/schema.json', schema.syncSchema],
  ['GET', '/rest/v1/customobjects/schema/linkableObjects.json', schema.linkableObjects],
  ['GET', '/rest/v1/customobjects/schema/fieldDataTypes.json', schema.fieldDataTypes],
  ['GET', '/rest/v1/customobjects/schema/{name}/describe.json', named(schema.describeSchema)],
  ['POST', '/rest/v1/customobjects/schema/{name}/addField.json', named(schema.addFields)],
  ['POST', '/rest/v1/customobjects/schema/{name}/approve.json', named(schema.approveSchema)],
  ['POST', '/rest/v1/customobjects/schema/{name}/discardDraft.json', named(schema.discardSchemaDraft)],
  ['GET', '/rest/v1/customobjects/{name}/describe.json', named(schema.describeObject)],
  ['GET', '/rest/v1/customobjects/{name}.json', named(records.readRecords)],
  ['POST', '/rest/v1/customobjects/{name}.json', named(records.syncRecords)],
  ['POST', '/rest/v1/customobjects/{name}/delete.json', named(records.deleteRecords)],
  ['GET', '/rest/v1/campaigns.json', smartCampaigns.listCampaigns],
  ['POST', '/rest/v1/campaigns/{id}/trigger.json', smartCampaigns.requestCampaign],
  ['GET', '/rest/asset/v1/smartCampaign/{id}.json', smartCampaigns.campaignById],
  ['GET', '/rest/asset/v1/smartCampaign/byName.json', smartCampaigns.campaignByName],
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
  pattern: new RegExp(`^${template.replaceAll('.', '\\.').replace('{id}', '(\\d+)').replaceAll('{name}', '([^/.]+)')}$`)
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
  const names = (found.pattern.exec(call.path) ?? []).slice(1).map(decodeURIComponent);
  return { template: found.template, run: (instance, quota) => found.handler(call, instance, Number(names[0]), quota, names) };
}
