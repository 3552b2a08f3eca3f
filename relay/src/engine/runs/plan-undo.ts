/**
 * What taking a run back would do: each of its writes goes back to what stood there before, where the member still shows what the run wrote. What has changed since is left
 * alone, and what cannot be taken back is named first.
 */
import type { JournalRow, LinkRow, MemberRow, RunRow } from '../../store/port.ts';
import type { Pair, Raw, Side } from '../../sync/model.ts';
import { stepOf } from '../../sync/status-map.ts';
import { lookAside, type Progress } from '../links/aside.ts';
import type { Looked } from '../turn/look.ts';
import { OperationRefused } from '../operations.ts';
import { PlanCounter, type Plan } from './planned.ts';
import type { Tenant } from '../tenant.ts';

/** Why a member of the run stays as it is; the first three are what nobody can take back. */
export type NotUndone = 'person-stays' | 'marketo-never-moves-back' | 'member-fields-lost' | 'changed-since' | 'ended';

export interface UndoTarget {
  memberId: string;
  saw: Pair;
  target: Pair;
}

interface Wrote {
  sides: Partial<Record<Side, { from: Raw; to: Raw }>>;
  /** Marketo's member was removed on the way: its membership date and fields are gone. */
  rejoined: boolean;
  made: boolean;
}

const ENTRIES_A_PAGE = 1_000;

/** @throws {OperationRefused} `unknown-run`; `wrong-state` when its link is gone. */
export async function planUndo(tenant: Tenant, runId: string, progress?: Progress): Promise<{ plan: Plan; targets: UndoTarget[] }> {
  const { run, link } = await undoable(tenant, runId);
  const wrote = await writesOf(tenant, run);
  const counter = new PlanCounter();
  const rows: MemberRow[] = [];
  for (const [memberId, { made }] of wrote) {
    const row = await tenant.store.member(memberId);
    if (made) counter.stays('person-stays', row);
    if (row === null || row.linkId !== link.id || row.ended !== null) counter.stays('ended', row);
    else rows.push(row);
  }
  const targets: UndoTarget[] = [];
  await lookAside(
    tenant,
    link,
    rows,
    (_aside, one) => {
      const mine = wrote.get(one.row.id);
      if (!mine) return;
      const { target, cannot } = targetOf(one, mine, link);
      for (const reason of cannot) counter.stays(reason, one.row, one.seen);
      if (target !== null) {
        counter.add(one, { to: 'write', rule: 'undo', evidence: [], ...asWrite(one.seen, target) });
        targets.push({ memberId: one.row.id, saw: one.seen, target });
      }
    },
    progress
  );
  return { plan: counter.plan({ fields: [], statuses: [] }), targets };
}

/** @throws {OperationRefused} `unknown-run`, `wrong-state`. */
export async function undoable(tenant: Tenant, runId: string): Promise<{ run: RunRow; link: LinkRow }> {
  const run = await tenant.store.run(runId);
  if (run?.tenantId !== tenant.id) {
    throw new OperationRefused('unknown-run', 404, `There is no run ${runId}.`, 'List the runs of the campaign.');
  }
  const link = await tenant.store.link(run.linkId);
  if (link?.state === 'active' && run.undoneBy === null && !run.marking) return { run, link };
  const why =
    run.undoneBy !== null
      ? 'it is taken back already'
      : run.marking
        ? 'it has not marked all of its members yet'
        : link === null || link.state === 'ended'
          ? 'its link is gone'
          : 'its link is paused';
  throw new OperationRefused('wrong-state', 409, `The run cannot be taken back: ${why}.`, 'Look at the run and at the state of the link.', {
    undoneBy: run.undoneBy
  });
}

async function writesOf(tenant: Tenant, run: RunRow): Promise<Map<string, Wrote>> {
  const wrote = new Map<string, Wrote>();
  for (let after = 0; ;) {
    const entries = await tenant.store.journalOfRun(run.id, after, ENTRIES_A_PAGE);
    for (const entry of entries) note(wrote, entry);
    after = entries.at(-1)?.id ?? after;
    if (entries.length < ENTRIES_A_PAGE) return wrote;
  }
}

function note(wrote: Map<string, Wrote>, { memberId, kind, outcome, side, from, to }: JournalRow): void {
  if (memberId === null || side === null || (outcome !== 'done' && outcome !== 'unknown')) return;
  if (kind !== 'write' && kind !== 'people') return;
  const one = wrote.get(memberId) ?? { sides: {}, rejoined: false, made: false };
  wrote.set(memberId, one);
  if (kind === 'people') {
    one.made = true;
    return;
  }
  const before = one.sides[side];
  if (side === 'marketo' && before?.to === null && to !== null && before.from !== null) one.rejoined = true;
  one.sides[side] = { from: before ? before.from : from, to };
}

function targetOf({ seen }: Looked, { sides, rejoined }: Wrote, link: LinkRow): { target: Pair | null; cannot: NotUndone[] } {
  const written = (Object.keys(sides) as Side[]).filter((side) => sides[side]?.from !== sides[side]?.to);
  if (written.some((side) => sides[side]?.to !== seen[side])) return { target: null, cannot: ['changed-since'] };
  const target = { ...seen };
  for (const side of written) target[side] = sides[side]?.from ?? null;
  const cannot: NotUndone[] = rejoined ? ['member-fields-lost'] : [];
  const falls = target.marketo !== null && seen.marketo !== null && stepOf(link.map, target.marketo) < stepOf(link.map, seen.marketo);
  if (falls) {
    target.marketo = seen.marketo;
    cannot.push('marketo-never-moves-back');
  }
  const changes = target.salesforce !== seen.salesforce || target.marketo !== seen.marketo;
  return { target: changes ? target : null, cannot };
}

function asWrite(seen: Pair, target: Pair) {
  const writes = (['salesforce', 'marketo'] as const)
    .filter((side) => seen[side] !== target[side])
    .map((side) => ({ side, to: target[side] }));
  return { base: seen, want: { ...target, rejoin: false, undo: true as const }, writes, create: null, counts: false };
}
