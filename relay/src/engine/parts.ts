/** What the engine is made of: everything that differs between a server, a test and a simulation. */
import type { AutomationSides } from '../automation/ports.ts';
import type { Store, StoreTransaction, TenantRow } from '../store/port.ts';
import type { Clock, Wake } from './clock.ts';
import type { Operations } from './operations.ts';
import type { CallGate, MarketoPort, SalesforceGate, SalesforcePort } from './ports.ts';
import type { EngineSettings } from './settings.ts';
import type { Tenant } from './tenant.ts';

/** As pino writes: fields, then a sentence. No personal data beyond ids. */
export interface Log {
  debug(fields: Record<string, unknown>, sentence: string): void;
  info(fields: Record<string, unknown>, sentence: string): void;
  warn(fields: Record<string, unknown>, sentence: string): void;
  error(fields: Record<string, unknown>, sentence: string): void;
}

export interface Metrics {
  count(name: string, labels: Record<string, string>, by: number): void;
  observe(name: string, labels: Record<string, string>, value: number): void;
  /** As it is now; null: this process does not know any more. */
  set(name: string, labels: Record<string, string>, value: number | null): void;
}

/** The two sides of one tenant. */
export interface Sides {
  salesforce: SalesforcePort;
  marketo: MarketoPort;
  /** What automation needs beyond that; missing where it has nothing to do. */
  automation?: AutomationSides;
}

/** A change of a campaign's member in Salesforce: somebody's, of which the outbox told, or one that the relay made. */
export interface MemberChange {
  campaignId: string;
  leadId: string | null;
  contactId: string | null;
  /** The status before it; null: no member; undefined: not known. */
  from: string | null | undefined;
  /** Milliseconds since 1970. */
  at: number;
  isLinked: boolean;
}
export type ChangeTransaction = Pick<StoreTransaction, 'tasks' | 'addTasks' | 'replaceTasks' | 'hintTasks'>;

/** What else a tenant has to do, beside its sync. */
export interface Companion {
  /** The same members may be told of twice. Within the transaction that keeps where the change was heard of. */
  heard(tenant: Tenant, tx: ChangeTransaction, changes: MemberChange[]): Promise<void>;
  /** A campaign whose members may have changed in ways that nobody told of. */
  lookAgain(tenant: Tenant, tx: ChangeTransaction, campaignId: string): Promise<void>;
  /** Loops beside the engine's own. A round answers with the milliseconds until the next one. */
  loops(tenant: Tenant): { name: string; wake: Wake; round: () => Promise<number> }[];
}

export interface EngineParts {
  store: Store;
  clock: Clock;
  log: Log;
  metrics?: Metrics;
  /**
   * Called once per tenant and process. Every HTTP call to Marketo's REST API has to go through `gate.run('sync', …)` (identity calls are free and
   * need not), and every call to Salesforce's API through `salesforce`; what a person waits for is recognised by the gates themselves.
   */
  connect(tenant: TenantRow, gate: CallGate, salesforce: SalesforceGate): Sides;
  companion?: Companion;
  settings?: Partial<EngineSettings>;
  /** Unique among the processes on one store; a restarted process takes a new one. */
  workerId: string;
  /** 0 ≤ x < 1; Math.random where missing. Simulations give their own. */
  random?: () => number;
}

/** What `createEngine(parts)` answers with. */
export interface Engine {
  /** Begins the loops of every tenant; tenants added later are found within a minute. */
  start(): Promise<void>;
  /** Lets calls under way end, takes up nothing new, and gives leases back. The store stays open. */
  stop(): Promise<void>;
  /** @throws {OperationRefused} `not-found` for an unknown tenant. */
  operations(tenantId: string): Promise<Operations>;
  /** One compare of both sides now, of one campaign or of all links; for the command line. @returns Links swept. */
  sweepNow(tenantId: string, campaignId: string | null): Promise<number>;
}
