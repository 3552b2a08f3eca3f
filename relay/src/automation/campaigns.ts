/** Which campaigns are watched, and the sweep that compares each of them whole: it finds what nobody told of, and begins where nothing was known. */
import type { SalesforceMember } from '../engine/ports.ts';
import type { Tenant } from '../engine/tenant.ts';
import type { TaskRow } from '../store/port-tasks.ts';
import type { AutomationSides } from './ports.ts';
import type { AutomationSettings } from './settings.ts';
import { campaignOf, campaignTask, memberTask, memberTaskId, onePerson, personIdOf, watchedOf, type WatchedCampaign } from './tasks.ts';
import { REWRITE_MS, SWEEP_MS } from './times.ts';
import { newWatched, type Seen, type Watched } from './watch.ts';

const PAGE = 1_000;
const SWEEP_LEASE_MS = 15 * 60_000;
const AGAIN_MS = 10_000;

/** Brings what is watched in line with what is chosen. */
export async function chooseCampaigns(tenant: Tenant, sides: AutomationSides, automation: AutomationSettings): Promise<void> {
  const chosen = await chosenCampaigns(tenant, sides, automation);
  const now = tenant.clock.now();
  for (let after: string | null = null; ;) {
    const page: TaskRow[] = await tenant.store.tasksOf('watched_campaigns', tenant.id, '', after, PAGE);
    const changed = page.flatMap((task): TaskRow[] => {
      const isChosen = chosen.delete(campaignOf(task).campaignId);
      if (isChosen === (task.state === 'watched') || (!isChosen && task.state !== 'watched')) return [];
      // Whoever is found at its first compare was there before it was watched.
      return [{ ...task, state: isChosen ? 'watched' : 'left', due: now, row: { ...campaignOf(task), sweptAt: isChosen ? null : now } }];
    });
    if (changed.length > 0) await tenant.store.replaceTasks('watched_campaigns', changed);
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) break;
  }
  const fresh = [...chosen].map((campaignId) => campaignTask(tenant.id, campaignId, 'watched', now));
  for (let from = 0; from < fresh.length; from += PAGE) await tenant.store.addTasks('watched_campaigns', fresh.slice(from, from + PAGE));
}

async function chosenCampaigns(tenant: Tenant, sides: AutomationSides, { campaigns }: AutomationSettings): Promise<Set<string>> {
  if (Array.isArray(campaigns)) return new Set(campaigns);
  if (campaigns === 'linked') {
    return new Set((await tenant.store.links(tenant.id)).filter(({ state }) => state !== 'ended').map(({ campaignId }) => campaignId));
  }
  const all = new Set<string>();
  for await (const ids of sides.salesforce.activeCampaigns()) ids.forEach((id) => all.add(id));
  return all;
}

/** Compares one campaign whose turn it is. @returns Whether there was one. */
export async function sweepOneCampaign(tenant: Tenant, sides: AutomationSides, automation: AutomationSettings): Promise<boolean> {
  const { store, workerId, clock } = tenant;
  // Whoever has nothing to do writes nothing.
  const next = await store.nextTask('watched_campaigns', tenant.id);
  if (next === null || next > clock.now()) return false;
  const [task] = await store.claimTasks('watched_campaigns', tenant.id, workerId, clock.now(), SWEEP_LEASE_MS, 1);
  if (!task) return false;
  try {
    const after = await sweep(tenant, sides, automation, task);
    if (after === null) await store.removeTasks('watched_campaigns', [task.id]);
    else await store.replaceTasks('watched_campaigns', [{ ...task, ...after, leaseOwner: null, leaseUntil: null }]);
  } finally {
    await store.releaseTasks('watched_campaigns', [task.id], workerId);
  }
  return true;
}

type Next = Pick<TaskRow, 'state' | 'due' | 'row'>;

/** @returns What becomes of the campaign; null: it is forgotten. */
async function sweep(tenant: Tenant, sides: AutomationSides, automation: AutomationSettings, task: TaskRow): Promise<Next | null> {
  const row = campaignOf(task);
  const now = tenant.clock.now();
  if (task.state === 'left') return leave(tenant, task, row);
  if (task.state === 'asked' && (await sides.salesforce.activeAmong([row.campaignId])).length === 0) {
    return { state: 'left', due: now, row };
  }
  const [campaign] = await tenant.salesforce.readCampaigns([row.campaignId]);
  if (!campaign || campaign.isDeleted) return { state: 'left', due: now, row };
  const responded = new Map(campaign.statuses.map((status) => [status.label, status.responded]));
  // A new name stands in every record.
  const rewrites =
    automation.object !== null && (row.name !== campaign.name || row.rewrittenAt === null || row.rewrittenAt <= now - REWRITE_MS);
  const present = new Set<string>();
  for await (const members of tenant.salesforce.listMembers(row.campaignId)) {
    const people = members.filter(({ leadId, contactId }) => leadId !== null || contactId !== null);
    await comparePage(tenant, row, people, responded, rewrites);
    people.forEach((member) => present.add(memberTaskId(tenant.id, row.campaignId, personIdOf(onePerson(member)))));
  }
  await findGone(tenant, row.campaignId, present);
  tenant.wake.tell.call();
  return {
    state: 'watched',
    due: now + SWEEP_MS,
    row: { ...row, name: campaign.name, sweptAt: now, rewrittenAt: rewrites ? now : row.rewrittenAt } satisfies WatchedCampaign
  };
}

async function comparePage(
  tenant: Tenant,
  { campaignId, sweptAt }: WatchedCampaign,
  members: SalesforceMember[],
  responded: Map<string, boolean>,
  rewrites: boolean
): Promise<void> {
  const now = tenant.clock.now();
  const shown = new Map(members.map((member) => [memberTaskId(tenant.id, campaignId, personIdOf(onePerson(member))), member]));
  await tenant.store.transact(async (tx) => {
    const known = await tx.tasks('watched_members', [...shown.keys()]);
    const changed = known.filter((task) => differs(watchedOf(task), shown.get(task.id)?.status ?? null));
    await tx.hintTasks(
      'watched_members',
      changed.map(({ id }) => id),
      now
    );
    if (rewrites) {
      const rewritten = known.map((task) => ({ ...task, due: now, row: { ...watchedOf(task), record: 'unknown' } satisfies Watched }));
      await tx.replaceTasks('watched_members', rewritten);
    }
    known.forEach(({ id }) => shown.delete(id));
    const fresh = [...shown.values()].map((member) => {
      const watched = newWatched({ campaignId, ...onePerson(member) });
      const seen: Seen = { status: member.status, responded: responded.get(member.status) ?? false };
      // Found at the first compare: was there before. Found later: added, and nobody told of it.
      const begun: Watched = sweptAt === null ? { ...watched, base: seen, silent: true } : { ...watched, base: null };
      return memberTask(tenant.id, campaignId, onePerson(member), sweptAt === null && !rewrites ? null : now, begun);
    });
    await tx.addTasks('watched_members', fresh);
  });
}

const differs = ({ base }: Watched, status: string | null) => base === 'unseen' || (base?.status ?? null) !== status;

/** Whoever is known as a member and was not listed is looked at. */
async function findGone(tenant: Tenant, campaignId: string, present: Set<string>): Promise<void> {
  for (let after: string | null = null; ;) {
    const page: TaskRow[] = await tenant.store.tasksOf('watched_members', tenant.id, campaignId, after, PAGE);
    const gone = page.filter((task) => !present.has(task.id) && watchedOf(task).base !== null).map(({ id }) => id);
    await tenant.store.hintTasks('watched_members', gone, tenant.clock.now());
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) return;
  }
}

/** Its members become due until each has gone, with its record. */
async function leave(tenant: Tenant, task: TaskRow, row: WatchedCampaign): Promise<Next | null> {
  let left = 0;
  for (let after: string | null = null; ;) {
    const page: TaskRow[] = await tenant.store.tasksOf('watched_members', tenant.id, row.campaignId, after, PAGE);
    const resting = page.filter(({ due }) => due === null).map(({ id }) => id);
    await tenant.store.hintTasks('watched_members', resting, tenant.clock.now());
    left += page.length;
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) break;
  }
  tenant.wake.tell.call();
  return left === 0 ? null : { state: task.state, due: tenant.clock.now() + AGAIN_MS, row };
}
