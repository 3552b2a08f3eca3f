/** Programs to choose from, and both ways to begin without a counterpart: a program made for a campaign, a campaign made for a program. */
import { z } from 'zod';
import type { App, TenantOperations } from '../server.ts';
import {
  campaignMade,
  campaignRequest,
  channelList,
  folderList,
  once,
  page,
  programList,
  programMade,
  programRequest,
  refusals
} from '../shapes.ts';

const tags = ['programs'];
const search = z.string().max(255).default('');

export function programRoutes(app: App, operations: TenantOperations): void {
  app.route({
    method: 'GET',
    url: '/v1/programs',
    schema: {
      tags,
      summary: 'Programs to choose from, 50 a page',
      querystring: z.object({ search, page }),
      response: { 200: programList, ...refusals }
    },
    handler: async (request) => (await operations(request)).programs(request.query.search, request.query.page)
  });
  app.route({
    method: 'GET',
    url: '/v1/channels',
    schema: { tags, summary: 'Channels and their progression statuses', response: { 200: channelList, ...refusals } },
    handler: async (request) => (await operations(request)).channels()
  });
  app.route({
    method: 'GET',
    url: '/v1/folders',
    schema: {
      tags,
      summary: 'Folders to make a program in, 50 a page',
      querystring: z.object({ search, page }),
      response: { 200: folderList, ...refusals }
    },
    handler: async (request) => (await operations(request)).folders(request.query.search, request.query.page)
  });
  app.route({
    method: 'POST',
    url: '/v1/programs',
    schema: {
      tags,
      summary: 'Make a program for a campaign; linking is a request of its own',
      headers: once,
      body: programRequest,
      response: { 201: programMade, ...refusals }
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(201).send(await (await operations(request)).createProgram({ ...request.body, idempotencyKey }));
    }
  });
  app.route({
    method: 'POST',
    url: '/v1/campaigns',
    schema: {
      tags,
      summary: 'Make a campaign for a program, with the member statuses of its channel; linking is a request of its own',
      headers: once,
      body: campaignRequest,
      response: { 201: campaignMade, ...refusals }
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(201).send(await (await operations(request)).createCampaign({ ...request.body, idempotencyKey }));
    }
  });
}
