import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, test } from 'node:test';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { key, openSurface, tenantRow, type Surface } from '../../../testing/http-surface.ts';
import { callbackBody } from '../../automation/flow-steps/answer.ts';
import { createFlowSteps } from '../../automation/flow-steps/provider.ts';
import { batchOf, callOf } from '../../automation/flow-steps/calls.ts';
import { ACTIONS } from '../../automation/flow-steps/services.ts';
import { guardHosts } from '../../outgoing/hosts.ts';
import { hashClientSecret } from '../../secrets/client-secret.ts';
import { openMemoryStore } from '../../store/memory.ts';
import type { Store } from '../../store/port.ts';

const KEY = 'the key of this test';
const folder = process.env.MARKETO_OPENAPI_DIR ?? '';
const contractFile = path.join(folder, 'self-service-flow-steps.yaml');
const skip = folder === '' || !existsSync(contractFile) ? 'MARKETO_OPENAPI_DIR names no folder with self-service-flow-steps.yaml' : false;

let surface: Surface;
let store: Store;
beforeEach(async () => {
  store = openMemoryStore();
  const directory = {
    activeCampaigns: async function* () {
      yield [];
    },
    activeAmong: async () => [],
    latestCampaigns: async () => [{ id: '701000000000001AAA', name: 'Webinar' }],
    statusLabels: async () => ['Sent', 'Attended'],
    campaignsNamed: async () => []
  };
  const parts = { store, hosts: guardHosts(['127.0.0.1:9']), directory: () => directory, close: (text: string) => `sealed ${text.length}` };
  surface = await openSurface({ flowSteps: createFlowSteps({ ...parts, rouse: () => undefined }), publicUrl: 'https://relay.example.com' });
  const leadDefaults = { lastName: 'Unknown', company: 'Unknown', ownerId: null, assignmentRule: false, allowDuplicates: false };
  const flowSteps = { keyHash: hashClientSecret(key, KEY), people: 'create' as const, leadDefaults };
  surface.tenants[0] = tenantRow({ automation: { campaigns: 'linked', activities: null, object: null, requests: [], flowSteps } });
});

async function ask(method: 'GET' | 'POST', url: string, body?: unknown, apiKey: string | null = KEY) {
  const headers = {
    ...(apiKey === null ? {} : { 'x-api-key': apiKey }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' })
  };
  const got = await surface.app.inject({
    method,
    url: `/flow-steps${url}`,
    headers,
    ...(body === undefined ? {} : { payload: JSON.stringify(body) })
  });
  return { status: got.statusCode, body: (got.headers['content-type'] ?? '').includes('json') ? got.json<Record<string, unknown>>() : {} };
}
const person = (id: number) => ({
  objectType: 'lead',
  objectContext: { id, email: `p${id}@example.com` },
  flowStepContext: { campaign: '701000000000001AAA', status: 'Sent' }
});
const invocation = (over: Record<string, unknown> = {}) => ({
  token: 'one-time',
  batchid: 'b',
  apiCallBackKey: 'gateway',
  campaignId: 7,
  callbackUrl: 'https://mkto.adobe.io/callback',
  context: { subscription: { munchkinId: '123-ABC-456' } },
  objectData: [1, 2].map(person),
  ...over
});

test('a step is installed by a document for everybody; all else needs the key', async () => {
  for (const action of ACTIONS) {
    const { status, body } = await ask('GET', `/${action}/openapi.json`, undefined, null);
    assert.equal(status, 200);
    assert.deepEqual(body['servers'], [{ url: `https://relay.example.com/flow-steps/${action}` }]);
    for (const [method, route] of [
      ['GET', 'getServiceDefinition'],
      ['GET', 'status'],
      ['POST', 'submitAsyncAction']
    ] as const) {
      for (const wrong of [null, '', 'another key']) {
        const { status: no, body: said } = await ask(method, `/${action}/${route}`, method === 'POST' ? invocation() : undefined, wrong);
        assert.deepEqual([no, said['code']], [401, 'invalid-key'], `${route} with ${wrong}`);
      }
    }
  }
  assert.equal((await ask('GET', '/nonsense/openapi.json')).status, 401, 'what is no step is like every other address');
});

test('a call is stored before it is answered, its people 200 in a batch, its secrets closed; the same token is the same call', async () => {
  const objectData = Array.from({ length: 450 }, (_, index) => person(index + 1));
  assert.equal((await ask('POST', '/add/submitAsyncAction', invocation({ objectData }))).status, 201);
  const batches = await store.claimTasks('flow_batches', 'tenant-1', 'w', Date.now(), 1, 10);
  assert.deepEqual(
    batches.map((task) => batchOf(task).people.length),
    [200, 200, 50]
  );
  assert.deepEqual(batchOf(batches[0] as never).people[0], {
    leadId: 1,
    campaign: '701000000000001AAA',
    status: 'Sent',
    fields: { email: 'p1@example.com' }
  });
  const [call] = await store.tasksOf('flow_calls', 'tenant-1', '', null, 9);
  assert.ok(call && callOf(call).people === 450 && !JSON.stringify(call).includes('one-time') && !JSON.stringify(call).includes('gateway'));
  assert.equal((await ask('POST', '/add/submitAsyncAction', invocation({ objectData }))).status, 201);
  assert.equal((await store.tasksOf('flow_calls', 'tenant-1', '', null, 9)).length, 1);
  assert.equal((await store.tasksOf('flow_batches', 'tenant-1', call.id, null, 9)).length, 3);
});

test('a call that cannot be worked on is refused, and nothing is stored', async () => {
  for (const [over, status] of [
    [{ token: undefined }, 400],
    [{ objectData: [{ objectType: 'company', objectContext: { id: 1 } }] }, 400],
    [{ callbackUrl: 'https://attacker.example.com/' }, 400],
    [{ callbackUrl: 'http://mkto.adobe.io/callback' }, 400],
    [{ callbackUrl: 'https://adobe.io.example.com/' }, 400],
    [{ context: { subscription: { munchkinId: '999-XYZ-999' } } }, 403]
  ] as const) {
    assert.equal((await ask('POST', '/add/submitAsyncAction', invocation(over))).status, status, JSON.stringify(over));
  }
  assert.deepEqual(await store.tasksOf('flow_calls', 'tenant-1', '', null, 9), []);
});

test('a step has choices of campaigns and of statuses, and a removal none of statuses', async () => {
  const list = async (action: string, name: string) => ask('POST', `/${action}/getPicklist`, { name, type: 'flow' });
  assert.deepEqual((await list('add', 'campaign')).body, {
    choices: [{ displayValue: { en_US: 'Webinar' }, submittedValue: '701000000000001AAA' }]
  });
  assert.deepEqual(
    ((await list('change', 'status')).body['choices'] as { submittedValue: string }[]).map((one) => one.submittedValue),
    ['Attended', 'Sent']
  );
  assert.equal((await list('remove', 'status')).status, 400);
});

test('documents and bodies fit the contract of Marketo’s flow steps', { skip }, async () => {
  interface Contract {
    paths: Record<string, Record<string, { responses?: Record<string, { content?: Record<string, { schema?: unknown }> }> } | string>>;
    components: { schemas: Record<string, Record<string, unknown>> };
  }
  const contract = parse(readFileSync(contractFile, 'utf8')) as Contract;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const schemas = JSON.parse(JSON.stringify(contract.components.schemas).replaceAll('"discriminator"', '"x-discriminator"')) as object;
  ajv.addSchema({ $id: 'contract', components: { schemas } });
  const compiled = (name: string): ValidateFunction => {
    const text = JSON.stringify({ $ref: `contract#/components/schemas/${name}` });
    return ajv.compile(JSON.parse(text) as object);
  };
  const fits = (name: string, body: unknown) => {
    const validate = compiled(name);
    assert.ok(validate(body), `${name}: ${ajv.errorsText(validate.errors)}`);
  };
  assert.equal(compiled('flowCallBack')({ objectData: [{}] }), false, 'the check can fail');
  for (const action of ACTIONS) {
    const { body: document } = await ask('GET', `/${action}/openapi.json`, undefined, null);
    const ours = document as unknown as Contract;
    for (const [route, verbs] of Object.entries(contract.paths)) {
      for (const [verb, operation] of Object.entries(verbs)) {
        if (typeof operation === 'string') continue;
        const own = ours.paths[route]?.[verb];
        assert.ok(own && typeof own !== 'string', `${verb} ${route}`);
        for (const [status, { content }] of Object.entries(operation.responses ?? {})) {
          assert.ok(own.responses?.[status], `${verb} ${route} ${status}`);
          const schema = content?.['application/json']?.schema;
          if (schema)
            assert.deepEqual(own.responses[status].content?.['application/json']?.schema, schema, `${route} refers to the same name`);
        }
      }
    }
    for (const name of ['async', 'flowCallBack', 'serviceDefinition', 'serviceStatus', 'getPicklistRequest', 'picklistObject']) {
      assert.ok(ours.components.schemas[name], name);
    }
    fits('serviceDefinition', (await ask('GET', `/${action}/getServiceDefinition`)).body);
    fits('serviceStatus', (await ask('GET', `/${action}/status`)).body);
    fits('picklistObject', (await ask('POST', `/${action}/getPicklist`, { name: 'campaign', type: 'flow' })).body);
  }
  fits('async', invocation());
  const result = {
    leadId: 1,
    outcome: 'added',
    errorCode: null,
    reason: null,
    resultingStatus: 'Sent',
    campaignName: 'Webinar',
    memberId: '00v'
  };
  const failed = { ...result, success: false, outcome: '', errorCode: 'UNKNOWN_STATUS', reason: 'The campaign has none such.' };
  const body = callbackBody({ munchkinId: '123-ABC-456' }, 't', [{ ...result, success: true }, failed], 0);
  fits('flowCallBack', body);
  assert.ok(!JSON.stringify(body).includes('null'), 'what there is nothing to say of is left out');
});
