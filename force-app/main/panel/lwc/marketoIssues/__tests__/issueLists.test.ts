import { issue, people } from '../../marketoIssuePage/__tests__/issueSamples';
import { issueCsv } from '../issueCsv';
import { groupsOf, storedGroups, without, withPage } from '../issueGroups';

describe('issues by reason', () => {
  const groups = groupsOf([
    { reason: 'conflict', members: 60 },
    { reason: 'not-in-salesforce', members: 2 }
  ]);
  const page = { key: '1', issues: [issue('m-1'), issue('m-2')], people };
  const other = { key: '2', issues: [issue('m-3')], people };

  it('knows how many there are before any is loaded, and adds pages behind each other', () => {
    expect(groups.map(({ members, cursor }) => [members, cursor])).toEqual([
      [60, undefined],
      [2, undefined]
    ]);
    const loaded = withPage(withPage(groups, 'conflict', page, '9.m'), 'conflict', other, null);
    expect(loaded[0]!.pages.map(({ key }) => key)).toEqual(['1', '2']);
    expect(loaded[0]!.cursor).toBeNull();
    expect(loaded[1]).toBe(groups[1]);
  });

  it('takes a member out of its page and leaves the other pages as they are, so that they are not drawn again', () => {
    const loaded = withPage(withPage(groups, 'conflict', page, '9.m'), 'conflict', other, null);
    const left = without(loaded, 'm-1');
    expect(left[0]!.members).toBe(59);
    expect(left[0]!.pages[0]!.issues.map(({ memberKey }) => memberKey)).toEqual(['m-2']);
    expect(left[0]!.pages[1]).toBe(other);
    expect(without(loaded, 'nobody')[0]).toBe(loaded[0]);
  });

  it('offers for all what is no choice of one person', () => {
    const mixed = {
      ...page,
      issues: [issue('m-1', { waysOut: ['choose-person', 'retry'] }), issue('m-2', { waysOut: ['retry', 'ignore'] })]
    };
    const loaded = withPage(groups, 'conflict', mixed, '9.m');
    expect(loaded[0]!.ways).toEqual(['retry', 'ignore']);
    expect(withPage(loaded, 'conflict', page, null)[0]!.ways).toEqual(['retry', 'ignore', 'restore', 'rejoin']);
  });

  it('groups what the org has stored in the order in which it came', () => {
    const stored = storedGroups([issue('m-1', { reason: 'b' }), issue('m-2', { reason: 'a' }), issue('m-3', { reason: 'b' })], people);
    expect(stored.map(({ reason, members, cursor }) => [reason, members, cursor])).toEqual([
      ['b', 2, null],
      ['a', 1, null]
    ]);
  });
});

describe('issues as a file', () => {
  it('quotes what needs it, and lets no cell become a formula', () => {
    const text = issueCsv(
      [issue('m-1', { sentence: 'He said "no",\nthen left.', salesforceValue: '=1+1', marketoValue: '-2', marketoLeadId: null })],
      people
    );
    const [header, ...rest] = text.split('\r\n');
    expect(header!.startsWith('\ufeff')).toBe(true);
    expect(rest.join('\r\n')).toContain('"He said ""no"",\nthen left."');
    expect(rest[0]).toMatch(/^Ada Example,00QA,,parked,/);
    expect(text).toContain(`,'=1+1,'-2,`);
  });

  it('names nobody who is hidden', () => {
    const text = issueCsv([issue('m-1', { leadId: null, marketoLeadId: null, hidden: true })], people);
    expect(text).not.toContain('Ada');
    expect(text).toContain('Hidden');
  });
});
