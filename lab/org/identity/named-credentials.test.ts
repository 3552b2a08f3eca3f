import test, { type TestContext } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ask, openLab } from '../server/testing/open-lab.ts';

const xmlns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const parameter = (kind: string, name: string, type: string, value: string) =>
  `<${kind}CredentialParameters><parameterName>${name}</parameterName><parameterType>${type}</parameterType>${value}</${kind}CredentialParameters>`;

/** A project with a named credential `Relay` over an external credential `Relay_Auth` with one principal. */
function project(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lab-credentials-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const value = (text: string) => `<parameterValue>${text}</parameterValue>`;
  writeFileSync(
    path.join(folder, 'Relay_Auth.externalCredential-meta.xml'),
    `<ExternalCredential ${xmlns}><authenticationProtocol>Oauth</authenticationProtocol>` +
      parameter('external', 'Oauth', 'AuthProtocolVariant', value('ClientCredentialsClientSecretBasic')) +
      parameter('external', 'AuthProviderUrl', 'AuthProviderUrl', value('https://relay.example.com/oauth/token')) +
      parameter('external', 'X-Org', 'AuthHeader', value('{!$Organization.Id}')) +
      parameter('external', 'Main', 'NamedPrincipal', '<sequenceNumber>1</sequenceNumber>') +
      '<label>Relay</label></ExternalCredential>'
  );
  writeFileSync(
    path.join(folder, 'Relay.namedCredential-meta.xml'),
    `<NamedCredential ${xmlns}><calloutStatus>Enabled</calloutStatus><generateAuthorizationHeader>true</generateAuthorizationHeader><label>Relay</label>` +
      parameter('named', 'Url', 'Url', value('https://relay.example.com')) +
      parameter('named', 'ExternalCredential', 'Authentication', '<externalCredential>Relay_Auth</externalCredential>') +
      '<namedCredentialType>SecuredEndpoint</namedCredentialType></NamedCredential>'
  );
  writeFileSync(
    path.join(folder, 'Caller.permissionset-meta.xml'),
    `<PermissionSet ${xmlns}><label>Caller</label><classAccesses><apexClass>EchoResource</apexClass><enabled>true</enabled></classAccesses><externalCredentialPrincipalAccesses><enabled>true</enabled>` +
      '<externalCredentialPrincipal>Relay_Auth-Main</externalCredentialPrincipal></externalCredentialPrincipalAccesses></PermissionSet>'
  );
  return folder;
}
const LOCAL = `<PermissionSet ${xmlns}><label>Local</label><objectPermissions><object>UserExternalCredential</object><allowRead>true</allowRead></objectPermissions></PermissionSet>`;

/** A relay that gives out tokens and takes the newest only. */
async function relay(t: TestContext) {
  const seen = { tokens: 0, calls: [] as string[], orgs: [] as string[] };
  const server = createServer((request, reply) => {
    if (request.url === '/oauth/token') {
      const good = request.headers.authorization === `Basic ${Buffer.from('client:s%3Acret').toString('base64')}`;
      reply.writeHead(good ? 200 : 401).end(JSON.stringify(good ? { access_token: `t${++seen.tokens}` } : { error: 'invalid_client' }));
      return;
    }
    seen.calls.push(request.headers.authorization ?? '');
    seen.orgs.push(String(request.headers['x-org']));
    const good = request.headers.authorization === `Bearer t${seen.tokens}` && request.url !== '/refuse';
    reply.writeHead(good ? 202 : 401).end(JSON.stringify({ accepted: good }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => (server.closeAllConnections(), server.close()));
  const address = server.address();
  return { seen, url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
}

async function configured(t: TestContext) {
  const [lab, other] = [await openLab(t, { project: project(t) }), await relay(t)];
  const credential = {
    externalCredential: 'Relay_Auth',
    principalName: 'Main',
    principalType: 'NamedPrincipal',
    authenticationProtocol: 'OAuth',
    credentials: { clientId: { value: 'client', encrypted: false }, clientSecret: { value: 's:cret', encrypted: true } }
  };
  await lab.control('POST', 'permission-sets', { name: 'Local', xml: LOCAL });
  const user = async (username: string, permissionSets: string[]) => {
    await lab.control('POST', 'users', { username, lastName: 'Ruiz', profile: 'Standard User', permissionSets });
    const { accessToken } = (await lab.control('POST', 'session', { username })).body;
    return (at: string) => ask(`${lab.url}/services/apexrest/call?to=callout:Relay${at}`, 'GET', accessToken);
  };
  const store = (method = 'POST', more = {}) => lab.call(method, 'named-credentials/credential', { ...credential, ...more });
  const point = async () => {
    const token = [{ parameterName: 'AuthProviderUrl', parameterType: 'AuthProviderUrl', parameterValue: `${other.url}/oauth/token` }];
    await lab.call('PUT', 'named-credentials/external-credentials/Relay_Auth', { parameters: token });
    return lab.call('PUT', 'named-credentials/named-credential-setup/Relay', { calloutUrl: other.url });
  };
  return { lab, other, user, store, point };
}
const DENIED =
  'System.CalloutException: We couldn\'t access the credential(s). You might not have the required permissions, or the external credential "Relay_Auth" might not exist.';

test('one token serves until the other side refuses it; then one new token and one more try', async (t) => {
  const { other, user, store, point, lab } = await configured(t);
  assert.equal((await store()).status, 201);
  assert.equal((await point()).body.calloutUrl, other.url);
  const ring = await user('caller@example.com', ['Caller', 'Local']);
  assert.equal((await ring('/ring')).status, 202);
  assert.equal((await ring('/ring')).status, 202);
  assert.deepEqual([other.seen.tokens, other.seen.calls], [1, ['Bearer t1', 'Bearer t1']]);
  assert.deepEqual(other.seen.orgs, [lab.orgId.slice(0, 15), lab.orgId.slice(0, 15)]);
  other.seen.tokens++;
  assert.equal((await ring('/ring')).status, 202);
  assert.deepEqual([other.seen.tokens, other.seen.calls.slice(2)], [3, ['Bearer t1', 'Bearer t3']]);
  assert.equal((await ring('/refuse')).status, 401);
  assert.deepEqual(other.seen.calls.slice(4), ['Bearer t3', 'Bearer t4']);
});

test('a callout takes principal access, sight of User External Credentials and a stored secret', async (t) => {
  const { user, store, point } = await configured(t);
  await point();
  const full = await user('full@example.com', ['Caller', 'Local']);
  assert.equal((await full('/ring')).body[0].message, DENIED);
  await store();
  assert.equal((await full('/ring')).status, 202);
  const half = await user('half@example.com', ['Caller']);
  assert.equal((await half('/ring')).body[0].message, DENIED);
  const none = await user('none@example.com', ['Local']);
  assert.deepEqual((await none('/ring')).body, [
    { message: 'You do not have access to the Apex class named: EchoResource', errorCode: 'FORBIDDEN' }
  ]);
});

test('a wrong secret is told as a failed callout; replacing it helps at once', async (t) => {
  const { user, store, point, other } = await configured(t);
  await store('POST', { credentials: { clientId: { value: 'client' }, clientSecret: { value: 'wrong', encrypted: true } } });
  await point();
  const ring = await user('caller@example.com', ['Caller', 'Local']);
  assert.match((await ring('/ring')).body[0].message, /Unable to fetch the OAuth token/);
  assert.equal((await store('PUT')).status, 200);
  assert.equal((await ring('/ring')).status, 202);
  assert.equal(other.seen.tokens, 1);
});

test('the Connect resources refuse what does not fit and never give a secret back', async (t) => {
  const { lab, store } = await configured(t);
  assert.equal((await store('PUT')).status, 404);
  assert.equal((await store('POST', { principalName: 'Nobody' })).status, 400);
  assert.equal((await store('POST', { externalCredential: 'Nothing' })).status, 404);
  assert.equal((await store('POST', { authenticationProtocol: 'Custom' })).status, 400);
  assert.equal((await store('POST', { credentials: { clientId: { value: 'client' } } })).status, 400);
  assert.equal((await store()).status, 201);
  assert.equal((await store()).status, 400);
  const at = 'named-credentials/credential?externalCredential=Relay_Auth&principalType=NamedPrincipal&principalName=Main';
  assert.deepEqual((await lab.call('GET', at)).body.credentials, {
    clientId: { encrypted: false, value: 'client' },
    clientSecret: { encrypted: true }
  });
  assert.equal((await lab.call('PUT', 'named-credentials/named-credential-setup/Relay', { calloutUrl: 'ftp://x' })).status, 400);
  assert.equal(
    (await lab.call('GET', 'named-credentials/external-credentials/Relay_Auth')).body.principals[0].authenticationStatus,
    'Configured'
  );
  await lab.control('POST', 'users', { username: 'lee@example.com', lastName: 'Lee', profile: 'Standard User' });
  const { accessToken } = (await lab.control('POST', 'session', { username: 'lee@example.com' })).body;
  assert.equal((await ask(`${lab.url}/services/data/v66.0/${at}`, 'GET', accessToken)).status, 403);
});
