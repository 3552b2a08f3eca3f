/**
 * What Marketo is told of one person in one Salesforce campaign. Pure. A look at the member makes of all that happened since the last one a single net change,
 * whoever made it; what was decided but not yet sent is merged into it, and what was sent stays, since nothing of it can be taken back.
 */
import type { ChangeKind, RequestRule } from './settings.ts';

/** A member as Salesforce shows it. */
export interface Seen {
  status: string;
  responded: boolean;
}

/** One thing to tell: an activity, or a request of a smart campaign. */
export interface Telling {
  /** Carried by the activity, so that it is found again. */
  id: string;
  kind: ChangeKind;
  /** Null: an activity; else the smart campaign that is requested. */
  smartCampaignId: number | null;
  from: string | null;
  to: string | null;
  responded: boolean;
  /** When Salesforce was seen to have changed. Milliseconds since 1970, as all times here. */
  at: number;
  /** It was sent at this time and no answer is known: it may be there. */
  sentAt: number | null;
}

export interface Watched {
  campaignId: string;
  leadId: string | null;
  contactId: string | null;
  marketoLeadId: number | null;
  /** What Marketo was told last, or is being told; null: no member; `unseen`: nobody has looked yet. */
  base: Seen | null | 'unseen';
  /** The base was found there, and nobody was told: the status before a change that is heard of now is truer. */
  silent: boolean;
  /** Since when the person is a member, as far as known. */
  since: number | null;
  telling: Telling[];
  /** What the custom object's record says; null: there is none; `unknown`: nobody knows. */
  record: Shown | null | 'unknown';
  /** A write of the record may still arrive until then: it is written again after that. Null: none may. */
  rewriteAt: number | null;
  attempts: number;
  lastError: string | null;
}
/** A record of the custom object. */
export interface Shown extends Seen {
  leadId: number;
  name: string;
  since: number | null;
}

export function newWatched(ids: Pick<Watched, 'campaignId' | 'leadId' | 'contactId'>): Watched {
  return {
    ...ids,
    marketoLeadId: null,
    base: 'unseen',
    silent: false,
    since: null,
    telling: [],
    record: 'unknown',
    rewriteAt: null,
    attempts: 0,
    lastError: null
  };
}

/** Somebody says what stood there before a change; it counts only where nobody was told anything yet. */
export function withEvidence(watched: Watched, from: string | null | undefined): Watched {
  if (from === undefined || (watched.base !== 'unseen' && !watched.silent)) return watched;
  return { ...watched, silent: false, base: from === null ? null : { status: from, responded: false } };
}

export interface Told {
  /** Whether activities are written at all. */
  activities: boolean;
  requests: RequestRule[];
}

/** @param newId Unique among all tellings. */
export function look(watched: Watched, seen: Seen | null, told: Told, now: number, newId: () => string): Watched {
  const since = seen === null ? null : (watched.since ?? now);
  if (watched.base === 'unseen') return { ...watched, base: seen, silent: true, since };
  const before = statusOf(watched.base);
  const status = statusOf(seen);
  if (before === status) return { ...watched, base: seen, since };
  // Merged with what nobody has heard of yet, each smart campaign and the activities for themselves.
  const sent = watched.telling.filter(({ sentAt }) => sentAt !== null);
  const open = watched.telling.filter(({ sentAt }) => sentAt === null);
  const telling = [...sent];
  for (const smartCampaignId of addressees(told, open)) {
    const first = open.find((one) => one.smartCampaignId === smartCampaignId);
    const from = first ? first.from : before;
    if (from === status) continue;
    const kind = kindOf(from, status);
    if (
      smartCampaignId !== null &&
      !told.requests.some((rule) => rule.smartCampaignId === smartCampaignId && fits(rule, kind, from, status))
    )
      continue;
    telling.push({ id: newId(), kind, smartCampaignId, from, to: status, responded: seen?.responded ?? false, at: now, sentAt: null });
  }
  return { ...watched, base: seen, silent: false, since: before === null ? now : since, telling };
}

function addressees({ activities, requests }: Told, open: Telling[]): (number | null)[] {
  const all = [...(activities ? [null] : []), ...requests.map((rule) => rule.smartCampaignId), ...open.map((one) => one.smartCampaignId)];
  return [...new Set(all)];
}

function fits({ on, status }: RequestRule, kind: ChangeKind, from: string | null, to: string | null): boolean {
  return on === kind && (status === null || status === (kind === 'removed' ? from : to));
}

function kindOf(from: string | null, to: string | null): ChangeKind {
  return from === null ? 'added' : to === null ? 'removed' : 'changed';
}

const statusOf = (seen: Seen | null) => seen?.status ?? null;

/** The record that should be there; null: none. */
export function wantedRecord(watched: Watched, name: string): Shown | null {
  const { base, marketoLeadId, since } = watched;
  if (base === null || base === 'unseen' || marketoLeadId === null) return null;
  return { leadId: marketoLeadId, name, since, status: base.status, responded: base.responded };
}

export function sameRecord(a: Watched['record'], b: Shown | null): boolean {
  if (a === 'unknown') return false;
  if (a === null || b === null) return a === b;
  return a.leadId === b.leadId && a.name === b.name && a.status === b.status && a.responded === b.responded;
}
