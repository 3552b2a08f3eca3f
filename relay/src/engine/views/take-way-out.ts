/**
 * Ways out: what a person decides about members that are parked or failing. The decision is put on the row, for what both sides showed; the planner does
 * the rest at its next look, so that a way out is held to the same rules as everything else.
 */
import { createHash } from 'node:crypto';
import { isSamePerson } from '../../sync/taken.ts';
import { IGNORED, isOffered } from '../../sync/ways-out.ts';
import { issueOf } from '../../store/issue.ts';
import type { LinkRow, MemberRow, StoreTransaction } from '../../store/port.ts';
import { linkOf } from './campaign-view.ts';
import { cursorOf, placeOf } from './issues.ts';
import { waysOut } from './issue-rows.ts';
import { misfits } from './issue-sentences.ts';
import { journalMember } from '../journal.ts';
import { OperationRefused, type IssueAction, type IssueActionAnswer } from '../operations.ts';
import { put } from '../rows.ts';
import { showSoon, stir, type Tenant } from '../tenant.ts';

const ROWS_A_TRANSACTION = 200;
/** Of one request: a second or two of work, so that whoever waits for the answer gets it. */
const ROWS_A_REQUEST = 2_000;

/** Kept under the idempotency key, in the transaction that does the work: a request that was cut off goes on where it stopped. */
interface Progress {
  /** Of the request: the same key asks for the same thing. */
  digest: string;
  done: boolean;
  answer: IssueActionAnswer;
}

/**
 * @throws {OperationRefused} `not-linked`; `no-way-out` (409) when the reason does not have it or none of the members named can take it;
 * `key-used` (409) when the idempotency key came with another request.
 */
export async function actOnIssues(tenant: Tenant, campaignId: string, action: IssueAction): Promise<IssueActionAnswer> {
  const link = await linkOf(tenant, campaignId);
  if (action.reason !== null && !isOffered(action.action, action.reason)) {
    throw noWayOut(`"${action.action}" is no way out of "${action.reason}".`, []);
  }
  let progress = await begun(tenant, campaignId, action);
  while (!progress.done) progress = await goOn(tenant, link, action, progress);
  const { answer } = progress;
  if (answer.changed > 0) stir(tenant);
  const [first] = answer.refused;
  if (action.memberKeys !== null && answer.changed === 0 && first) throw noWayOut(first.message, answer.refused);
  return answer;
}

function noWayOut(message: string, refused: IssueActionAnswer['refused']): OperationRefused {
  return new OperationRefused('no-way-out', 409, message, 'Read the issues again: each names its ways out.', { refused });
}

async function begun(tenant: Tenant, campaignId: string, action: IssueAction): Promise<Progress> {
  const { idempotencyKey, ...asked } = action;
  const digest = createHash('sha256')
    .update(JSON.stringify([campaignId, asked]))
    .digest('hex');
  const kept = await tenant.store.answer(tenant.id, keyOf(idempotencyKey));
  if (kept === null) return { digest, done: false, answer: { changed: 0, refused: [], cursor: action.cursor } };
  const progress = JSON.parse(kept) as Progress;
  if (progress.digest === digest) return progress;
  throw new OperationRefused(
    'key-used',
    409,
    'The idempotency key came with another request before.',
    'Take a new key for each thing that is asked.'
  );
}

/** Keys of different routes do not meet. */
const keyOf = (idempotencyKey: string) => `ways-out ${idempotencyKey}`;

/** One transaction further. `answer.cursor` says where it stands. */
async function goOn(tenant: Tenant, link: LinkRow, action: IssueAction, { digest, answer }: Progress): Promise<Progress> {
  return tenant.store.transact(async (tx) => {
    const worked = answer.changed + answer.refused.length;
    const { rows, next, missing } = await rowsOf(tx, link, action, answer.cursor);
    const now: IssueActionAnswer = { changed: answer.changed, refused: [...answer.refused, ...missing], cursor: next };
    for (const row of rows) {
      const refusal = misfitOf(row, link, action);
      if (refusal !== null) now.refused.push({ memberKey: row.id, ...refusal });
      else {
        await take(tenant, tx, link, row, action);
        now.changed++;
      }
    }
    if (now.changed > answer.changed) await showSoon(tenant, tx, link.id);
    const done = next === null || (action.memberKeys === null && worked + rows.length >= ROWS_A_REQUEST);
    const progress: Progress = { digest, done, answer: now };
    await tx.putAnswer(tenant.id, keyOf(action.idempotencyKey), JSON.stringify(progress), tenant.clock.now());
    return progress;
  });
}

interface Some {
  rows: MemberRow[];
  missing: IssueActionAnswer['refused'];
  next: string | null;
}

/** Of a list the cursor is how many of it are done; of a reason, the place in the list of issues. */
async function rowsOf(tx: StoreTransaction, link: LinkRow, action: IssueAction, cursor: string | null): Promise<Some> {
  if (action.memberKeys === null) {
    const rows = await tx.issues(link.id, action.reason, cursor === null ? null : placeOf(cursor), ROWS_A_TRANSACTION);
    return { rows, missing: [], next: rows.length < ROWS_A_TRANSACTION ? null : cursorOf(rows) };
  }
  const from = Number(cursor ?? 0);
  const keys = action.memberKeys.slice(from, from + ROWS_A_TRANSACTION);
  const rows: MemberRow[] = [];
  const missing: IssueActionAnswer['refused'] = [];
  for (const memberKey of keys) {
    const row = await tx.member(memberKey);
    if (row?.linkId === link.id) rows.push(row);
    else missing.push({ memberKey, code: 'unknown-member', message: misfits.unknown(memberKey) });
  }
  const done = from + keys.length;
  return { rows, missing, next: done < action.memberKeys.length ? String(done) : null };
}

function misfitOf(row: MemberRow, link: LinkRow, { action, person }: IssueAction): { code: string; message: string } | null {
  const ways = waysOut(row, link);
  if (ways.length === 0) return { code: 'at-rest', message: misfits.atRest(row.id) };
  const reason = issueOf(row)?.reason ?? IGNORED;
  if (!ways.includes(action)) return { code: 'no-way-out', message: misfits.notOffered(row.id, action, reason, ways) };
  if (action !== 'choose-person') return null;
  const listed = person !== null && row.park?.candidates.some((one) => isSamePerson(one, person));
  return listed ? null : { code: 'not-listed', message: misfits.notListed(row.id) };
}

/** The park stays until the planner has decided: it says what the person was shown. */
async function take(
  tenant: Tenant,
  tx: StoreTransaction,
  link: LinkRow,
  row: MemberRow,
  { action, actor, person }: IssueAction
): Promise<void> {
  const now = tenant.clock.now();
  row.taken = { wayOut: action, saw: row.park?.saw ?? null, person, by: actor.userId };
  row.state = 'pending';
  row.due = now;
  row.cause = 'button';
  row.hints++;
  row.pendingSince ??= now;
  row.attempts = 0;
  row.failing = null;
  row.refusals = 0;
  row.recent = [];
  await put(tx, row);
  const shown = row.park?.saw ?? row.base;
  await journalMember(tenant, tx, link, row, 'way-out', {
    cause: 'button',
    rule: action,
    actor: actor.userId,
    from: `${shown.salesforce ?? 'not a member'} | ${shown.marketo ?? 'not a member'}`,
    detail: person === null ? null : `person ${person.contactId ?? person.leadId ?? person.marketoLeadId}`,
    outcome: 'done'
  });
}
