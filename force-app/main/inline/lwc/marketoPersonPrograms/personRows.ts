/** One membership as the template draws it: words, icons and dates. */
import { fill, numberText, timeText } from 'c/marketoSentences';
import { labels } from './personLabels';
import { isChangedSince, verdictOf, type Issue, type LookUp, type Membership, type Verdict } from './personView';

/** A look-up under way, failed, or done. */
export interface Asked {
  working: boolean;
  error?: string;
  found?: LookUp;
}

interface Badge {
  label: string;
  icon: string;
  tone: string;
}
const BADGES: Record<Verdict, Badge> = {
  parked: { label: labels.badgeParked, icon: 'utility:user', tone: 'warn' },
  failing: { label: labels.badgeFailing, icon: 'utility:warning', tone: 'bad' },
  clear: { label: labels.badgeClear, icon: 'utility:check', tone: 'good' },
  unknown: { label: labels.badgeUnknown, icon: 'utility:help', tone: 'calm' },
  waiting: { label: labels.badgeWaiting, icon: 'utility:clock', tone: 'calm' },
  paused: { label: labels.badgePaused, icon: 'utility:pause', tone: 'warn' },
  ended: { label: labels.badgeEnded, icon: 'utility:stop', tone: 'calm' },
  'found-in-sync': { label: labels.badgeInSync, icon: 'utility:check', tone: 'good' },
  'found-pending': { label: labels.badgePending, icon: 'utility:clock', tone: 'calm' },
  'found-left': { label: labels.badgeLeft, icon: 'utility:skip_forward', tone: 'calm' },
  'found-ended': { label: labels.badgeEnded, icon: 'utility:stop', tone: 'calm' },
  'found-absent': { label: labels.badgeAbsent, icon: 'utility:help', tone: 'calm' }
};

const FOUND: Partial<Record<Verdict, string>> = {
  'found-in-sync': labels.foundInSync,
  'found-pending': labels.foundPending,
  'found-left': labels.foundLeft,
  'found-ended': labels.foundEnded,
  'found-absent': labels.foundAbsent,
  parked: labels.foundIssue,
  failing: labels.foundIssue
};

export function rowOf(row: Membership, asked: Asked | undefined) {
  const found = asked?.found;
  const verdict = verdictOf(row, found);
  const issue = found ? found.issue : row.issue;
  const badge = BADGES[verdict];
  return {
    key: row.campaignId,
    campaignId: row.campaignId,
    campaignName: row.campaignName,
    programName: row.programName,
    programUrl: row.programUrl,
    channel: row.channel,
    badge,
    badgeClass: `badge ${badge.tone}`,
    salesforceStatus: (issue ? issue.salesforceValue : row.memberStatus) ?? labels.notMember,
    marketo: marketoOf(row, issue),
    success: row.success && !issue,
    sentence: issue?.sentence ?? null,
    verdict: found ? fill(FOUND[verdict] ?? '', timeText(found.at)) : verdictSentence(row, verdict),
    notes: [...notesOf(row, verdict, found), ...timesOf(issue)].map((text) => ({ key: text, text })),
    canLookUp: verdict === 'unknown' && asked?.working !== true,
    lookUpLabel: fill(labels.lookUpFor, row.campaignName),
    working: asked?.working === true,
    error: asked?.error ?? null
  };
}
export type PersonRow = ReturnType<typeof rowOf>;

/** What stands in Marketo is known only of an issue; else what the status is written as, and said to be no more than that. */
function marketoOf(row: Membership, issue: Issue | null): { term: string; value: string } | null {
  if (issue) {
    return { term: labels.statusMarketo, value: issue.marketoValue ?? labels.notMember };
  }
  return row.mappedStatus === null ? null : { term: labels.corresponds, value: row.mappedStatus };
}

function verdictSentence(row: Membership, verdict: Verdict): string | null {
  const at = row.lastSync === null ? null : timeText(row.lastSync);
  switch (verdict) {
    case 'clear':
      return fill(labels.clear, at ?? '');
    case 'unknown':
      return fill(labels.unknown, at ?? '');
    case 'waiting':
      return labels.waiting;
    case 'paused':
      return at === null ? labels.pausedNever : fill(labels.paused, at);
    case 'ended':
      return at === null ? labels.endedNever : fill(labels.ended, at);
    default:
      // An issue stands beside a link that is paused or has ended: both are said.
      return row.linkState === 'active' ? null : verdictSentence(row, row.linkState);
  }
}

function notesOf(row: Membership, verdict: Verdict, found: LookUp | undefined): string[] {
  const notes = row.linkState !== 'active' && row.linkStateReason !== null ? [row.linkStateReason] : [];
  if (found) {
    return notes;
  }
  if ((verdict === 'clear' || verdict === 'unknown') && isChangedSince(row)) {
    notes.push(fill(labels.changedSince, timeText(row.memberChanged!)));
  }
  if (verdict === 'clear' && (row.pending ?? 0) > 0) {
    notes.push(fill(labels.pendingOthers, numberText(row.pending!)));
  }
  return notes;
}

function timesOf(issue: Issue | null): string[] {
  return [
    ...(issue?.since ? [fill(labels.since, timeText(issue.since))] : []),
    ...(issue?.nextTry ? [fill(labels.nextTry, timeText(issue.nextTry))] : [])
  ];
}
