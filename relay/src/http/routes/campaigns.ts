/** A campaign's view, and its link: made, changed, ended, compared, paused, resumed. */
import { z } from 'zod';
import type { LinkRequest } from '../../engine/operations.ts';
import type { App, TenantOperations } from '../server.ts';
import { accepted, actor, campaignView, linkAnswer, linkRequest, once, refusals, salesforceId } from '../shapes.ts';

export const campaignParams = z.object({ campaignId: salesforceId });
const tags = ['campaigns'];

export function campaignRoutes(app: App, operations: TenantOperations): void {
  app.route({
    method: 'POST',
    url: '/v1/ring',
    schema: {
      tags: ['changes'],
      summary: 'Drain the outbox now, and look at these campaigns again',
      body: z.strictObject({ campaignIds: z.array(salesforceId).max(200).optional() }).nullish(),
      response: { 202: accepted, ...refusals }
    },
    handler: async (request, reply) => {
      await (await operations(request)).ring(request.body?.campaignIds ?? []);
      return reply.code(202).send({ accepted: true as const });
    }
  });
  app.route({
    method: 'GET',
    url: '/v1/campaigns/:campaignId',
    schema: {
      tags,
      summary: 'Link, rules, map, counts and lag of a campaign',
      params: campaignParams,
      response: { 200: campaignView, ...refusals }
    },
    handler: async (request) => (await operations(request)).campaign(request.params.campaignId)
  });
  linkRoutes(app, operations);
  stateRoutes(app, operations);
}

function linkRoutes(app: App, operations: TenantOperations): void {
  app.route({
    method: 'PUT',
    url: '/v1/campaigns/:campaignId/link',
    schema: {
      tags,
      summary: 'Link a campaign with a program, or change the rules of its link',
      params: campaignParams,
      headers: once,
      body: linkRequest,
      response: { 200: linkAnswer, ...refusals }
    },
    handler: async (request) => {
      const { body, params, headers } = request;
      return (await operations(request)).link(params.campaignId, {
        ...body,
        // A part of leadDefaults is completed by the engine, as the rules are.
        rules: (body.rules ?? {}) as LinkRequest['rules'],
        map: body.map ?? null,
        idempotencyKey: headers['idempotency-key']
      });
    }
  });
  app.route({
    method: 'DELETE',
    url: '/v1/campaigns/:campaignId/link',
    schema: {
      tags,
      summary: 'End the link; members stay on both sides',
      params: campaignParams,
      body: z.strictObject({ actor }),
      response: { 200: campaignView, ...refusals }
    },
    handler: async (request) => (await operations(request)).unlink(request.params.campaignId, request.body.actor)
  });
}

function stateRoutes(app: App, operations: TenantOperations): void {
  app.route({
    method: 'POST',
    url: '/v1/campaigns/:campaignId/sync',
    schema: {
      tags,
      summary: 'Compare both sides now',
      params: campaignParams,
      body: z.strictObject({ actor }),
      response: { 202: accepted, ...refusals }
    },
    handler: async (request, reply) => {
      await (await operations(request)).sync(request.params.campaignId, request.body.actor);
      return reply.code(202).send({ accepted: true as const });
    }
  });
  app.route({
    method: 'POST',
    url: '/v1/campaigns/:campaignId/pause',
    schema: {
      tags,
      summary: 'Stop until resumed; nothing is forgotten',
      params: campaignParams,
      body: z.strictObject({ actor, reason: z.string().min(1).max(255).optional() }),
      response: { 200: campaignView, ...refusals }
    },
    handler: async (request) => {
      const { actor: who, reason } = request.body;
      return (await operations(request)).pause(request.params.campaignId, who, reason ?? null);
    }
  });
  app.route({
    method: 'POST',
    url: '/v1/campaigns/:campaignId/resume',
    schema: {
      tags,
      summary: 'Go on with a paused link',
      params: campaignParams,
      body: z.strictObject({ actor }),
      response: { 200: campaignView, ...refusals }
    },
    handler: async (request) => (await operations(request)).resume(request.params.campaignId, request.body.actor)
  });
}
