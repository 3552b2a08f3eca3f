/**
 * What the panel shows, worked out from what the org knows. Pure: no clock, no platform modules but types, so that every
 * state can be asked for in a test.
 */

/** `MarketoPanelController.getPanel`. */
export interface PanelData {
  campaignId: string;
  campaignName: string;
  /** May press "Sync now": edit access on the campaign and the custom permission Marketo_Manage. */
  canManage: boolean;
  canView: boolean;
  /** The org's campaign sync switch. */
  enabled: boolean;
  /** False before the relay is paired, and in a copy of a paired org. */
  paired: boolean;
  link: PanelLink | null;
  statuses: PanelStatus[];
}

export interface PanelLink {
  programId: string;
  programName: string;
  programUrl: string | null;
  programType: string | null;
  channel: string | null;
  state: 'active' | 'paused' | 'ended';
  stateReason: string | null;
  lastSync: string | null;
  heartbeat: string | null;
  lagSeconds: number | null;
  lastError: string | null;
  marketoMembers: number | null;
  marketoSuccesses: number | null;
  salesforceMembers: number | null;
  inSync: number | null;
  pending: number | null;
  parked: number | null;
  failing: number | null;
  leftByRule: number | null;
  direction: string | null;
  people: string | null;
  costTotal: number | null;
  costMonths: CostMonth[];
  actualCost: number | null;
  currencyCode: string | null;
}

/** One month's costs in Marketo; `month` as in 2026-03. */
export interface CostMonth {
  month: string;
  amount: number;
  note: string | null;
}

export interface PanelStatus {
  marketo: string;
  label: string | null;
  step: number | null;
  success: boolean;
  marketoCount: number | null;
  salesforceCount: number | null;
}

/** The relay writes the link at every change and at least every 5 minutes; three missed beats mean that it is down. */
export const STALE_AFTER_MS = 15 * 60 * 1000;

export type PanelMode = 'no-permission' | 'switched-off' | 'not-connected' | 'not-linked' | 'linked';

export function modeOf(data: PanelData): PanelMode {
  if (!data.canView) {
    return 'no-permission';
  }
  if (!data.link) {
    return !data.enabled ? 'switched-off' : data.paired ? 'not-linked' : 'not-connected';
  }
  return 'linked';
}

/** True when the relay has not been heard of for so long that the counts may no longer hold. */
export function isStale(link: PanelLink, now: number): boolean {
  return link.state === 'active' && link.heartbeat !== null && now - Date.parse(link.heartbeat) > STALE_AFTER_MS;
}

/** Work is under way: the panel asks again by itself. */
export function isMoving(link: PanelLink | null): boolean {
  return link !== null && link.state === 'active' && (link.pending ?? 0) > 0;
}

export type CountKey = 'inSync' | 'pending' | 'parked' | 'failing' | 'leftByRule';

export interface CountTile {
  key: CountKey;
  label: string;
  value: number;
  icon: string;
  cssClass: string;
  /** The list behind it: of issues, or of the members in a state; null: there is none for this person. */
  list: 'issues' | MemberState | null;
}

/** States of the contract whose members nobody has to deal with. */
export type MemberState = 'in-sync' | 'pending' | 'left-by-rule';

const LISTS: Record<CountKey, 'issues' | MemberState> = {
  inSync: 'in-sync',
  pending: 'pending',
  parked: 'issues',
  failing: 'issues',
  leftByRule: 'left-by-rule'
};

const TILES: { key: CountKey; icon: string; tone: string }[] = [
  { key: 'inSync', icon: 'utility:check', tone: 'good' },
  { key: 'pending', icon: 'utility:clock', tone: 'calm' },
  { key: 'parked', icon: 'utility:pause', tone: 'warn' },
  { key: 'failing', icon: 'utility:warning', tone: 'bad' },
  { key: 'leftByRule', icon: 'utility:skip_forward', tone: 'calm' }
];

/** One tile a member state; icon and word beside the colour. "Left by rule" shows only where there is one. */
export function countTiles(link: PanelLink, labels: Record<CountKey, string>, canManage: boolean): CountTile[] {
  return TILES.filter(({ key }) => key !== 'leftByRule' || (link[key] ?? 0) > 0).map(({ key, icon, tone }) => {
    const value = link[key] ?? 0;
    // The org itself knows of issues only; the rest is the relay's, which is asked for who manages the campaign.
    const list = value > 0 && (canManage || LISTS[key] === 'issues') ? LISTS[key] : null;
    return { key, label: labels[key], value, icon, cssClass: `tile ${value > 0 ? tone : 'none'}`, list };
  });
}

/**
 * How many removals a link waits for leave to make; null when it waits for none. The relay says so in the reason of the pause, which is made for people: a link that
 * stops before many removals has no state of its own.
 */
export function removalsToApprove(link: PanelLink): number | null {
  const found = link.state === 'paused' ? /^(\d+) members would be removed/.exec(link.stateReason ?? '') : null;
  return found ? Number(found[1]) : null;
}

export type LagUnit = 'seconds' | 'minutes' | 'hours';
/** How far behind the link is, in a unit that people use; null while it is in step or nobody knows. */
export function lagOf(link: PanelLink): { unit: LagUnit; amount: number } | null {
  const seconds = link.lagSeconds;
  if (seconds === null || (link.pending ?? 0) + (link.failing ?? 0) === 0) {
    return null;
  }
  if (seconds < 60) {
    return { unit: 'seconds', amount: Math.ceil(seconds) };
  }
  return seconds < 2 * 3600 ? { unit: 'minutes', amount: Math.round(seconds / 60) } : { unit: 'hours', amount: Math.round(seconds / 3600) };
}

/** Share of the members that are dealt with, out of 100; null when nothing is under way. */
export function progressOf(link: PanelLink): number | null {
  if (!isMoving(link)) {
    return null;
  }
  const done = (link.inSync ?? 0) + (link.parked ?? 0) + (link.leftByRule ?? 0);
  const open = (link.pending ?? 0) + (link.failing ?? 0);
  return Math.round((100 * done) / (done + open));
}

/** Milliseconds until the panel should ask again, or null for "not by itself". `watchUntil`: something was asked for here. */
export function nextLook(link: PanelLink | null, now: number, watchUntil: number): number | null {
  return isMoving(link) || now < watchUntil ? 2000 : null;
}
