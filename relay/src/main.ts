/** The relay as one process: store, tenants, engine and HTTP surface, put together. */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createAutomation, type Automation } from './automation/companion.ts';
import { callbackSender } from './automation/flow-steps/answer.ts';
import { createFlowSteps } from './automation/flow-steps/provider.ts';
import { createSeal, type Seal } from './secrets/seal.ts';
import { requireKey, type Configuration } from './configuration.ts';
import { systemClock } from './engine/clock.ts';
import { examine } from './doctor/examine.ts';
import { createEngine } from './engine/engine.ts';
import type { Engine, Log } from './engine/parts.ts';
import { defaultSettings, type EngineSettings } from './engine/settings.ts';
import { createServer } from './http/server.ts';
import { createMetrics } from './metrics.ts';
import { guardHosts, type HostGuard } from './outgoing/hosts.ts';
import { openStore, takeOver } from './store/open.ts';
import type { Store } from './store/port.ts';
import { connector, type Connect } from './tenants/connect.ts';
import { manageTenants, type Tenants } from './tenants/tenants.ts';

export const VERSION = (createRequire(import.meta.url)('../package.json') as { version: string }).version;

/** What every command works with. */
export interface Base {
  store: Store;
  hosts: HostGuard;
  tenants: Tenants;
  connect: Connect;
  seal: Seal;
  settings: EngineSettings;
}

/** @throws {ConfigurationError} without a key; {Error} when the database cannot be opened. */
export async function openBase(configuration: Configuration): Promise<Base> {
  const key = requireKey(configuration);
  const hosts = guardHosts(configuration.allowedHosts);
  const store = await openStore(configuration.database);
  const tenants = manageTenants(store, key, hosts);
  return { store, hosts, tenants, connect: connector(tenants, hosts), seal: createSeal(key), settings: settingsOf(configuration) };
}

function settingsOf({ drainSeconds, absenceSeconds, marketo }: Configuration): EngineSettings {
  return {
    ...defaultSettings,
    drainMs: drainSeconds * 1000,
    idleDrainMs: Math.min(defaultSettings.idleDrainMs, drainSeconds * 10_000),
    absenceMs: absenceSeconds * 1000,
    budget: { ...defaultSettings.budget, ...marketo }
  };
}

/** An engine at rest: it answers operations and sweeps, its loops begin with `start`. */
export function openEngine(base: Base, log: Log, metrics = createMetrics().metrics, automation: Automation = createAutomation()): Engine {
  const { store, connect, settings } = base;
  return createEngine({
    store,
    clock: systemClock,
    log,
    metrics,
    connect: (tenant, gate, salesforceGate) => {
      const sides = connect(tenant, gate, salesforceGate);
      return { ...sides, automation: sides };
    },
    companion: automation,
    settings,
    workerId: randomUUID()
  });
}

export interface Relay {
  url: string;
  /** Answers what is under way, takes up nothing new, closes the store. */
  stop(): Promise<void>;
}

/** @throws {Error} a sentence: the port is taken, the key is another than the tenants' secrets were closed with. */
export async function startRelay(configuration: Configuration, log: Log): Promise<Relay> {
  const key = requireKey(configuration);
  const base = await openBase(configuration);
  const alone = await takeOver(configuration.database, base.store).catch(async (cause: unknown) => {
    await base.store.close();
    throw cause;
  });
  const { registry, metrics } = createMetrics();
  const automation = createAutomation({ send: callbackSender(base.hosts), open: (text, place) => base.seal.open(text, place) });
  const engine = openEngine(base, log, metrics, automation);
  const server = await createServer({
    key,
    tenants: () => base.store.tenants(),
    operations: (tenantId) => engine.operations(tenantId),
    doctor: async (orgId) => examine(base, await base.tenants.byOrg(orgId)),
    notReady: () => notReady(base.store),
    metrics: registry,
    log,
    version: VERSION,
    publicUrl: configuration.publicUrl,
    flowSteps: createFlowSteps({
      store: base.store,
      hosts: base.hosts,
      directory: (tenant, gate) => base.connect(tenant, gate).salesforce,
      close: (text, place) => base.seal.close(text, place),
      rouse: (tenantId) => automation.rouse(tenantId)
    })
  });
  try {
    await base.tenants.requireKey();
    await server.listen({ host: configuration.host, port: configuration.port });
    await engine.start();
  } catch (cause) {
    await server.close();
    await base.store.close();
    alone.letGo();
    throw cannotListen(configuration, cause) ?? cause;
  }
  const { address, port, family } = server.server.address() as AddressInfo;
  const everywhere = address === '0.0.0.0' || address === '::';
  const host = everywhere ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address;
  return {
    url: `http://${host}:${port}`,
    async stop() {
      await server.close();
      await engine.stop();
      await base.store.close();
      alone.letGo();
    }
  };
}

function cannotListen({ host, port }: Configuration, cause: unknown): Error | null {
  const { code, message, syscall } = cause as Error & { code?: string; syscall?: string };
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return null;
  const sentence =
    code === 'EADDRINUSE'
      ? `Port ${port} is taken by another process. RELAY_PORT names another one; 0 takes any free port.`
      : code === 'EACCES'
        ? `This user may not listen on port ${port}. RELAY_PORT names another one: from 1024 on every user may, and a reverse proxy passes 443 on to it.`
        : `The relay cannot listen on ${host} (${message}). RELAY_HOST names an address of this machine; 0.0.0.0 is every one.`;
  return new Error(sentence, { cause });
}

async function notReady(store: Store): Promise<string | null> {
  try {
    await store.tenants();
    return null;
  } catch (cause) {
    return `The database cannot be read: ${(cause as Error).message}`;
  }
}
