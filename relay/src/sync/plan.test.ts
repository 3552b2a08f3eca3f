import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Decision, Question } from './decision.ts';
import { stillMeaningful } from './evidence.ts';
import type { Evidence, MirrorView, Pair, Rules, Side, Want } from './model.ts';
import { plan } from './plan.ts';
import { DEFAULT_RULES } from './rules.ts';
import { exactRows, mapOf, suggestions, uncovered, valueOf, type MapRow } from './status-map.ts';

const STATUSES = [
  { name: 'Invited', step: 10, success: false },
  { name: 'Registered', step: 20, success: false },
  { name: 'Waitlisted', step: 20, success: false },
  { name: 'Attended', step: 40, success: true }
];
const map = mapOf(exactRows(STATUSES), STATUSES);
const NOW = 1_000_000;
const ABSENCE = 60_000;

const mirror = (over: Partial<MirrorView> = {}): MirrorView => ({
  base: { salesforce: null, marketo: null },
  want: null,
  loose: [],
  evidence: [],
  park: null,
  taken: null,
  left: null,
  lastSeen: { salesforce: null, marketo: null },
  ...over
});
const pair = (salesforce: string | null, marketo: string | null): Pair => ({ salesforce, marketo });
const ask = (over: Omit<Partial<Question>, 'mirror' | 'rules'> & { mirror?: Partial<MirrorView>; rules?: Partial<Rules> }): Decision =>
  plan({
    seen: pair(null, null),
    known: { salesforce: 'known', marketo: 'known' },
    rulesVersion: 1,
    map,
    now: NOW,
    absenceMs: ABSENCE,
    ...over,
    mirror: mirror(over.mirror),
    rules: { ...DEFAULT_RULES, ...over.rules }
  });
const wants = (decision: Decision): Want | string => (decision.kind === 'write' ? decision.want : decision.kind);
const want = (salesforce: string | null, marketo: string | null, rejoin = false): Want => ({ salesforce, marketo, rejoin });
const proof = (side: Side, value: string | null = null): Evidence => ({
  side,
  kind: side === 'salesforce' ? 'outbox-delete' : 'activity',
  value,
  at: NOW
});

describe('the planner', () => {
  it('takes the side that changed since the base', () => {
    const base = pair('Invited', 'Invited');
    assert.deepEqual(wants(ask({ mirror: { base }, seen: pair('Registered', 'Invited') })), want('Registered', 'Registered'));
    assert.deepEqual(wants(ask({ mirror: { base }, seen: pair('Invited', 'Attended') })), want('Attended', 'Attended'));
  });

  it('adds one-sided members of a new link to the other side', () => {
    assert.deepEqual(wants(ask({ seen: pair('Invited', null) })), want('Invited', 'Invited'));
    assert.deepEqual(wants(ask({ seen: pair(null, 'Invited') })), want('Invited', 'Invited'));
  });

  it('resolves a conflict by the rule; of equal steps the success, then Marketo’s', () => {
    const seen = pair('Attended', 'Registered');
    assert.deepEqual(wants(ask({ seen })), want('Attended', 'Attended'));
    assert.deepEqual(wants(ask({ seen, rules: { conflict: 'marketo' } })), want('Registered', 'Registered'));
    assert.equal(ask({ seen, rules: { conflict: 'ask' } }).kind, 'park');
    assert.deepEqual(wants(ask({ seen: pair('Waitlisted', 'Registered') })), want('Registered', 'Registered'));
  });

  it('resumes what was decided, and lets a newer edit win over it', () => {
    const begun = { base: pair('Registered', 'Invited'), want: want('Registered', 'Registered') };
    assert.deepEqual(wants(ask({ mirror: begun, seen: pair('Registered', 'Invited') })), want('Registered', 'Registered'));
    assert.deepEqual(wants(ask({ mirror: begun, seen: pair('Registered', 'Attended') })), want('Attended', 'Attended'));
  });

  it('believes an absence only with proof: an entry of the outbox, an activity, or two reads far enough apart', () => {
    const base = pair('Invited', 'Invited');
    const gone = pair(null, 'Invited');
    assert.deepEqual(ask({ mirror: { base }, seen: gone }), { kind: 'wait', first: null });
    assert.deepEqual(wants(ask({ mirror: { base, evidence: [proof('salesforce')] }, seen: gone })), want(null, null));
    const stale = { ...proof('salesforce'), at: 5 };
    assert.equal(ask({ mirror: { base, evidence: [stale], lastSeen: { salesforce: 6, marketo: 6 } }, seen: gone }).kind, 'wait');

    const left = pair('Invited', null);
    const first = ask({ mirror: { base }, seen: left });
    assert.ok(first.kind === 'wait' && first.first);
    const early = ask({ mirror: { base, evidence: [first.first] }, seen: left, now: NOW + ABSENCE - 1 });
    assert.deepEqual(early, { kind: 'wait', first: first.first });
    assert.deepEqual(wants(ask({ mirror: { base, evidence: [first.first] }, seen: left, now: NOW + ABSENCE })), want(null, null));
    assert.deepEqual(stillMeaningful([first.first], 'Invited'), [], 'another value in between takes the first read away');
  });

  it('holds, restores or rejoins where Marketo cannot go back', () => {
    const over = { mirror: { base: pair('Attended', 'Attended') }, seen: pair('Registered', 'Attended') };
    assert.deepEqual(ask(over), {
      kind: 'park',
      reason: 'marketo-never-moves-back',
      rule: 'salesforce, backward: hold',
      base: pair('Attended', 'Attended'),
      want: null
    });
    assert.deepEqual(wants(ask({ ...over, rules: { backward: 'restore' } })), want('Attended', 'Attended'));
    assert.deepEqual(wants(ask({ ...over, rules: { backward: 'rejoin' } })), want('Registered', 'Registered', true));
    assert.equal(
      ask({ ...over, rules: { backward: 'restore', direction: 'to-marketo' } }).kind,
      'park',
      'a one-way link writes no value back'
    );
    const between = { base: pair('Registered', 'Attended'), want: want('Registered', 'Registered', true) };
    assert.deepEqual(wants(ask({ mirror: between, seen: pair('Registered', null) })), want('Registered', 'Registered', true));
  });

  it('leaves the target’s own edits of a one-way link by rule, and writes the source’s', () => {
    const base = pair('Invited', 'Invited');
    const oneWay = { rules: { direction: 'to-marketo' as const }, mirror: { base } };
    assert.equal(ask({ ...oneWay, seen: pair('Invited', 'Attended') }).kind, 'left');
    assert.deepEqual(wants(ask({ ...oneWay, seen: pair('Attended', 'Registered') })), want('Attended', 'Attended'));
  });

  it('lets the edit win over the removal unless the rules say otherwise', () => {
    const both = { mirror: { base: pair('Invited', 'Invited'), evidence: [proof('salesforce')] }, seen: pair(null, 'Registered') };
    assert.deepEqual(wants(ask(both)), want('Registered', 'Registered'));
    assert.deepEqual(wants(ask({ ...both, rules: { removalOrEdit: 'removal' } })), want(null, null));
  });

  it('makes a person, waits or leaves, as the link says; the minimum status governs only that', () => {
    const only = { seen: pair(null, 'Registered'), known: { salesforce: 'nobody', marketo: 'known' } as const };
    const waits = ask(only);
    assert.ok(waits.kind === 'park' && waits.reason === 'not-in-salesforce');
    assert.deepEqual(wants(ask({ ...only, rules: { people: 'create' } })), want('Registered', 'Registered'));
    assert.equal(ask({ ...only, rules: { people: 'never' } }).kind, 'left');
    const below = ask({ ...only, rules: { people: 'create', minimumStatus: 'Attended' } });
    assert.ok(below.kind === 'left' && below.reason === 'minimum-status');
    assert.deepEqual(
      wants(ask({ seen: pair(null, 'Registered'), rules: { minimumStatus: 'Attended' } })),
      want('Registered', 'Registered')
    );
  });

  it('never takes an unknown status for an absence', () => {
    const base = pair('Invited', 'Invited');
    const renamed = ask({ mirror: { base }, seen: pair('Renamed', 'Invited') });
    assert.ok(renamed.kind === 'park' && renamed.reason === 'unknown-status');
  });
});

// ---------------------------------------------------------------- properties

const label = fc.constantFrom(null, ...STATUSES.map((status) => status.name));
const aPair = fc.record({ salesforce: label, marketo: label });
const rules: fc.Arbitrary<Rules> = fc.record({
  direction: fc.constantFrom('both' as const, 'to-marketo' as const, 'to-salesforce' as const),
  conflict: fc.constantFrom('furthest' as const, 'salesforce' as const, 'marketo' as const, 'ask' as const),
  removalOrEdit: fc.constantFrom('edit' as const, 'removal' as const),
  backward: fc.constantFrom('hold' as const, 'restore' as const, 'rejoin' as const),
  removeInMarketo: fc.constantFrom('follow' as const, 'leave' as const),
  removeInSalesforce: fc.constantFrom('follow' as const, 'leave' as const),
  people: fc.constantFrom('wait' as const, 'create' as const, 'never' as const),
  minimumStatus: fc.constantFrom(null, 'Registered', 'Attended'),
  typeEdited: fc.constant('overwrite' as const),
  costEdited: fc.constant('overwrite' as const),
  emptyCost: fc.constant('leave' as const),
  overwriteFields: fc.constant(false),
  leadDefaults: fc.constant(DEFAULT_RULES.leadDefaults)
});
const everyProof = (seen: Pair): Evidence[] => [proof('salesforce', seen.salesforce), proof('marketo', seen.marketo)];

describe('the planner, whatever happens', () => {
  it('I3: a settled pair causes no write, whatever the rules', () => {
    fc.assert(
      fc.property(fc.constantFrom(...STATUSES), rules, ({ name }, chosen) => {
        assert.equal(ask({ mirror: { base: pair(name, name) }, seen: pair(name, name), rules: chosen }).kind, 'agree');
      })
    );
  });

  it('I4: nobody is removed without proof', () => {
    fc.assert(
      fc.property(aPair, aPair, rules, (base, seen, chosen) => {
        const decision = ask({ mirror: { base }, seen, rules: chosen });
        const removes = decision.kind === 'write' && decision.want.salesforce === null && decision.want.marketo === null;
        // Neither changed, and somebody is on one side only: the rules may say that the absence was right.
        const changed = base.salesforce !== seen.salesforce || base.marketo !== seen.marketo;
        assert.ok(!(removes && changed), JSON.stringify(decision));
      })
    );
  });

  it('I1: on sides that do what is asked, every plan ends in agreement, a park, or left by rule, and then stays', () => {
    fc.assert(
      fc.property(aPair, aPair, rules, (base, seen, chosen) => {
        let [view, now] = [mirror({ base, evidence: everyProof(seen) }), { ...seen }];
        for (let turn = 0; turn < 4; turn += 1) {
          const decision = ask({ mirror: view, seen: now, rules: chosen });
          if (decision.kind === 'agree' || decision.kind === 'park' || decision.kind === 'left') {
            return;
          }
          assert.equal(decision.kind, 'write');
          if (decision.kind === 'write') {
            view = mirror({ base: decision.base, want: decision.want, evidence: everyProof(now) });
            const rejoins = decision.want.rejoin && now.marketo !== null;
            now = pair(decision.want.salesforce, rejoins ? null : decision.want.marketo);
          }
        }
        assert.fail(`no end: ${JSON.stringify([base, seen, chosen])}`);
      }),
      { numRuns: 2000 }
    );
  });

  it('I2: a proven edit of one side alone is written, parked or left by rule, and never undone silently', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...STATUSES),
        label,
        fc.constantFrom('salesforce' as const, 'marketo' as const),
        ({ name }, edit, side) => {
          const seen = { ...pair(name, name), [side]: edit };
          const decision = ask({ mirror: { base: pair(name, name), evidence: everyProof(seen) }, seen });
          if (decision.kind === 'write') {
            assert.equal(valueOf(map, side, decision.want[side]), valueOf(map, side, edit));
          }
        }
      )
    );
  });
});

describe('the status map', () => {
  it('covers what has the same label, and names what has not, with its side', () => {
    const labels = new Set(['Invited', 'Registered', 'Attended']);
    const rows: MapRow[] = exactRows(STATUSES).filter((row) => labels.has(row.write));
    const made = mapOf(rows, STATUSES);
    assert.deepEqual(uncovered(made, STATUSES, { salesforce: ['Attended', 'Showed up'], marketo: ['Old status'] }), [
      { side: 'marketo', status: 'Waitlisted' },
      { side: 'marketo', status: 'Old status' },
      { side: 'salesforce', status: 'Showed up' }
    ]);
  });

  it('makes one class of rows that share a label, written as the first of them', () => {
    const rows = [
      { marketo: 'Registered', salesforce: ['Registered'], write: 'Registered' },
      { marketo: 'Waitlisted', salesforce: ['Registered', 'Waiting'], write: 'Waiting' }
    ];
    const made = mapOf(rows, STATUSES);
    assert.equal(made.classes.length, 1);
    assert.equal(made.classes[0]?.writeMarketo, 'Registered');
    assert.equal(valueOf(made, 'salesforce', 'Waiting'), valueOf(made, 'marketo', 'Registered'));
  });

  it('compares labels exactly, and suggests what differs in case and space only', () => {
    assert.equal(valueOf(map, 'salesforce', 'attended'), 'unknown');
    assert.deepEqual(suggestions('No Show', ['no-show', 'NoShow', 'Shown']), ['no-show', 'NoShow']);
  });
});
