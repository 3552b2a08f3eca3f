import { rowOf } from '../programRows';
import { isChoosable, isFree, lagOf, lastHeard, merged, shownIn, stateOf, withNewer } from '../programView';
import { linkedProgram, program, programPage } from './programSamples';

const page = programPage([]);
const now = Date.parse('2026-03-02T12:00:00Z');

describe('the list of programs', () => {
  it('keeps what is shown where it stands when the relay answers, with what is newer', () => {
    const known = [linkedProgram('1001', { parked: 3 }), linkedProgram('1002')];
    const later = [program('1003'), linkedProgram('1001', { parked: 0 })];
    expect(merged(known, later).map(({ programId, parked }) => [programId, parked])).toEqual([
      ['1001', 0],
      ['1002', 3],
      ['1003', null]
    ]);
  });

  it('takes what is newer of those shown, and adds and moves none', () => {
    const shown = [linkedProgram('1002'), program('1003')];
    const newer = [linkedProgram('1001'), linkedProgram('1002', { state: 'paused' })];
    expect(withNewer(shown, newer).map(({ programId, state }) => [programId, state])).toEqual([
      ['1002', 'paused'],
      ['1003', null]
    ]);
  });

  it('takes a hidden campaign and one of Marketo’s own sync for what they are: a campaign', () => {
    const all = [program('1'), program('2', { hidden: true }), program('3', { native: true }), linkedProgram('1004')];
    expect(shownIn('without', all).map(({ programId }) => programId)).toEqual(['1']);
    expect(shownIn('all', all)).toHaveLength(4);
    expect(all.map((one) => isFree(one, page))).toEqual([true, false, false, false]);
    expect(all.map(stateOf)).toEqual(['none', 'new', 'native', 'active']);
  });

  it('lets a person choose only what they can do something with', () => {
    expect(isChoosable(program('1'), page)).toBe(true);
    expect(isChoosable(program('1'), { ...page, canCreate: false })).toBe(false);
    expect(isChoosable(linkedProgram('1001'), page)).toBe(true);
    expect(isChoosable(linkedProgram('1001', { canManage: false }), page)).toBe(false);
    expect(isChoosable(linkedProgram('1001', { native: true }), page)).toBe(false);
    expect(isChoosable(linkedProgram('1001'), { ...page, enabled: false })).toBe(false);
  });

  it('says how far behind in the largest unit, and nothing where the relay is silent', () => {
    expect([0, 59, 60, 3599, 3600, 90000].map(lagOf)).toEqual([
      { unit: 'seconds', value: 0 },
      { unit: 'seconds', value: 59 },
      { unit: 'minutes', value: 1 },
      { unit: 'minutes', value: 59 },
      { unit: 'hours', value: 1 },
      { unit: 'hours', value: 25 }
    ]);
    const heard = linkedProgram('1001', { heartbeat: new Date(now - 1000).toISOString(), lagSeconds: 120 });
    expect(rowOf(heard, page, false, now).lag).not.toBeNull();
    const silent = rowOf({ ...heard, heartbeat: '2026-03-02T09:00:00Z' }, page, false, now);
    expect(silent.lag).toBeNull();
    expect(silent.notes).toHaveLength(1);
  });

  it('names the counts that are not zero, what needs attention first', () => {
    const { counts } = rowOf(linkedProgram('1001', { pending: 2, leftByRule: null }), page, false, now);
    expect(counts.map(({ key }) => key)).toEqual(['parked', 'pending', 'inSync']);
  });

  it('hears of the relay through active links only', () => {
    expect(lastHeard([linkedProgram('1001', { heartbeat: '2026-01-01T00:00:00Z' }), program('2')])).toBe('2026-01-01T00:00:00Z');
    expect(lastHeard([linkedProgram('1001', { state: 'paused' })])).toBeNull();
  });
});
