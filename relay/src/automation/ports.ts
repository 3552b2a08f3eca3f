/** What automation needs of the two sides beyond the sync's ports. Every method may throw an `OutsideError`; nothing else is thrown on purpose. */

// ---------------------------------------------------------------- Marketo

export interface TypeAttribute {
  apiName: string;
  name: string;
  dataType: 'string' | 'boolean';
}
export interface ActivityType {
  id: number;
  apiName: string;
  name: string;
  triggerName: string;
  filterName: string;
  status: 'draft' | 'approved' | 'approved with draft' | 'deleted';
  /** Null where the answer did not carry them: lists do not. */
  primary: TypeAttribute | null;
  attributes: TypeAttribute[] | null;
}
export interface ActivityTypeToMake {
  apiName: string;
  name: string;
  description: string;
  triggerName: string;
  filterName: string;
  primary: TypeAttribute;
}

/** A custom activity: written once, never changed. */
export interface ActivityToAdd {
  typeId: number;
  leadId: number;
  at: Date;
  primaryValue: string;
  /** By API name. */
  attributes: Record<string, string | boolean>;
}
export interface AddedActivity {
  /** `unknown-lead`: deleted, or merged into another. */
  outcome: 'added' | 'unknown-lead' | 'refused';
  code: string | null;
  message: string | null;
}
/** As the feed shows it. Attributes are called by their name or by their API name there, so only the values count. */
export interface ShownActivity {
  typeId: number;
  leadId: number;
  at: Date;
  values: unknown[];
}

export interface ObjectField {
  name: string;
  displayName: string;
  dataType: 'string' | 'boolean' | 'integer' | 'datetime';
  isDedupeField: boolean;
  /** The field of people that it holds. */
  linksTo: 'id' | null;
}
export interface ObjectType {
  apiName: string;
  displayName: string;
  pluralName: string;
  state: 'draft' | 'approved' | 'approvedWithDraft';
  fields: string[];
}
export type ObjectRow = Record<string, string | number | boolean | null>;
export interface RecordResult {
  outcome: 'done' | 'not-there' | 'unknown-lead' | 'refused';
  code: string | null;
  message: string | null;
}

export interface SmartCampaign {
  id: number;
  name: string;
  isRequestable: boolean;
}

export interface MarketoAutomation {
  activityTypes(): Promise<ActivityType[]>;
  /** The draft where there is one. */
  describeActivityType(apiName: string): Promise<ActivityType>;
  createActivityType(type: ActivityTypeToMake): Promise<void>;
  addTypeAttributes(apiName: string, attributes: TypeAttribute[]): Promise<void>;
  approveActivityType(apiName: string): Promise<ActivityType>;
  /** At most 300; answers stand in their order. */
  addActivities(activities: ActivityToAdd[]): Promise<AddedActivity[]>;
  /** Of these types and people, that happened at `since` or later. Any number of people; the adapter cuts. */
  shownActivities(since: Date, typeIds: number[], leadIds: number[]): Promise<ShownActivity[]>;

  /** By that name, or by what Marketo made of it. @throws {OutsideError} code 616 where the subscription has no custom objects. */
  objectType(apiName: string): Promise<ObjectType | null>;
  createObjectType(type: { apiName: string; displayName: string; pluralName: string; description: string }): Promise<void>;
  addObjectFields(apiName: string, fields: ObjectField[]): Promise<void>;
  approveObjectType(apiName: string): Promise<void>;
  /** Upsert by the dedupe fields; at most 300, no key twice. Answers stand in their order. */
  putRecords(object: string, rows: ObjectRow[]): Promise<RecordResult[]>;
  /** By the dedupe fields; at most 300. */
  removeRecords(object: string, keys: ObjectRow[]): Promise<RecordResult[]>;

  /** Null: there is none. */
  smartCampaign(id: number): Promise<SmartCampaign | null>;
  /** At most 100 people, all or none of them. @throws {OutsideError} `gone` when one of them is not there. */
  requestCampaign(id: number, leadIds: number[], tokens: { name: string; value: string }[]): Promise<void>;
}

// ---------------------------------------------------------------- Salesforce

export interface CampaignName {
  id: string;
  name: string;
}
export interface SalesforceDirectory {
  /** Ids of all active campaigns, in pages, in the order of their ids. */
  activeCampaigns(): AsyncIterable<string[]>;
  /** Those of these campaigns that are active. */
  activeAmong(ids: string[]): Promise<string[]>;
  /** The active campaigns that were changed last, the latest first. */
  latestCampaigns(limit: number): Promise<CampaignName[]>;
  /** Labels of member statuses of these campaigns, each once. */
  statusLabels(campaignIds: string[]): Promise<string[]>;
  /** Campaigns of this name, at most 2. */
  campaignsNamed(name: string): Promise<CampaignName[]>;
}

export interface AutomationSides {
  marketo: MarketoAutomation;
  salesforce: SalesforceDirectory;
}
