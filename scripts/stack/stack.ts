/**
 * The whole product on this machine: Marketo and Salesforce stand-ins, the relay and the page, each a process of its own, paired with each other the way an
 * administrator pairs them.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startPart, type Part } from './child-process.ts';
import { MarketoLab, type MarketoAddress } from './marketo-lab.ts';
import { freePorts } from './ports.ts';
import { relayCommand, RelayService } from './relay-service.ts';
import { SalesforceOrg, type OrgAddress } from './salesforce-org.ts';

export interface StackOptions {
  /** State, logs and keys; made when missing, found again when not. */
  folder: string;
  page: boolean;
  /** Milliseconds that every call to a stand-in takes longer. */
  latency?: { marketo: number; salesforce: number };
  switches?: { org?: Record<string, unknown>; marketo?: Record<string, unknown> };
  relayEnvironment?: Record<string, string>;
  /** File that gets every call between relay and Marketo, one line of JSON each. */
  record?: string;
  progress: (text: string) => void;
}

export interface Stack {
  salesforce: SalesforceOrg;
  marketo: MarketoLab;
  relay: RelayService;
  page: Part | null;
  /** Who looks at the page. */
  owner: string;
  /** The same state was here before. */
  resumed: boolean;
  parts: () => Part[];
  stop: () => Promise<void>;
}

/** Written once everything is paired, so that a start that was interrupted begins afresh. */
interface Kept {
  ports: number[];
  keys: { relay: string; marketo: string };
  credentials: { clientId: string; clientSecret: string };
}

export const INTEGRATION_USER = 'integration@example.com';
export const OWNER = 'owner@example.com';
export const VIEWER = 'viewer@example.com';

export async function startStack(options: StackOptions): Promise<Stack> {
  mkdirSync(options.folder, { recursive: true });
  const stateFile = path.join(options.folder, 'stack.json');
  const kept = existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, 'utf8')) as Kept) : null;
  const ports = kept?.ports ?? (await freePorts(4));
  const keys = kept?.keys ?? { relay: secret(), marketo: secret() };
  const started: Part[] = [];
  const start = async (name: string, args: string[], env: Record<string, string> = {}) => {
    options.progress(`${name} …`);
    const part = await startPart({
      name,
      args,
      env,
      logFile: path.join(options.folder, `${path.basename(path.dirname(args[0] ?? ''))}.log`)
    });
    started.push(part);
    return part;
  };
  try {
    const [marketoPart, orgPart] = await Promise.all([startMarketo(), startOrg()]);
    const marketo = new MarketoLab(marketoPart.ready as unknown as MarketoAddress);
    const salesforce = new SalesforceOrg(orgPart.ready as unknown as OrgAddress);
    const env = relayEnvironment(marketo, salesforce);
    if (kept === null) {
      options.progress('Users, permission sets and the client app …');
      await prepareOrg(salesforce);
    }
    const credentials = kept?.credentials ?? (await addTenant(salesforce, marketo, env));
    options.progress('Relay …');
    const relay = await RelayService.start(
      { env, logFile: path.join(options.folder, 'relay.log'), orgId: salesforce.address.orgId },
      credentials
    );
    const parts = () => [...started, relay.part];
    if (kept === null) {
      await salesforce.pair(relay);
      writeFileSync(stateFile, JSON.stringify({ ports, keys, credentials } satisfies Kept), { mode: 0o600 });
    }
    const page = options.page ? await startPage(salesforce, marketo) : null;
    return { salesforce, marketo, relay, page, owner: OWNER, resumed: kept !== null, parts, stop: () => stopAll(parts()) };
  } catch (cause) {
    await stopAll(started);
    throw cause;
  }

  function startMarketo() {
    return start(
      'Marketo stand-in',
      [
        'lab/marketo/main.ts',
        'serve',
        '--port',
        String(ports[0]),
        '--data',
        path.join(options.folder, 'marketo.db'),
        '--latency',
        String(options.latency?.marketo ?? 0),
        '--switches',
        JSON.stringify(options.switches?.marketo ?? {}),
        ...(options.record ? ['--record', options.record] : [])
      ],
      { LAB_MARKETO_KEY: keys.marketo }
    );
  }
  function startOrg() {
    const switches = Object.entries(options.switches?.org ?? {}).flatMap(([name, value]) => [
      '--switch',
      `${name}=${JSON.stringify(value)}`
    ]);
    return start('Salesforce stand-in', [
      'lab/org/main.ts',
      'serve',
      '--port',
      String(ports[1]),
      '--data',
      path.join(options.folder, 'salesforce'),
      '--latency',
      String(options.latency?.salesforce ?? 0),
      ...switches
    ]);
  }
  function relayEnvironment(marketo: MarketoLab, salesforce: SalesforceOrg): Record<string, string> {
    return {
      RELAY_KEY: keys.relay,
      RELAY_DATABASE: path.join(options.folder, 'relay.db'),
      RELAY_PORT: String(ports[2]),
      RELAY_ALLOWED_HOSTS: [marketo.address.url, salesforce.address.url].map((url) => new URL(url).host).join(','),
      ...options.relayEnvironment
    };
  }
  function startPage(salesforce: SalesforceOrg, marketo: MarketoLab) {
    const args = ['lab/page/main.ts', 'serve', '--org', salesforce.address.url, '--marketo', marketo.address.url];
    return start('Campaign page', [...args, '--as', OWNER, '--port', String(ports[3])], {
      LAB_ORG_KEY: salesforce.address.controlKey,
      LAB_MARKETO_KEY: marketo.address.controlKey
    });
  }
}

const secret = () => randomBytes(32).toString('base64');

async function stopAll(parts: Part[]): Promise<void> {
  // The relay first: it talks to the others.
  for (const part of [...parts].reverse()) {
    await part.stop();
  }
}

/** What an administrator does before the pairing: users with their rights, and the rights that no package may carry. */
async function prepareOrg(salesforce: SalesforceOrg): Promise<void> {
  await salesforce.deployLocalPermissionSets(['Marketo_Integration_Local', 'Marketo_Callout_Local']);
  const user = (body: Record<string, unknown>) => salesforce.control('POST', 'users', body);
  await user({
    username: INTEGRATION_USER,
    lastName: 'Integration',
    profile: 'Minimum Access - API Only Integrations',
    marketingUser: true,
    permissionSets: ['Marketo_Sync_Integration', 'Marketo_Integration_Local']
  });
  await user({
    username: OWNER,
    firstName: 'Olga',
    lastName: 'Owner-Example',
    profile: 'System Administrator',
    marketingUser: true,
    permissionSets: ['Marketo_Sync_Admin', 'Marketo_Sync_User', 'Marketo_Callout_Local']
  });
  await user({
    username: VIEWER,
    firstName: 'Vic',
    lastName: 'Viewer-Example',
    profile: 'Standard User',
    permissionSets: ['Marketo_Sync_Viewer']
  });
}

/** The relay makes the certificate, the org's client app trusts it, the relay learns the app's consumer key. */
async function addTenant(salesforce: SalesforceOrg, marketo: MarketoLab, env: Record<string, string>) {
  const added = relayCommand<{ tenantId: string; certificate: string; clientId: string; clientSecret: string }>(
    [
      'tenant',
      'add',
      '--org-id',
      salesforce.address.orgId,
      '--salesforce-url',
      salesforce.address.url,
      '--salesforce-username',
      INTEGRATION_USER,
      '--marketo-url',
      marketo.address.url,
      '--munchkin-id',
      marketo.address.munchkinId,
      '--marketo-client-id',
      marketo.address.clientId
    ],
    { ...env, RELAY_MARKETO_CLIENT_SECRET: marketo.address.clientSecret }
  );
  const { consumerKey } = await salesforce.control<{ consumerKey: string }>('POST', 'apps', {
    label: 'Campaign Sync relay',
    certificate: added.certificate,
    approved: [INTEGRATION_USER]
  });
  relayCommand(['tenant', 'set', '--org-id', salesforce.address.orgId, '--salesforce-client-id', consumerKey], env);
  return { clientId: added.clientId, clientSecret: added.clientSecret };
}
