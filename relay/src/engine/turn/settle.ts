/**
 * What the answers to writes make of the rows: one table of outcomes. What Salesforce answers with stands there now and settles at once; Marketo is read back
 * a moment later, several members in one call.
 */
import type { LeasedTransaction, LinkRow, MemberRow } from '../../store/port.ts';
import type { Creation } from './create-people.ts';
import { lookAgainForLoose, ourRow, release, type Intended } from './intent.ts';
import { journalMember } from '../journal.ts';
import { whom, type MemberWrite, type Written } from './member-writes.ts';
import { noteOwn } from './recent.ts';
import { fail } from '../retrying.ts';
import { put } from '../rows.ts';
import { showSoon, type Tenant } from '../tenant.ts';
import { together } from '../together.ts';

/** Refused this often with nothing changed between: parked. */
const REFUSALS = 2;

export interface Answers {
  /** Of one member: all of its writes that were sent, and of its creation. */
  written: Written[];
  creation: Creation | null;
}

export async function settleAll(tenant: Tenant, link: LinkRow, done: { intended: Intended; answers: Answers }[]): Promise<void> {
  if (done.length === 0) return;
  await tenant.store.transactLeased(async (tx) => {
    await together(done, async ({ intended, answers }) => {
      await writeOutcomes(tx, intended, answers);
      const row = await ourRow(tenant, tx, intended.one.row);
      if (!row) return;
      await apply(tenant, tx, link, row, intended, answers);
      if (row.hints !== intended.one.row.hints) {
        row.due = tenant.clock.now();
        row.pendingSince ??= tenant.clock.now();
      }
      release(row);
      await put(tx, row);
    });
    await tellCompanion(tenant, tx, link, done);
    await showSoon(tenant, tx, link.id);
  });
}

/** Writes of the relay's own leave no outbox entry: what they did, and what may have been done, is told from here. */
async function tellCompanion(
  tenant: Tenant,
  tx: LeasedTransaction,
  { campaignId }: LinkRow,
  done: { intended: Intended; answers: Answers }[]
): Promise<void> {
  if (!tenant.companion) return;
  const changes = done.flatMap(({ answers }) =>
    answers.written
      .filter(({ write, outcome }) => write.side === 'salesforce' && (outcome === 'done' || outcome === 'unknown'))
      .map(({ write }) => ({
        campaignId,
        ...whom(write),
        from: write.from,
        at: tenant.clock.now(),
        isLinked: true
      }))
  );
  if (changes.length > 0) await tenant.companion.heard(tenant, tx, changes);
}

async function writeOutcomes(tx: LeasedTransaction, intended: Intended, { written }: Answers): Promise<void> {
  for (const write of intended.writes) {
    const answer = written.find((one) => one.write === write);
    if (answer) await tx.outcome(write.journalId, answer.outcome, said(answer.code, answer.message) || null);
    else await tx.outcome(write.journalId, 'failed', 'Not sent: what had to come before it did not succeed.');
  }
}

async function apply(
  tenant: Tenant,
  tx: LeasedTransaction,
  link: LinkRow,
  row: MemberRow,
  intended: Intended,
  { written, creation }: Answers
): Promise<void> {
  const now = tenant.clock.now();
  row.due = now + tenant.settings.readBackMs;
  if (creation && 'refused' in creation)
    return refuse(tenant, tx, link, row, intended, intended.create ?? 'salesforce', creation.code, creation.refused);
  if (creation && 'failed' in creation)
    return fail(tenant, row, `${intended.create ?? 'salesforce'}-fails`, said(creation.failed.code, creation.failed.message));
  const unsent = intended.writes.filter((one) => !written.some((answer) => answer.write === one));
  for (const write of unsent) tighten(row, write);
  const [first] = unsent;
  if (first) return fail(tenant, row, `${first.side}-fails`, 'What had to come before the write did not succeed.');
  for (const { write, outcome } of written) {
    if (outcome !== 'unknown') tighten(row, write);
    if (outcome === 'done') noteOwn(row, write.side, write.from, write.to, now);
  }
  const replaced = written.find(({ isDefault }) => isDefault);
  if (replaced) row.base = { ...row.base, salesforce: replaced.current ?? null };
  const refused = written.find(({ outcome }) => outcome === 'refused');
  if (refused) return refuse(tenant, tx, link, row, intended, refused.write.side, refused.code, refused.message ?? 'no reason given');
  const open = written.find(({ outcome }) => outcome === 'failed' || outcome === 'unknown');
  if (open) return fail(tenant, row, `${open.write.side}-fails`, said(open.code, open.message));
  row.attempts = 0;
  row.failing = null;
  row.lastError = null;
  row.state = 'pending';
  // Already there, or it will not go there: the read-back tells, unless it is older than that. Skipped removals have what they wanted.
  if (written.some(({ write, outcome }) => write.side === 'marketo' && write.to !== null && outcome === 'no-op')) {
    row.refusals++;
    row.lastError = said(written.find(({ outcome }) => outcome === 'no-op')?.code ?? null, 'Marketo skipped this member.');
    if (row.refusals > 1) row.due = now + tenant.settings.absenceMs;
  }
  if (written.some(({ outcome }) => outcome === 'moved-on')) {
    row.due = now;
    return;
  }
  if (
    written.length > 0 &&
    row.want?.undo !== true &&
    written.every(({ write, current }) => write.side === 'salesforce' && current === write.to) &&
    arrived(row, intended)
  ) {
    const [{ current } = { current: null }] = written;
    row.base = { salesforce: current ?? null, marketo: intended.one.seen.marketo };
    if (current !== null) row.lastSeen.salesforce = now;
    Object.assign(row, {
      want: null,
      taken: null,
      runId: null,
      state: 'in-sync',
      due: null,
      pendingSince: null,
      refusals: 0,
      evidence: []
    });
    lookAgainForLoose(row, tenant.settings.looseMs, now);
  }
}

/** The answer came, or the write was never sent: one loose write less. */
function tighten(row: MemberRow, { side, to }: MemberWrite): void {
  const index = row.loose.findLastIndex((one) => one.side === side && one.value === to);
  if (index >= 0) row.loose.splice(index, 1);
}

/** Marketo already shows what is wanted of it, so Salesforce's answer was the last thing missing. */
function arrived(row: MemberRow, intended: Intended): boolean {
  return row.want !== null && !row.want.rejoin && row.want.marketo === intended.one.seen.marketo;
}

async function refuse(
  tenant: Tenant,
  tx: LeasedTransaction,
  link: LinkRow,
  row: MemberRow,
  intended: Intended,
  side: 'salesforce' | 'marketo',
  code: string | null,
  message: string
): Promise<void> {
  row.refusals++;
  row.lastError = said(code, message);
  if (row.refusals < REFUSALS) {
    row.due = tenant.clock.now() + tenant.settings.refusedMs;
    return;
  }
  row.park = {
    reason: `${side}-refused`,
    since: tenant.clock.now(),
    saw: intended.one.seen,
    rulesVersion: link.rulesVersion,
    want: row.want,
    attempts: row.refusals,
    candidates: [],
    detail: said(code, message)
  };
  Object.assign(row, {
    want: null,
    taken: null,
    state: 'parked',
    due: null,
    pendingSince: null,
    attempts: 0,
    failing: null,
    refusals: 0,
    lastError: null
  });
  await journalMember(tenant, tx, link, row, 'decision', {
    cause: row.cause,
    rule: row.park.reason,
    detail: row.park.detail,
    outcome: 'done'
  });
  row.runId = null;
}

function said(code: string | null, message: string | null): string {
  return [code, message].filter(Boolean).join(': ');
}
