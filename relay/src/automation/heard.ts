/** Changes that the sync heard of, kept within its own transaction: the members become due, and are looked at when their turn comes. */
import type { ChangeTransaction, MemberChange } from '../engine/parts.ts';
import type { Tenant } from '../engine/tenant.ts';
import { tells, type AutomationSettings } from './settings.ts';
import { campaignTask, campaignTaskId, memberTask, memberTaskId, onePerson, personIdOf, watchedOf } from './tasks.ts';
import { newWatched, withEvidence } from './watch.ts';

export async function heard(tenant: Tenant, tx: ChangeTransaction, changes: MemberChange[]): Promise<void> {
  const automation = tenant.row.automation;
  if (!automation || !tells(automation)) return;
  const wanted = changes.filter((change) => isChosen(automation, change));
  if (wanted.length === 0) return;
  const now = tenant.clock.now();
  // Of each person the first of several changes says what stood there before all of them.
  const first = new Map<string, MemberChange>();
  for (const change of wanted) {
    const id = memberTaskId(tenant.id, change.campaignId, personIdOf(change));
    if (!first.has(id)) first.set(id, change);
  }
  // In the order of their ids: several workers may be about the same ones.
  const ids = [...first.keys()].sort();
  const fresh = ids.map((id) => {
    const { campaignId, from, ...person } = first.get(id) as MemberChange;
    const watched = withEvidence(newWatched({ campaignId, ...onePerson(person) }), from);
    return memberTask(tenant.id, campaignId, person, now, watched);
  });
  const added = new Set(await tx.addTasks('watched_members', fresh));
  const known = ids.filter((id) => !added.has(id));
  if (known.length > 0) {
    const better = (await tx.tasks('watched_members', known)).flatMap((task) => {
      const row = withEvidence(watchedOf(task), first.get(task.id)?.from);
      return row === task.row ? [] : [{ ...task, row }];
    });
    if (better.length > 0) await tx.replaceTasks('watched_members', better);
    await tx.hintTasks('watched_members', known, now);
  }
  const state = automation.campaigns === 'active' ? 'asked' : 'watched';
  const campaigns = [...new Set(wanted.map(({ campaignId }) => campaignId))].sort();
  await tx.addTasks(
    'watched_campaigns',
    campaigns.map((campaignId) => campaignTask(tenant.id, campaignId, state, now))
  );
  tenant.wake.tell.call();
}

export async function lookAgain(tenant: Tenant, tx: ChangeTransaction, campaignId: string): Promise<void> {
  await tx.hintTasks('watched_campaigns', [campaignTaskId(tenant.id, campaignId)], tenant.clock.now());
}

function isChosen({ campaigns }: AutomationSettings, { campaignId, isLinked }: MemberChange): boolean {
  return campaigns === 'active' || (campaigns === 'linked' ? isLinked : campaigns.includes(campaignId));
}
