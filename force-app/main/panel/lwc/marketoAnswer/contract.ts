/** Shapes of docs/contract as they come through our controllers: people are re-read, and named apart. Only what the components read. */
import type { People, PersonIds, Refusal } from './marketoAnswer';

export type Side = 'salesforce' | 'marketo';

export interface Program {
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
/** `campaigns`: id → name of those holders that may be seen. */
export interface ProgramList {
  programs: Program[];
  page: number;
  more: boolean;
  campaigns: Record<string, string>;
}
export interface ProgressionStatus {
  name: string;
  step: number;
  success: boolean;
}
export interface Channel {
  name: string;
  programType: string;
  statuses: ProgressionStatus[];
}
export interface Folder {
  id: number;
  name: string;
  path: string;
  workspace: string | null;
}
/** The labels that mean what the progression status means, and the one that is written. */
export interface MapRow {
  marketo: string;
  salesforce: string[];
  write: string;
}

export interface Rules {
  direction: 'both' | 'to-marketo' | 'to-salesforce';
  conflict: 'furthest' | 'salesforce' | 'marketo' | 'ask';
  removalOrEdit: 'edit' | 'removal';
  backward: 'hold' | 'restore' | 'rejoin';
  removeInMarketo: 'follow' | 'leave';
  removeInSalesforce: 'follow' | 'leave';
  people: 'wait' | 'create' | 'never';
  minimumStatus: string | null;
  typeEdited: 'overwrite' | 'keep' | 'stop';
  costEdited: 'overwrite' | 'keep' | 'stop';
  emptyCost: 'leave' | 'zero';
  overwriteFields: boolean;
  leadDefaults: { lastName: string; company: string; ownerId: string | null; assignmentRule: boolean; allowDuplicates: boolean };
}

/** Of a campaign, linked or not. `memberStatuses` in their order. */
export interface LinkSettings {
  state: 'unlinked' | 'active' | 'paused' | 'ended';
  campaignName: string;
  program: { id: number; name: string; type: string; channel: string; url: string | null } | null;
  rules: Rules | null;
  map: (MapRow & { step: number; success: boolean })[];
  memberStatuses: { label: string; responded: boolean }[];
  /** The org's answers for a new link, where they differ from the usual ones; never one for people. */
  defaults?: Partial<Omit<Rules, 'people'>>;
}

export const COUNTS = [
  'createPeople',
  'addToSalesforce',
  'addToMarketo',
  'changeInSalesforce',
  'changeInMarketo',
  'removeInSalesforce',
  'removeInMarketo',
  'park',
  'leftByRule',
  'agree'
] as const;
export type PlanKind = (typeof COUNTS)[number];

export interface PlanSample extends PersonIds {
  kind: PlanKind;
  salesforceValue: string | null;
  marketoValue: string | null;
  /** The value that is written; of who is parked or left, why. */
  becomes: string | null;
}
export interface Plan extends Record<PlanKind, number> {
  digest: string;
  mayFail: number;
  reasons: { reason: string; members: number }[];
  samples: PlanSample[];
  fields: { field: 'Type' | 'ActualCost'; from: string | null; to: string; consent: boolean }[];
  statuses: string[];
  calls: { marketo: number; salesforce: number };
}
export interface PreviewView {
  previewId: string;
  state: 'working' | 'done' | 'refused';
  progress: { phase: string; done: number; total: number | null };
  plan: Plan | null;
  refusal: Refusal | null;
  people: People;
}

export type WayOut = 'retry' | 'restore' | 'rejoin' | 'create-person' | 'choose-salesforce' | 'choose-marketo' | 'choose-person' | 'ignore';
export interface Issue extends PersonIds {
  memberKey: string;
  state: 'parked' | 'failing';
  reason: string;
  sentence: string | null;
  salesforceValue: string | null;
  marketoValue: string | null;
  since: string | null;
  attempts: number | null;
  nextTry: string | null;
  candidates: PersonIds[];
  waysOut: WayOut[];
}
/** `reasons` and `cursor` only of the relay's list. */
export interface IssueList {
  issues: Issue[];
  reasons?: { reason: string; members: number }[];
  cursor?: string | null;
  people: People;
}
/** A member in some state. `reason`: why it is left by rule. */
export interface Member extends PersonIds {
  memberKey: string;
  salesforceValue: string | null;
  marketoValue: string | null;
  reason: string | null;
}
export interface MemberList {
  members: Member[];
  cursor: string | null;
  people: People;
}
export interface ActionAnswer {
  changed: number;
  refused: { memberKey: string; code: string; message: string }[];
  cursor: string | null;
}

export interface JournalEntry extends PersonIds {
  id: number;
  at: string;
  memberKey: string | null;
  kind: string;
  cause: string | null;
  rule: string | null;
  actor: string | null;
  side: Side | null;
  from: string | null;
  to: string | null;
  outcome: string | null;
  detail: string | null;
  runId: string | null;
}
export interface JournalPage {
  entries: JournalEntry[];
  cursor: string | null;
  people: People;
}

export interface Run {
  runId: string;
  kind: 'first-sync' | 'rules-changed' | 'way-out' | 'undo';
  actor: string;
  at: string;
  plan: Plan | null;
  state: 'working' | 'done' | 'ended';
  remaining: number;
  undoOf: string | null;
  undoneBy: string | null;
}
export interface RunList {
  runs: Run[];
  page: number;
  more: boolean;
  people: People;
}
