import {
  countTiles,
  isMoving,
  isStale,
  lagOf,
  modeOf,
  nextLook,
  progressOf,
  removalsToApprove,
  STALE_AFTER_MS,
  type CountKey,
  type PanelData
} from '../panelView';
import { linkedPanel } from './panelSamples';

const words: Record<CountKey, string> = {
  inSync: 'In sync',
  pending: 'Pending',
  parked: 'Parked',
  failing: 'Failing',
  leftByRule: 'Left by rule'
};
const now = Date.parse('2026-03-02T10:00:00Z');

describe('what the panel shows', () => {
  it('names the state that keeps a person from seeing a link, permission before everything else', () => {
    const unlinked: PanelData = { ...linkedPanel(), link: null, statuses: [] };
    expect(modeOf(linkedPanel())).toBe('linked');
    expect(modeOf(unlinked)).toBe('not-linked');
    expect(modeOf({ ...unlinked, enabled: false })).toBe('switched-off');
    expect(modeOf({ ...unlinked, paired: false })).toBe('not-connected');
    expect(modeOf({ ...unlinked, canView: false, enabled: false })).toBe('no-permission');
  });

  it('calls the data stale only when an active link has not been reported for three beats', () => {
    const link = linkedPanel().link!;
    const at = (ms: number) => ({ ...link, heartbeat: new Date(now - ms).toISOString() });
    expect(isStale(at(STALE_AFTER_MS - 1), now)).toBe(false);
    expect(isStale(at(STALE_AFTER_MS + 1), now)).toBe(true);
    expect(isStale({ ...at(STALE_AFTER_MS + 1), state: 'paused' }, now)).toBe(false);
  });

  it('asks again by itself while members are pending or a sync was just asked for, and is quiet otherwise', () => {
    const link = linkedPanel().link!;
    expect(isMoving({ ...link, pending: 1 })).toBe(true);
    expect(nextLook({ ...link, pending: 1 }, now, 0)).toBe(2000);
    expect(nextLook({ ...link, pending: 0 }, now, 0)).toBeNull();
    expect(nextLook({ ...link, pending: 0 }, now, now + 1)).toBe(2000);
    expect(nextLook({ ...link, pending: 3, state: 'paused' }, now, 0)).toBeNull();
    expect(nextLook(null, now, 0)).toBeNull();
  });

  it('draws a tile for each state, "left by rule" only where somebody is', () => {
    const link = { ...linkedPanel().link!, inSync: 12, pending: 0, parked: 2, failing: null, leftByRule: 0 };
    expect(countTiles(link, words, true).map((t) => [t.label, t.value, t.cssClass])).toEqual([
      ['In sync', 12, 'tile good'],
      ['Pending', 0, 'tile none'],
      ['Parked', 2, 'tile warn'],
      ['Failing', 0, 'tile none']
    ]);
    expect(countTiles({ ...link, leftByRule: 4 }, words, true)).toHaveLength(5);
  });

  it('knows how many removals a link waits for leave to make, and that no other pause waits', () => {
    const link = linkedPanel().link!;
    const reason = '34 members would be removed within a day; the link waits until a person lets that many pass';
    expect(removalsToApprove({ ...link, state: 'paused', stateReason: reason })).toBe(34);
    expect(removalsToApprove({ ...link, state: 'active', stateReason: reason })).toBeNull();
    expect(removalsToApprove({ ...link, state: 'paused', stateReason: 'paused by a person' })).toBeNull();
    expect(removalsToApprove({ ...link, state: 'paused', stateReason: null })).toBeNull();
  });

  it('says how far behind it is in a unit that people use, and nothing while nobody waits', () => {
    const link = { ...linkedPanel().link!, pending: 1, failing: 0 };
    expect(lagOf({ ...link, lagSeconds: 12.2 })).toEqual({ unit: 'seconds', amount: 13 });
    expect(lagOf({ ...link, lagSeconds: 150 })).toEqual({ unit: 'minutes', amount: 3 });
    expect(lagOf({ ...link, lagSeconds: 3 * 3600 })).toEqual({ unit: 'hours', amount: 3 });
    expect(lagOf({ ...link, lagSeconds: null })).toBeNull();
    expect(lagOf({ ...link, pending: 0, lagSeconds: 12 })).toBeNull();
  });

  it('shows progress only while something is under way', () => {
    const link = { ...linkedPanel().link!, inSync: 60, parked: 15, leftByRule: 0, failing: 0 };
    expect(progressOf({ ...link, pending: 25 })).toBe(75);
    expect(progressOf({ ...link, pending: 0 })).toBeNull();
  });

  it('opens a list behind each state that somebody is in; for who only looks only what the org itself knows', () => {
    const link = { ...linkedPanel().link!, inSync: 12, pending: 0, parked: 2, failing: 1, leftByRule: 3 };
    const lists = (canManage: boolean) => countTiles(link, words, canManage).map(({ list }) => list);
    expect(lists(true)).toEqual(['in-sync', null, 'issues', 'issues', 'left-by-rule']);
    expect(lists(false)).toEqual([null, null, 'issues', 'issues', null]);
  });
});
