/**
 * What the planner decides one look after another, in every case there is: writes that were cut off anywhere, reads that are older than them, rules that change
 * while a member waits, and parks that hold or are planned again. Settled members whom somebody edited on one or both sides, over the same two small maps.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { everyChoice, type Choices, type Choose } from '../../testing/every-choice.ts';
import {
  ABSENCE,
  Domain,
  evidenceOf,
  lazyRules,
  NOW,
  ruleChoices,
  UNKNOWN_LABEL,
  VERSION,
  type RuleName
} from '../../testing/planner-domain.ts';
import type { Decision, Question } from './decision.ts';
import type { LeftReason, MirrorView, Pair, ParkReason, Raw, Rules, Side, Want } from './model.ts';
import { plan } from './plan.ts';
import { DEFAULT_RULES } from './rules.ts';

const SIDES = ['salesforce', 'marketo'] as const;
const DOMAINS = (['equal', 'many'] as const).map((name) => new Domain(name));
const nothing: MirrorView = {
  base: { salesforce: null, marketo: null },
  want: null,
  loose: [],
  evidence: [],
  park: null,
  taken: null,
  left: null,
  lastSeen: { salesforce: NOW - 1_000, marketo: NOW - 1_000 }
};

/** Everything that is seen is proven; people are known, unless said otherwise. */
function ask(domain: Domain, mirror: Partial<MirrorView>, seen: Pair, rules: Rules, more: Partial<Question> = {}): Decision {
  const evidence = evidenceOf(seen, { salesforce: 'said', marketo: 'said' });
  return plan({
    mirror: { ...nothing, evidence, ...mirror },
    seen,
    known: { salesforce: 'known', marketo: 'known' },
    rules,
    rulesVersion: VERSION,
    map: domain.map,
    now: NOW,
    absenceMs: ABSENCE,
    ...more
  });
}

/** A set of rules of its own for each time that they change. */
function rulesOf(domain: Domain, time: string): Choices {
  const minimumStatus = [null, ...domain.labels.marketo.filter((raw) => raw !== null)];
  return Object.fromEntries(Object.entries({ ...ruleChoices, minimumStatus }).map(([name, values]) => [`${time} ${name}`, values]));
}
const rulesAt = (choose: Choose<Choices>, time: string) => lazyRules((name: RuleName) => choose(`${time} ${name}`));

function every(choices: (domain: Domain) => Choices, check: (domain: Domain, choose: Choose<Choices>) => void): () => void {
  return () => {
    for (const domain of DOMAINS) {
      const { runs } = everyChoice(choices(domain), (choose) => () => check(domain, choose));
      assert.ok(runs > 100, `${runs} runs`);
    }
  };
}

const known = (raw: Raw) => raw !== UNKNOWN_LABEL;
const sides = (domain: Domain, name: string): Choices => ({
  [`${name} salesforce`]: domain.labels.salesforce.filter(known),
  [`${name} marketo`]: domain.labels.marketo.filter(known)
});
const pairOf = (choose: Choose<Choices>, name: string) =>
  ({ salesforce: choose(`${name} salesforce`), marketo: choose(`${name} marketo`) }) as Pair;

/** What stands there when the writes were cut off after so many of each side. Marketo's are two in a rejoin. */
function applied(seen: Pair, want: Want, done: { salesforce: number; marketo: number }): Pair {
  const marketo = want.rejoin && seen.marketo !== null ? [seen.marketo, null, want.marketo] : [seen.marketo, want.marketo];
  return {
    salesforce: done.salesforce > 0 ? want.salesforce : seen.salesforce,
    marketo: marketo[Math.min(done.marketo, marketo.length - 1)] ?? null
  };
}

describe('the planner, look after look', () => {
  it(
    'I5: writes that were cut off anywhere are taken up again, to the same end, and come to rest',
    every(
      (domain) => ({
        ...sides(domain, 'base'),
        ...sides(domain, 'seen'),
        ...rulesOf(domain, 'at first'),
        salesforceDone: [0, 1],
        marketoDone: [0, 1, 2],
        answered: [true, false],
        stale: [false, true]
      }),
      (domain, choose) => {
        const rules = rulesAt(choose, 'at first');
        const before = pairOf(choose, 'seen');
        let decision = ask(domain, { base: pairOf(choose, 'base') }, before, rules);
        if (decision.kind !== 'write') return;
        const meaning = domain.means('salesforce', decision.want.salesforce);
        const done = { salesforce: Number(choose('salesforceDone')), marketo: Number(choose('marketoDone')) };
        let stands = applied(before, decision.want, done);
        const loose = choose('answered') === true ? [] : SIDES.map((side) => ({ side, value: stands[side], until: NOW }));
        let shows = choose('stale') === true ? { ...stands, marketo: before.marketo } : stands;
        for (let looks = 0; looks < 4; looks++) {
          const { base, want }: { base: Pair; want: Want } = decision;
          const next = ask(domain, { base, want, loose }, shows, rules);
          if (next.kind === 'agree' && shows === stands) return;
          // A stale read that looks like agreement is agreed with; the next look shows what stands there, and it is somebody's edit then.
          if (next.kind === 'agree')
            return assert.equal(domain.means('marketo', shows.marketo), domain.means('salesforce', shows.salesforce));
          assert.equal(next.kind, 'write');
          if (next.kind !== 'write') return;
          assert.equal(domain.means('salesforce', next.want.salesforce), meaning);
          stands = applied(stands, next.want, { salesforce: 1, marketo: 2 });
          shows = stands;
          decision = next;
        }
        assert.fail(`no rest: ${JSON.stringify([before, decision, stands])}`);
      }
    )
  );

  const edits = (domain: Domain): Choices => ({
    ...sides(domain, 'settled'),
    edited: SIDES,
    ...sides(domain, 'seen'),
    knownSalesforce: ['known', 'nobody'],
    ...rulesOf(domain, 'at first'),
    ...rulesOf(domain, 'later')
  });
  /** A settled member that was edited on one side; null where the choices are none. */
  function anEdit(
    domain: Domain,
    choose: Choose<Choices>
  ): { base: Pair; seen: Pair; side: Side; meaning: unknown; more: Partial<Question> } | null {
    const base = pairOf(choose, 'settled');
    const meaning = domain.means('salesforce', base.salesforce);
    if (domain.means('marketo', base.marketo) !== meaning) return null;
    const side = choose('edited') as Side;
    const seen = { ...base, [side]: choose(`seen ${side}`) as Raw };
    if (domain.means(side, seen[side]) === meaning) return null;
    const salesforce = seen.salesforce === null && base.salesforce === null ? (choose('knownSalesforce') as 'known' | 'nobody') : 'known';
    return { base, seen, side, meaning: domain.means(side, seen[side]), more: { known: { salesforce, marketo: 'known' } } };
  }
  /** The row after a decision, when nothing was written. */
  function rowAfter(decision: Decision, seen: Pair): Partial<MirrorView> {
    if (decision.kind === 'write') return { base: decision.base, want: decision.want };
    assert.ok(decision.kind === 'park' || decision.kind === 'left', decision.kind);
    const { base, want } = decision;
    const stands = { saw: seen, rulesVersion: VERSION, want };
    if (decision.kind === 'left') return { base, want, left: { reason: decision.reason, ...stands } };
    return { base, want, park: { reason: decision.reason, since: 1, attempts: 0, candidates: [], detail: '', ...stands } };
  }

  it(
    'I2: an edit that the rules forbade, or that was not written yet when they changed, is written as soon as they allow it',
    every(edits, (domain, choose) => {
      const edit = anEdit(domain, choose);
      if (edit === null) return;
      const { base, seen, side, meaning, more } = edit;
      const [first, later] = [rulesAt(choose, 'at first'), rulesAt(choose, 'later')];
      const row = rowAfter(ask(domain, { base }, seen, first, more), seen);
      const next = ask(domain, row, seen, later, { ...more, rulesVersion: VERSION + 1 });
      if (next.kind === 'write') {
        const undone = domain.means(side, next.want[side]) !== meaning;
        const restored = side === 'salesforce' && next.rule === 'backward: restore' && later.backward === 'restore';
        const begun = row.want?.rejoin === false && domain.means(side, row.want[side]) !== meaning;
        return assert.ok(!undone || restored || begun);
      }
      // Once more, by rules that forbid nothing.
      const open: Rules = { ...DEFAULT_RULES, backward: 'rejoin', people: 'create' };
      const last = ask(domain, rowAfter(next, seen), seen, open, { ...more, rulesVersion: VERSION + 2 });
      assert.ok(last.kind === 'write');
      const begun = row.want !== null && row.want !== undefined && domain.means(side, row.want[side]) !== meaning;
      assert.ok(begun || domain.means(side, last.want[side]) === meaning);
    })
  );

  it(
    'whoever is parked or left stays so while values, rules and map stay, and an edit that is taken back is agreement',
    every(edits, (domain, choose) => {
      const edit = anEdit(domain, choose);
      if (edit === null) return;
      const { base, seen, more } = edit;
      const rules = rulesAt(choose, 'at first');
      const decision = ask(domain, { base }, seen, rules, more);
      if (decision.kind === 'write') return;
      const row = rowAfter(decision, seen);
      const again = ask(domain, row, seen, rules, more);
      assert.deepEqual({ ...again, rule: '' }, { ...decision, rule: '' });
      const changed = ask(domain, row, seen, rules, { ...more, rulesVersion: VERSION + 1 });
      assert.deepEqual({ ...changed, rule: '' }, { ...decision, rule: '' });
      assert.equal(ask(domain, row, base, rules, more).kind, 'agree');
    })
  );

  const HELD: ParkReason[] = ['marketo-never-moves-back', 'conflict', 'marketo-refused', 'salesforce-refused', 'something-changes-it-back'];
  const ASKED_AFRESH: ParkReason[] = [
    'unknown-status',
    'not-in-salesforce',
    'ambiguous-person',
    'duplicate-person',
    'waits-for-native-sync'
  ];
  const standing = (domain: Domain): Choices => ({
    ...sides(domain, 'base'),
    ...sides(domain, 'seen'),
    changed: ['nothing', ...SIDES],
    want: [null, domain.wants.find((want) => want?.rejoin === false && want.marketo !== null)],
    version: [VERSION, VERSION - 1],
    ...rulesOf(domain, 'at first')
  });

  it(
    'a park that depends on values alone holds until a side, the rules or the map changes; all others are asked afresh each time',
    every(
      (domain) => ({ ...standing(domain), reason: [...HELD, ...ASKED_AFRESH] }),
      (domain, choose) => {
        const [base, seen] = [pairOf(choose, 'base'), pairOf(choose, 'seen')];
        const reason = choose('reason') as ParkReason;
        const [rulesVersion, changed] = [Number(choose('version')), choose('changed') as Side | 'nothing'];
        const saw =
          changed === 'nothing' ? { ...seen } : { ...seen, [changed]: domain.labels[changed].find((raw) => raw !== seen[changed]) };
        // A conflict is about what came after everything that had been wanted.
        const want = reason === 'conflict' ? null : (choose('want') as Want | null);
        const rules = rulesAt(choose, 'at first');
        const park = { reason, since: 1, saw, rulesVersion, want, attempts: 0, candidates: [], detail: '' };
        const decision = ask(domain, { base, want, park }, seen, rules);
        if (decision.kind === 'agree')
          return assert.equal(domain.means('salesforce', seen.salesforce), domain.means('marketo', seen.marketo));
        if (changed === 'nothing' && rulesVersion === VERSION && HELD.includes(reason)) {
          assert.ok(decision.kind === 'park' && decision.reason === reason && decision.want === want);
          return;
        }
        // People who were asked answer by editing: what they were shown is accounted for.
        const asked = reason === 'conflict' && rulesVersion === VERSION;
        const afresh = ask(domain, { base: asked ? saw : base, want }, seen, rules);
        if (decision.kind === 'write' || !asked) assert.deepEqual(decision, afresh);
        // Where it still cannot be done, what they were asked about stays what it was.
        else assert.ok('reason' in decision && 'reason' in afresh && decision.reason === afresh.reason);
      }
    )
  );

  const LEFT_BY_RULES: LeftReason[] = ['direction', 'removal-left', 'undone'];
  const LEFT_BY_PEOPLE: LeftReason[] = ['ignored', 'not-chosen'];
  it(
    'whoever was left by rule is planned again when a side, the rules or the map changes; whoever a person left, when a side changes',
    every(
      (domain) => ({ ...standing(domain), reason: [...LEFT_BY_RULES, ...LEFT_BY_PEOPLE, 'minimum-status', 'people-never'] }),
      (domain, choose) => {
        const [base, seen] = [pairOf(choose, 'base'), pairOf(choose, 'seen')];
        const reason = choose('reason') as LeftReason;
        const [rulesVersion, changed] = [Number(choose('version')), choose('changed') as Side | 'nothing'];
        const saw =
          changed === 'nothing' ? { ...seen } : { ...seen, [changed]: domain.labels[changed].find((raw) => raw !== seen[changed]) };
        const want = choose('want') as Want | null;
        const rules = rulesAt(choose, 'at first');
        const decision = ask(domain, { base, want, left: { reason, saw, rulesVersion, want } }, seen, rules);
        if (decision.kind === 'agree') return;
        const stays = LEFT_BY_PEOPLE.includes(reason) || (LEFT_BY_RULES.includes(reason) && rulesVersion === VERSION);
        if (changed === 'nothing' && stays) assert.ok(decision.kind === 'left' && decision.reason === reason && decision.want === want);
        else assert.deepEqual(decision, ask(domain, { base, want }, seen, rules));
      }
    )
  );

  it(
    'a run that is taken back brings each side to its own value, whatever the rules and doubts, until somebody edits the member',
    every(
      (domain) => ({
        ...sides(domain, 'base'),
        ...sides(domain, 'seen'),
        ...sides(domain, 'undone'),
        ...rulesOf(domain, 'at first'),
        known: ['known', 'ambiguous']
      }),
      (domain, choose) => {
        const [base, seen] = [pairOf(choose, 'base'), pairOf(choose, 'seen')];
        const want: Want = { ...pairOf(choose, 'undone'), rejoin: false, undo: true };
        const salesforce = choose('known') as 'known' | 'ambiguous';
        const decision = ask(domain, { base, want }, seen, rulesAt(choose, 'at first'), { known: { salesforce, marketo: 'known' } });
        if (SIDES.every((side) => seen[side] === want[side])) {
          return assert.deepEqual(decision, { kind: 'left', reason: 'undone', base: seen, want: null });
        }
        const means = (side: Side, raw: Raw) => domain.means(side, raw);
        const edited = SIDES.some((side) => ![means(side, base[side]), means(side, want[side])].includes(means(side, seen[side])));
        if (!edited) return assert.deepEqual(decision, { kind: 'write', rule: 'undo', want, base });
        assert.ok(decision.kind !== 'write' || decision.want.undo === undefined);
      }
    )
  );
});
