/**
 * The status map of a link: which Salesforce labels and which Marketo progression statuses mean the same, and which is written. Labels are compared
 * exactly; only suggestions ignore case and space, and nothing applies them silently.
 */
import type { ProgressionStatus, Raw, Side, StatusClass, StatusMap } from './model.ts';

/** One progression status as docs/contract's `map` has it: the labels that mean the same, and the one that is written. */
export interface MapRow {
  marketo: string;
  salesforce: string[];
  write: string;
}
export interface Uncovered {
  side: Side;
  status: string;
}
/** A label outside the map. Never the same as null: nothing is known of what it means. */
export const UNKNOWN = 'unknown';
export type Value = StatusClass | null | typeof UNKNOWN;

/** Every progression status with the member status of the same name. */
export function exactRows(statuses: ProgressionStatus[]): MapRow[] {
  return statuses.map(({ name }) => ({ marketo: name, salesforce: [name], write: name }));
}

/** Rows that share a Salesforce label mean the same: one class, written in Marketo as the first of them. Rows of no status are left out. */
export function mapOf(rows: MapRow[], statuses: ProgressionStatus[]): StatusMap {
  const classes: StatusClass[] = [];
  for (const row of rows) {
    const status = statuses.find(({ name }) => name === row.marketo);
    if (status === undefined) {
      continue;
    }
    const { name, step, success } = status;
    const same = classes.find((one) => one.salesforce.some((label) => row.salesforce.includes(label)));
    if (same) {
      same.marketo.push({ name, step, success });
      same.salesforce = [...new Set([...same.salesforce, ...row.salesforce])];
    } else {
      classes.push({ marketo: [{ name, step, success }], salesforce: [...row.salesforce], writeMarketo: name, writeSalesforce: row.write });
    }
  }
  return { classes };
}

export function rowsOf(map: StatusMap): MapRow[] {
  return map.classes.flatMap((one) =>
    one.marketo.map(({ name }) => ({ marketo: name, salesforce: [...one.salesforce], write: one.writeSalesforce }))
  );
}

/** Statuses that need a class and have none: those of the channel and those that a member has. They keep a campaign from being linked. */
export function uncovered(map: StatusMap, statuses: ProgressionStatus[], inUse: Record<Side, Iterable<string>>): Uncovered[] {
  const lacking = (side: Side, names: Iterable<string>) =>
    [...new Set(names)].filter((name) => valueOf(map, side, name) === UNKNOWN).map((status) => ({ side, status }));
  return [...lacking('marketo', [...statuses.map(({ name }) => name), ...inUse.marketo]), ...lacking('salesforce', inUse.salesforce)];
}

/** For a Marketo status without a counterpart: member statuses that differ from it in case and space only. */
export function suggestions(status: string, labels: string[]): string[] {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  return labels.filter((label) => plain(label) === plain(status));
}

export function valueOf(map: StatusMap, side: Side, raw: Raw): Value {
  if (raw === null) {
    return null;
  }
  const has = (one: StatusClass) => (side === 'salesforce' ? one.salesforce.includes(raw) : one.marketo.some(({ name }) => name === raw));
  return map.classes.find(has) ?? UNKNOWN;
}

/** Step of a progression status; below every step for "not a member" and for a status outside the map. */
export function stepOf(map: StatusMap, raw: Raw): number {
  return map.classes.flatMap((one) => one.marketo).find(({ name }) => name === raw)?.step ?? -Infinity;
}

/** The progression status that a class is written as. */
export function written(one: StatusClass): ProgressionStatus {
  return one.marketo.find(({ name }) => name === one.writeMarketo) ?? { name: one.writeMarketo, step: -Infinity, success: false };
}
