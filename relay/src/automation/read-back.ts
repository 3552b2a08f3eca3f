/** Looks in Marketo's activity feed for what was sent without an answer: what is there is done, what is not is sent again. */
import type { Tenant } from '../engine/tenant.ts';
import type { Work } from './look-at-members.ts';
import type { AutomationSides, ShownActivity } from './ports.ts';
import type { AutomationSettings } from './settings.ts';
import { READ_BACK_MS, SKEW_MS } from './times.ts';
import type { Telling } from './watch.ts';

/** Marketo REST, activity types: Request Campaign. */
const REQUESTED = 47;

export async function readBack(tenant: Tenant, sides: AutomationSides, automation: AutomationSettings, works: Work[]): Promise<void> {
  const before = tenant.clock.now() - READ_BACK_MS;
  const doubtful = works.flatMap((work) =>
    work.watched.telling.filter(({ sentAt }) => sentAt !== null && sentAt <= before).map((telling) => ({ work, telling }))
  );
  if (doubtful.length === 0) return;
  const leadIds = [...new Set(doubtful.flatMap(({ work }) => work.watched.marketoLeadId ?? []))];
  // An activity is dated by when Salesforce changed, a request by when it was sent.
  const since = Math.min(...doubtful.map(({ telling }) => Math.min(telling.at, telling.sentAt ?? telling.at))) - SKEW_MS;
  const types = [...Object.values(automation.activities ?? {}), ...(automation.requests.length > 0 ? [REQUESTED] : [])];
  const shown = await sides.marketo.shownActivities(new Date(since), types, leadIds);
  for (const { work, telling } of doubtful) {
    if (shown.some((one) => one.leadId === work.watched.marketoLeadId && isThat(one, telling))) {
      work.watched.telling = work.watched.telling.filter(({ id }) => id !== telling.id);
    } else {
      telling.sentAt = null;
    }
  }
}

function isThat({ typeId, at, values }: ShownActivity, { id, smartCampaignId, sentAt }: Telling): boolean {
  if (smartCampaignId === null) return values.includes(id);
  return typeId === REQUESTED && values.map(Number).includes(smartCampaignId) && at.getTime() >= (sentAt ?? 0) - SKEW_MS;
}
