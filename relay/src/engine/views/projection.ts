/**
 * What the package shows without asking: one row for the link, one for each status, one for each member with an issue. Written a moment after
 * something changed, several changes at once, and as a sign of life every few minutes.
 */
import type { LinkRow, Store } from '../../store/port.ts';
import { issueRow } from './issue-rows.ts';
import { countsOf, statusRows } from './link-figures.ts';
import type { LinkProjection } from '../ports.ts';
import { changeLink, type Tenant } from '../tenant.ts';

/** docs/contract: at most 10 links a call. */
const LINKS_A_CALL = 10;
/** How many issues of each link the org keeps, as far as this process knows: it shows every link when it takes over. */
const issuesKept = new WeakMap<Tenant, Map<string, number>>();

/** @returns When the next link is to be shown, in milliseconds since 1970; null: none is known. */
export async function showDueLinks(tenant: Tenant): Promise<number | null> {
  for (;;) {
    const links = await tenant.store.links(tenant.id);
    const due = links.filter((link) => dueAt(tenant, link) <= tenant.clock.now()).slice(0, LINKS_A_CALL);
    if (due.length === 0) {
      const next = links.reduce((least, link) => Math.min(least, dueAt(tenant, link)), Infinity);
      return next === Infinity ? null : next;
    }
    await take(tenant, due);
    await show(
      tenant,
      due.map((link) => link.id),
      links.map((link) => link.id)
    );
  }
}

/** The sign of life is this process's own: a link that it has not shown yet is due, which also makes good what a dead process had taken. */
function dueAt(tenant: Tenant, link: LinkRow): number {
  const shownAt = tenant.shownAt.get(link.id) ?? -Infinity;
  const sign = link.state === 'active' || shownAt === -Infinity ? shownAt + tenant.settings.heartbeatMs : Infinity;
  return Math.min(link.projectionDue ?? Infinity, sign);
}

/** Before the figures are read: what changes after that makes the link due again. A mere sign of life changes no row. */
async function take(tenant: Tenant, due: LinkRow[]): Promise<void> {
  for (const { id } of due) tenant.shownAt.set(id, tenant.clock.now());
  const marked = due.filter((link) => link.projectionDue !== null);
  if (marked.length === 0) return;
  await tenant.store.transact(async (tx) => {
    for (const { id } of marked) {
      const link = await tx.link(id);
      if (!link || link.projectionDue === null || link.projectionDue > tenant.clock.now()) continue;
      link.projectionDue = null;
      link.version++;
      await tx.putLink(link);
    }
  });
}

async function show(tenant: Tenant, linkIds: string[], all: string[]): Promise<void> {
  try {
    const rows: LinkProjection[] = [];
    for (const id of linkIds) {
      const link = await tenant.store.link(id);
      if (!link) continue;
      const row = await projectionOf(tenant.store, link, tenant.clock.now(), roomFor(tenant, id, all));
      noteKept(tenant, id, row.issues?.length ?? 0);
      rows.push(row);
    }
    if (rows.length === 0) return;
    const results = await tenant.salesforce.writeLinks(rows);
    for (const result of results) {
      if (result.outcome !== 'done') {
        tenant.log.warn(
          { tenant: tenant.row.orgId, campaign: result.campaignId },
          `The package did not take the link's figures: ${result.message}`
        );
      }
    }
  } catch (error) {
    const again = tenant.clock.now() + tenant.settings.backoffFirstMs * 5;
    for (const id of linkIds)
      await changeLink(tenant, id, (link) => void (link.projectionDue = Math.min(link.projectionDue ?? again, again)));
    throw error;
  }
}

/** Rows take up the org's storage: what is beyond this the page asks for live. */
function roomFor(tenant: Tenant, linkId: string, all: string[]): number {
  const { perLink, perOrg } = tenant.settings.issuesShown;
  const kept = issuesKept.get(tenant);
  const others = all.reduce((sum, id) => sum + (id === linkId ? 0 : (kept?.get(id) ?? 0)), 0);
  return Math.max(0, Math.min(perLink, perOrg - others));
}

function noteKept(tenant: Tenant, linkId: string, issues: number): void {
  const kept = issuesKept.get(tenant) ?? new Map<string, number>();
  issuesKept.set(tenant, kept.set(linkId, issues));
}

/** @param most Of the newest issues. */
export async function projectionOf(store: Store, link: LinkRow, now: number, most: number): Promise<LinkProjection> {
  const counts = await countsOf(store, link.id);
  const statuses = await statusRows(store, link);
  const { since } = await store.waiting(link.id);
  const members = most === 0 ? [] : await store.issues(link.id, null, null, most);
  return {
    campaignId: link.campaignId,
    remove: false,
    link: {
      programId: String(link.programId),
      programName: link.programName,
      programType: link.programType,
      programUrl: link.programUrl,
      channel: link.channel,
      state: link.state,
      stateReason: link.stateReason,
      lastSyncAt: iso(link.lastSyncAt),
      lagSeconds: since === null ? 0 : Math.max(0, Math.round((now - since) / 1000)),
      lastError: link.lastError,
      marketoMembers: statuses.total.marketo,
      marketoSuccesses: statuses.total.successes,
      salesforceMembers: statuses.total.salesforce,
      inSync: counts.inSync,
      pending: counts.pending,
      parked: counts.parked,
      failing: counts.failing,
      leftByRule: counts.leftByRule,
      costTotal: link.costs.length === 0 ? null : link.costs.reduce((sum, { amount }) => sum + amount, 0),
      costMonths: link.costs,
      direction: link.rules.direction,
      people: link.rules.people
    },
    statuses: statuses.rows.map((row) => ({ ...row })),
    issues: members.map((member) => ({ ...issueRow(member) })),
    campaign: null
  };
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
