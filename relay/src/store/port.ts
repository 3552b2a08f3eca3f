/**
 * Everything the relay keeps. One port, several adapters; one contract suite holds for all of them.
 *
 * Times are milliseconds since 1970, given by the caller: a store has no clock. Ids made here are opaque text; those of the journal count up. Inside `transact`
 * either all of it happens or nothing. A transaction is about one tenant, or about one budget: those about the same one come one after the other, in whichever
 * process, so nothing changes under them. After a refusal (`member-exists`, `campaign-linked`) a transaction can only be given up. A store never returns an
 * object that it keeps.
 *
 * Longer than most files: it is the whole contract of the stores, and split by table it would be looked for in several places.
 */
import type {
  EndReason,
  Evidence,
  LeftByRule,
  LooseWrite,
  MemberState,
  Pair,
  Park,
  Rules,
  Side,
  StatusMap,
  Taken,
  Want
} from '../sync/model.ts';
import type { AutomationSettings } from '../automation/settings.ts';
import type { FailReason, IssueReason } from '../sync/ways-out.ts';
import type { TaskCalls, TaskClaims } from './port-tasks.ts';

// ---------------------------------------------------------------- tenants

/** One Salesforce org paired with one Marketo instance. Secrets stand here as encrypted or hashed text, never plain. */
export interface TenantRow {
  id: string;
  /** 18 characters; the pairing. */
  orgId: string;
  salesforceUrl: string;
  salesforceUsername: string;
  /** Consumer key of the org's external client app. */
  salesforceClientId: string;
  /** Encrypted PEM. */
  privateKey: string;
  certificate: string;
  namespace: string | null;
  marketoUrl: string;
  munchkinId: string;
  marketoClientId: string;
  /** Encrypted. */
  marketoClientSecret: string;
  /** Searchable Marketo lead field that holds the Salesforce lead or contact id. */
  salesforceIdField: string;
  relayClientId: string;
  /** Hash. */
  relaySecretHash: string;
  /** Counts up with each rotation: tokens of older versions are invalid. */
  relaySecretVersion: number;
  createdAt: number;
  /** What `relay setup automation` has set up; missing where it never ran. */
  automation?: AutomationSettings;
}

// ---------------------------------------------------------------- links

export interface CostMonth {
  /** `2026-03`. */
  month: string;
  amount: number;
  note: string | null;
}
export interface LinkRow {
  id: string;
  tenantId: string;
  /** Unique within the tenant while the link is not unlinked. */
  campaignId: string;
  programId: number;
  programName: string;
  programType: string;
  programUrl: string | null;
  channel: string;
  state: 'active' | 'paused' | 'ended';
  stateReason: string | null;
  rules: Rules;
  /** Counts up when rules or map change: parked members are planned again. */
  rulesVersion: number;
  map: StatusMap;
  /** The run whose members the next sweep marks; null: none is under way. */
  runId: string | null;
  /** Members that the brake has let pass or stopped: times of removals within the rolling 24 hours. */
  removals: number[];
  /** Up to this many removals a person has approved, until this time. */
  approved: { removals: number; until: number } | null;
  costs: CostMonth[];
  /** What was last written into the campaign, to tell our value from somebody's edit. */
  writtenType: string | null;
  writtenCost: number | null;
  /** Marketo's values at that time: written again only when these change. */
  seenChannel: string | null;
  seenCost: number | null;
  sweepDue: number | null;
  /** One side's members are so many that they are listed by an extract. */
  longLists: boolean;
  lastSweepAt: number | null;
  lastSyncAt: number | null;
  lastError: string | null;
  /** What the package shows is behind what is here. */
  projectionDue: number | null;
  createdAt: number;
  version: number;
}

// ---------------------------------------------------------------- members

/** The mirror. Per link a Marketo lead and a Salesforce person each belong to at most one row. */
export interface MemberRow {
  id: string;
  tenantId: string;
  linkId: string;
  leadId: string | null;
  contactId: string | null;
  marketoLeadId: number | null;
  /** Of two members in Salesforce that are this one person, the lead or contact id of the one that a person chose. */
  chosen: string | null;
  base: Pair;
  want: Want | null;
  loose: LooseWrite[];
  evidence: Evidence[];
  park: Park | null;
  /** A way out that a person took and that no decision has used yet. */
  taken: Taken | null;
  left: LeftByRule | null;
  ended: EndReason | null;
  lastSeen: { salesforce: number | null; marketo: number | null };
  /** Last changes this engine saw or made, newest last, at most 8: finds two values that alternate. */
  recent: { side: Side; value: Raw; at: number; own: boolean }[];
  state: MemberState;
  /** Failed attempts in a row, what failed, and what was said. */
  attempts: number;
  failing: FailReason | null;
  lastError: string | null;
  /** Refusals that left the value unchanged on read-back. */
  refusals: number;
  /** Not before this; null: nothing to do. */
  due: number | null;
  /** What is done about the member belongs to this run, until it comes to rest. */
  runId: string | null;
  /** Why it became due, for the journal: `outbox`, `activity`, `sweep`, `button`, `flow-step`, `retry`. */
  cause: string | null;
  /** Counts up with every hint: a hint that came while the member was worked on keeps it due. */
  hints: number;
  leaseOwner: string | null;
  leaseUntil: number | null;
  /** When the oldest change that is not yet settled was first heard of: lag. */
  pendingSince: number | null;
  /** Counts up with every intent; an intent of an older version changes no row. */
  version: number;
  createdAt: number;
}
type Raw = Pair['salesforce'];

/** A person as both sides know them; can be rebuilt from both. */
export interface PersonRow {
  tenantId: string;
  marketoLeadId: number;
  leadId: string | null;
  contactId: string | null;
}

// ---------------------------------------------------------------- journal

/** `creation`: of a campaign or program, which has no link yet. */
export const JOURNAL_KINDS = ['decision', 'way-out', 'write', 'people', 'field', 'link', 'creation'] as const;
export type JournalKind = (typeof JOURNAL_KINDS)[number];

export interface JournalRow {
  id: number;
  tenantId: string;
  linkId: string;
  campaignId: string;
  memberId: string | null;
  leadId: string | null;
  contactId: string | null;
  marketoLeadId: number | null;
  at: number;
  kind: JournalKind;
  cause: string | null;
  rule: string | null;
  /** Salesforce user id, or null for the engine. */
  actor: string | null;
  side: Side | null;
  from: Raw;
  to: Raw;
  /** Of a write: `done`, `no-op`, `moved-on`, `refused`, `failed`, `unknown`; null while it is under way. Set exactly once. */
  outcome: string | null;
  detail: string | null;
  /** The run that it was done in. */
  runId: string | null;
}

// ---------------------------------------------------------------- previews and runs

/** A stored job: what linking, changing rules or undoing would do. Request and plan are the engine's, as JSON. */
export interface PreviewRow {
  id: string;
  tenantId: string;
  campaignId: string;
  request: unknown;
  /** Salesforce user id. */
  actor: string;
  state: 'working' | 'done' | 'refused';
  progress: { phase: string; done: number; total: number | null };
  plan: unknown;
  /** Why it was refused: code, status, message, fix, details. */
  refusal: unknown;
  createdAt: number;
  /** It can be started until then, and is forgotten afterwards. */
  expiresAt: number;
  leaseOwner: string | null;
  leaseUntil: number | null;
}

/** What a person set going for many members at once: a first sync, changed rules, a way out for all of a reason, an undo. */
export interface RunRow {
  id: string;
  tenantId: string;
  campaignId: string;
  linkId: string;
  kind: 'first-sync' | 'rules-changed' | 'way-out' | 'undo';
  /** Salesforce user id. */
  actor: string;
  at: number;
  plan: unknown;
  /** The run that an undo takes back. */
  undoOf: string | null;
  undoneBy: string | null;
  /** Its members are not all marked yet. */
  marking: boolean;
}

/** Where a member stands in the list of issues. */
export interface IssuePlace {
  since: number;
  id: string;
}

export const NOTICE_KINDS = ['link-paused', 'brake', 'pairing-lost', 'connection-lost', 'quota-exhausted', 'daily-digest'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What people in Salesforce are told, and whether they were. */
export interface NoticeRow {
  id: string;
  tenantId: string;
  kind: NoticeKind;
  /** The state that it tells of: while that lasts, people are told once. */
  about: string;
  campaignId: string | null;
  title: string;
  body: string;
  at: number;
  /** To be told, not before this; null: told, or not to be told any more. */
  due: number | null;
  attempts: number;
  /** `told`, `over` (the state ended before anybody could be told), or why the package refused it; null: not yet. */
  outcome: string | null;
  /** When the state ended; null: it lasts. */
  endedAt: number | null;
}

/** Ids of one human. */
export interface HumanIds {
  personIds: string[];
  marketoLeadIds: number[];
}

/** Null: whatever it is. */
export interface JournalFilter {
  campaignId: string | null;
  memberId: string | null;
  leadId: string | null;
  contactId: string | null;
  marketoLeadId: number | null;
  kind: JournalKind | null;
  runId: string | null;
  /** From this time on, and before that one: milliseconds since 1970. */
  from: number | null;
  until: number | null;
}
/** Entries whose id is lower, or null for the newest; entries whose id is higher, 0 for the oldest. */
export type JournalPlace = { before: number | null } | { after: number };

export interface MemberCounts {
  inSync: number;
  pending: number;
  parked: number;
  failing: number;
  leftByRule: number;
  ended: number;
}

/** Marks members due: those named, or all of a link. Unknown members of a link are made by `putMember`. */
export interface Hint {
  memberIds: string[];
  cause: string;
  at: number;
  /** Due at this time rather than now. */
  notBefore?: number;
  /** What is done about them belongs to this run. */
  runId?: string;
}

export interface BudgetRow {
  /** Of a Marketo instance; `salesforce <org id>` for an org, of whose calls only those of the day are kept. */
  munchkinId: string;
  /** Start times of the calls within the sliding window, oldest first. */
  calls: number[];
  /** Calls that began and have not ended: id → start time, so that those of a dead process run out. */
  inFlight: Record<string, number>;
  /** Calls of the day that began at `day` (midnight US Central; UTC for an org). */
  day: number;
  dayCalls: number;
  /** Nobody calls before this: Marketo said 606, 607 or 615. */
  closedUntil: number;
}

// ---------------------------------------------------------------- the port

export interface StoreTransaction extends TaskCalls {
  tenants(): Promise<TenantRow[]>;
  tenant(id: string): Promise<TenantRow | null>;
  putTenant(tenant: TenantRow): Promise<void>;
  /** With links, members, people, cursors and journal. */
  eraseTenant(id: string): Promise<void>;

  links(tenantId: string): Promise<LinkRow[]>;
  link(id: string): Promise<LinkRow | null>;
  linkOfCampaign(tenantId: string, campaignId: string): Promise<LinkRow | null>;
  linkOfProgram(tenantId: string, programId: number): Promise<LinkRow | null>;
  /** @throws {Error} `campaign-linked` or `program-linked` when another link holds the campaign or the program. */
  putLink(link: LinkRow): Promise<void>;
  /**
   * Notes when the link's members were last worked on, and that what the package shows is to be renewed by then at the latest. @returns Whether it is to be renewed
   * earlier than it was.
   */
  markLink(id: string, mark: { syncedAt?: number; showBy?: number }): Promise<boolean>;
  /** With its members; the journal stays. */
  removeLink(id: string): Promise<void>;

  member(id: string): Promise<MemberRow | null>;
  /** Rows of one link that have one of these ids. */
  membersOf(linkId: string, by: { personIds?: string[]; marketoLeadIds?: number[] }): Promise<MemberRow[]>;
  /** Rows of all links of a tenant that have one of these ids. */
  membersOfPeople(tenantId: string, by: { personIds?: string[]; marketoLeadIds?: number[] }): Promise<MemberRow[]>;
  /** All rows of a link in the order of their ids, a page at a time. */
  membersPage(linkId: string, after: string | null, limit: number): Promise<MemberRow[]>;
  membersInState(linkId: string, states: MemberState[], page: number, pageSize: number): Promise<{ members: MemberRow[]; more: boolean }>;
  /**
   * Parked and failing members, the newest first (of the same time by id), of all reasons or of one.
   * @param after The last one of the page before.
   */
  issues(linkId: string, reason: IssueReason | null, after: IssuePlace | null, limit: number): Promise<MemberRow[]>;
  /** How many parked and failing members each reason has, by reason. */
  issueCounts(linkId: string): Promise<{ reason: IssueReason; members: number }[]>;
  /** Inserts. @throws {Error} `member-exists` when a row of the link has one of its ids. */
  addMember(member: MemberRow): Promise<void>;
  /** Writes the row if its version is still `expectedVersion`; false when somebody else was faster, and then nothing is written. */
  replaceMember(member: MemberRow, expectedVersion: number): Promise<boolean>;
  removeMember(id: string): Promise<void>;
  /** Marks members due (never later than they already are), counts their hints up. */
  hint(hint: Hint): Promise<void>;
  /** Members by state. Settled rows of people who are members on neither side any more are not counted. */
  counts(linkId: string): Promise<MemberCounts>;
  /** Members that something is to be carried over for, or looked at for, and since when the first of them waits: whatever their state says, since it is of the last look. */
  waiting(linkId: string): Promise<{ members: number; since: number | null }>;
  /** Raw values of the bases: side, value, number of members. */
  statusCounts(linkId: string): Promise<{ side: Side; value: string; members: number }[]>;

  person(tenantId: string, by: { marketoLeadId?: number; leadId?: string; contactId?: string }): Promise<PersonRow | null>;
  putPerson(person: PersonRow): Promise<void>;

  cursor(tenantId: string, name: string): Promise<string | null>;
  setCursor(tenantId: string, name: string, value: string): Promise<void>;
  /** GUIDs of activities seen before, to drop the overlap's repeats; those older than `forgetBefore` are forgotten. */
  seenActivities(tenantId: string, guids: string[], at: number, forgetBefore: number): Promise<Set<string>>;

  /** Returns the entry's id. */
  journal(entry: Omit<JournalRow, 'id'>): Promise<number>;
  /** Sets the outcome of a write, once. False when it already has one. */
  outcome(journalId: number, outcome: string, detail: string | null): Promise<boolean>;
  /** Entries of a tenant that fit, the newest first below a place or the oldest first above it. */
  journalPage(tenantId: string, filter: JournalFilter, place: JournalPlace, limit: number): Promise<JournalRow[]>;
  /** Writes without an outcome, of members nobody holds a lease on: left by a process that died. */
  openWrites(tenantId: string, before: number): Promise<JournalRow[]>;

  putPreview(preview: PreviewRow): Promise<void>;
  preview(id: string): Promise<PreviewRow | null>;
  /** Oldest first. */
  previews(tenantId: string): Promise<PreviewRow[]>;
  removePreview(id: string): Promise<void>;

  putRun(run: RunRow): Promise<void>;
  run(id: string): Promise<RunRow | null>;
  /** Newest first. */
  runsPage(tenantId: string, campaignId: string, page: number, pageSize: number): Promise<{ runs: RunRow[]; more: boolean }>;
  /** Runs of a tenant whose members are not all marked yet, oldest first. */
  markingRuns(tenantId: string): Promise<RunRow[]>;
  /** Members of whom something is still to be done in this run. */
  membersOfRun(runId: string): Promise<number>;
  /** Its entries in the order in which they were written, after the entry with this id. */
  journalOfRun(runId: string, after: number, limit: number): Promise<JournalRow[]>;

  budget(munchkinId: string): Promise<BudgetRow | null>;
  putBudget(budget: BudgetRow): Promise<void>;

  /** Idempotency: the answer given before to this key, or null. */
  answer(tenantId: string, key: string): Promise<string | null>;
  putAnswer(tenantId: string, key: string, answer: string, at: number): Promise<void>;

  putNotice(notice: NoticeRow): Promise<void>;
  /** Those still to be told, and those whose state lasts, oldest first. */
  openNotices(tenantId: string): Promise<NoticeRow[]>;

  /**
   * Deletes what is older than it is kept, at most `limit` rows of each: entries of the journal that have an outcome or need none, answers, and notices that are told
   * and over. Times in milliseconds since 1970. @returns How many rows went.
   */
  forget(tenantId: string, before: { journal: number; answers: number; notices: number }, limit: number): Promise<number>;
  /** Forgets a human: rows, the matching, what is remembered of merges; entries of the journal stay without ids and detail. @returns How many rows that was. */
  eraseHuman(tenantId: string, human: HumanIds): Promise<number>;
  /** All runs of a tenant. */
  runs(tenantId: string): Promise<RunRow[]>;
}

/** What may be done to members that the worker has leased, while other workers do it to theirs. */
export type LeasedTransaction = Pick<
  StoreTransaction,
  'link' | 'member' | 'replaceMember' | 'journal' | 'outcome' | 'markLink' | 'tasks' | 'addTasks' | 'replaceTasks' | 'hintTasks'
>;

export interface Store extends StoreTransaction, TaskClaims {
  /** Rolled back when `work` throws. Not nested. Outside it, every call above is a transaction of its own. */
  transact<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T>;
  /**
   * The same for members that the worker has leased, where that is all that is touched: no other transaction of the tenant runs meanwhile but those of workers on
   * members of their own. Who somebody is stays as it is.
   */
  transactLeased<T>(work: (tx: LeasedTransaction) => Promise<T>): Promise<T>;
  /**
   * Due members of one tenant's active links that nobody holds, oldest due first, leased to `worker` until `now + leaseMs`.
   * Two workers never hold one member.
   */
  claim(tenantId: string, worker: string, now: number, leaseMs: number, limit: number): Promise<MemberRow[]>;
  /** Gives leases back; those of other workers stay. */
  release(memberIds: string[], worker: string): Promise<void>;
  /**
   * Ends the leases of every worker, and its calls in flight. For a process that knows that it is alone on the store: those of a killed one need
   * not run out.
   */
  releaseAll(): Promise<void>;
  /** Whether a member of the tenant's active links is due and unheld. */
  hasWork(tenantId: string, now: number): Promise<boolean>;
  /** When the next member of the tenant's active links becomes due. */
  nextDue(tenantId: string): Promise<number | null>;
  /**
   * Whether this worker tends the tenant, as one worker at a time does, or does so from now on: until `now + termMs` unless asked again, until it leaves or until its
   * process ends. Nothing is written for it. A worker that lost its connection may go on for a moment beside its successor, so what only the one who tends does
   * must bear being done twice.
   */
  tend(tenantId: string, worker: string, now: number, termMs: number): Promise<boolean>;
  /** Gives up every tenant that the worker tends. */
  leave(worker: string): Promise<void>;
  /** Tells the other processes on this store that there is work for the tenant. Such word may be lost, which costs them until they look by themselves. */
  rouse(tenantId: string): Promise<void>;
  /** Hears of tenants that other processes roused. */
  onRouse(hear: (tenantId: string) => void): Promise<void>;
  close(): Promise<void>;
}
