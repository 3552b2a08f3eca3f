/** One tenant at work in this process: both sides, the store, and what its loops tell each other. */
import { randomUUID } from 'node:crypto';
import type { LinkRow, Store, StoreTransaction, TenantRow } from '../store/port.ts';
import { createGate, type BudgetGate } from './budget.ts';
import { Wake, type Clock } from './clock.ts';
import type { AutomationSides } from '../automation/ports.ts';
import type { Companion, EngineParts, Log, Metrics } from './parts.ts';
import type { MarketoPort, OutsideKind, SalesforcePort, Side } from './ports.ts';
import { createSalesforceBudget, type SalesforceBudget } from './salesforce-budget.ts';
import type { EngineSettings } from './settings.ts';

export interface Tenant {
  row: TenantRow;
  id: string;
  store: Store;
  clock: Clock;
  settings: EngineSettings;
  log: Log;
  metrics: Metrics;
  random: () => number;
  newId: () => string;
  workerId: string;
  salesforce: SalesforcePort;
  marketo: MarketoPort;
  /** Null: this process has nothing to do with automation. */
  automation: AutomationSides | null;
  companion: Companion | null;
  gate: BudgetGate;
  salesforceBudget: SalesforceBudget;
  /** Rouse the loops of this process; other processes notice at their next round. */
  wake: Record<'drain' | 'step' | 'feeds' | 'sweep' | 'projection' | 'previews' | 'notices' | 'tell' | 'flowSteps' | 'callbacks', Wake>;
  /** When something last happened: the activity feed is read often for a while after it. */
  lastHintAt: number;
  /** A lead does not answer to its id: the feed of deleted leads is asked at once. */
  askDeleted: boolean;
  /** This process was rung: it drains the outbox itself, whoever tends the tenant. */
  askDrain: boolean;
  /** While this process tends the tenant: where it stands in the feeds, and when it last showed each link to the package. */
  cursors: Map<string, { value: string; storedAt: number }>;
  shownAt: Map<string, number>;
  /** Loops of this process whose last round failed. */
  troubles: Map<string, Trouble>;
  /** When each side last answered this process's regular question. */
  wellAt: Map<Side, number>;
}

/** What keeps a loop from its work. */
export interface Trouble {
  /** Of the first failure in a row. */
  since: number;
  /** Null: not the outside's. */
  kind: OutsideKind | null;
  side: Side | null;
  code: string | null;
  sentence: string;
}

/** Why the tenant's work waits (quota, credentials, approval), if it does. */
export function waitsFor(tenant: Tenant): string | null {
  const lasting: (OutsideKind | null)[] = ['quota', 'credentials', 'not-approved'];
  return [...tenant.troubles.values()].find(({ kind }) => lasting.includes(kind))?.sentence ?? null;
}

export function createTenant(parts: EngineParts, settings: EngineSettings, row: TenantRow): Tenant {
  const { store, clock, workerId } = parts;
  const gate = createGate({ store, clock, settings: settings.budget, munchkinId: row.munchkinId, workerId });
  const salesforceBudget = createSalesforceBudget({ store, clock, settings: settings.salesforceDay, orgId: row.orgId });
  const sides = parts.connect(row, gate, salesforceBudget);
  const random = parts.random ?? Math.random;
  return {
    row,
    id: row.id,
    store,
    clock,
    settings,
    log: parts.log,
    metrics: parts.metrics ?? { count: () => undefined, observe: () => undefined, set: () => undefined },
    random,
    newId: parts.random ? () => (random() * 2 ** 52).toString(36) + (random() * 2 ** 52).toString(36) : randomUUID,
    workerId,
    salesforce: sides.salesforce,
    marketo: sides.marketo,
    automation: sides.automation ?? null,
    companion: parts.companion ?? null,
    gate,
    salesforceBudget,
    wake: {
      drain: new Wake(),
      step: new Wake(),
      feeds: new Wake(),
      sweep: new Wake(),
      projection: new Wake(),
      previews: new Wake(),
      notices: new Wake(),
      tell: new Wake(),
      flowSteps: new Wake(),
      callbacks: new Wake()
    },
    lastHintAt: 0,
    askDeleted: false,
    askDrain: false,
    cursors: new Map(),
    shownAt: new Map(),
    troubles: new Map(),
    wellAt: new Map()
  };
}

/** Reads, changes and writes one link's row in one transaction. Null: the link is gone. */
export function changeLink<T>(
  tenant: Tenant,
  linkId: string,
  change: (link: LinkRow, tx: StoreTransaction) => T | Promise<T>
): Promise<T | null> {
  return tenant.store.transact(async (tx) => {
    const link = await tx.link(linkId);
    if (!link) return null;
    const answer = await change(link, tx);
    link.version++;
    await tx.putLink(link);
    return answer;
  });
}

/** The package shows something older than what is here: write it soon, several changes at once. */
export async function showSoon(
  tenant: Tenant,
  tx: Pick<StoreTransaction, 'markLink'>,
  linkId: string,
  marks: { syncedAt?: number } = {}
): Promise<void> {
  const showBy = tenant.clock.now() + tenant.settings.projectionMs;
  if (await tx.markLink(linkId, { ...marks, showBy })) tenant.wake.projection.call();
}

/**
 * Whether this process is the one that follows the tenant's feeds, drains its outbox and shows its links. Several would do no harm, but each would spend calls on
 * the same answers. Members are worked on, links swept and people answered by every process.
 */
export async function tends(tenant: Tenant): Promise<boolean> {
  const mine = await tenant.store.tend(tenant.id, tenant.workerId, tenant.clock.now(), tenant.settings.tendMs);
  if (!mine) {
    tenant.cursors.clear();
    tenant.shownAt.clear();
  }
  return mine;
}

export function drainNow(tenant: Tenant): void {
  tenant.askDrain = true;
  tenant.wake.drain.call();
}

/** Says that something happened, here and to the other processes, so that the feeds are read often for a while. */
export function stir(tenant: Tenant): void {
  stirHere(tenant);
  void tenant.store.rouse(tenant.id);
}

/** The same where another process says so. */
export function stirHere(tenant: Tenant): void {
  const idle = tenant.clock.now() - tenant.lastHintAt > tenant.settings.activeForMs;
  tenant.lastHintAt = tenant.clock.now();
  tenant.wake.step.call();
  if (idle) tenant.wake.feeds.call();
}
