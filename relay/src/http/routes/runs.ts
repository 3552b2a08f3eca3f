/** What linking would do, before it does it; what was set going for many members, and taking it back. */
import { z } from 'zod';
import type { PreviewAsked } from '../../engine/operations.ts';
import type { App, TenantOperations } from '../server.ts';
import {
  actor,
  once,
  page,
  previewAsked,
  previewRequest,
  previewView,
  refusals,
  runList,
  runView,
  undoAsked,
  undoRequest,
  undoStarted
} from '../shapes.ts';
import { campaignParams } from './campaigns.ts';

const tags = ['previews and runs'];
const runParams = z.object({ runId: z.string().min(1).max(64) });

export function runRoutes(app: App, operations: TenantOperations): void {
  previewRoutes(app, operations);
  app.route({
    method: 'GET',
    url: '/v1/campaigns/:campaignId/runs',
    schema: {
      tags,
      summary: 'First syncs, changed rules, ways out and undos of a campaign, 20 a page, the newest first',
      params: campaignParams,
      querystring: z.object({ page }),
      response: { 200: runList, ...refusals }
    },
    handler: async (request) => (await operations(request)).runs(request.params.campaignId, request.query.page)
  });
  app.route({
    method: 'GET',
    url: '/v1/runs/:runId',
    schema: { tags, summary: 'One run and how far it is', params: runParams, response: { 200: runView, ...refusals } },
    handler: async (request) => (await operations(request)).run(request.params.runId)
  });
  app.route({
    method: 'POST',
    url: '/v1/runs/:runId/undo-preview',
    schema: {
      tags,
      summary: 'See what taking the run back would do: a stored job of its campaign',
      params: runParams,
      body: z.strictObject({ actor }),
      response: { 202: undoAsked, ...refusals }
    },
    handler: async (request, reply) =>
      reply.code(202).send(await (await operations(request)).previewUndo(request.params.runId, request.body.actor))
  });
  app.route({
    method: 'POST',
    url: '/v1/runs/:runId/undo',
    schema: {
      tags,
      summary: 'Take the run back, as its preview showed',
      params: runParams,
      headers: once,
      body: undoRequest,
      response: { 202: undoStarted, ...refusals }
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(202).send(await (await operations(request)).undo(request.params.runId, { ...request.body, idempotencyKey }));
    }
  });
}

function previewRoutes(app: App, operations: TenantOperations): void {
  app.route({
    method: 'POST',
    url: '/v1/campaigns/:campaignId/preview',
    schema: {
      tags,
      summary: 'See what linking, or other rules, would do: a stored job',
      params: campaignParams,
      body: previewRequest,
      response: { 202: previewAsked, ...refusals }
    },
    handler: async (request, reply) => {
      const { body } = request;
      // A part of leadDefaults is completed by the engine, as the rules are.
      const rules = (body.rules ?? {}) as PreviewAsked['rules'];
      const asked = await (await operations(request)).preview(request.params.campaignId, { ...body, rules, map: body.map ?? null });
      return reply.code(202).send(asked);
    }
  });
  app.route({
    method: 'GET',
    url: '/v1/campaigns/:campaignId/preview/:previewId',
    schema: {
      tags,
      summary: 'How far a preview is, and its plan when it is done',
      params: campaignParams.extend({ previewId: z.string().min(1).max(64) }),
      response: { 200: previewView, ...refusals }
    },
    handler: async (request) => (await operations(request)).showPreview(request.params.campaignId, request.params.previewId)
  });
}
