/** What waits for a person, the ways out, and the journal of everything that was decided and written. */
import { ISSUE_COLUMNS } from '../../engine/views/issues.ts';
import type { Log } from '../../engine/parts.ts';
import { JOURNAL_COLUMNS } from '../../engine/views/read-journal.ts';
import { orFile, sendFile } from '../file.ts';
import type { App, TenantOperations } from '../server.ts';
import {
  issueAction,
  issueActionAnswer,
  issueList,
  issueQuery,
  journalPage,
  journalQuery,
  memberList,
  memberLookUp,
  memberQuery,
  membersQuery,
  once,
  refusals
} from '../shapes.ts';
import { campaignParams } from './campaigns.ts';

const tags = ['issues and journal'];

export function issueRoutes(app: App, operations: TenantOperations, log: Log): void {
  app.route({
    method: 'GET',
    url: '/v1/campaigns/:campaignId/issues',
    schema: {
      tags,
      summary: 'Members that are parked or failing, newest first, 50 at a time',
      params: campaignParams,
      querystring: issueQuery,
      response: { 200: orFile(issueList), ...refusals }
    },
    handler: async (request, reply) => {
      const { campaignId } = request.params;
      const { reason = null, cursor = null, format } = request.query;
      const asked = await operations(request);
      if (format === undefined) return asked.issues(campaignId, { reason, cursor });
      const pages = await asked.exportIssues(campaignId, reason);
      return sendFile(reply, log, { name: `issues-${campaignId}`, format, columns: ISSUE_COLUMNS, pages });
    }
  });
  app.route({
    method: 'POST',
    url: '/v1/campaigns/:campaignId/issues/actions',
    schema: {
      tags,
      summary: 'A way out, for some members or for all of one reason, 2,000 at a time',
      params: campaignParams,
      headers: once,
      body: issueAction,
      response: { 200: issueActionAnswer, ...refusals }
    },
    handler: async (request) => {
      const { memberKeys, reason, person, cursor, ...action } = request.body;
      return (await operations(request)).actOnIssues(request.params.campaignId, {
        ...action,
        memberKeys: memberKeys ?? null,
        reason: reason ?? null,
        person: person ?? null,
        cursor: cursor ?? null,
        idempotencyKey: request.headers['idempotency-key']
      });
    }
  });
  app.route({
    method: 'GET',
    url: '/v1/campaigns/:campaignId/member',
    schema: {
      tags,
      summary: 'One member, by its lead or contact: its state, and its issue where it has one',
      params: campaignParams,
      querystring: memberQuery,
      response: { 200: memberLookUp, ...refusals }
    },
    handler: async (request) => {
      const { leadId, contactId } = request.query;
      return (await operations(request)).member(request.params.campaignId, leadId ?? contactId ?? '');
    }
  });
  app.route({
    method: 'GET',
    url: '/v1/campaigns/:campaignId/members',
    schema: {
      tags,
      summary: 'Members in one state, 50 at a time',
      params: campaignParams,
      querystring: membersQuery,
      response: { 200: memberList, ...refusals }
    },
    handler: async (request) => {
      const { state, cursor = null } = request.query;
      return (await operations(request)).members(request.params.campaignId, state, cursor);
    }
  });
  app.route({
    method: 'GET',
    url: '/v1/campaigns/:campaignId/journal',
    schema: {
      tags,
      summary: 'Decisions and writes, newest first, 50 at a time; a file has the oldest first',
      params: campaignParams,
      querystring: journalQuery,
      response: { 200: orFile(journalPage), ...refusals }
    },
    handler: async (request, reply) => {
      const { campaignId } = request.params;
      const { memberKey, leadId, contactId, marketoLeadId, kind, runId, from, until, cursor, format } = request.query;
      const query = {
        memberId: memberKey ?? null,
        leadId: leadId ?? null,
        contactId: contactId ?? null,
        marketoLeadId: marketoLeadId ?? null,
        kind: kind ?? null,
        runId: runId ?? null,
        from: from ?? null,
        until: until ?? null
      };
      const asked = await operations(request);
      if (format === undefined) return asked.journal(campaignId, { ...query, cursor: cursor ?? null });
      const pages = await asked.exportJournal(campaignId, query);
      return sendFile(reply, log, { name: `journal-${campaignId}`, format, columns: JOURNAL_COLUMNS, pages });
    }
  });
}
