import { begin, choose, createsStatuses, gaps, meansTheSame, rest, rowsOf, sharedBySeveral } from '../marketoStatusChoices';

const statuses = [
  { name: 'Invited', step: 10, success: false },
  { name: 'No Show', step: 20, success: false },
  { name: 'Attended', step: 30, success: true }
];

describe('the choices of a status map', () => {
  it('fills in equal names, suggests names that look the same without taking them, and leaves the rest as gaps', () => {
    const choices = begin(statuses, ['Invited', 'no-show', 'Sent']);
    expect(choices.map(({ write }) => write)).toEqual(['Invited', null, null]);
    expect(choices.map(({ suggestion }) => suggestion)).toEqual([null, 'no-show', null]);
    expect(gaps(choices)).toBe(2);
    expect(rowsOf(choices)).toEqual([{ marketo: 'Invited', salesforce: ['Invited'], write: 'Invited' }]);
  });

  it('keeps the rows of a link as they are, even where an equal name has come since', () => {
    const before = [{ marketo: 'Attended', salesforce: ['Showed up', 'Came'], write: 'Came' }];
    const [, , attended] = begin(statuses, ['Attended', 'Came', 'Showed up'], before);
    expect([attended!.write, attended!.also, attended!.suggestion]).toEqual(['Came', ['Showed up'], null]);
  });

  it('knows which statuses have to be made', () => {
    const labels = ['Invited', 'Attended'];
    const choices = choose(begin(statuses, labels), 'No Show', 'No Show');
    expect(gaps(choices)).toBe(0);
    expect(createsStatuses(choices, labels)).toBe(true);
    expect(createsStatuses(choices, [...labels, 'No Show'])).toBe(false);
  });

  it('takes a status that is written away from those that mean the same: one label has one meaning', () => {
    const labels = ['Invited', 'No Show', 'Attended', 'Waitlisted'];
    const same = meansTheSame(begin(statuses, labels), 'Waitlisted', 'Invited');
    expect(rowsOf(same)[0]).toEqual({ marketo: 'Invited', salesforce: ['Invited', 'Waitlisted'], write: 'Invited' });
    const moved = choose(same, 'No Show', 'Waitlisted');
    expect(rowsOf(moved).map(({ salesforce }) => salesforce)).toEqual([['Invited'], ['Waitlisted'], ['Attended']]);
  });

  it('moves a meaning instead of having two, and takes it back', () => {
    const labels = ['Invited', 'No Show', 'Attended', 'Waitlisted'];
    const first = meansTheSame(begin(statuses, labels), 'Waitlisted', 'Invited');
    const second = meansTheSame(first, 'Waitlisted', 'Attended');
    expect(rest(second, labels)).toEqual([{ label: 'Waitlisted', marketo: 'Attended' }]);
    expect(second[0]!.also).toEqual([]);
    expect(rest(meansTheSame(second, 'Waitlisted', null), labels)).toEqual([{ label: 'Waitlisted', marketo: null }]);
  });

  it('says which status stands for several', () => {
    const choices = choose(begin(statuses, ['Invited', 'Attended']), 'No Show', 'Attended');
    expect(sharedBySeveral(choices)).toEqual(['Attended']);
    expect(sharedBySeveral(begin(statuses, []))).toEqual([]);
  });
});
