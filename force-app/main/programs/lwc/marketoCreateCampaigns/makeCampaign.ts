/** One campaign made, previewed and started: the calls in their order, each repeatable with its key. */
import createCampaign from '@salesforce/apex/MarketoProgramsController.createCampaign';
import askPreview from '@salesforce/apex/MarketoLinkController.askPreview';
import preview from '@salesforce/apex/MarketoLinkController.preview';
import start from '@salesforce/apex/MarketoLinkController.start';
import { labels } from './createLabels';
import type { People, Plan } from 'c/marketoAnswer';
import { progressText, type Making } from './createView';

const LOOK_MS = 1000;
/** 10 minutes: a preview that takes longer goes on in the relay, and is found done when it is asked for again. */
const LOOKS = 600;

const pause = () =>
  new Promise<void>((resolve) => {
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- a preview is a job of the relay; this looks how far it is
    setTimeout(resolve, LOOK_MS);
  });

export interface Prepared {
  campaignId: string;
  previewId: string;
  plan: Plan;
  people: People;
}

/**
 * Makes the campaign, unless it is made, and works out what linking it will do. It links nothing.
 * @param made Told as soon as there is a campaign, so that what fails later does not make a second one.
 */
export async function prepare(
  making: Making,
  wanted: { rules: Record<string, string>; isActive: boolean },
  say: (text: string) => void,
  made: (campaignId: string) => void
): Promise<Prepared> {
  say(labels.making);
  const programId = Number(making.programId);
  const request = JSON.stringify({ programId, name: making.name, isActive: wanted.isActive });
  const campaignId = making.campaignId ?? (await createCampaign({ request, key: making.key }));
  made(campaignId);
  say(labels.asking);
  const { previewId } = await askPreview({ campaignId, request: JSON.stringify({ programId, rules: wanted.rules }) });
  const planned = await planOf(campaignId, previewId, say, LOOKS);
  return { campaignId, previewId, ...planned };
}

async function planOf(
  campaignId: string,
  previewId: string,
  say: (text: string) => void,
  looks: number
): Promise<Pick<Prepared, 'plan' | 'people'>> {
  const view = await preview({ campaignId, previewId });
  if (view.state === 'done' && view.plan) {
    return { plan: view.plan, people: view.people };
  }
  if (view.state === 'refused') {
    throw new Error(view.refusal ? `${view.refusal.message} ${view.refusal.fix}`.trim() : labels.expired);
  }
  if (looks === 0) {
    throw new Error(labels.expired);
  }
  say(progressText(view.progress));
  await pause();
  return planOf(campaignId, previewId, say, looks - 1);
}

/** Exactly what the preview showed. */
export async function startLink({ programId, campaignId, previewId, plan, key }: Making): Promise<void> {
  await start({
    campaignId: campaignId!,
    programId: Number(programId),
    previewId: previewId!,
    digest: plan!.digest,
    key: `${key}-${previewId}`
  });
}
