/**
 * What people get wrong, and what is down: each ends in one clear sentence at the place where the person is, and nothing is lost. Separate processes, real HTTP, the
 * package's Apex executing.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root } from '../stack/child-process.ts';
import { createCampaign, userId } from '../stack/seed.ts';
import { SalesforceOrg } from '../stack/salesforce-org.ts';
import { STATUSES } from '../stack/example.ts';
import { eventually, linkedCampaign, openStack, programMembers, type Linked, type TestStack } from './scenario.ts';

interface Check {
  name: string;
  verdict: string;
  sentence: string;
  fix: string;
}

describe('bad input and bad times', () => {
  let stack: TestStack;
  let linked: Linked;
  let owner: SalesforceOrg;
  let actor: { userId: string };
  let environment: Record<string, string>;

  before(async () => {
    stack = await openStack({ relayEnvironment: { RELAY_DRAIN_SECONDS: '2' } });
    linked = await linkedCampaign(stack, { people: 6 });
    actor = { userId: await userId(stack.salesforce, stack.owner) };
    const { accessToken } = await stack.salesforce.control<{ accessToken: string }>('POST', 'session', { username: stack.owner });
    owner = new SalesforceOrg({ ...stack.salesforce.address, accessToken });
    environment = stack.relay.environment;
  });
  after(() => stack?.end());

  /** The sentence that whoever presses "Sync now" sees; null when it was accepted. */
  async function syncNow(): Promise<string | null> {
    const body = `MarketoPanelController.syncNow('${linked.campaignId}');`;
    const { success, exceptionMessage } = await owner.rest<{ success: boolean; exceptionMessage: string | null }>(
      'GET',
      `tooling/executeAnonymous?anonymousBody=${encodeURIComponent(body)}`
    );
    return success ? null : (exceptionMessage ?? '');
  }
  const addMember = (index: number) =>
    owner.insert('CampaignMember', [
      { CampaignId: linked.campaignId, LeadId: linked.people[index]?.salesforceLeadId ?? '', Status: 'Registered' }
    ]);
  const arrives = (index: number, seconds = 60) =>
    eventually(
      'the program’s member',
      async () => (await programMembers(stack, linked.programId)).get(linked.people[index]?.marketoLeadId ?? 0) ?? null,
      'Registered',
      seconds
    );
  const outbox = async () => (await stack.salesforce.query('SELECT Id FROM Marketo_Change__c')).length;
  async function refused(
    method: string,
    route: string,
    body?: unknown
  ): Promise<{ status: number; code: string; message: string; fix: string }> {
    const answer = await stack.relay.api(method, route, body).catch((cause: Error) => cause);
    assert.ok(answer instanceof Error, 'it was not refused');
    const [, status = '', text = ''] = /answered (\d+): (.*)$/s.exec(answer.message) ?? [];
    const { code, message, fix } = JSON.parse(text) as { code: string; message: string; fix: string };
    for (const sentence of [message, fix]) assert.match(sentence, /^[A-Z“"`].*[.:]$/s, `no sentence: ${sentence}`);
    return { status: Number(status), code, message, fix };
  }
  const link = (campaignId: string, programId: number, more: Record<string, unknown> = {}) =>
    refused('PUT', `/v1/campaigns/${campaignId}/link`, { actor, programId, consent: 'as-planned', ...more });

  it('unknown campaign, unknown program, a pair that is taken: each is named', async () => {
    const gone = await link('701000000000009AAA', 999_999);
    assert.deepEqual([gone.status, gone.code], [404, 'unknown-campaign']);
    const free = await createCampaign(stack.salesforce, 'Free', STATUSES);
    const nowhere = await link(free, 999_999);
    assert.deepEqual([nowhere.status, nowhere.code], [404, 'unknown-program']);
    assert.match(nowhere.message, /999999/);
    const taken = await link(free, linked.programId);
    assert.deepEqual([taken.status, taken.code], [409, 'program-linked']);
    assert.ok(taken.message.includes(linked.campaignId));
  });

  it('statuses that do not cover are listed with their side, and nothing is linked', async () => {
    const campaignId = await createCampaign(stack.salesforce, 'Two statuses', [
      { name: 'Invited', success: false },
      { name: 'Attended', success: true }
    ]);
    const { programs } = await stack.marketo.control<{ programs: { id: number }[] }>('POST', 'seed', {
      programs: [{ name: 'Uncovered', channel: 'Webinar', type: 'Event', folder: 'Webinars', costs: [] }]
    });
    const { status, code, message, fix } = await link(campaignId, programs[0]?.id ?? 0);
    assert.deepEqual([status, code], [422, 'statuses-not-covered']);
    assert.match(message, /"Registered" \(Marketo\), "No Show" \(Marketo\)/);
    assert.match(fix, /created in Salesforce/);
    assert.equal((await stack.relay.api<{ state: string }>('GET', `/v1/campaigns/${campaignId}`)).state, 'unlinked');
  });

  it('a malformed hint is 400 with the place', async () => {
    const { status, code, message } = await refused('POST', '/v1/ring', { campaignIds: ['the webinar'] });
    assert.deepEqual([status, code], [400, 'malformed']);
    assert.match(message, /campaignIds\.0/);
  });

  it('a caller without a token, or with a wrong secret, is told so before anything else', async () => {
    const bare = await fetch(`${stack.relay.url}/v1/no/such/route`, { headers: { authorization: 'Bearer nonsense' } });
    assert.equal(bare.status, 401);
    assert.equal(((await bare.json()) as { code: string }).code, 'invalid_token');
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: stack.relay.clientId, client_secret: 'wrong' });
    const token = await fetch(`${stack.relay.url}/oauth/token`, { method: 'POST', body: form });
    assert.equal(token.status, 401);
    assert.equal(((await token.json()) as { error: string }).error, 'invalid_client');
  });

  it('a relay that is down: the page says so, saves go on, and what was saved arrives later', async () => {
    await stack.relay.part.kill();
    await addMember(0);
    const sentence = await syncNow();
    assert.match(sentence ?? '', /The relay could not be reached .*Nothing is lost/);
    assert.ok((await outbox()) > 0, 'the change waits in the outbox');
    await stack.relay.restart();
    await arrives(0);
    await eventually('the outbox', outbox, 0);
    assert.equal(await syncNow(), null);
  });

  it('a wrong client secret in the org: the page says so, saves go on, and what was saved arrives all the same', async () => {
    await pairWith('not the secret');
    await addMember(1);
    const sentence = await syncNow();
    assert.match(sentence ?? '', /Nothing is lost/);
    await arrives(1);
    await pairWith(stack.relay.clientSecret);
    assert.equal(await syncNow(), null);
  });

  async function pairWith(clientSecret: string): Promise<void> {
    await stack.salesforce.rest('PUT', 'named-credentials/credential', {
      externalCredential: 'Marketo_Relay',
      principalName: 'Relay',
      principalType: 'NamedPrincipal',
      authenticationProtocol: 'OAuth',
      authenticationProtocolVariant: 'ClientCredentialsClientSecretBasic',
      credentials: {
        clientId: { value: stack.relay.clientId, encrypted: false },
        clientSecret: { value: clientSecret, encrypted: true }
      }
    });
  }

  it('a Marketo that answers garbage: whoever asks is told, and what was saved arrives once it talks sense', async () => {
    await stack.marketo.control('POST', 'faults', { kind: 'garbage', path: '/rest/asset/', times: 50 });
    const campaignId = await createCampaign(stack.salesforce, 'Garbled', STATUSES);
    const garbled = await link(campaignId, linked.programId + 1);
    assert.deepEqual([garbled.status, garbled.code], [502, 'marketo-garbled']);
    assert.match(garbled.message, /Marketo's answer .* is no complete JSON/);
    await stack.marketo.control('DELETE', 'faults');
    await stack.marketo.control('POST', 'faults', { kind: 'http', path: '/rest/v1/', status: 502, times: 6 });
    await stack.marketo.control('POST', 'faults', { kind: 'garbage', path: '/rest/v1/', times: 6 });
    await addMember(2);
    await arrives(2, 90);
    await stack.marketo.control('DELETE', 'faults');
  });

  it('wrong credentials of either side: the doctor names which and what to do, and its exit code says that something is wrong', async () => {
    const doctor = () => {
      const done = cli(['doctor', '--json'], environment);
      const { tenants } = JSON.parse(done.stdout) as { tenants: { checks: Check[] }[] };
      return { code: done.status, problems: (tenants[0]?.checks ?? []).filter(({ verdict }) => verdict === 'problem') };
    };
    const { orgId } = stack.salesforce.address;
    assert.deepEqual(doctor().problems, []);
    const set = (args: string[], more: Record<string, string> = {}) => {
      const done = cli(['tenant', 'set', '--org-id', orgId, ...args, '--json'], { ...environment, ...more });
      assert.equal(done.status, 0, done.stderr);
    };
    set(['--marketo-client-id', stack.marketo.address.clientId], { RELAY_MARKETO_CLIENT_SECRET: 'not-the-secret' });
    const inMarketo = doctor();
    assert.notEqual(inMarketo.code, 0);
    assert.deepEqual(
      inMarketo.problems.map(({ name }) => name),
      ['marketo-token']
    );
    assert.match(`${inMarketo.problems[0]?.sentence} ${inMarketo.problems[0]?.fix}`, /client (id|secret)/i);
    set(['--marketo-client-id', stack.marketo.address.clientId], { RELAY_MARKETO_CLIENT_SECRET: stack.marketo.address.clientSecret });
    set(['--salesforce-username', 'nobody@example.com']);
    const inSalesforce = doctor();
    assert.deepEqual(
      inSalesforce.problems.map(({ name }) => name),
      ['salesforce-login']
    );
    set(['--salesforce-username', 'integration@example.com']);
    assert.deepEqual(doctor().problems, []);
    const wrong = cli(['tenant', 'set', '--org-id', orgId, '--marketo-url', 'http://169.254.169.254', '--json'], environment);
    assert.notEqual(wrong.status, 0);
    assert.match(wrong.stderr + wrong.stdout, /--marketo-url/);
  });

  it('Apex that does not compile keeps the org from starting, with file, line and thing', () => {
    const project = mkdtempSync(path.join(os.tmpdir(), 'broken-apex-'));
    try {
      cpSync(path.join(root, 'force-app'), path.join(project, 'force-app'), { recursive: true });
      cpSync(path.join(root, 'sfdx-project.json'), path.join(project, 'sfdx-project.json'));
      const file = path.join(project, 'force-app/main/capture/classes/MarketoOutbox.cls');
      writeFileSync(file, 'public class MarketoOutbox {\n  public static Boolean isOpen() {\n    return Weather.isFine();\n  }\n}\n');
      const args = ['lab/org/main.ts', 'serve', '--project', project, '--port', '0'];
      const done = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: 60_000 });
      assert.equal(done.status, 1);
      assert.match(done.stderr, /MarketoOutbox\.cls:3:\d+:? .*Weather/);
      assert.equal(done.stdout, '');
    } finally {
      rmSync(project, { recursive: true });
    }
  });
});

function cli(args: string[], env: Record<string, string>) {
  return spawnSync(process.execPath, ['relay/src/cli.ts', ...args], { cwd: root, env: { ...process.env, ...env }, encoding: 'utf8' });
}
