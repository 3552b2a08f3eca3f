/** Watched campaigns and members as tasks of the store: their ids, and what stands in their rows. */
import type { TaskRow } from '../store/port-tasks.ts';
import { newWatched, type Watched } from './watch.ts';

/** What the relay remembers of a campaign. `asked`: heard of, and perhaps not chosen; `left`: not chosen any more, its records go. */
export type CampaignState = 'watched' | 'asked' | 'left';
export interface WatchedCampaign {
  campaignId: string;
  name: string | null;
  /** Compared whole then; null: never, so whoever is found is taken for having been there. */
  sweptAt: number | null;
  /** All of its records were written anew then. */
  rewrittenAt: number | null;
}

const free = { hints: 0, leaseOwner: null, leaseUntil: null, version: 1 };
export const campaignTaskId = (tenantId: string, campaignId: string) => `${tenantId}:${campaignId}`;
export const memberTaskId = (tenantId: string, campaignId: string, personId: string) => `${tenantId}:${campaignId}:${personId}`;

export function campaignTask(tenantId: string, campaignId: string, state: CampaignState, now: number): TaskRow {
  const row: WatchedCampaign = { campaignId, name: null, sweptAt: null, rewrittenAt: null };
  return { ...free, id: campaignTaskId(tenantId, campaignId), tenantId, group: '', state, due: now, row };
}
export const campaignOf = (task: TaskRow) => task.row as WatchedCampaign;

export interface PersonIds {
  leadId: string | null;
  contactId: string | null;
}
/** Salesforce keeps only the contact where a member has both ids. */
export const onePerson = ({ leadId, contactId }: PersonIds): PersonIds => ({ leadId: contactId === null ? leadId : null, contactId });
export const personIdOf = ({ leadId, contactId }: PersonIds) => contactId ?? leadId ?? '';

export function memberTask(tenantId: string, campaignId: string, person: PersonIds, due: number | null, watched?: Watched): TaskRow {
  const id = memberTaskId(tenantId, campaignId, personIdOf(person));
  const row = watched ?? newWatched({ campaignId, ...onePerson(person) });
  return { ...free, id, tenantId, group: campaignId, state: 'watched', due, row };
}
export const watchedOf = (task: TaskRow) => task.row as Watched;
