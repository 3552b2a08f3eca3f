/**
 * The engine of one process: for every tenant seven loops (outbox, feeds, sweeps, members, previews, notices, what the package shows), each of which survives
 * any failure of its round. All that must last is in the store; any number of processes may run on one.
 *
 * `feeds/` and `compare/` make members due, `turn/` works on those that are, `links/` and `runs/` do what people ask for many members at once, `views/` is what people see
 * and decide of single ones, `telling/` is what they are told.
 */
import type { TenantRow } from '../store/port.ts';
import { readMerges, readDeletedLeads } from './feeds/gone-leads.ts';
import { readStatusChanges } from './feeds/activities.ts';
import { readChangedMembers } from './feeds/changed-members.ts';
import { closeOpenWrites } from './journal.ts';
import { CROWDED } from './budget.ts';
import { SCARCE } from './salesforce-budget.ts';
import { OperationRefused, type Operations } from './operations.ts';
import { createOperations } from './operate.ts';
import { drainOutbox } from './feeds/outbox.ts';
import { OutsideError } from './ports.ts';
import type { Engine, EngineParts } from './parts.ts';
import { workOnPreview } from './runs/previews.ts';
import { showDueLinks } from './views/projection.ts';
import { backoff } from './retrying.ts';
import { markUndo } from './runs/runs.ts';
import { defaultSettings } from './settings.ts';
import { takeTurns } from './turn/step.ts';
import { sweepDueLinks, sweepLink } from './compare/sweep.ts';
import { hideFigures, OWN_FAILURE, showFigures, showOwnFailure } from './telling/figures.ts';
import { tellPeople } from './telling/notices.ts';
import { tidy } from './tidy.ts';
import { createTenant, stirHere, tends, type Tenant } from './tenant.ts';
import { Wake } from './clock.ts';

/** Tenants are added and removed by the command line, in another process. */
const LOOK_FOR_TENANTS_MS = 60_000;
/** While Salesforce's calls are scarce the outbox is asked this many times less often, ring or no ring aside. */
const SCARCE_DRAINS = 4;

interface Running {
  tenant: Tenant;
  operations: Operations;
  stopped: boolean;
  loops: Promise<void>[];
  /** End the pauses after failures, which hints must not shorten. */
  pauses: Wake[];
}

export function createEngine(parts: EngineParts): Engine {
  const settings = { ...defaultSettings, ...parts.settings };
  const running = new Map<string, Running>();
  /** Orgs whose secrets do not open, and since when. */
  const unfit = new Map<string, number>();
  const more = new Wake();
  let stopped = false;
  let looking: Promise<void> | null = null;

  function known(row: TenantRow): Running {
    const one = running.get(row.id);
    // Credentials were rotated, or the address changed: connect afresh.
    if (one && JSON.stringify(one.tenant.row) === JSON.stringify(row)) return one;
    if (one) halt(one);
    const tenant = createTenant(parts, settings, row);
    const made: Running = { tenant, operations: createOperations(tenant), stopped: false, loops: [], pauses: [] };
    running.set(row.id, made);
    return made;
  }

  async function lookForTenants(): Promise<void> {
    while (!stopped) {
      try {
        takeUp(await parts.store.tenants());
      } catch (error) {
        parts.log.error({ error: (error as Error).message }, 'The list of tenants cannot be read from the store, which is tried again');
      }
      await parts.clock.sleep(LOOK_FOR_TENANTS_MS, more);
    }
  }

  function takeUp(rows: TenantRow[]): void {
    for (const [id, one] of running) {
      if (rows.some((row) => row.id === id)) continue;
      halt(one);
      hideFigures(one.tenant);
    }
    for (const row of rows) {
      // One that cannot be connected leaves the others at work.
      try {
        const one = known(row);
        if (one.loops.length === 0) one.loops = loopsOf(one);
        unfit.delete(row.orgId);
      } catch (error) {
        if (!unfit.has(row.orgId)) {
          parts.log.error({ tenant: row.orgId, error: (error as Error).message }, 'A tenant cannot be worked for, which is tried again');
        }
        unfit.set(row.orgId, unfit.get(row.orgId) ?? parts.clock.now());
      }
      const since = unfit.get(row.orgId);
      parts.metrics?.set(OWN_FAILURE, { tenant: row.orgId, loop: 'connect' }, since === undefined ? null : since / 1000);
    }
  }

  async function tenantOf(tenantId: string): Promise<Running> {
    const row = await parts.store.tenant(tenantId);
    if (!row) throw new OperationRefused('not-found', 404, `There is no tenant ${tenantId}.`, 'List the tenants with `relay tenant list`.');
    return known(row);
  }

  return {
    async start() {
      await parts.store.onRouse((tenantId) => {
        const one = running.get(tenantId);
        if (!one) return;
        stirHere(one.tenant);
        one.tenant.wake.flowSteps.call();
      });
      looking = lookForTenants();
    },
    async stop() {
      stopped = true;
      more.call();
      await looking;
      for (const one of running.values()) halt(one);
      await Promise.all([...running.values()].flatMap((one) => one.loops));
      await parts.store.leave(parts.workerId);
    },
    operations: async (tenantId) => (await tenantOf(tenantId)).operations,
    async sweepNow(tenantId, campaignId) {
      const { tenant } = await tenantOf(tenantId);
      const links = (await tenant.store.links(tenantId)).filter(
        (link) => link.state !== 'ended' && [null, link.campaignId].includes(campaignId)
      );
      for (const link of links) await sweepLink(tenant, link.id);
      return links.length;
    }
  };
}

function halt(one: Running): void {
  one.stopped = true;
  for (const wake of [...Object.values(one.tenant.wake), ...one.pauses]) wake.call();
}

function loopsOf(one: Running): Promise<void>[] {
  const { tenant } = one;
  const { settings, wake, clock } = tenant;
  const nextAt = { deleted: 0, open: 0, changed: 0 };
  let mergesAt = -Infinity;
  return [
    loop(one, 'outbox', wake.drain, async () => {
      const asked = tenant.askDrain;
      tenant.askDrain = false;
      try {
        if (asked || (await tends(tenant))) {
          await drainOutbox(tenant);
          tenant.wellAt.set('salesforce', clock.now());
          // After the outbox: what it told is due already, and nobody is asked twice.
          if (clock.now() >= nextAt.changed) {
            await readChangedMembers(tenant);
            nextAt.changed = clock.now() + settings.changedMs;
          }
        }
      } catch (error) {
        tenant.askDrain ||= asked;
        throw error;
      }
      const isAwaited = tenant.row.automation !== undefined || (await tenant.store.links(tenant.id)).some((link) => link.state !== 'ended');
      if (!isAwaited) return settings.idleDrainMs;
      return tenant.salesforceBudget.load() > SCARCE ? SCARCE_DRAINS * settings.drainMs : settings.drainMs;
    }),
    loop(one, 'feeds', wake.feeds, async () => {
      if (!(await tends(tenant)) && !tenant.askDeleted) return settings.activityIdleMs;
      if (!(await tenant.store.links(tenant.id)).some((link) => link.state === 'active')) return settings.activityIdleMs;
      // Merges before deletions and before status changes: rows are re-keyed before any absence is judged.
      const isIdle = () => clock.now() - tenant.lastHintAt > settings.activeForMs;
      if (tenant.askDeleted || clock.now() - mergesAt >= (isIdle() ? settings.mergesIdleMs : settings.mergesActiveMs)) {
        await readMerges(tenant);
        mergesAt = clock.now();
      }
      if (clock.now() >= nextAt.deleted || tenant.askDeleted) {
        tenant.askDeleted = false;
        await readDeletedLeads(tenant);
        nextAt.deleted = clock.now() + settings.deletedLeadsMs;
      }
      await readStatusChanges(tenant);
      tenant.wellAt.set('marketo', clock.now());
      if (isIdle()) return settings.activityIdleMs;
      // A window that is nearly full is left to the changes themselves.
      return (await tenant.gate.load()) > CROWDED ? 2 * settings.activityActiveMs : settings.activityActiveMs;
    }),
    loop(one, 'sweep', wake.sweep, async () => {
      if (clock.now() >= nextAt.open) {
        await closeOpenWrites(tenant);
        nextAt.open = clock.now() + settings.leaseMs / 2;
      }
      await sweepDueLinks(tenant);
      return settings.idleStepMs;
    }),
    loop(one, 'members', wake.step, async () => {
      const worked = await takeTurns(tenant, () => !one.stopped);
      if (worked > 0) return worked < settings.claimSize ? 50 : 0;
      const next = await tenant.store.nextDue(tenant.id);
      const soon = next === null ? settings.idleStepMs : next - clock.now() + settings.readBackMs;
      return Math.min(settings.idleStepMs, Math.max(settings.idleStepMs / 5, soon));
    }),
    loop(one, 'previews', wake.previews, async () => {
      const worked = (await workOnPreview(tenant)) || (await markUndo(tenant));
      return worked ? 0 : settings.idleStepMs;
    }),
    loop(one, 'notices', wake.notices, async () => {
      if (await tends(tenant)) {
        // First: what keeps people from being told must be seen.
        await showFigures(tenant);
        await tellPeople(tenant);
        await tidy(tenant);
      } else hideFigures(tenant);
      return settings.noticesMs;
    }),
    loop(one, 'projection', wake.projection, async () => {
      if (!(await tends(tenant))) return settings.idleStepMs;
      const next = await showDueLinks(tenant);
      return next === null ? settings.idleStepMs : Math.min(settings.idleStepMs, Math.max(1, next - clock.now()));
    }),
    ...(tenant.companion?.loops(tenant) ?? []).map(({ name, wake: roused, round }) => loop(one, name, roused, round))
  ];
}

/** @param round Answers with the milliseconds until the next one; a wake ends the pause. */
async function loop(one: Running, name: string, wake: Wake, round: () => Promise<number>): Promise<void> {
  const { tenant } = one;
  const pause = new Wake();
  one.pauses.push(pause);
  let failures = 0;
  while (!one.stopped) {
    let ms: number;
    try {
      ms = await round();
      failures = 0;
      noteSuccess(tenant, name);
    } catch (error) {
      ms = pauseAfter(tenant, error, ++failures);
      // One line for what keeps several loops from their work, and for as long as it lasts.
      const level = noteTrouble(tenant, name, error) ? 'warn' : 'debug';
      tenant.log[level](
        { tenant: tenant.row.orgId, loop: name, failures, error: (error as Error).message, pauseMs: ms },
        'A round failed and is tried again'
      );
    }
    if (one.stopped) break;
    if (ms > 0) await tenant.clock.sleep(ms, failures === 0 ? wake : pause);
  }
  tenant.troubles.delete(name);
  showOwnFailure(tenant, name);
}

/** @returns Whether nothing else of the tenant had failed by the same yet. */
function noteTrouble(tenant: Tenant, loop: string, error: unknown): boolean {
  const since = tenant.troubles.get(loop)?.since ?? tenant.clock.now();
  const isNew = !isKnown(tenant, (error as Error).message);
  const outside = error instanceof OutsideError ? error : null;
  const { kind = null, side = null, code = null } = outside ?? {};
  tenant.troubles.set(loop, { since, kind, side, code, sentence: (error as Error).message });
  tenant.metrics.count('failed_rounds_total', { tenant: tenant.row.orgId, loop, kind: kind ?? 'own' }, 1);
  showOwnFailure(tenant, loop);
  return isNew;
}

function noteSuccess(tenant: Tenant, loop: string): void {
  const trouble = tenant.troubles.get(loop);
  if (!trouble) return;
  tenant.troubles.delete(loop);
  showOwnFailure(tenant, loop);
  if (isKnown(tenant, trouble.sentence)) return;
  const seconds = Math.round((tenant.clock.now() - trouble.since) / 1000);
  tenant.log.info({ tenant: tenant.row.orgId, loop, error: trouble.sentence, seconds }, 'Rounds succeed again');
}

const isKnown = (tenant: Tenant, sentence: string) => [...tenant.troubles.values()].some((trouble) => trouble.sentence === sentence);

/** Backoff with jitter; a used-up day or refused credentials pause the loop for as long as that lasts, at most ten minutes at a time. */
function pauseAfter(tenant: Tenant, error: unknown, failures: number): number {
  const { settings } = tenant;
  const jittered = backoff(tenant, failures);
  if (!(error instanceof OutsideError)) return jittered;
  if (error.kind === 'quota' && error.until) {
    return Math.min(settings.backoffMostMs, Math.max(jittered, error.until.getTime() - tenant.clock.now()));
  }
  return error.kind === 'rate' ? Math.max(jittered, error.retryAfterMs ?? 0) : jittered;
}
