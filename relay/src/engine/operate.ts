/** One tenant's operations, put together. What a person waits for may use the budget's reserve. */
import { forPeople } from './budget.ts';
import { campaignView, linkOf } from './views/campaign-view.ts';
import { createCampaign } from './links/create-campaign.ts';
import { channelChoices, createProgram, folderChoices } from './links/create-program.ts';
import { exportIssues, listIssues } from './views/issues.ts';
import { linkCampaign } from './links/link.ts';
import { pauseLink, resumeLink, ring, sweepSoon, unlinkCampaign } from './links/link-state.ts';
import { membersIn } from './views/member-list.ts';
import { memberOfPerson } from './views/member-view.ts';
import type { Operations } from './operations.ts';
import { askPreview, showPreview } from './runs/previews.ts';
import { programChoices } from './links/program-choices.ts';
import { exportJournal, listJournal } from './views/read-journal.ts';
import { actOnIssues } from './views/take-way-out.ts';
import { askUndo, listRuns, showRun, startUndo } from './runs/runs.ts';
import type { Tenant } from './tenant.ts';

export function createOperations(tenant: Tenant): Operations {
  return {
    ring: (campaignIds) => ring(tenant, campaignIds),
    programs: (search, page) => forPeople(() => programChoices(tenant, search, page)),
    channels: () => forPeople(() => channelChoices(tenant)),
    folders: (search, page) => forPeople(() => folderChoices(tenant, search, page)),
    createProgram: (request) => forPeople(() => createProgram(tenant, request)),
    createCampaign: (request) => forPeople(() => createCampaign(tenant, request)),
    campaign: (campaignId) => campaignView(tenant, campaignId),
    preview: (campaignId, { actor, ...asked }) => askPreview(tenant, campaignId, { of: 'link', asked }, actor),
    showPreview: (campaignId, previewId) => showPreview(tenant, campaignId, previewId),
    link: (campaignId, request) => forPeople(() => linkCampaign(tenant, campaignId, request)),
    runs: (campaignId, page) => listRuns(tenant, campaignId, page),
    run: (runId) => showRun(tenant, runId),
    previewUndo: (runId, actor) => askUndo(tenant, runId, actor),
    undo: (runId, request) => forPeople(() => startUndo(tenant, runId, request)),
    unlink: (campaignId, actor) => unlinkCampaign(tenant, campaignId, actor),
    sync: (campaignId, actor) => sweepSoon(tenant, campaignId, actor),
    pause: (campaignId, actor, reason) => pauseLink(tenant, campaignId, actor, reason),
    resume: (campaignId, actor) => resumeLink(tenant, campaignId, actor),
    issues: (campaignId, filter) => listIssues(tenant, campaignId, filter),
    member: (campaignId, personId) => memberOfPerson(tenant, campaignId, personId),
    members: (campaignId, state, cursor) => membersIn(tenant, campaignId, state, cursor),
    exportIssues: async (campaignId, reason) => exportIssues(tenant, await linkOf(tenant, campaignId), reason),
    journal: (campaignId, query) => listJournal(tenant, campaignId, query),
    exportJournal: async (campaignId, query) => exportJournal(tenant, { ...query, campaignId }),
    actOnIssues: (campaignId, action) => actOnIssues(tenant, campaignId, action)
  };
}
