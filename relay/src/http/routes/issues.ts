/** What waits for a person, the ways out, and the journal of everything that was decided and written. */
import { z } from 'zod';
import type { App, TenantOperations } from '../server.ts';
import { issueAction, issueList, journalPage, page, refusals, salesforceId } from '../shapes.ts';
import { campaignParams } from './campaigns.ts';

const tags = ['issues and journal'];

export function issueRoutes(app: App, operations: TenantOperations): void {
  app.route({
    method: 'GET',
    url: '/v1/campaigns/:campaignId/issues',
    schema: {
      tags,
      summary: 'Members that are parked or failing',
      params: campaignParams,
      querystring: z.object({ page }),
      response: { 200: issueList, ...refusals }
    },
    handler: async (request) => (await operations(request)).issues(request.params.campaignId, request.query.page)
  });
  app.route({
    method: 'POST',
    url: '/v1/campaigns/:campaignId/issues/actions',
    schema: {
      tags,
      summary: 'A way out, for some members or for all parked for one reason',
      params: campaignParams,
      body: issueAction,
      response: { 200: z.object({ changed: z.int() }), ...refusals }
    },
    handler: async (request) => {
      const { memberKeys, reason, ...action } = request.body;
      return (await operations(request)).actOnIssues(request.params.campaignId, {
        ...action,
        memberKeys: memberKeys ?? null,
        reason: reason ?? null
      });
    }
  });
  app.route({
    method: 'GET',
    url: '/v1/campaigns/:campaignId/journal',
    schema: {
      tags,
      summary: 'Decisions and writes, newest first',
      params: campaignParams,
      querystring: z.object({ page, leadId: salesforceId.optional(), contactId: salesforceId.optional() }),
      response: { 200: journalPage, ...refusals }
    },
    handler: async (request) => {
      const { leadId, contactId, page: number } = request.query;
      return (await operations(request)).journal(
        request.params.campaignId,
        { leadId: leadId ?? null, contactId: contactId ?? null },
        number
      );
    }
  });
}
