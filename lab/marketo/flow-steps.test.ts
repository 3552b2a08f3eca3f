/** The flow-step caller, with a small provider in the place of a real one. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import { Client, open } from './testing/client.ts';

interface Called {
  token: string;
  apiCallBackKey: string;
  callbackUrl: string;
  objectData: { objectContext: Record<string, unknown>; flowStepContext: Record<string, string> }[];
}
const attribute = (apiName: string, more: object = {}) => ({ apiName, dataType: 'string', ...more });
/** As a provider has to answer; each test changes what it is about. */
const good = () => {
  const answers = (...statuses: string[]) => Object.fromEntries(statuses.map((status) => [status, {}]));
  return {
    document: {
      info: {
        title: 'Step',
        version: '1',
        'x-providerName': 'Example',
        'x-schemaVersion': '1.0.0',
        'x-supportContact': 'help@example.com'
      },
      security: [{ key: [] }],
      paths: {
        '/submitAsyncAction': {
          post: {
            responses: answers('201', '400', '401', '403', '429', '500'),
            callbacks: { flowComplete: { '{$request.body#/flowComplete}': {} } }
          }
        },
        '/getServiceDefinition': { get: { responses: answers('200') } },
        '/status': { get: { responses: answers('200') } }
      } as Record<string, unknown>,
      components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-api-key' } } }
    },
    definition: {
      apiName: 'exampleStep',
      primaryAttribute: 'campaign',
      i18n: { en_US: { name: 'Example Step', triggerName: 'Is Stepped', filterName: 'Was Stepped' } },
      invocationPayloadDef: {
        flowAttributes: [attribute('campaign', { hasPicklist: true, enforcePicklistSelect: false }), attribute('status')],
        fields: [
          { serviceAttribute: 'mail', suggestedMarketoAttribute: 'email' },
          { serviceAttribute: 'odd', suggestedMarketoAttribute: 'noSuchField' }
        ]
      },
      callbackPayloadDef: { attributes: [attribute('outcome')] }
    },
    choices: [{ displayValue: { en_US: 'Webinar' }, submittedValue: '701' }],
    status: 201
  };
};

describe('the flow-step caller', () => {
  let client: Client;
  let provider: Server;
  let url = '';
  let plays = good();
  let called: Called[] = [];
  let leads: number[] = [];

  before(async () => {
    client = new Client(await open());
    const people = [1, 2, 3].map((number) => ({ email: `person${number}@example.com`, lastName: `Example ${number}` }));
    leads = (await client.lab<{ leads: { id: number }[] }>('POST', 'seed', { leads: people })).leads.map(({ id }) => id);
    provider = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const path = request.url ?? '';
        const isOpen = path === '/openapi.json';
        const answer = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
        if (!isOpen && request.headers['x-api-key'] !== 'key') {
          answer(401, {});
        } else if (isOpen) {
          answer(200, plays.document);
        } else if (path === '/getServiceDefinition') {
          answer(200, plays.definition);
        } else if (path === '/getPicklist') {
          answer(200, { choices: plays.choices });
        } else if (path === '/submitAsyncAction') {
          called.push(JSON.parse(text) as Called);
          answer(plays.status, {});
        } else {
          answer(200, {});
        }
      });
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/openapi.json`;
  });
  afterEach(() => {
    plays = good();
    called = [];
  });
  after(() => {
    provider.close();
    provider.closeAllConnections();
    return client.marketo.close();
  });

  const install = (apiKey = 'key') => client.lab<{ id: number; mapped: string[]; message?: string }>('POST', 'flow-steps', { url, apiKey });
  const run = async (wish: Record<string, unknown> = {}) => {
    const { id } = await install();
    const whole = { leadIds: leads, attributes: { campaign: '701', status: '' }, chunk: 2, ...wish };
    return client.lab<{ runId: number; chunks: number; message?: string }>('POST', `flow-steps/${id}/run`, whole);
  };
  const callBack = async ({ token, apiCallBackKey, callbackUrl }: Called, objectData: unknown[], over: Record<string, string> = {}) => {
    const headers = { 'content-type': 'application/json', 'x-api-key': apiCallBackKey, 'x-callback-token': token, ...over };
    const body = JSON.stringify({ munchkinId: over['munchkinId'] ?? client.marketo.ready.munchkinId, token, objectData });
    return (await fetch(callbackUrl, { method: 'POST', headers, body })).status;
  };
  const done = (id: number, more: object = {}) => ({ leadData: { id }, activityData: { success: true, outcome: 'added', ...more } });
  const results = async (runId: number) =>
    client.lab<{ results: { leadId: number; success: boolean }[]; refused: string[] }>('GET', `flow-step-runs/${runId}`);

  it('installs a provider from its document, and maps what the instance has', async () => {
    assert.deepEqual((await install()).mapped, ['mail']);
    assert.match((await install('wrong')).message ?? '', /answers 401/);
  });

  it('refuses a provider that lacks what the interface demands, by name', async () => {
    const cases: [string, (one: ReturnType<typeof good>) => void][] = [
      ['no x-supportContact', ({ document }) => Reflect.deleteProperty(document.info, 'x-supportContact')],
      ['2.0.0 is not 1.0.0', ({ document }) => (document.info['x-schemaVersion'] = '2.0.0')],
      ['no get /status', ({ document }) => Reflect.deleteProperty(document.paths, '/status')],
      ['declares no answer 201', ({ document }) => (document.paths['/submitAsyncAction'] = { post: { responses: {} } })],
      ['primary attribute is no flow attribute', ({ definition }) => (definition.primaryAttribute = 'outcome')],
      ['both asked for and given back', ({ definition }) => definition.callbackPayloadDef.attributes.push(attribute('status'))],
      ['name reason is reserved', ({ definition }) => definition.callbackPayloadDef.attributes.push(attribute('reason'))],
      ['more than 1000', (one) => (one.choices = Array.from({ length: 1001 }, () => good().choices[0] as (typeof one.choices)[number]))]
    ];
    for (const [said, spoil] of cases) {
      plays = good();
      spoil(plays);
      assert.ok((await install()).message?.includes(said), `${said}: ${JSON.stringify(await install())}`);
    }
  });

  it('calls in chunks, each with a token of its own, mapped fields and filled tokens', async () => {
    const { chunks } = await run({
      attributes: { campaign: '{{my.Campaign}}', status: '{{lead.email}} {{my.Nothing}}' },
      tokens: { Campaign: '702' }
    });
    assert.equal(chunks, 2);
    assert.deepEqual(
      called.map(({ objectData }) => objectData.length),
      [2, 1]
    );
    assert.notEqual(called[0]?.token, called[1]?.token);
    const [first] = called[0]?.objectData ?? [];
    assert.deepEqual(first?.objectContext, { id: leads[0], mail: 'person1@example.com' });
    assert.deepEqual(first?.flowStepContext, { campaign: '702', status: 'person1@example.com {{my.Nothing}}' });
  });

  it('refuses an input that the step has not, a person that it has not, and an answer that is not 201', async () => {
    assert.match((await run({ attributes: { nonsense: '' } })).message ?? '', /no input nonsense/);
    assert.match((await run({ leadIds: [987_654] })).message ?? '', /no person 987654/);
    plays.status = 200;
    assert.match((await run()).message ?? '', /200 instead of 201/);
  });

  it('takes a callback once; whoever is left out was not done', async () => {
    const { runId } = await run();
    const [first, second] = called as [Called, Called];
    assert.equal(await callBack(first, [done(leads[0] ?? 0)]), 200);
    assert.equal(await callBack(first, [done(leads[0] ?? 0)]), 404, 'its token was used');
    assert.equal(await callBack(second, [done(leads[2] ?? 0)]), 200);
    const { results: told, refused } = await results(runId);
    assert.deepEqual(
      told.map(({ leadId, success }) => [leadId, success]),
      [leads[0], leads[1], leads[2]].map((id, index) => [id, index !== 1])
    );
    assert.equal(refused.length, 1);
    assert.deepEqual(await client.lab('GET', `flow-step-runs/${runId}/counts`), {
      ...{ chunks: 2, callbacks: 2, refused: 1, results: 3, people: 3 },
      outcomes: { added: 2, undefined: 1 }
    });
  });

  it('refuses a callback with a wrong key or token, of another instance, of somebody else, or with what was not declared', async () => {
    const { runId } = await run();
    const [first] = called as [Called];
    const [one = 0, , other = 0] = leads;
    assert.equal(await callBack(first, [done(one)], { 'x-api-key': 'wrong' }), 404);
    assert.equal(await callBack(first, [done(one)], { 'x-callback-token': 'wrong' }), 404);
    assert.equal(await callBack(first, [done(one)], { munchkinId: '999-XYZ-999' }), 405);
    assert.equal(await callBack(first, [done(other)]), 405);
    assert.equal(await callBack(first, [done(one, { surprise: 1 })]), 405);
    assert.deepEqual((await results(runId)).results, []);
    assert.equal(await callBack(first, [done(one)]), 200, 'the token still works');
  });
});
