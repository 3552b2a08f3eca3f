import { budgetsIn, connectionOf, healthOf } from '../setupView';
import { readySetup } from './setupSamples';

const now = Date.parse('2026-03-02T12:00:00Z');
const heard = { lastHeard: '2026-03-02T11:30:00Z' };

describe('how campaign sync stands', () => {
  it('names first what stands in the way of everything else', () => {
    expect(healthOf(readySetup(heard), now)).toBe('good');
    expect(healthOf(readySetup({ ...heard, activeLinks: 0 }), now)).toBe('quiet');
    expect(healthOf(readySetup({ lastHeard: '2026-03-02T10:30:00Z' }), now)).toBe('silent');
    expect(healthOf(readySetup({ lastHeard: null }), now)).toBe('silent');
    expect(healthOf(readySetup({ ...heard, captures: false }), now)).toBe('no-capture');
    expect(healthOf(readySetup({ captures: false, enabled: false }), now)).toBe('off');
    expect(healthOf(readySetup({ enabled: false, pairing: 'not-paired' }), now)).toBe('unpaired');
    expect(healthOf(readySetup({ enabled: true, pairing: 'copy' }), now)).toBe('copy');
  });

  it('says nothing of a connection that was not tested, and calls it broken for any problem', () => {
    const check = (name: string, verdict: 'ok' | 'warning' | 'problem') => ({ name, verdict, sentence: name, fix: null });
    expect(connectionOf(null)).toBe('untested');
    expect(connectionOf([check('connection', 'ok'), check('marketo-native-sync', 'warning')])).toBe('done');
    expect(connectionOf([check('connection', 'ok'), check('marketo-token', 'problem')])).toBe('broken');
  });

  it('finds the budgets of both sides in what the relay says', () => {
    const named = ['connection', 'salesforce-quota', 'marketo-quota'].map((name) => ({
      name,
      verdict: 'ok' as const,
      sentence: name,
      fix: null
    }));
    expect(budgetsIn(named).map(({ name }) => name)).toEqual(['salesforce-quota', 'marketo-quota']);
  });
});
