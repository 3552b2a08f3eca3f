/** `relay setup automation`: makes in Marketo what marketers automate with, and chooses whose changes it is told. */
import { randomUUID } from 'node:crypto';
import { setUpActivities, setUpObject, SetupRefused, type SetUp } from '../automation/setup.ts';
import type { AutomationSettings, ChangeKind, FlowStepSettings, RequestRule } from '../automation/settings.ts';
import { createGate } from '../engine/budget.ts';
import { systemClock } from '../engine/clock.ts';
import type { Base } from '../main.ts';
import type { MarketoAutomation } from '../automation/ports.ts';
import type { TenantRow } from '../store/port.ts';
import { DetailRefused } from '../tenants/details.ts';
import type { Output } from './output.ts';

/** What is left out stays as it is; of what was never set up, all is. */
export interface AutomationWish {
  orgId: string;
  /** `linked`, `active`, or ids with commas between. */
  campaigns?: string;
  activities?: boolean;
  customObject?: boolean;
  flowSteps?: boolean;
  people?: string;
  rotateKey?: boolean;
  /** `added=1234`, `changed:Attended=1234`; one `none` takes all away. */
  request?: string[];
}

export async function setUpAutomation(base: Base, wish: AutomationWish, output: Output): Promise<void> {
  const tenant = await base.tenants.byOrg(wish.orgId);
  const before = tenant.automation;
  const campaigns = wish.campaigns === undefined ? (before?.campaigns ?? 'linked') : campaignsIn(wish.campaigns);
  const people = wish.people === undefined ? (before?.flowSteps?.people ?? 'create') : peopleIn(wish.people);
  const marketo = marketoOf(base, tenant);
  const requests = wish.request === undefined ? (before?.requests ?? []) : await requestsIn(marketo, wish.request);
  const done: SetUp[] = [];
  const automation: AutomationSettings = { campaigns, activities: null, object: null, requests, flowSteps: before?.flowSteps ?? null };
  if (wish.activities ?? (before === undefined || before.activities !== null)) {
    const made = await setUpActivities(marketo);
    automation.activities = made.ids;
    done.push(...made.done);
  }
  if (wish.customObject ?? (before === undefined || before.object !== null)) {
    const made = await setUpObject(marketo);
    automation.object = made.object;
    done.push(made.done);
  }
  let key: string | null = null;
  if (wish.flowSteps === false) automation.flowSteps = null;
  else if (wish.flowSteps === true || automation.flowSteps) {
    key = automation.flowSteps && !wish.rotateKey ? null : base.tenants.newFlowStepKey().key;
    automation.flowSteps = stepsOf(automation.flowSteps, people, key === null ? null : base.tenants.hashOfKey(key));
  }
  await base.tenants.setAutomation(tenant.orgId, automation);
  output.say(textOf(automation, done, key), {
    orgId: tenant.orgId,
    done,
    ...shown(automation),
    ...(key === null ? {} : { flowStepKey: key })
  });
}

const LEAD_DEFAULTS = { lastName: 'Unknown', company: 'Unknown', ownerId: null, assignmentRule: false, allowDuplicates: false };
function stepsOf(before: FlowStepSettings | null, people: FlowStepSettings['people'], keyHash: string | null): FlowStepSettings {
  return { keyHash: keyHash ?? before?.keyHash ?? '', people, leadDefaults: before?.leadDefaults ?? LEAD_DEFAULTS };
}

function shown({ campaigns, activities, object, requests, flowSteps }: AutomationSettings): Record<string, unknown> {
  return { campaigns, activities, object, requests, flowSteps: flowSteps && { people: flowSteps.people } };
}

function textOf(automation: AutomationSettings, done: SetUp[], key: string | null): string {
  const { campaigns, requests, flowSteps } = automation;
  const which = Array.isArray(campaigns)
    ? `${campaigns.length} campaigns that were named`
    : { linked: 'campaigns with a link', active: 'all active campaigns' }[campaigns];
  const lines = [
    ...done.map(({ sentence }) => sentence),
    `Marketo is told of changes in ${which}.`,
    ...requests.map(
      ({ on, status, smartCampaignId }) =>
        `Smart campaign ${smartCampaignId} is requested when a member is ${on}${status === null ? '' : ` (${status})`}.`
    ),
    flowSteps
      ? `The flow steps are open. People who are not in Salesforce are ${flowSteps.people === 'create' ? 'created there' : 'left out'}.`
      : 'The flow steps are closed; --flow-steps opens them.',
    ...(key === null
      ? []
      : [
          `\nAdd one service for each step in Admin > Service Providers, with the address of this relay and this key, which is shown this once:\n\n   …/flow-steps/add/openapi.json\n   …/flow-steps/change/openapi.json\n   …/flow-steps/remove/openapi.json\n\n   API key  ${key}`
        ])
  ];
  return lines.join('\n');
}

function marketoOf(base: Base, tenant: TenantRow): MarketoAutomation {
  const budget = base.settings.budget;
  const parts = { store: base.store, clock: systemClock, settings: budget, munchkinId: tenant.munchkinId, workerId: randomUUID() };
  const gate = createGate(parts);
  // A person waits for it.
  return base.connect(tenant, { run: (_weight, call) => gate.run('people', call) }).marketo;
}

function campaignsIn(text: string): AutomationSettings['campaigns'] {
  if (text === 'linked' || text === 'active') return text;
  const ids = text.split(',').map((id) => id.trim());
  const odd = ids.find((id) => !/^701[a-zA-Z0-9]{15}$/.test(id));
  if (odd !== undefined) {
    throw new DetailRefused(`--campaigns is "linked", "active", or campaign ids of 18 characters with commas between; "${odd}" is none.`);
  }
  return [...new Set(ids)];
}

function peopleIn(text: string): FlowStepSettings['people'] {
  if (text === 'create' || text === 'never') return text;
  throw new DetailRefused(`--people is "${text}", but must be create or never.`);
}

const KINDS: ChangeKind[] = ['added', 'removed', 'changed'];
async function requestsIn(marketo: MarketoAutomation, texts: string[]): Promise<RequestRule[]> {
  if (texts.length === 1 && texts[0] === 'none') return [];
  const rules: RequestRule[] = [];
  for (const text of texts) {
    const [, on, status, id] = /^(added|removed|changed)(?::([^=]+))?=(\d+)$/.exec(text) ?? [];
    const kind = KINDS.find((one) => one === on);
    if (kind === undefined) {
      throw new DetailRefused(`--request is like added=1234 or changed:Attended=1234 (a smart campaign's id), or none; "${text}" is not.`);
    }
    const smartCampaignId = Number(id);
    const campaign = await marketo.smartCampaign(smartCampaignId);
    if (!campaign?.isRequestable) {
      throw new SetupRefused(
        campaign
          ? `Smart campaign ${smartCampaignId} ("${campaign.name}") cannot be requested: it has to be active, with the trigger "Campaign is Requested" and the source "Web Service API".`
          : `Marketo has no smart campaign ${smartCampaignId}. Its id stands in its address, after SC.`
      );
    }
    rules.push({ on: kind, status: status ?? null, smartCampaignId });
  }
  return rules;
}
