/** Calls of flow steps as they are kept: one row for the call, its people some at a time. */
import type { TaskRow } from '../../store/port-tasks.ts';
import type { Action } from './services.ts';

/** `open`: worked on; `answering`: all is done and the callback is due; `done`: Marketo has taken it; `given-up`: it never did. */
export type CallState = 'open' | 'answering' | 'done' | 'given-up';
export interface FlowCall {
  action: Action;
  callbackUrl: string;
  /** Encrypted: the gateway's key and the one-time token. */
  secrets: string;
  munchkinId: string;
  /** Of the smart campaign. */
  marketoCampaignId: number;
  people: number;
  acceptedAt: number;
  /** The callback was sent at this time, and no answer is known. */
  sentAt: number | null;
  attempts: number;
  lastError: string | null;
}

/** One person of a call, as Marketo gave it. */
export interface AskedPerson {
  leadId: number;
  campaign: string;
  status: string;
  /** By service attribute; only those that are mapped. */
  fields: Record<string, string | null>;
}
/** What is about to be written of a person, kept before it is. */
export interface PlannedChange {
  personId: string;
  from: string | null;
  to: string | null;
}
export interface FlowBatch {
  action: Action;
  people: AskedPerson[];
  /** By place in `people`. */
  planned: Record<number, PlannedChange>;
  results: PersonResult[] | null;
  acceptedAt: number;
  attempts: number;
  lastError: string | null;
}
export interface PersonResult {
  leadId: number;
  success: boolean;
  /** What was done or was not to be done; empty where it failed. */
  outcome: string;
  errorCode: string | null;
  reason: string | null;
  resultingStatus: string | null;
  campaignName: string | null;
  memberId: string | null;
}

export const callOf = (task: TaskRow) => task.row as FlowCall;
export const batchOf = (task: TaskRow) => task.row as FlowBatch;

/** As many as Salesforce takes in one write. */
export const PEOPLE_A_BATCH = 200;
const free = { hints: 0, leaseOwner: null, leaseUntil: null, version: 1 };

export function callTask(tenantId: string, id: string, call: FlowCall): TaskRow {
  // With nobody in it there is nothing to wait for.
  return {
    ...free,
    id,
    tenantId,
    group: '',
    state: call.people === 0 ? 'answering' : 'open',
    due: call.people === 0 ? call.acceptedAt : null,
    row: call
  };
}
export function batchTasks(tenantId: string, callId: string, action: Action, people: AskedPerson[], now: number): TaskRow[] {
  const tasks: TaskRow[] = [];
  for (let from = 0; from < people.length; from += PEOPLE_A_BATCH) {
    const some = people.slice(from, from + PEOPLE_A_BATCH);
    const row: FlowBatch = { action, people: some, planned: {}, results: null, acceptedAt: now, attempts: 0, lastError: null };
    const id = `${callId}:${String(from / PEOPLE_A_BATCH).padStart(6, '0')}`;
    tasks.push({ ...free, id, tenantId, group: callId, state: 'open', due: now, row });
  }
  return tasks;
}
