/** Starts the whole HTTP side over the small machine, for tests. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { smallProject } from '../../apex/testing/small-project.ts';
import { startFront, type Front } from '../front.ts';

export interface Lab {
  front: Front;
  url: string;
  orgId: string;
  token: string;
  /** A call to the REST API with the administrator's session. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  control(method: string, path: string, body?: unknown): Promise<Answer>;
}
export interface Answer {
  status: number;
  headers: Headers;
  // Tests look into answers of many shapes.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

export async function ask(
  url: string,
  method: string,
  token: string,
  body?: unknown,
  headers: Record<string, string> = {}
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) })
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parsed(text) };
}
function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

export async function openLab(t: TestContext, options: { data?: string; project?: string; apiLimit?: number } = {}): Promise<Lab> {
  return start(t, './small-machine.ts', options);
}

/** The whole org over a small project, with its triggers. */
export async function openProject(
  t: TestContext,
  sources: string[],
  files: Record<string, string> = {}
): Promise<Lab & { folder: string }> {
  const { folder } = smallProject(t, sources, files);
  return { ...(await openFolder(t, folder, null)), folder };
}
/** @param data folder of the rows that survive. */
export function openFolder(t: TestContext, project: string, data: string | null): Promise<Lab> {
  return start(t, '../open-org.ts', { project, ...(data === null ? {} : { data }) });
}

async function start(t: TestContext, name: string, options: { data?: string; project?: string; apiLimit?: number }): Promise<Lab> {
  const module = new URL(name, import.meta.url).href;
  const serviceOptions = { data: options.data ?? null, project: options.project ?? null, apiLimit: options.apiLimit ?? null, switches: {} };
  const front = await startFront({ port: 0, latencyMs: 0, pageOrigin: null, module, serviceOptions });
  t.after(() => front.close());
  const { accessToken, orgId } = front.about as { accessToken: string; orgId: string };
  return {
    front,
    url: front.url,
    orgId,
    token: accessToken,
    call: (method, at, body, headers) => ask(`${front.url}/services/data/v66.0/${at}`, method, accessToken, body, headers),
    control: (method, at, body) => ask(`${front.url}/lab/${at}`, method, front.controlKey, body)
  };
}

/** A key and its certificate, made by openssl for this run alone. Null where openssl is missing. */
export function makeCertificate(t: TestContext): { key: string; certificate: string } | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'lab-org-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const file = path.join(folder, 'key.pem');
  writeFileSync(file, key);
  const out = path.join(folder, 'cert.pem');
  try {
    execFileSync('openssl', ['req', '-x509', '-new', '-key', file, '-out', out, '-days', '2', '-subj', '/CN=relay.example.com'], {
      stdio: 'ignore'
    });
  } catch {
    return null;
  }
  return { key, certificate: readFileSync(out, 'utf8') };
}

export function signAssertion(key: string, claims: Record<string, unknown>, alg = 'RS256'): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg, typ: 'JWT' })}.${part(claims)}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
}
