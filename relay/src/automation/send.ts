/** Activities 300 a call; requests of smart campaigns 100 people a call, whose tokens are the same for all of them. */
import { OutsideError } from '../engine/ports.ts';
import { cut } from '../marketo/cut.ts';
import type { Work } from './look-at-members.ts';
import type { ActivityToAdd, AutomationSides } from './ports.ts';
import type { AutomationSettings, ChangeKind } from './settings.ts';
import type { Telling } from './watch.ts';

export interface Sent {
  work: Work;
  telling: Telling;
}
export type Heard = (some: Sent[], what: 'done' | 'unknown-lead' | { failed: OutsideError } | { refused: string }) => void;

const REQUESTS_A_CALL = 100;

export async function sendActivities(
  { marketo }: AutomationSides,
  automation: AutomationSettings,
  all: Sent[],
  heard: Heard
): Promise<void> {
  for (const some of cut(all)) {
    try {
      const results = await marketo.addActivities(some.map((one) => activity(automation, one)));
      results.forEach(({ outcome, code, message }, index) => {
        const one = some.slice(index, index + 1);
        if (outcome === 'added') heard(one, 'done');
        else if (outcome === 'unknown-lead') heard(one, 'unknown-lead');
        else heard(one, { refused: `${code}: ${message}` });
      });
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      heard(some, { failed: error });
    }
  }
}

/** Names that the types of `relay setup automation` give their attributes. */
function activity({ activities }: AutomationSettings, { work: { watched, campaignName }, telling }: Sent): ActivityToAdd {
  const { kind, from, to, responded, id, at } = telling;
  const status: Record<ChangeKind, Record<string, string | boolean>> = {
    added: { status: to ?? '', responded },
    removed: { status: from ?? '' },
    changed: { oldStatus: from ?? '', newStatus: to ?? '', responded }
  };
  return {
    typeId: activities?.[kind] ?? 0,
    leadId: watched.marketoLeadId ?? 0,
    at: new Date(at),
    primaryValue: campaignName,
    attributes: { campaignId: watched.campaignId, ...status[kind], changeId: id }
  };
}

export async function sendRequests({ marketo }: AutomationSides, all: Sent[], heard: Heard): Promise<void> {
  const alike = Map.groupBy(all, ({ work, telling: { smartCampaignId, kind, from, to } }) =>
    JSON.stringify([smartCampaignId, work.watched.campaignId, kind, from, to])
  );
  for (const some of [...alike.values()].flatMap((group) => cut(group, REQUESTS_A_CALL))) await request(marketo, some, heard);
}

/** All or nothing: one person who is gone must not keep the others from it, so the call is halved until that one is found. */
async function request(marketo: AutomationSides['marketo'], some: Sent[], heard: Heard): Promise<void> {
  const [first] = some;
  if (!first) return;
  try {
    const leadIds = some.map(({ work }) => work.watched.marketoLeadId ?? 0);
    await marketo.requestCampaign(first.telling.smartCampaignId ?? 0, leadIds, tokens(first));
    heard(some, 'done');
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    if (error.kind === 'gone' && error.code === '1004' && some.length > 1) {
      const half = Math.ceil(some.length / 2);
      await request(marketo, some.slice(0, half), heard);
      return request(marketo, some.slice(half), heard);
    }
    if (error.kind === 'gone' && error.code === '1004') heard(some, 'unknown-lead');
    else if (error.kind === 'refused' || error.kind === 'gone') heard(some, { refused: error.message });
    else heard(some, { failed: error });
  }
}

function tokens({ work: { watched, campaignName }, telling: { kind, from, to } }: Sent): { name: string; value: string }[] {
  const values = {
    'Salesforce Campaign': campaignName,
    'Salesforce Campaign Id': watched.campaignId,
    'Salesforce Change': kind,
    'Salesforce Old Status': from ?? '',
    'Salesforce Status': to ?? ''
  };
  return Object.entries(values).map(([name, value]) => ({ name: `{{my.${name}}}`, value }));
}
