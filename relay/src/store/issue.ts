/** Which members the list of issues holds. */
import type { IssueReason } from '../sync/ways-out.ts';
import type { MemberRow } from './port.ts';

/** Why a member is parked or failing and since when, in milliseconds since 1970; null: it is neither. */
export function issueOf({ state, park, failing, pendingSince, createdAt }: MemberRow): { reason: IssueReason; since: number } | null {
  if (state === 'parked' && park) return { reason: park.reason, since: park.since };
  return state === 'failing' && failing ? { reason: failing, since: pendingSince ?? createdAt } : null;
}
