/** The last changes of a member, on both sides, ours and others': two values that alternate are found by them. */
import type { MemberRow } from '../../store/port.ts';
import type { Pair, Raw, Side } from '../../sync/model.ts';
import type { EngineSettings } from '../settings.ts';

const KEPT = 8;

/** Notes what a look showed that neither the base nor a write of ours explains. */
export function noteRecent(row: MemberRow, seen: Pair, at: number): void {
  for (const side of ['salesforce', 'marketo'] as const) {
    const last = row.recent.filter((one) => one.side === side).at(-1);
    const explained = last ? last.value === seen[side] : row.base[side] === seen[side];
    // Marketo may show for a while what stood there before our write: that is no change by somebody else.
    const stale = side === 'marketo' && last?.own && row.want !== null && row.base[side] === seen[side];
    if (explained || stale) continue;
    note(row, side, seen[side], at, false);
  }
}

/** A write of ours that the other side took: what stood there before it, and what stands there now. */
export function noteOwn(row: MemberRow, side: Side, from: Raw, to: Raw, at: number): void {
  const last = row.recent.filter((one) => one.side === side).at(-1);
  if (last?.own && last.value === to) return;
  if (last?.value !== from) note(row, side, from, at, false);
  note(row, side, to, at, true);
}

/**
 * Marketo took our write a short while ago and shows what stood there before it: reads may be that old. Only an activity newer than the write says
 * otherwise.
 * @returns When our write began to count, or null when what is seen need not be doubted.
 */
export function olderThanOurWrite(row: MemberRow, seen: Raw, readAt: number, absenceMs: number): number | null {
  const [before, last] = row.recent.filter((one) => one.side === 'marketo').slice(-2);
  if (!before || !last?.own || before.value !== seen || readAt - last.at >= absenceMs) return null;
  const said = row.evidence.some((one) => one.side === 'marketo' && one.kind === 'activity' && one.value === seen && one.at > last.at);
  return said ? null : last.at;
}

function note(row: MemberRow, side: Side, value: Raw, at: number, own: boolean): void {
  row.recent = [...row.recent, { side, value, at, own }].slice(-KEPT);
}

/** We wrote `value` to this side and somebody changed it back, as often as the settings allow within their time. */
export function alternates(row: MemberRow, side: Side, value: Raw, settings: EngineSettings, now: number): boolean {
  const recent = row.recent.filter((one) => one.side === side && one.at > now - settings.alternationMs);
  let times = 0;
  for (const [index, one] of recent.entries()) {
    const after = recent[index + 1];
    if (one.own && one.value === value && after && !after.own && after.value !== value) times++;
  }
  return times >= settings.alternations;
}
