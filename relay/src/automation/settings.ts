/** What `relay setup automation` has set up for a tenant. */

/** Ids of Marketo's custom activity types. */
export interface ActivityTypeIds {
  added: number;
  removed: number;
  changed: number;
}

/** A smart campaign that a change in Salesforce requests. */
export interface RequestRule {
  on: ChangeKind;
  /** The new status (of a removal: the last one) that it is for; null: any. */
  status: string | null;
  smartCampaignId: number;
}
export type ChangeKind = 'added' | 'removed' | 'changed';

export interface FlowStepSettings {
  /** Hash of the key that Marketo sends. */
  keyHash: string;
  /** What becomes of people who are not in Salesforce. */
  people: 'create' | 'never';
  leadDefaults: { lastName: string; company: string; ownerId: string | null; assignmentRule: boolean; allowDuplicates: boolean };
}

export interface AutomationSettings {
  /** Campaigns of whose changes Marketo is told: those with a link, all active ones, or these (18 characters each). */
  campaigns: 'linked' | 'active' | string[];
  /** Null: no activities are written. */
  activities: ActivityTypeIds | null;
  /** API name of the custom object that says who is a member now; null: there is none. */
  object: string | null;
  requests: RequestRule[];
  flowSteps: FlowStepSettings | null;
}

/** Whether anything at all is told to Marketo. */
export function tells({ activities, object, requests }: AutomationSettings): boolean {
  return activities !== null || object !== null || requests.length > 0;
}
