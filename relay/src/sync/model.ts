/**
 * The words of the planner: what a member, a rule and a decision are. Pure data, no I/O, no clock; times are milliseconds since 1970.
 */

export type Side = 'salesforce' | 'marketo';

/** What a side shows for a member: a raw label, or null for "not a member". A label outside the map is `unknown`, which is never null. */
export type Raw = string | null;
export interface Pair {
  salesforce: Raw;
  marketo: Raw;
}

/** A Marketo progression status of the program's channel. */
export interface ProgressionStatus {
  name: string;
  step: number;
  success: boolean;
}
/** A class: statuses of both sides that mean the same, and the one value written to each side. */
export interface StatusClass {
  marketo: ProgressionStatus[];
  salesforce: string[];
  writeMarketo: string;
  writeSalesforce: string;
}
export interface StatusMap {
  classes: StatusClass[];
}

export type Direction = 'both' | 'to-marketo' | 'to-salesforce';
/** A link's rules; the first value of each is the default. The shapes are docs/contract's. */
export interface Rules {
  direction: Direction;
  conflict: 'furthest' | 'salesforce' | 'marketo' | 'ask';
  removalOrEdit: 'edit' | 'removal';
  backward: 'hold' | 'restore' | 'rejoin';
  removeInMarketo: 'follow' | 'leave';
  removeInSalesforce: 'follow' | 'leave';
  people: 'wait' | 'create' | 'never';
  /** Marketo status below whose step no Salesforce person is created. */
  minimumStatus: string | null;
  typeEdited: 'overwrite' | 'keep' | 'stop';
  costEdited: 'overwrite' | 'keep' | 'stop';
  emptyCost: 'leave' | 'zero';
  overwriteFields: boolean;
  leadDefaults: { lastName: string; company: string; ownerId: string | null; assignmentRule: boolean; allowDuplicates: boolean };
}

/** The decided values that have not yet been seen on both sides. `rejoin`: Marketo's member is removed first, then added again. */
export interface Want extends Pair {
  rejoin: boolean;
  /** A person takes a run back: each side goes to its own value, whether or not they mean the same. */
  undo?: true;
}
/** A write whose answer never came. Until then a side that shows `value` shows our own write. */
export interface LooseWrite {
  side: Side;
  value: Raw;
  until: number;
}
/**
 * Why an absence, or a Marketo value that is not higher than the base's, may be believed. `first-read` alone proves nothing: it becomes
 * proof when a second read at least the configured time later agrees.
 */
export interface Evidence {
  side: Side;
  kind: 'outbox-delete' | 'deleted-row' | 'activity' | 'first-read';
  value: Raw;
  at: number;
}

export type ParkReason =
  | 'marketo-never-moves-back'
  | 'conflict'
  | 'unknown-status'
  | 'not-in-salesforce'
  | 'ambiguous-person'
  | 'duplicate-person'
  | 'marketo-refused'
  | 'salesforce-refused'
  | 'something-changes-it-back'
  | 'waits-for-native-sync';
export interface Park {
  reason: ParkReason;
  since: number;
  /** What both sides showed: planned again when one of them changes, or the rules' version does. */
  saw: Pair;
  rulesVersion: number;
  /** What had been decided and could not be done: resumed when the member is planned again and nobody edited it meanwhile. */
  want: Want | null;
  /** Tries before it was given up. */
  attempts: number;
  /** Of `ambiguous-person` and `duplicate-person`: those of whom one is to be chosen. */
  candidates: Candidate[];
  /** A sentence with names of statuses or records, or empty. */
  detail: string;
}
/** Exactly one of the three. */
export interface Candidate {
  leadId: string | null;
  contactId: string | null;
  marketoLeadId: number | null;
}
/** What a person may do about a member that is parked or failing. */
export type WayOut = 'retry' | 'restore' | 'rejoin' | 'create-person' | 'choose-salesforce' | 'choose-marketo' | 'choose-person' | 'ignore';
/** A way out that a person took. It answers for what both sides showed then, and for nothing that they show later. */
export interface Taken {
  wayOut: WayOut;
  /** Null: nobody knew, and the next look says. */
  saw: Pair | null;
  /** Of `choose-person`. */
  person: Candidate | null;
  /** Salesforce user id. */
  by: string;
}
export type LeftReason = 'direction' | 'minimum-status' | 'removal-left' | 'people-never' | 'ignored' | 'not-chosen' | 'undone';
export interface LeftByRule {
  reason: LeftReason;
  saw: Pair;
  rulesVersion: number;
  /** As a park's. */
  want: Want | null;
}
export type EndReason = 'lead-deleted' | 'contact-deleted' | 'marketo-person-deleted' | 'program-deleted' | 'campaign-deleted';

export type MemberState = 'in-sync' | 'pending' | 'parked' | 'left-by-rule' | 'failing' | 'ended';

/** What the planner reads of a member row. */
export interface MirrorView {
  base: Pair;
  want: Want | null;
  loose: LooseWrite[];
  evidence: Evidence[];
  park: Park | null;
  taken: Taken | null;
  left: LeftByRule | null;
  /** When each side last showed the member as a member. */
  lastSeen: { salesforce: number | null; marketo: number | null };
}
