import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Question } from './decision.ts';
import type { Pair, Rules, Taken, WayOut } from './model.ts';
import { plan } from './plan.ts';
import { DEFAULT_RULES } from './rules.ts';
import { exactRows, mapOf } from './status-map.ts';
import { IGNORED, ISSUE_REASONS, isOffered, WAYS_OUT, waysOutOf } from './ways-out.ts';

const STATUSES = [
  { name: 'Invited', step: 10, success: false },
  { name: 'Registered', step: 20, success: false },
  { name: 'Attended', step: 40, success: true }
];
const map = mapOf(exactRows(STATUSES), STATUSES);
const label = fc.constantFrom(null, 'Invited', 'Registered', 'Attended', 'Renamed');
const aPair = fc.record({ salesforce: label, marketo: label });
const way = fc.constantFrom(...WAYS_OUT);
const rules: fc.Arbitrary<Rules> = fc.record({
  ...Object.fromEntries(Object.entries(DEFAULT_RULES).map(([name, value]) => [name, fc.constant(value)])),
  direction: fc.constantFrom('both', 'to-marketo', 'to-salesforce'),
  conflict: fc.constantFrom('furthest', 'salesforce', 'marketo', 'ask'),
  backward: fc.constantFrom('hold', 'restore', 'rejoin'),
  people: fc.constantFrom('wait', 'create', 'never')
}) as fc.Arbitrary<Rules>;

const taken = (wayOut: WayOut, saw: Pair | null): Taken => ({ wayOut, saw, person: null, by: '005000000000001AAA' });
const question = (base: Pair, seen: Pair, chosen: Rules, said: Taken | null, known: Question['known']): Question => ({
  mirror: { base, want: null, loose: [], evidence: [], park: null, taken: said, left: null, lastSeen: { salesforce: null, marketo: null } },
  seen,
  known,
  rules: chosen,
  rulesVersion: 1,
  map,
  now: 1_000_000,
  absenceMs: 60_000
});
const KNOWN = { salesforce: 'known', marketo: 'known' } as const;

describe('ways out', () => {
  it('I12: whoever is parked or failing has one, whatever the rules, the values and who is known', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ISSUE_REASONS),
        fc.option(aPair),
        fc.boolean(),
        fc.boolean(),
        fc.nat(3),
        rules,
        (reason, saw, knownInSalesforce, knownInMarketo, candidates, chosen) => {
          const ways = waysOutOf({ reason, saw, knownInSalesforce, knownInMarketo, candidates, rules: chosen, map });
          assert.ok(ways.includes('ignore') && ways.includes('retry'));
          assert.ok(ways.every((one) => isOffered(one, reason)));
        }
      )
    );
  });

  it('each is offered for some reason, and what is ignored may be looked at again only', () => {
    for (const one of WAYS_OUT)
      assert.ok(
        ISSUE_REASONS.some((reason) => isOffered(one, reason)),
        one
      );
    const nothing = { saw: null, knownInSalesforce: true, knownInMarketo: true, candidates: 0, rules: DEFAULT_RULES, map };
    assert.deepEqual(waysOutOf({ reason: IGNORED, ...nothing }), ['retry']);
  });

  it('choosing a side makes both show it, but for what a one-way link or Marketo’s steps forbid', () => {
    fc.assert(
      fc.property(aPair, aPair, rules, fc.constantFrom('salesforce' as const, 'marketo' as const), (base, seen, chosen, side) => {
        fc.pre(seen[side] !== null && seen[side] !== 'Renamed' && seen.salesforce !== seen.marketo);
        const decision = plan(question(base, seen, chosen, taken(`choose-${side}`, seen), KNOWN));
        if (decision.kind !== 'write') assert.ok(decision.kind === 'left' || decision.kind === 'park', decision.kind);
        else if (!decision.rule.startsWith('backward: restore')) {
          assert.deepEqual([decision.want.salesforce, decision.want.marketo], [seen[side], seen[side]]);
        }
      })
    );
  });

  it('ignoring leaves both sides as they are, whoever they are and whatever they show', () => {
    const known = fc.constantFrom('known' as const, 'nobody' as const, 'ambiguous' as const, 'duplicate' as const);
    fc.assert(
      fc.property(aPair, aPair, rules, known, known, (base, seen, chosen, salesforce, marketo) => {
        const { kind } = plan(question(base, seen, chosen, taken('ignore', seen), { salesforce, marketo }));
        assert.ok(kind === 'left' || kind === 'agree');
      })
    );
  });

  it('I4: none removes a member for good without proof', () => {
    fc.assert(
      fc.property(aPair, aPair, rules, way, (base, seen, chosen, one) => {
        const decision = plan(question(base, seen, chosen, taken(one, seen), KNOWN));
        const changed = base.salesforce !== seen.salesforce || base.marketo !== seen.marketo;
        const removes = decision.kind === 'write' && (decision.want.salesforce === null || decision.want.marketo === null);
        assert.ok(!(removes && changed), JSON.stringify(decision));
      }),
      { numRuns: 2000 }
    );
  });

  it('none is in force once a side shows something else, but for looking again and for making a person', () => {
    fc.assert(
      fc.property(aPair, aPair, aPair, rules, way, (base, saw, seen, chosen, one) => {
        fc.pre((saw.salesforce !== seen.salesforce || saw.marketo !== seen.marketo) && one !== 'retry');
        assert.deepEqual(plan(question(base, seen, chosen, taken(one, saw), KNOWN)), plan(question(base, seen, chosen, null, KNOWN)));
      })
    );
  });
});
