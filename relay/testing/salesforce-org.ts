/** A Salesforce org that says what a test tells it to: a token, then answers by path. */
import { createVerify, generateKeyPairSync } from 'node:crypto';
import { createSalesforce, type Salesforce } from '../src/salesforce/salesforce.ts';
import { startOutside, type Answer, type Asked, type OutsideServer } from './outside-server.ts';

export const ORG = '00D000000000001EAA';
export const LOGIN_PATH = '/services/oauth2/token';
export const QUERY = '/services/data/v66.0/query';
export const QUERY_ALL = '/services/data/v66.0/queryAll';

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
});

type Answers = Answer | ((asked: Asked, index: number) => Answer);
export interface Org {
  outside: OutsideServer;
  salesforce: Salesforce;
  on(path: string, answer: Answers): void;
  close(): Promise<void>;
}

export const records = (rows: Record<string, unknown>[], more: Record<string, unknown> = {}): Answer => ({
  json: { totalSize: rows.length, done: true, records: rows.map((row) => ({ attributes: { type: 'X' }, ...row })), ...more },
  headers: { 'sforce-limit-info': 'api-usage=18/5000' }
});
export const refusal = (status: number, errorCode: string, message: string): Answer => ({ status, json: [{ errorCode, message }] });

export async function startOrg(options: { namespace?: string; timeoutMs?: number } = {}): Promise<Org> {
  const answers = new Map<string, Answers>();
  const counts = new Map<string, number>();
  const outside = await startOutside((asked) => {
    const index = counts.get(asked.path) ?? 0;
    counts.set(asked.path, index + 1);
    const answer = answers.get(asked.path) ?? refusal(404, 'NOT_FOUND', `Could not find a match for URL ${asked.path}`);
    return typeof answer === 'function' ? answer(asked, index) : answer;
  });
  answers.set(LOGIN_PATH, (_asked, index) => login(outside.url, `session-${index}`));
  const salesforce = createSalesforce({
    url: outside.url,
    orgId: ORG,
    username: 'integration@example.com',
    clientId: 'consumer-key',
    privateKey: keys.privateKey,
    hosts: outside.hosts,
    namespace: options.namespace ?? null,
    timeoutMs: options.timeoutMs ?? 2_000
  });
  return { outside, salesforce, on: (path, answer) => void answers.set(path, answer), close: () => outside.close() };
}

export const login = (url: string, token: string, orgId = ORG): Answer => ({
  json: { access_token: token, instance_url: url, id: `${url}/id/${orgId}/005000000000001AAA`, token_type: 'Bearer', issued_at: '0' }
});

/** The claims of an assertion, if its signature is this org's app's. */
export function claimsOf(assertion: string): Record<string, unknown> {
  const [header = '', claims = '', signature = ''] = assertion.split('.');
  const verifier = createVerify('RSA-SHA256').update(`${header}.${claims}`);
  if (!verifier.verify(keys.publicKey, signature, 'base64url')) throw new Error('The signature is not of this key.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
}
