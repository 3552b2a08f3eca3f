/**
 * What a call through Apex to the relay comes back with: a refusal in three parts, people as far as the person who looks may see them, and the shapes of
 * docs/contract that more than one component reads. Pure.
 */
import unknownPerson from '@salesforce/label/c.Marketo_Person_Unknown';
import hiddenPerson from '@salesforce/label/c.Marketo_Person_Hidden';
import marketoPerson from '@salesforce/label/c.Marketo_Person_In_Marketo';
import errorUnknown from '@salesforce/label/c.Marketo_Panel_Error_Unknown';

/** What happened and why, and what to do. */
export interface Refusal {
  code: string;
  message: string;
  fix: string;
  details: Record<string, unknown>;
}

/** Ids of one person, and whether the person who looks may see it. `name` only of people whom Salesforce does not know. */
export interface PersonIds {
  leadId: string | null;
  contactId: string | null;
  /** A number from the relay, text from what the org has stored. */
  marketoLeadId: number | string | null;
  name?: string | null;
  hidden?: boolean;
}

/** Salesforce id → who it is, of those who may be seen. */
export type People = Record<string, { name: string; object: 'Lead' | 'Contact' | 'User' }>;

export interface Person {
  text: string;
  /** Of the record in Salesforce; null when there is none to open. */
  recordId: string | null;
}

/** `{0}`, `{1}`, … in a custom label. */
export function fill(template: string, ...values: (string | number)[]): string {
  return template.replace(/\{(\d)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
}

/** Out of an Apex, LDS or network error. What no controller of ours has said has its sentence as the message and nothing to do. */
export function refusalOf(error: unknown): Refusal {
  const body = (error as { body?: { message?: string } | { message?: string }[] } | null)?.body;
  const first = Array.isArray(body) ? body[0] : body;
  const text = first?.message ?? (error as { message?: string } | null)?.message ?? errorUnknown;
  try {
    const said = JSON.parse(text) as Partial<Refusal> | null;
    if (said && typeof said.message === 'string') {
      return { code: said.code ?? '', message: said.message, fix: said.fix ?? '', details: said.details ?? {} };
    }
  } catch {
    // A sentence, as the platform's own errors are.
  }
  return { code: '', message: text, fix: '', details: {} };
}

/** The relay itself, and not something that was asked of it, is what failed. */
export const isRelayDown = ({ code }: Refusal) => code === 'unreachable' || code === 'unreadable';

export function personOf(ids: PersonIds, people: People): Person {
  if (ids.hidden) {
    return { text: hiddenPerson, recordId: null };
  }
  const recordId = ids.contactId ?? ids.leadId;
  const known = recordId === null ? undefined : people[recordId];
  if (known) {
    return { text: known.name, recordId };
  }
  if (ids.name) {
    return { text: ids.name, recordId: null };
  }
  return { text: ids.marketoLeadId === null ? unknownPerson : fill(marketoPerson, ids.marketoLeadId), recordId };
}

/** For one click: sent again with it, the work is done once. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(16).padStart(8, '0')).join('-');
}

export { COUNTS } from './contract';
export type {
  ActionAnswer,
  Channel,
  Folder,
  Issue,
  IssueList,
  JournalEntry,
  JournalPage,
  LinkSettings,
  MapRow,
  Member,
  MemberList,
  Plan,
  PlanKind,
  PlanSample,
  PreviewView,
  Program,
  ProgramList,
  ProgressionStatus,
  Rules,
  Run,
  RunList,
  Side,
  WayOut
} from './contract';
