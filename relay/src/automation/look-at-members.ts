/** Claimed members read fresh in Salesforce, with the people they are and the Marketo people whom that is told of. */
import { matchLeads } from '../engine/turn/matching.ts';
import type { SalesforceCampaign, SalesforceMember, SalesforcePerson } from '../engine/ports.ts';
import { current, readPeople, type People } from '../engine/turn/salesforce-people.ts';
import type { Tenant } from '../engine/tenant.ts';
import type { TaskRow } from '../store/port-tasks.ts';
import type { AutomationSettings } from './settings.ts';
import { campaignOf, campaignTaskId, memberTask, memberTaskId, onePerson, personIdOf, watchedOf } from './tasks.ts';
import { look, type Seen, type Watched } from './watch.ts';

export interface Work {
  task: TaskRow;
  watched: Watched;
  /** As Salesforce calls it now, or did when it was last seen. */
  campaignName: string;
  /** Not chosen any more, or deleted: nothing is told, its record goes, and then it is forgotten. */
  isLeft: boolean;
  /** Whether it is chosen is not known yet. */
  isAsked: boolean;
  /** A write of its record from before this turn may still arrive until then. */
  doubtedUntil: number | null;
}

/** @returns Work for those that stay; who was converted or merged goes on under the new id and is due at once. */
export async function lookAtMembers(tenant: Tenant, automation: AutomationSettings, tasks: TaskRow[]): Promise<Work[]> {
  const people = await readPeople(
    tenant,
    tasks.map((task) => personIdOf(watchedOf(task)))
  );
  const campaignIds = [...new Set(tasks.map(({ group }) => group))];
  const campaigns = new Map((await tenant.salesforce.readCampaigns(campaignIds)).map((campaign) => [campaign.id, campaign]));
  const ids = campaignIds.map((id) => campaignTaskId(tenant.id, id));
  const states = new Map((await tenant.store.tasks('watched_campaigns', ids)).map((task) => [campaignOf(task).campaignId, task]));
  const works: Work[] = [];
  for (const campaignId of campaignIds) {
    const stay = await followPeople(
      tenant,
      tasks.filter(({ group }) => group === campaignId),
      people
    );
    const members = await tenant.salesforce.readMembers(
      campaignId,
      stay.map((task) => personIdOf(watchedOf(task)))
    );
    const [campaign, known] = [campaigns.get(campaignId), states.get(campaignId)];
    const isAsked = known?.state === 'asked';
    const isLeft = !isAsked && (known?.state !== 'watched' || !campaign || campaign.isDeleted);
    for (const task of stay) {
      const seen = seenOf(watchedOf(task), members, campaign);
      const watched = isLeft
        ? { ...watchedOf(task), base: null, telling: [] }
        : isAsked
          ? watchedOf(task)
          : look(
              watchedOf(task),
              seen,
              { activities: automation.activities !== null, requests: automation.requests },
              tenant.clock.now(),
              tenant.newId
            );
      // What was written without an answer has arrived by now, or never will.
      if (watched.rewriteAt !== null && watched.rewriteAt <= tenant.clock.now())
        Object.assign(watched, { record: 'unknown', rewriteAt: null });
      const campaignName = campaign?.name ?? (known ? campaignOf(known).name : null) ?? campaignId;
      works.push({ task, watched, campaignName, isLeft, isAsked, doubtedUntil: null });
    }
  }
  await findLeads(tenant, automation, works, people);
  return works;
}

function seenOf(watched: Watched, members: SalesforceMember[], campaign: SalesforceCampaign | undefined): Seen | null {
  const { leadId, contactId } = watched;
  const member = members.find(
    (one) => !one.isDeleted && (contactId !== null ? one.contactId === contactId : one.contactId === null && one.leadId === leadId)
  );
  if (!member) return null;
  const responded = campaign?.statuses.find(({ label }) => label === member.status)?.responded ?? false;
  return { status: member.status, responded };
}

/** A converted lead is its contact, the loser of a merge its winner: what is known of the one goes on with the other. */
async function followPeople(tenant: Tenant, tasks: TaskRow[], people: People): Promise<TaskRow[]> {
  const stay: TaskRow[] = [];
  for (const task of tasks) {
    const watched = watchedOf(task);
    const id = personIdOf(watched);
    const now = current(people, id);
    if (now === null || now.id === id) {
      stay.push(task);
      continue;
    }
    const person = now.kind === 'contact' ? { leadId: null, contactId: now.id } : { leadId: now.id, contactId: null };
    await tenant.store.transact(async (tx) => {
      const [other] = await tx.tasks('watched_members', [memberTaskId(tenant.id, watched.campaignId, now.id)]);
      const knows = other && watchedOf(other).base !== 'unseen' && !watchedOf(other).silent;
      const moved: Watched = { ...watched, ...onePerson(person) };
      if (!other) await tx.addTasks('watched_members', [memberTask(tenant.id, watched.campaignId, person, tenant.clock.now(), moved)]);
      else if (!knows) await tx.replaceTasks('watched_members', [{ ...other, row: moved, due: tenant.clock.now() }]);
      await tx.removeTasks('watched_members', [task.id]);
    });
    tenant.wake.tell.call();
  }
  return stay;
}

/** The Marketo people of those of whom there is something to tell or to show. */
async function findLeads(tenant: Tenant, automation: AutomationSettings, works: Work[], people: People): Promise<void> {
  const wanting = works.filter(
    ({ watched }) =>
      watched.marketoLeadId === null &&
      (watched.telling.length > 0 || (automation.object !== null && watched.base !== null && watched.base !== 'unseen'))
  );
  const persons = new Map<string, SalesforcePerson>();
  for (const { watched } of wanting) {
    const person = current(people, personIdOf(watched)) ?? people.get(personIdOf(watched));
    if (person) persons.set(person.id, person);
  }
  if (persons.size === 0) return;
  const matches = await matchLeads(tenant, [...persons.values()]);
  for (const work of wanting) {
    const match = matches.get(personIdOf(work.watched));
    if (match && 'found' in match) work.watched = { ...work.watched, marketoLeadId: match.found.id };
    else if (match && 'ambiguous' in match) work.watched = { ...work.watched, lastError: match.ambiguous };
  }
}
