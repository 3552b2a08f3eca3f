/** What automation needs on both sides, as far as it is set up for the tenant; nothing is changed by looking. */
import type { AutomationSettings, ChangeKind, RequestRule } from '../automation/settings.ts';
import type { SalesforceDirectory } from '../automation/ports.ts';
import { lacksCustomObjects } from '../marketo/automation.ts';
import type { Marketo } from '../marketo/marketo.ts';
import { check, problem, warning, well, type Check, type Finding } from './check.ts';

/** Names of permissions: Marketo REST, custom services. */
const RIGHTS = {
  activities: "Give the API user's role Read-Write Activity and Read-Write Activity Metadata.",
  object: "Give the API user's role Read-Write Custom Object and Read-Write Custom Object Type.",
  requests: "Give the API user's role Execute Campaign and Read-Only Assets."
};
const CAMPAIGNS =
  'Give the integration user read access to Campaign with its fields Name, IsActive and LastModifiedDate (field-level security), and to campaign member statuses: deploy and assign the permission set of config/local.';
const AGAIN = 'Run `relay setup automation` again: it finds what is there and makes what is missing.';

export async function checkAutomation(automation: AutomationSettings, marketo: Marketo, salesforce: SalesforceDirectory): Promise<Check[]> {
  const { activities, object, requests, flowSteps, campaigns } = automation;
  const found: Check[] = [];
  if (campaigns === 'active' || flowSteps) found.push(await check('automation-campaigns', () => campaignsOf(salesforce), CAMPAIGNS));
  if (activities) found.push(await check('automation-activities', () => activityTypes(marketo, activities), RIGHTS.activities));
  if (object !== null) found.push(await check('automation-object', () => membership(marketo, object), RIGHTS.object));
  if (requests.length > 0) found.push(await check('automation-requests', () => requested(marketo, requests), RIGHTS.requests));
  return found;
}

/** What is chosen from, and what is looked for by whether it is active. */
async function campaignsOf(salesforce: SalesforceDirectory): Promise<Finding> {
  const [latest] = await salesforce.latestCampaigns(1);
  if (!latest) {
    return warning(
      'The relay sees no active campaign, so that Marketo is offered none and told of none.',
      'If there are active campaigns, give the integration user View All Records on campaigns.'
    );
  }
  const labels = await salesforce.statusLabels([latest.id]);
  return labels.length > 0
    ? well('The relay can tell active campaigns and their member statuses.')
    : problem('The relay sees an active campaign, but none of its member statuses.', CAMPAIGNS);
}

async function activityTypes(marketo: Marketo, ids: Record<ChangeKind, number>): Promise<Finding> {
  const usable = new Set(
    (await marketo.activityTypes()).filter(({ status }) => ['approved', 'approved with draft'].includes(status)).map(({ id }) => id)
  );
  const missing = Object.entries(ids).filter(([, id]) => !usable.has(id));
  if (missing.length === 0) return well('The three activity types are there and approved.');
  const named = missing.map(([kind, id]) => `"${kind}" (${id})`).join(', ');
  return problem(`Marketo has no approved activity type for ${named}: nothing of the kind can be told.`, AGAIN);
}

async function membership(marketo: Marketo, object: string): Promise<Finding> {
  try {
    const found = await marketo.objectType(object);
    if (!found) return problem(`Marketo has no custom object ${object}.`, AGAIN);
    if (found.state === 'draft') return problem(`The custom object ${object} is not approved, and takes no records.`, AGAIN);
    return well(`The custom object ${object} is there and approved.`);
  } catch (error) {
    if (!lacksCustomObjects(error)) throw error;
    return problem(
      'This Marketo subscription has no custom objects (616), so that no smart list can ask who is a member now.',
      'Ask Adobe for custom objects, or run `relay setup automation --no-custom-object`: triggers, history filters and flow steps work without.'
    );
  }
}

async function requested(marketo: Marketo, requests: RequestRule[]): Promise<Finding> {
  const wrong: string[] = [];
  for (const id of new Set(requests.map(({ smartCampaignId }) => smartCampaignId))) {
    const campaign = await marketo.smartCampaign(id);
    if (!campaign) wrong.push(`Smart campaign ${id} is not there.`);
    else if (!campaign.isRequestable) wrong.push(`Smart campaign ${id} ("${campaign.name}") cannot be requested now.`);
  }
  if (wrong.length === 0) return well('Every smart campaign that is requested can be.');
  return problem(
    wrong.join(' '),
    'Activate it with the trigger Campaign is Requested, source Web Service API, or name another with `relay setup automation --request`.'
  );
}
