/**
 * The status map while somebody makes it: one choice for each progression status. Equal names are filled in, names that differ in case and space are suggested and
 * wait to be accepted, and everything else is a gap. Pure.
 */
import type { MapRow, ProgressionStatus } from 'c/marketoAnswer';

/** Salesforce, CampaignMember.Status: at most 40 characters. */
export const LABEL = 40;

export interface Choice extends ProgressionStatus {
  /** The Salesforce status that is written; null: a gap. */
  write: string | null;
  /** Others that mean the same. */
  also: string[];
  /** Of a gap: the status that looks the same. */
  suggestion: string | null;
}

const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** @param before The link's map; its rows stand as they are. */
export function begin(statuses: ProgressionStatus[], labels: string[], before: MapRow[] = []): Choice[] {
  const known = new Map(before.map((row) => [row.marketo, row]));
  return statuses.map((status) => {
    const row = known.get(status.name);
    if (row) {
      return { ...status, write: row.write, also: row.salesforce.filter((label) => label !== row.write), suggestion: null };
    }
    const write = labels.includes(status.name) ? status.name : null;
    const alike = labels.filter((label) => plain(label) === plain(status.name));
    return { ...status, write, also: [], suggestion: write === null ? (alike[0] ?? null) : null };
  });
}

export function choose(choices: Choice[], marketo: string, write: string): Choice[] {
  return choices.map((one) => ({
    ...one,
    ...(one.name === marketo ? { write, suggestion: null } : {}),
    also: one.also.filter((label) => label !== write)
  }));
}

/** @param marketo What a status of the campaign means; null: nothing. */
export function meansTheSame(choices: Choice[], label: string, marketo: string | null): Choice[] {
  return choices.map((one) => {
    const others = one.also.filter((other) => other !== label);
    return { ...one, also: one.name === marketo ? [...others, label] : others };
  });
}

/** Statuses of the campaign that are written for no status of Marketo, each with what it means. */
export function rest(choices: Choice[], labels: string[]): { label: string; marketo: string | null }[] {
  const written = new Set(choices.map(({ write }) => write));
  return labels
    .filter((label) => !written.has(label))
    .map((label) => ({ label, marketo: choices.find(({ also }) => also.includes(label))?.name ?? null }));
}

export const gaps = (choices: Choice[]) => choices.filter(({ write }) => write === null).length;

/** Of choices without a gap. */
export function rowsOf(choices: Choice[]): MapRow[] {
  return choices.flatMap(({ name, write, also }) => (write === null ? [] : [{ marketo: name, salesforce: [write, ...also], write }]));
}

/** Whether the campaign lacks a status that is written. */
export const createsStatuses = (choices: Choice[], labels: string[]) =>
  choices.some(({ write }) => write !== null && !labels.includes(write));

/** Salesforce statuses that stand for several of Marketo. */
export function sharedBySeveral(choices: Choice[]): string[] {
  const written = choices.flatMap(({ write }) => (write === null ? [] : [write]));
  return [...new Set(written.filter((label, index) => written.indexOf(label) !== index))];
}
