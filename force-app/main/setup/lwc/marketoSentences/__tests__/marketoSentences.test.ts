import { fill, isSilent, numberText, sentenceOf, SILENT_AFTER_MS, timeText } from '../marketoSentences';

const now = Date.parse('2026-03-02T10:00:00Z');

describe('sentences', () => {
  it('fills the places of a label and leaves an unknown place as it is', () => {
    expect(fill('{0} of {1} ({2})', 3, 'four')).toBe('3 of four ({2})');
  });

  it('finds the sentence in Apex, LDS and network errors', () => {
    expect(sentenceOf({ body: { message: 'one' } }, 'none')).toBe('one');
    expect(sentenceOf({ body: [{ message: 'two' }] }, 'none')).toBe('two');
    expect(sentenceOf(new Error('three'), 'none')).toBe('three');
    expect(sentenceOf(undefined, 'none')).toBe('none');
  });

  it('writes times and numbers in the user’s locale and time zone, and never fails over what is no time', () => {
    expect(timeText('2026-03-02T10:00:00.000Z')).toMatch(/Mar 2, 2026, 2:00\sAM/);
    expect(timeText('soon')).toBe('soon');
    expect(numberText(12500)).toBe('12,500');
  });

  it('calls the relay silent after three missed beats, and not where it was never heard of', () => {
    const at = (ms: number) => new Date(now - ms).toISOString();
    expect(isSilent(at(SILENT_AFTER_MS - 1), now)).toBe(false);
    expect(isSilent(at(SILENT_AFTER_MS + 1), now)).toBe(true);
    expect(isSilent(null, now)).toBe(false);
  });
});
