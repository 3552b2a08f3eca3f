/** What people are told, in words: what happened, why, what to do. Titles at most 250 characters, bodies 750 (docs/contract). */
import type { LinkRow } from '../../store/port.ts';
import { brakedRemovals } from '../turn/brake.ts';
import { CAMPAIGN_DELETED, NATIVELY_LINKED } from '../compare/campaign-and-program.ts';
import type { Side } from '../ports.ts';

export interface Sentences {
  title: string;
  body: string;
}

const NAME: Record<Side, string> = { salesforce: 'Salesforce', marketo: 'Marketo' };

export function linkSentences(link: Pick<LinkRow, 'programName' | 'state' | 'stateReason'>): Sentences {
  const { programName, state, stateReason } = link;
  if (state === 'ended') {
    return {
      title: `The sync with ${programName} has ended`,
      body: `${stateReason ?? 'One side is gone.'} Members stay as they are where they still are. Unlink the campaign, and link it again if that is meant.`
    };
  }
  const removals = brakedRemovals(link as LinkRow);
  if (removals !== null) {
    return {
      title: `The sync with ${programName} waits for your approval`,
      body: `${removals} members would be removed within a day, which is more than usual, so nothing is removed yet. Look at the campaign's page: approve the removals, or put the members back and resume.`
    };
  }
  const why =
    stateReason === CAMPAIGN_DELETED
      ? 'The campaign was deleted. Nothing was removed in Marketo. Restore the campaign from the recycle bin and resume the sync, or let it be: the link ends when the bin is emptied.'
      : stateReason === NATIVELY_LINKED
        ? "Marketo's own Salesforce sync was switched on for this program or campaign, and two syncs must not work one pair. Unlink it in Marketo and resume the sync here, or unlink it here."
        : (stateReason ?? '');
  return { title: `The sync with ${programName} is paused`, body: why };
}

/** @param sentence What the side, or the network before it, said. @param since Milliseconds since 1970. */
export function connectionSentences(
  kind: 'pairing-lost' | 'connection-lost' | 'quota-exhausted',
  side: Side,
  sentence: string,
  since: number
): Sentences {
  const title = {
    'pairing-lost': 'Campaign sync is not paired with this org any more',
    'connection-lost': `Campaign sync cannot work with ${NAME[side]}`,
    'quota-exhausted': `${NAME[side]}'s calls of the day are used up`
  }[kind];
  return { title, body: `Since ${minute(since)}: ${sentence} Nothing is lost: changes wait and are caught up.` };
}

/** Told when it is over already, since nobody could be told while it lasted. */
export function meanwhileSentences(title: string, from: number, until: number): Partial<Sentences> {
  return {
    title: `${title} (over)`,
    body: `From ${minute(from)} to ${minute(until)}. Since then it works again; what waited is caught up.`
  };
}

/** `2026-03-31 12:05 UTC`. */
export const minute = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
