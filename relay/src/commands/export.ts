/** `relay export`: the journal or the issues of a campaign, or of a whole tenant, as a file. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { StoreRefused } from '../store/refused.ts';
import { exportIssues, ISSUE_COLUMNS } from '../engine/views/issues.ts';
import { exportJournal, JOURNAL_COLUMNS } from '../engine/views/read-journal.ts';
import { FORMATS, type Format } from '../export/formats.ts';
import { writeOut, writeToFile, type List } from '../export/to-file.ts';
import type { Base } from '../main.ts';
import type { Store } from '../store/port.ts';
import { DetailRefused } from '../tenants/details.ts';
import type { Output } from './output.ts';

const LISTS = ['journal', 'issues'] as const;

export interface Wanted {
  orgId: string;
  /** Null: all of the tenant's. */
  campaign: string | null;
  what: string;
  format: string;
  /** Null: standard output. */
  to: string | null;
  json: boolean;
}

export async function exportList(base: Base, wanted: Wanted, write: (text: string) => unknown, output: Output): Promise<void> {
  const what = oneOf(LISTS, wanted.what, '--what');
  const format: Format = oneOf(FORMATS, wanted.format, '--format');
  const { id } = await base.tenants.byOrg(wanted.orgId);
  const list = listOf(base.store, id, what, wanted.campaign);
  if (wanted.to === null) {
    if (wanted.json) throw new DetailRefused('--json tells of a file that was written: name it with --to.');
    return writeOut(list, format, write);
  }
  const rows = await writeToFile(list, format, wanted.to);
  output.say(`${wanted.to} holds ${rows} rows of the ${what}.`, { file: wanted.to, what, format, rows });
}

/** All lists of a tenant into a new folder. @throws {StoreRefused} when it cannot be made. */
export async function exportAll(store: Store, tenantId: string, folder: string): Promise<void> {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (cause) {
    throw new StoreRefused(`${folder} cannot be made (${(cause as Error).message}). Name a folder that is not there yet with --to.`, {
      cause
    });
  }
  for (const what of LISTS) await writeToFile(listOf(store, tenantId, what, null), 'ndjson', path.join(folder, `${what}.ndjson`));
}

/** @param campaignId Null: all of the tenant's. */
export function listOf(store: Store, tenantId: string, what: (typeof LISTS)[number], campaignId: string | null): List {
  if (what === 'issues') return { pages: issuesOf(store, tenantId, campaignId), columns: ['campaignId', ...ISSUE_COLUMNS] };
  const query = { memberId: null, leadId: null, contactId: null, marketoLeadId: null, kind: null, runId: null, from: null, until: null };
  return { pages: exportJournal({ id: tenantId, store }, { ...query, campaignId }), columns: JOURNAL_COLUMNS };
}

async function* issuesOf(store: Store, tenantId: string, campaignId: string | null): AsyncGenerator<object[]> {
  for (const link of await store.links(tenantId)) {
    if (campaignId !== null && link.campaignId !== campaignId) continue;
    for await (const page of exportIssues({ store }, link, null)) yield page.map((issue) => ({ campaignId: link.campaignId, ...issue }));
  }
}

function oneOf<T extends string>(allowed: readonly T[], given: string, option: string): T {
  const found = allowed.find((one) => one === given);
  if (found === undefined) throw new DetailRefused(`${option} is "${given}", but must be ${allowed.join(' or ')}.`);
  return found;
}
