import { rowOf } from '../personRows';
import { inOrder, lastHeard, modeOf, verdictOf, type LookUp } from '../personView';
import { issue, membership, person } from './personSamples';

const at = '2026-03-02T11:00:00.000Z';
const found = (state: LookUp['state']): LookUp => ({ at, state, issue: null });

describe('what is said of a person', () => {
  it('names what keeps it from being shown, permission before everything else', () => {
    expect(modeOf(person())).toBe('memberships');
    expect(modeOf(person([]))).toBe('empty');
    expect(modeOf(person([], { kind: 'account' }))).toBe('account');
    expect(modeOf(person([], { kind: null, found: false }))).toBe('not-found');
    expect(modeOf(person([], { found: false, canView: false }))).toBe('no-permission');
  });

  it('says "no open issue" only of a running link that was compared and whose issues are all here', () => {
    expect(verdictOf(membership(), undefined)).toBe('clear');
    expect(verdictOf(membership({ allIssuesKnown: false }), undefined)).toBe('unknown');
    expect(verdictOf(membership({ lastSync: null }), undefined)).toBe('waiting');
    expect(verdictOf(membership({ linkState: 'paused' }), undefined)).toBe('paused');
    expect(verdictOf(membership({ linkState: 'ended' }), undefined)).toBe('ended');
    expect(verdictOf(membership({ issue: issue(), linkState: 'paused' }), undefined)).toBe('parked');
    expect(verdictOf(membership({ issue: issue({ state: 'failing' }), allIssuesKnown: false }), undefined)).toBe('failing');
  });

  it('always dates "no open issue", and takes it back in part where the member changed later or others are on their way', () => {
    const row = rowOf(membership({ memberChanged: '2026-03-02T10:05:00.000Z', pending: 3 }), undefined);
    expect(row.verdict).toMatch(/Marketo_Inline_Clear/);
    expect(row.notes).toHaveLength(2);
    expect(rowOf(membership(), undefined).notes).toEqual([]);
  });

  it('lets what the relay says now count instead of what is stored', () => {
    const stored = membership({ allIssuesKnown: false });
    expect(verdictOf(stored, found('in-sync'))).toBe('found-in-sync');
    expect(verdictOf(stored, found('pending'))).toBe('found-pending');
    expect(verdictOf(stored, found('left-by-rule'))).toBe('found-left');
    expect(verdictOf(stored, found('ended'))).toBe('found-ended');
    expect(verdictOf(stored, found(null))).toBe('found-absent');
    expect(verdictOf(membership({ issue: issue() }), found('in-sync'))).toBe('found-in-sync');
  });

  it('tells what stands in Marketo of an issue only, else what the status corresponds to', () => {
    expect(rowOf(membership(), undefined).marketo).toMatchObject({ value: 'Attended in person' });
    expect(rowOf(membership({ mappedStatus: null }), undefined).marketo).toBeNull();
    const parked = rowOf(membership({ issue: issue({ marketoValue: null }) }), undefined);
    expect(parked.marketo?.term).not.toBe(rowOf(membership(), undefined).marketo?.term);
    expect(parked.salesforceStatus).toBe('Registered');
    expect(parked.success).toBe(false);
  });

  it('puts first who waits for somebody, then who cannot be told of, then the newest', () => {
    const rows = inOrder([
      membership({ campaignId: 'old', memberChanged: '2026-01-01T00:00:00Z' }),
      membership({ campaignId: 'new', memberChanged: '2026-02-01T00:00:00Z' }),
      membership({ campaignId: 'unknown', allIssuesKnown: false }),
      membership({ campaignId: 'failing', issue: issue({ state: 'failing' }) }),
      membership({ campaignId: 'parked', memberChanged: null, issue: issue() })
    ]);
    expect(rows.map(({ campaignId }) => campaignId)).toEqual(['parked', 'failing', 'unknown', 'new', 'old']);
  });

  it('hears of the relay through active links only', () => {
    expect(
      lastHeard([
        membership({ heartbeat: '2026-03-02T10:00:00Z' }),
        membership({ heartbeat: '2026-03-02T10:04:00Z' }),
        membership({ heartbeat: '2026-03-02T12:00:00Z', linkState: 'paused' })
      ])
    ).toBe('2026-03-02T10:04:00Z');
    expect(lastHeard([membership({ heartbeat: null })])).toBeNull();
  });
});
