/**
 * The brake: more than max(10, 20 %) of a link's members to remove within 24 hours pauses the link until a person lets that many pass. Counted
 * on the link's row, in the transaction of the intents.
 */
import type { LinkRow } from '../../store/port.ts';

const DAY = 24 * 3_600_000;
const AT_LEAST = 10;
const SHARE = 0.2;
const REASON = /^(\d+) members would be removed/;

/**
 * Counts `removals` on the link, or pauses it.
 * @param members All members of the link.
 * @returns Whether they may go on.
 */
export function countRemovals(link: LinkRow, removals: number, members: number, now: number): boolean {
  if (removals === 0) return true;
  link.removals = link.removals.filter((at) => at > now - DAY);
  const approved = link.approved && link.approved.until > now ? link.approved.removals : 0;
  if (link.removals.length + removals > Math.max(AT_LEAST, Math.floor(members * SHARE), approved)) {
    const wanted = link.removals.length + removals;
    link.state = 'paused';
    link.stateReason = `${wanted} members would be removed within a day; the link waits until a person lets that many pass`;
    return false;
  }
  for (let count = 0; count < removals; count++) link.removals.push(now);
  return true;
}

/** How many removals a link waits for leave to make; null when it is not the brake that stopped it. */
export function brakedRemovals(link: LinkRow): number | null {
  const match = link.state === 'paused' ? REASON.exec(link.stateReason ?? '') : null;
  return match ? Number(match[1]) : null;
}
