/**
 * What the engine needs of the two sides. The real adapters live in `../salesforce` and `../marketo`; the simulation has
 * in-memory ones. One contract suite holds for all.
 *
 * Every method may throw an `OutsideError`; nothing else is thrown on purpose.
 */

/** Why a call to the outside failed, in the few kinds the engine tells apart. `../salesforce` and `../marketo` own the tables of codes. */
export type OutsideKind =
  | 'temporary' // try again with backoff
  | 'rate' // a short window is full (Marketo 606, 615): try again after `retryAfterMs`
  | 'quota' // the day's quota is used up (Marketo 607, Salesforce REQUEST_LIMIT_EXCEEDED): the tenant waits until `until`
  | 'credentials' // refused even with a fresh token: people are told
  | 'not-approved' // the package refuses this caller: no permission, switched off, wrong org
  | 'no-answer' // a write may or may not have happened: loose
  | 'garbled' // an answer that is no answer: HTML, truncated JSON, wrong shape
  | 'gone' // the program, campaign or person named does not exist
  | 'refused'; // a lasting refusal of what was asked

export class OutsideError extends Error {
  readonly side: Side;
  readonly kind: OutsideKind;
  /** The other side's own code, e.g. `606` or `UNABLE_TO_LOCK_ROW`. */
  readonly code: string;
  readonly retryAfterMs: number | null;
  readonly until: Date | null;
  constructor(
    side: Side,
    kind: OutsideKind,
    code: string,
    message: string,
    more: { retryAfterMs?: number; until?: Date; cause?: unknown } = {}
  ) {
    super(message, { cause: more.cause });
    this.name = 'OutsideError';
    this.side = side;
    this.kind = kind;
    this.code = code;
    this.retryAfterMs = more.retryAfterMs ?? null;
    this.until = more.until ?? null;
  }
}

export type Side = 'salesforce' | 'marketo';

// ---------------------------------------------------------------- Salesforce

/** One outbox row of the package; see docs/contract. */
export interface OutboxRow {
  id: string;
  at: Date;
  entries: OutboxEntry[];
}
export interface OutboxEntry {
  op: 'insert' | 'update' | 'delete' | 'look-again';
  campaignId: string | null;
  memberId: string | null;
  leadId: string | null;
  contactId: string | null;
  oldStatus: string | null;
  newStatus: string | null;
  at: Date;
}

export interface SalesforceMember {
  memberId: string;
  campaignId: string;
  leadId: string | null;
  contactId: string | null;
  status: string;
  isDeleted: boolean;
  modifiedAt: Date;
  modifiedById: string;
}

/** What a list of all members is read for. */
export type ListedSalesforceMember = Pick<SalesforceMember, 'leadId' | 'contactId' | 'status'>;

/** A list too long to be asked for page by page: ordered once, and fetched when it is ready, by whichever process. */
export type Ordered<T> = { ready: false; job: string; againMs: number } | { ready: true; pages: AsyncIterable<T[]> };

export interface SalesforcePerson {
  /** 18 characters; a Lead or Contact id, told apart by its prefix (00Q, 003). */
  id: string;
  kind: 'lead' | 'contact';
  isDeleted: boolean;
  /** Set on a converted lead. */
  convertedContactId: string | null;
  /** Set on a record that lost a merge. */
  masterRecordId: string | null;
  /** `Marketo_Key__c`, `<munchkin id>:<lead id>`. */
  key: string | null;
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  email: string | null;
}

export interface SalesforceCampaign {
  id: string;
  name: string;
  isDeleted: boolean;
  type: string | null;
  actualCost: number | null;
  currency: string | null;
  ownerId: string;
  statuses: { label: string; responded: boolean; isDefault: boolean; sortOrder: number }[];
}

export interface MemberChange {
  /** Exactly one of the two. */
  leadId: string | null;
  contactId: string | null;
  expected: string | null;
  write: string | null;
}
export interface MemberResult {
  outcome: 'done' | 'no-op' | 'moved-on' | 'refused';
  memberId: string | null;
  current: string | null;
  code: string | null;
  message: string | null;
}

export interface PersonToCreate {
  key: string;
  firstName: string | null;
  lastName: string;
  company: string;
  email: string | null;
  phone: string | null;
  title: string | null;
  ownerId: string | null;
}
export interface PersonResult {
  key: string;
  outcome: 'created' | 'exists' | 'refused';
  leadId: string | null;
  contactId: string | null;
  code: string | null;
  message: string | null;
}

/** What the package shows of a link without asking; the shapes are docs/contract's `POST links`. */
export interface LinkProjection {
  campaignId: string;
  remove: boolean;
  link: Record<string, unknown> | null;
  statuses: Record<string, unknown>[] | null;
  issues: Record<string, unknown>[] | null;
  campaign: { type?: string; actualCost?: number } | null;
}

/** A campaign made for a program. What is null is left to Salesforce. */
export interface CampaignToCreate {
  /** Unique among campaigns: a creation whose answer was lost is found again by it. At most 120 characters. */
  key: string;
  name: string;
  type: string | null;
  ownerId: string | null;
  parentId: string | null;
  recordTypeId: string | null;
  /** `2026-03-31`. */
  startDate: string | null;
  endDate: string | null;
  isActive: boolean;
  /** In step order; exactly one is the default. */
  statuses: { label: string; responded: boolean; isDefault: boolean }[];
}
export interface CampaignResult {
  outcome: 'created' | 'exists' | 'refused';
  campaignId: string | null;
  code: string | null;
  message: string | null;
}

/** docs/contract, `POST notices`: title at most 250 characters, body at most 750. */
export interface NoticeToTell {
  id: string;
  kind: string;
  campaignId: string | null;
  title: string;
  body: string;
}
export interface NoticeResult {
  outcome: 'done' | 'refused';
  code: string | null;
  message: string | null;
}

export interface SalesforcePort {
  /** At most 200 rows, oldest first. */
  readOutbox(limit: number): Promise<OutboxRow[]>;
  takeOutbox(rowIds: string[]): Promise<void>;
  /** Members of these people (lead or contact ids) in one campaign, deleted rows included. Any number of ids; the adapter cuts. */
  readMembers(campaignId: string, personIds: string[]): Promise<SalesforceMember[]>;
  /** Live members of one campaign in pages, in the order of their ids. */
  listMembers(campaignId: string): AsyncIterable<SalesforceMember[]>;
  /**
   * Members of these campaigns that were made, changed or deleted since, in pages, in the order in which that happened. Changes that fire no trigger are among them;
   * what is still being saved may turn up later, behind the time of others.
   */
  changedMembers(campaignIds: string[], since: Date): AsyncIterable<SalesforceMember[]>;
  /**
   * The same as `listMembers` for campaigns of any size, in no order (Bulk API 2.0 query).
   * @param job The one named before; null: order anew. @throws {OutsideError} `gone` when the job is known no more or failed.
   */
  orderMembers(campaignId: string, job: string | null): Promise<Ordered<ListedSalesforceMember>>;
  /** Deleted rows included; ids that never existed are left out. */
  readPeople(ids: string[]): Promise<SalesforcePerson[]>;
  /** Everybody who carries one of the keys or e-mail addresses, live rows only. */
  findPeople(query: { keys: string[]; emails: string[] }): Promise<SalesforcePerson[]>;
  readCampaigns(ids: string[]): Promise<SalesforceCampaign[]>;
  /** One campaign, at most 200 changes; answers stand in the order of the changes. */
  writeMembers(campaignId: string, changes: MemberChange[]): Promise<MemberResult[]>;
  /** At most 50. */
  createPeople(people: PersonToCreate[], options: { assignmentRule: boolean; allowDuplicates: boolean }): Promise<PersonResult[]>;
  ensureStatuses(
    campaignId: string,
    statuses: { label: string; responded: boolean }[]
  ): Promise<{ label: string; outcome: 'exists' | 'created' | 'refused'; message: string | null }[]>;
  /** With the member statuses given and no others. */
  createCampaign(campaign: CampaignToCreate): Promise<CampaignResult>;
  writeLinks(links: LinkProjection[]): Promise<{ campaignId: string; outcome: 'done' | 'refused'; message: string | null }[]>;
  /** Notifications in Salesforce. At most 20; answers stand in their order. */
  tell(notices: NoticeToTell[]): Promise<NoticeResult[]>;
  diagnostics(): Promise<Record<string, unknown>>;
}

// ---------------------------------------------------------------- Marketo

export interface MarketoMember {
  leadId: number;
  /** Progression status label; never `Not in Program`. */
  status: string;
  reachedSuccess: boolean;
  updatedAt: Date | null;
}

export interface MarketoLead {
  id: number;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  phone: string | null;
  title: string | null;
  /** The field named by the tenant that holds a Salesforce lead or contact id. */
  salesforceId: string | null;
  /** Native sync's fields; null where the instance has none. */
  sfdcLeadId: string | null;
  sfdcContactId: string | null;
}

/** What a list of all members is read for. */
export interface ListedMarketoMember {
  member: Pick<MarketoMember, 'leadId' | 'status'>;
  lead: Pick<MarketoLead, 'sfdcLeadId' | 'sfdcContactId'>;
}

export interface MarketoProgram {
  id: number;
  name: string;
  type: string;
  channel: string;
  workspace: string | null;
  url: string | null;
  updatedAt: Date | null;
  /** Natively linked campaign, 18 characters. */
  sfdcId: string | null;
  costs: { month: string; amount: number; note: string | null }[] | null;
}

export interface MarketoChannel {
  id: number;
  name: string;
  /** The one kind of program that it is for, as programs have it: `Default`, `Event`, `EventWithWebinar`, `Engagement`, `Email`. */
  programType: string;
  /** Without "Not in Program", in step order. */
  statuses: { name: string; step: number; success: boolean; hidden: boolean }[];
}

export interface MarketoFolder {
  id: number;
  name: string;
  /** `/Marketing Activities/Default/Webinars`. */
  path: string;
  workspace: string | null;
}

export interface ProgramToCreate {
  name: string;
  description: string | null;
  type: string;
  channel: string;
  folderId: number;
  /** Tags that the instance requires of every program must be among them. */
  tags: { type: string; value: string }[];
}

export interface MarketoWriteResult {
  leadId: number;
  /** `already`: 1037 of status.json (already in or past it). `not-member`: 1037 of delete.json, or 1013. `unknown-lead`: 1004. */
  outcome: 'created' | 'updated' | 'deleted' | 'already' | 'not-member' | 'unknown-lead' | 'refused';
  code: string | null;
  message: string | null;
}

/** Activity 104 (status change in a program), 32 (merge; `leadId` is the winner) and 37 (deleted lead). */
export interface MarketoActivity {
  guid: string;
  type: number;
  leadId: number;
  at: Date;
  /** 104 only. */
  programId: number | null;
  oldStatus: string | null;
  newStatus: string | null;
  /** 32 only. */
  mergedIds: number[];
}
export interface ActivityPage {
  cursor: string;
  more: boolean;
  activities: MarketoActivity[];
}

export interface MarketoPort {
  /** At most 300 a call outside; any number here. Leads that are no members are absent. */
  readMembers(programId: number, leadIds: number[]): Promise<MarketoMember[]>;
  /** Every member with lead fields, in pages (leads/programs/{id}.json). */
  listMembers(programId: number): AsyncIterable<{ member: MarketoMember; lead: MarketoLead }[]>;
  /**
   * The same for programs of any size (bulk extract of program members, of which an instance has 500 MB a day).
   * @param job The one named before; null: order anew. @throws {OutsideError} `gone` when the job is known no more or failed.
   */
  orderMembers(programId: number, job: string | null): Promise<Ordered<ListedMarketoMember>>;
  /** Leads that are deleted or merged away are absent. */
  readLeads(ids: number[]): Promise<MarketoLead[]>;
  /** Leads by e-mail, or by the tenant's Salesforce-id field, or by native sync's. A field the instance lacks gives none. */
  findLeads(by: 'email' | 'salesforceId' | 'sfdcLeadId' | 'sfdcContactId', values: string[]): Promise<MarketoLead[]>;
  /** Upsert by the Salesforce-id field, one at a time per key. Answers with the lead's id. */
  createLead(lead: {
    salesforceId: string;
    email: string | null;
    firstName: string | null;
    lastName: string | null;
    company: string | null;
  }): Promise<number>;
  /** Write the Salesforce id on an existing lead. */
  nameLead(leadId: number, salesforceId: string): Promise<void>;
  /** One status for at most 300 leads; answers stand in the order of the leads. */
  setStatus(programId: number, status: string, leadIds: number[]): Promise<MarketoWriteResult[]>;
  /** At most 300. */
  removeMembers(programId: number, leadIds: number[]): Promise<MarketoWriteResult[]>;
  activityCursor(since: Date): Promise<string>;
  /** 104 takes `programIds` (assetIds); other types do not. */
  activities(cursor: string, type: 104 | 32, programIds: number[]): Promise<ActivityPage>;
  deletedLeads(cursor: string): Promise<ActivityPage>;
  /** With costs; null where there is no such program. */
  program(id: number): Promise<MarketoProgram | null>;
  /** Without costs; 50 a page, page from 1. */
  programs(search: string, page: number): Promise<{ programs: MarketoProgram[]; more: boolean }>;
  /** Exact name. A name with a comma cannot be asked for: null. */
  programNamed(name: string): Promise<MarketoProgram | null>;
  /** @throws {OutsideError} `refused` when Marketo's rules forbid it (name taken, folder, tags), with Marketo's sentence. */
  createProgram(program: ProgramToCreate): Promise<MarketoProgram>;
  channel(name: string): Promise<MarketoChannel | null>;
  channels(): Promise<MarketoChannel[]>;
  /** Folders that programs may be made in; not programs, though Marketo lists those as folders too. 50 a page, page from 1. */
  folders(search: string, page: number): Promise<{ folders: MarketoFolder[]; more: boolean }>;
}

/**
 * Every call to Marketo passes through a gate that holds the instance's budget row: tokens of the sliding window, calls in flight, the day's share.
 * `people` may use the reserve that is kept for people's actions.
 */
export interface CallGate {
  run<T>(weight: 'people' | 'sync', call: () => Promise<T>): Promise<T>;
}

/** API calls of the last 24 hours, of all integrations of an org. */
export interface ApiUsage {
  used: number;
  limit: number;
}

/** Every call to Salesforce's API asks first and tells afterwards what the answer said; logins are free and need not. */
export interface SalesforceGate {
  /** @throws {OutsideError} `quota` when the sync has no call left. */
  admit(): Promise<void>;
  heard(usage: ApiUsage): void;
}
