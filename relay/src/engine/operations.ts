/**
 * What people and the package may ask of the engine: the HTTP surface and the command line call this and nothing else of it. Shapes of the
 * answers are docs/contract's.
 */
import type { JournalFilter, JournalKind } from '../store/port.ts';
import type { Candidate, MemberState, Rules, WayOut } from '../sync/model.ts';
import type { IssueReason } from '../sync/ways-out.ts';
import type { Plan } from './runs/planned.ts';
import type { MarketoFolder } from './ports.ts';
import type { LinkAsked } from './links/prepare-link.ts';

/**
 * A refusal with the contract's code. `status` is the HTTP status of the contract's table; `fix` says what to do.
 */
export class OperationRefused extends Error {
  readonly code: string;
  readonly status: number;
  readonly fix: string;
  readonly details: Record<string, unknown>;
  constructor(code: string, status: number, message: string, fix: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'OperationRefused';
    this.code = code;
    this.status = status;
    this.fix = fix;
    this.details = details;
  }
}

export interface Actor {
  /** Salesforce user id, 18 characters. */
  userId: string;
}

export interface ProgramChoice {
  id: number;
  name: string;
  type: string;
  channel: string;
  workspace: string | null;
  url: string | null;
  updatedAt: string | null;
  link: { campaignId: string } | null;
  nativeCampaignId: string | null;
  blockedBy: 'linked' | 'natively-linked' | null;
}

/** Exactly one of Marketo's channels and what programs of it can show. */
export interface ChannelView {
  name: string;
  programType: string;
  statuses: { name: string; step: number; success: boolean }[];
}

export interface ProgramRequest {
  actor: Actor;
  /** The campaign that it is made for; it must exist and have no link. Linking is a request of its own. */
  campaignId: string;
  name: string;
  description: string | null;
  channel: string;
  /** Null: the channel's. */
  type: string | null;
  folderId: number;
  tags: { type: string; value: string }[];
  /** A request with the same key never makes a second program, whatever became of the first one's answer. */
  idempotencyKey: string;
}

export interface CampaignRequest {
  actor: Actor;
  /** The program that it is made for; it must exist and have no link. Linking is a request of its own. */
  programId: number;
  name: string;
  /** Null: the actor. */
  ownerId: string | null;
  parentId: string | null;
  recordTypeId: string | null;
  startDate: string | null;
  endDate: string | null;
  isActive: boolean;
  idempotencyKey: string;
}

/** One row per progression status of the program's channel. */
export interface MapRow {
  marketo: string;
  salesforce: string[];
  /** The Salesforce label that is written; one of `salesforce`. */
  write: string;
}

export interface CampaignView {
  campaignId: string;
  state: 'unlinked' | 'active' | 'paused' | 'ended';
  stateReason: string | null;
  program: { id: number; name: string; type: string; channel: string; url: string | null } | null;
  rules: Rules | null;
  map: (MapRow & { step: number; success: boolean })[];
  statuses: { marketo: string; step: number; success: boolean; label: string; marketoCount: number; salesforceCount: number }[];
  counts: { inSync: number; pending: number; parked: number; failing: number; leftByRule: number; ended: number };
  costs: { months: { month: string; amount: number; note: string | null }[]; total: number | null };
  lastSyncAt: string | null;
  lagSeconds: number | null;
  lastError: string | null;
}

/** A finished preview that a person agrees to. */
export interface Consent {
  previewId: string;
  digest: string;
}

export interface PreviewView {
  previewId: string;
  state: 'working' | 'done' | 'refused';
  /** `waiting`, `reading`, `planning`, `done`; how many members are planned, of how many. */
  progress: { phase: string; done: number; total: number | null };
  plan: Plan | null;
  refusal: { code: string; message: string; fix: string; details: Record<string, unknown> } | null;
  expiresAt: string;
}

export interface RunView {
  runId: string;
  campaignId: string;
  kind: 'first-sync' | 'rules-changed' | 'way-out' | 'undo';
  actor: string;
  at: string;
  plan: Plan | null;
  /** `ended`: the link is gone. */
  state: 'working' | 'done' | 'ended';
  /** Members of whom something is still to be done. */
  remaining: number;
  undoOf: string | null;
  undoneBy: string | null;
}

export interface PreviewAsked extends LinkAsked {
  actor: Actor;
}

export interface UndoRequest {
  actor: Actor;
  consent: Consent;
  idempotencyKey: string;
}

export interface IssueView {
  memberKey: string;
  leadId: string | null;
  contactId: string | null;
  marketoLeadId: number | null;
  state: 'parked' | 'failing';
  reason: IssueReason;
  sentence: string;
  salesforceValue: string | null;
  marketoValue: string | null;
  since: string;
  attempts: number;
  nextTry: string | null;
  /** Of `ambiguous-person` and `duplicate-person`: those of whom `choose-person` names one. */
  candidates: Candidate[];
  waysOut: WayOut[];
}

export interface IssueFilter {
  reason: IssueReason | null;
  /** Of the answer before; null: from the newest on. */
  cursor: string | null;
}
export interface IssueList {
  /** 50, newest first. */
  issues: IssueView[];
  /** How many members each reason has, whatever the filter. */
  reasons: { reason: IssueReason; members: number }[];
  cursor: string | null;
}

/** A member as it stands in the relay; null: the relay knows no such member. */
export interface MemberLookUp {
  member: {
    memberKey: string;
    state: MemberState;
    /** What each side was last seen to show; null: not a member there. */
    salesforceValue: string | null;
    marketoValue: string | null;
    /** Of a parked or failing member. */
    issue: IssueView | null;
  } | null;
}

/** Members in one state; `cursor` gives the next ones. */
export interface MemberList {
  members: {
    memberKey: string;
    leadId: string | null;
    contactId: string | null;
    marketoLeadId: number | null;
    /** What each side was last seen to show; null: not a member there. */
    salesforceValue: string | null;
    marketoValue: string | null;
    /** Of a member that is left by rule. */
    reason: string | null;
  }[];
  cursor: string | null;
}

export type JournalQuery = Omit<JournalFilter, 'campaignId'> & {
  /** Of the answer before; null: from the newest on. */
  cursor: string | null;
};
export interface JournalList {
  /** 50, newest first. */
  entries: JournalEntryView[];
  cursor: string | null;
}

export interface JournalEntryView {
  id: number;
  at: string;
  campaignId: string;
  memberKey: string | null;
  leadId: string | null;
  contactId: string | null;
  marketoLeadId: number | null;
  kind: JournalKind;
  cause: string | null;
  rule: string | null;
  actor: string | null;
  side: 'salesforce' | 'marketo' | null;
  from: string | null;
  to: string | null;
  outcome: string | null;
  detail: string | null;
  runId: string | null;
}

export interface LinkRequest extends PreviewAsked {
  /** `as-planned`: whatever it turns out to be, for scripts. */
  consent: 'as-planned' | Consent;
  /** Requests with the same key do the work once and get the same answer. */
  idempotencyKey: string;
}

export interface IssueAction {
  actor: Actor;
  action: WayOut;
  /** One of the two: these members, or all that are parked or failing for this reason. */
  memberKeys: string[] | null;
  reason: IssueReason | null;
  /** Of `choose-person`, which is for one member: one of its candidates. */
  person: Candidate | null;
  /** Goes on where the answer before ended. */
  cursor: string | null;
  /** Requests with the same key do the work once and get the same answer. */
  idempotencyKey: string;
}

export interface IssueActionAnswer {
  /** Members that had the way out. */
  changed: number;
  refused: { memberKey: string; code: string; message: string }[];
  /** Members of the reason are left: ask again with this and another idempotency key. Null: that was all. */
  cursor: string | null;
}

/** One tenant's operations. Every method may throw `OperationRefused` or an `OutsideError`. */
export interface Operations {
  /** Drains the outbox now and looks at these campaigns again; answers before that is done. */
  ring(campaignIds: string[]): Promise<void>;
  /** 50 a page, page from 1. */
  programs(search: string, page: number): Promise<{ programs: ProgramChoice[]; page: number; more: boolean }>;
  channels(): Promise<{ channels: ChannelView[] }>;
  /** Folders to make a program in. 50 a page, page from 1. */
  folders(search: string, page: number): Promise<{ folders: MarketoFolder[]; page: number; more: boolean }>;
  createProgram(request: ProgramRequest): Promise<{ program: ProgramChoice }>;
  createCampaign(request: CampaignRequest): Promise<{ campaignId: string }>;
  campaign(campaignId: string): Promise<CampaignView>;
  /** A stored job; answers before it is done. */
  preview(campaignId: string, asked: PreviewAsked): Promise<{ previewId: string }>;
  showPreview(campaignId: string, previewId: string): Promise<PreviewView>;
  link(campaignId: string, request: LinkRequest): Promise<{ campaign: CampaignView; plan: Plan; runId: string }>;
  /** 20 a page, the newest first, page from 1. */
  runs(campaignId: string, page: number): Promise<{ runs: RunView[]; page: number; more: boolean }>;
  run(runId: string): Promise<RunView>;
  previewUndo(runId: string, actor: Actor): Promise<{ previewId: string; campaignId: string }>;
  undo(runId: string, request: UndoRequest): Promise<{ runId: string }>;
  unlink(campaignId: string, actor: Actor): Promise<CampaignView>;
  /** Compares both sides soon; answers before that is done. */
  sync(campaignId: string, actor: Actor): Promise<void>;
  pause(campaignId: string, actor: Actor, reason: string | null): Promise<CampaignView>;
  resume(campaignId: string, actor: Actor): Promise<CampaignView>;
  issues(campaignId: string, filter: IssueFilter): Promise<IssueList>;
  member(campaignId: string, personId: string): Promise<MemberLookUp>;
  members(campaignId: string, state: MemberState, cursor: string | null): Promise<MemberList>;
  /** All issues, newest first, in pages. */
  exportIssues(campaignId: string, reason: IssueReason | null): Promise<AsyncIterable<IssueView[]>>;
  journal(campaignId: string, query: JournalQuery): Promise<JournalList>;
  /** All entries that fit, oldest first, in pages. */
  exportJournal(campaignId: string, query: Omit<JournalQuery, 'cursor'>): Promise<AsyncIterable<JournalEntryView[]>>;
  actOnIssues(campaignId: string, action: IssueAction): Promise<IssueActionAnswer>;
}
