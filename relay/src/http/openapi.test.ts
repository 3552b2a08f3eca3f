import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { OPENAPI_FILE, openapiText } from '../../testing/write-openapi.ts';

test('the committed OpenAPI document is what the routes say', async () => {
  assert.equal(
    readFileSync(OPENAPI_FILE, 'utf8'),
    await openapiText(),
    'docs/contract/relay.openapi.json is not current: run `npm exec -- node relay/testing/write-openapi.ts` and commit it'
  );
});

interface Document {
  paths: Record<string, Record<string, { responses: Record<string, unknown>; security?: unknown[]; requestBody?: unknown }>>;
  components: { schemas: Record<string, unknown> };
}

test('it names every route of the contract, and only open ones go without a token', () => {
  const { paths, components } = JSON.parse(readFileSync(OPENAPI_FILE, 'utf8')) as Document;
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)
  );
  assert.deepEqual(
    routes.sort(),
    [
      'DELETE /v1/campaigns/{campaignId}/link',
      'GET /health',
      'GET /metrics',
      'GET /v1/campaigns/{campaignId}',
      'GET /v1/campaigns/{campaignId}/issues',
      'GET /v1/campaigns/{campaignId}/journal',
      'GET /v1/campaigns/{campaignId}/member',
      'GET /v1/campaigns/{campaignId}/members',
      'GET /v1/campaigns/{campaignId}/preview/{previewId}',
      'GET /v1/campaigns/{campaignId}/runs',
      'GET /v1/channels',
      'GET /v1/doctor',
      'GET /v1/runs/{runId}',
      'POST /v1/campaigns/{campaignId}/preview',
      'POST /v1/runs/{runId}/undo',
      'POST /v1/runs/{runId}/undo-preview',
      'GET /v1/folders',
      'GET /v1/programs',
      'POST /v1/campaigns',
      'POST /v1/programs',
      'POST /oauth/token',
      'POST /v1/campaigns/{campaignId}/issues/actions',
      'POST /v1/campaigns/{campaignId}/pause',
      'POST /v1/campaigns/{campaignId}/resume',
      'POST /v1/campaigns/{campaignId}/sync',
      'POST /v1/ring',
      'PUT /v1/campaigns/{campaignId}/link'
    ].sort()
  );
  const open = Object.entries(paths).filter(([, methods]) => Object.values(methods).some(({ security }) => security?.length === 0));
  assert.deepEqual(open.map(([path]) => path).sort(), ['/health', '/metrics', '/oauth/token']);
  for (const name of ['CampaignView', 'LinkRequest', 'Plan', 'Refusal', 'Rules']) assert.ok(name in components.schemas, name);
});
