/** What waits for a person, the ways out, and the journal of everything that was decided and written. */
import { z } from 'zod';
import type { App, TenantOperations } from '../server.ts';
import { issueAction, issueActionAnswer, issueList, issueQuery, journalPage, once, page, refusals, salesforceId } from '../shapes.ts';
import { campaignParams } from './campaigns.ts';

const tags = ['issues and journal'];

export function issueRoutes(app: App, operations: TenantOperations): void {
  app.route({
    method: 'GET',
    url: '/v1/campaigns/:campaignId/issues',
    schema: {
      tags,
      summary: 'Members that are parked or failing, newest first, 50 at a time',
      params: campaignParams,
      querystring: issueQuery,
      response: { 200: issueList, ...refusals }
    },
    handler: async (request) => {
      const { reason, cursor } = request.query;
      return (await operations(request)).issues(request.params.campaignId, { reason: reason ?? null, cursor: cursor ?? null });
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
