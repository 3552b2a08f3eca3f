/** The HTTP surface over operations that a test answers for. */
import { randomBytes } from 'node:crypto';
import { Registry } from 'prom-client';
import type { Check } from '../src/doctor/check.ts';
import type { Operations } from '../src/engine/operations.ts';
import type { HttpParts } from '../src/http/parts.ts';
import { createServer, type App } from '../src/http/server.ts';
import { hashClientSecret } from '../src/secrets/client-secret.ts';
import type { TenantRow } from '../src/store/port.ts';

export const ORG = '00D000000000001EAA';
export const CAMPAIGN = '701000000000001AAA';
export const USER = '005000000000001AAA';
export const SECRET = 'a secret of this test: %&+';
export const key = randomBytes(32);

export function tenantRow(more: Partial<TenantRow> = {}): TenantRow {
  return {
    id: 'tenant-1',
    orgId: ORG,
    salesforceUrl: 'https://example.my.salesforce.com',
    salesforceUsername: 'integration@example.com',
    salesforceClientId: 'consumer-key',
    privateKey: '',
    certificate: '',
    namespace: null,
    marketoUrl: 'https://123-ABC-456.mktorest.com',
    munchkinId: '123-ABC-456',
    marketoClientId: 'client',
    marketoClientSecret: '',
    salesforceIdField: 'salesforceRecordId',
    relayClientId: 'relay_1',
    relaySecretHash: hashClientSecret(key, SECRET),
    relaySecretVersion: 1,
    createdAt: 0,
    ...more
  };
}

export interface Asked {
  operation: keyof Operations | 'doctor';
  arguments: unknown[];
}
export interface Surface {
  app: App;
  tenants: TenantRow[];
  /** What the operations were asked, in order. */
  asked: Asked[];
  /** What every operation answers with; an error is thrown. */
  answer: { with: unknown };
  clock: { now: number };
  logged: { fields: Record<string, unknown>; sentence: string }[];
  health: { reason: string | null };
  token(): Promise<string>;
  /** With a valid token and the headers of the contract. */
  call(
    method: string,
    url: string,
    body?: unknown,
    headers?: Record<string, string>
  ): Promise<{ status: number; body: Record<string, unknown> }>;
}

export async function openSurface(more: Partial<HttpParts> = {}): Promise<Surface> {
  const tenants = [tenantRow()];
  const asked: Asked[] = [];
  const answer: { with: unknown } = { with: undefined };
  const logged: Surface['logged'] = [];
  const clock = { now: Date.parse('2026-03-04T05:06:07Z') };
  const health: { reason: string | null } = { reason: null };
  const operations = new Proxy({} as Operations, {
    get: (_target, operation: keyof Operations | 'then') =>
      operation === 'then'
        ? undefined
        : async (...args: unknown[]) => {
            asked.push({ operation, arguments: args });
            if (answer.with instanceof Error) throw answer.with;
            return answer.with;
          }
  });
  const log = (fields: Record<string, unknown>, sentence: string) => void logged.push({ fields, sentence });
  const app = await createServer({
    key,
    tenants: async () => tenants,
    operations: async () => operations,
    doctor: async (orgId) => {
      asked.push({ operation: 'doctor', arguments: [orgId] });
      return (answer.with as { checks: Check[] }).checks;
    },
    notReady: async () => health.reason,
    metrics: new Registry(),
    log: { debug: log, info: log, warn: log, error: log },
    version: '0.0.0-test',
    now: () => clock.now,
    ...more
  });
  async function token(): Promise<string> {
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'relay_1', client_secret: SECRET });
    const got = await app.inject({
      method: 'POST',
      url: '/oauth/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: form.toString()
    });
    return got.json<{ access_token: string }>().access_token;
  }
  return {
    app,
    tenants,
    asked,
    answer,
    clock,
    logged,
    health,
    token,
    async call(method, url, body, headers = {}) {
      const got = await app.inject({
        method: method as 'GET',
        url,
        headers: {
          authorization: `Bearer ${await token()}`,
          'x-salesforce-org': ORG,
          'x-campaign-sync-contract': '1',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers
        },
        ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) })
      });
      return { status: got.statusCode, body: got.json<Record<string, unknown>>() };
    }
  };
}
