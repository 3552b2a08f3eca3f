/**
 * The planner over its whole small domain: every base, want, loose write, sight, proof, knowledge of people and every value of every rule, over two maps. Each
 * property is said without the planner's own words for it: from labels, steps and rules alone. Longer than most files, since the properties share the domain.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { everyChoice, type Choose } from '../../testing/every-choice.ts';
import { Domain, lazyQuestion, type DomainChoices } from '../../testing/planner-domain.ts';
import type { Decision, Question } from './decision.ts';
import type { Side } from './model.ts';
import { plan } from './plan.ts';

const SIDES = ['salesforce', 'marketo'] as const;
const otherOf = (side: Side): Side => (side === 'salesforce' ? 'marketo' : 'salesforce');

/** One case, and what can be said of it from outside. */
class Case {
  readonly domain: Domain;
  readonly question: Question;
  decision: Decision = { kind: 'agree' };
  readonly choose: Choose<DomainChoices>;

  constructor(domain: Domain, choose: Choose<DomainChoices>) {
    this.domain = domain;
    this.choose = choose;
    this.question = lazyQuestion(domain, choose);
  }

  /** Once more, with the choices as they are now. */
  planned(): this {
    this.decision = plan(this.question);
    return this;
  }

  shows(side: Side): number | null | '?' {
    return this.domain.means(side, this.question.seen[side]);
  }

  /** Our own removal, between the halves of a rejoin. */
  get halfWay(): boolean {
    return this.question.seen.marketo === null && this.question.mirror.want?.rejoin === true;
  }

  /** What stood there; a label that was renamed since meant what the other side's did. */
  meant(side: Side): number | null | '?' {
    const { base } = this.question.mirror;
    const own = this.domain.means(side, base[side]);
    const other = this.domain.means(otherOf(side), base[otherOf(side)]);
    return own === '?' && typeof other === 'number' ? other : own;
  }

  /** Somebody changed this side: neither the base, nor a write of ours, nor a rejoin explains what it shows. */
  edited(side: Side): boolean {
    const { mirror } = this.question;
    const shows = this.shows(side);
    if (shows === this.meant(side)) return false;
    if (side === 'marketo' && this.halfWay) return false;
    if (mirror.want !== null && this.domain.means(side, mirror.want[side]) === shows) return false;
    return !this.choose(side === 'salesforce' ? 'looseSalesforce' : 'looseMarketo');
  }

  /** What this side shows may be believed. */
  proven(side: Side): boolean {
    const { base } = this.question.mirror;
    if (side === 'salesforce') return this.shows('salesforce') !== null || this.choose('proofSalesforce') === 'said';
    const [was, is] = [base.marketo, this.question.seen.marketo];
    const higher = was === null || (this.domain.means('marketo', was) !== '?' && this.domain.step(is) > this.domain.step(was));
    return higher || this.choose('proofMarketo') !== 'doubtful';
  }

  /** For whoever reads of a failure. */
  story(): string {
    const { mirror, seen, rules, known } = this.question;
    return JSON.stringify({ mirror, seen, rules, known, decision: this.decision }, null, 1);
  }

  get doubted(): boolean {
    const known = SIDES.map((side) => this.choose(side === 'salesforce' ? 'knownSalesforce' : 'knownMarketo'));
    return known.includes('ambiguous') || known.includes('duplicate');
  }

  get notChosen(): boolean {
    return SIDES.some((side) => this.choose(side === 'salesforce' ? 'knownSalesforce' : 'knownMarketo') === 'not-chosen');
  }

  get unknown(): boolean {
    return SIDES.some((side) => this.shows(side) === '?');
  }

  /** Nobody's person is in doubt, no status is unknown, no rejoin is half-way, and both sides differ. */
  get plain(): boolean {
    return this.shows('salesforce') !== this.shows('marketo') && !this.unknown && !this.halfWay && !this.doubted && !this.notChosen;
  }
}

/** Each holds in every case. */
const properties: Record<string, (one: Case) => void> = {
  'I3: the same meaning on both sides is agreement, and nothing else is; people in doubt agree only where neither side has them': (one) => {
    const { salesforce, marketo } = one.question.seen;
    const equal = one.doubted ? salesforce === null && marketo === null : !one.unknown && one.shows('salesforce') === one.shows('marketo');
    assert.equal(one.decision.kind === 'agree', equal);
  },

  'nobody whose person is in doubt is written, and whoever was not chosen is left as it is': (one) => {
    const { decision } = one;
    if (decision.kind === 'agree') return;
    if (one.notChosen) return assert.ok(decision.kind === 'left' && decision.reason === 'not-chosen');
    if (!one.doubted) return;
    const known = [one.choose('knownSalesforce'), one.choose('knownMarketo')];
    const reason = known.includes('ambiguous') ? 'ambiguous-person' : 'duplicate-person';
    assert.ok(decision.kind === 'park' && decision.reason === reason);
    assert.equal(decision.want, one.question.mirror.want);
  },

  'a status that the map does not know is parked, never taken for an absence and never written': (one) => {
    const { decision, question } = one;
    if (decision.kind === 'write') {
      for (const side of SIDES) assert.notEqual(one.domain.means(side, decision.want[side]), '?');
    }
    if (!one.unknown || one.doubted || one.notChosen) return;
    assert.ok(decision.kind === 'park' && decision.reason === 'unknown-status');
    assert.equal(decision.want, question.mirror.want);
  },

  'what is written means the same on both sides, changes something, and leaves a side alone that means it already': (one) => {
    const { decision, domain, question } = one;
    if (decision.kind !== 'write') return;
    const { want } = decision;
    const meaning = domain.means('salesforce', want.salesforce);
    assert.equal(domain.means('marketo', want.marketo), meaning);
    const changes = SIDES.filter((side) => want[side] !== question.seen[side]);
    assert.ok(changes.length > 0);
    for (const side of SIDES) {
      if (one.shows(side) === meaning) assert.equal(want[side], question.seen[side]);
      else if (typeof meaning === 'number') assert.equal(want[side], domain.written(meaning)[side]);
    }
  },

  'Marketo is never asked to move a member back, and a member is removed there to be added again only where that was asked for and needed':
    (one) => {
      const { decision, domain, question } = one;
      if (decision.kind !== 'write') return;
      const { want } = decision;
      if (want.marketo === null) return assert.equal(want.rejoin, false);
      if (!want.rejoin)
        return assert.ok(question.seen.marketo === want.marketo || domain.step(want.marketo) >= domain.step(question.seen.marketo));
      assert.ok(question.mirror.want?.rejoin === true || one.choose('backward') === 'rejoin');
      assert.ok(question.seen.marketo === null || domain.step(want.marketo) < domain.step(question.seen.marketo));
    },

  'I4: nobody is removed without proof that somebody removed them on the other side': (one) => {
    const { decision, question } = one;
    if (decision.kind !== 'write') return;
    for (const side of SIDES) {
      if (decision.want[side] !== null || question.seen[side] === null) continue;
      const other = otherOf(side);
      // A removal that was decided, with proof, before.
      const resumed = !one.edited(side) && question.mirror.want !== null && question.mirror.want[side] === null;
      assert.ok(resumed || (question.seen[other] === null && one.edited(other) && one.proven(other)));
    }
  },

  'I4: nobody comes back whom somebody removed, except where the other side was edited too and that wins': (one) => {
    const { decision, question } = one;
    if (decision.kind !== 'write') return;
    for (const side of SIDES) {
      if (decision.want[side] === null || question.seen[side] !== null || !one.edited(side)) continue;
      assert.ok(one.edited(otherOf(side)));
      const direction = one.choose('direction');
      if (direction === 'both') assert.equal(one.choose('removalOrEdit'), 'edit');
      else assert.equal(direction, side === 'marketo' ? 'to-marketo' : 'to-salesforce');
    }
  },

  'I2: an edit of one side alone is written as it is, or kept as an edit; never undone but by the rule that says so': (one) => {
    const { decision, question } = one;
    const edited = SIDES.filter((side) => one.edited(side));
    const [side] = edited;
    if (!side || edited.length !== 1 || !one.plain) return;
    if (decision.kind === 'write') {
      assert.deepEqual(decision.base, question.seen);
      if (one.domain.means(side, decision.want[side]) === one.shows(side)) return;
      assert.ok(side === 'salesforce' && decision.rule === 'backward: restore' && one.choose('backward') === 'restore');
    } else if (decision.kind === 'park' || decision.kind === 'left') {
      assert.equal(decision.base[side], question.mirror.base[side]);
      assert.equal(decision.want, null);
    }
  },

  'a read that may be stale is waited for: a first read of Marketo, and a word of Salesforce': (one) => {
    const { decision, question } = one;
    const doubtful = one.plain && SIDES.some((side) => one.edited(side) && !one.proven(side));
    assert.equal(decision.kind === 'wait', doubtful);
    if (decision.kind !== 'wait') return;
    const ofSalesforce = one.edited('salesforce') && !one.proven('salesforce');
    if (ofSalesforce) return assert.equal(decision.first, null);
    const { first } = decision;
    assert.ok(first?.side === 'marketo' && first.kind === 'first-read' && first.value === question.seen.marketo);
    // The first read that there is stays the first: a later one would never become proof.
    assert.equal(first.at, question.now - question.absenceMs + 1);
  },

  'between the halves of a rejoin the only next step is the add, whatever the rules have become; and until then it is never forgotten': (
    one
  ) => {
    const { decision, question } = one;
    if (!one.halfWay || decision.kind === 'agree') return;
    if (decision.kind === 'write') {
      assert.ok(decision.want.rejoin && decision.want.marketo !== null);
      assert.equal(decision.want.salesforce, question.seen.salesforce);
    } else {
      assert.ok(one.doubted || one.notChosen || one.shows('salesforce') === '?');
      assert.ok((decision.kind === 'park' || decision.kind === 'left') && decision.want?.rejoin === true);
    }
    assert.equal('base' in decision && decision.base.marketo, question.mirror.base.marketo);
  },

  'decides what the rules say of what was edited, of what was wanted, and of conflicts': checkDecided
};

describe('the planner, in every case there is', () => {
  const failed = new Map<string, Error>();
  const holds = (one: Case) => {
    for (const [name, property] of Object.entries(properties)) {
      if (failed.has(name)) continue;
      try {
        property(one);
      } catch (error) {
        failed.set(name, new Error(one.story(), { cause: error }));
      }
    }
  };
  const began = performance.now();
  const covered = (['equal', 'many'] as const).flatMap((name) => {
    const domain = new Domain(name);
    return [domain.choices, domain.peopleChoices].map((choices) =>
      everyChoice(choices, (choose) => {
        const one = new Case(domain, choose);
        return () => holds(one.planned());
      })
    );
  });
  const [runs, cases] = [covered.reduce((sum, one) => sum + one.runs, 0), covered.reduce((sum, one) => sum + one.cases, 0)];
  console.log(
    `${runs.toLocaleString('en')} plans stand for all ${cases.toExponential(1)} cases; ${((performance.now() - began) / 1000).toFixed(1)} s`
  );

  for (const name of Object.keys(properties)) {
    it(name, () => {
      const error = failed.get(name);
      if (error) throw error;
    });
  }
});

/** The rules, from the top: whose value counts, whether the link may write it, who has to be made first, and where Marketo cannot go. */
function checkDecided(one: Case): void {
  const { decision, domain, question } = one;
  if (!one.plain || decision.kind === 'wait') return;
  const target = counts(one);
  // Both were edited as far as anybody can tell, and the one that would win perhaps only bears a new name.
  const isGuess =
    SIDES.every((side) => one.edited(side)) &&
    SIDES.some((side) => one.shows(side) === target && target !== null && one.meant(side) === '?');
  if (target === 'ask' || (isGuess && one.choose('direction') === 'both'))
    return assert.ok(decision.kind === 'park' && decision.reason === 'conflict');
  const verdict = allowed(one, target);
  if (verdict !== 'write') {
    assert.ok('reason' in decision && decision.reason === verdict, `${verdict} expected`);
    assert.equal(decision.kind === 'park', verdict === 'marketo-never-moves-back' || verdict === 'not-in-salesforce');
    return;
  }
  assert.equal(decision.kind, 'write');
  if (decision.kind !== 'write') return;
  const { want } = decision;
  const isBackward = goesBack(one, target);
  const restores = isBackward && question.mirror.want?.rejoin !== true && one.choose('backward') === 'restore';
  assert.equal(want.rejoin, isBackward && !restores);
  assert.equal(domain.means('salesforce', want.salesforce), restores ? one.shows('marketo') : target);
  assert.equal(decision.rule === 'backward: restore', restores);
  const resumed = SIDES.every((side) => !one.edited(side)) && isWanted(one);
  assert.deepEqual(decision.base, resumed ? question.mirror.base : question.seen);
}

function isWanted({ domain, question: { mirror } }: Case): boolean {
  return mirror.want !== null && domain.means('marketo', mirror.want.marketo) !== '?';
}

/** The meaning that both sides shall have. */
function counts(one: Case): number | null | '?' | 'ask' {
  const { domain, question } = one;
  const edited = SIDES.filter((side) => one.edited(side));
  const [only] = edited;
  if (only && edited.length === 1) return one.shows(only);
  if (edited.length === 0 && isWanted(one)) return domain.means('marketo', question.mirror.want?.marketo ?? null);
  const gone = SIDES.find((side) => one.shows(side) === null);
  if (gone && !edited.includes(gone)) return one.shows(otherOf(gone));
  const direction = one.choose('direction');
  if (direction === 'to-marketo') return one.shows('salesforce');
  if (direction === 'to-salesforce') return one.shows('marketo');
  if (gone) return one.choose('removalOrEdit') === 'removal' ? null : one.shows(otherOf(gone));
  switch (one.choose('conflict')) {
    case 'ask':
      return 'ask';
    case 'salesforce':
      return one.shows('salesforce');
    case 'marketo':
      return one.shows('marketo');
    case 'furthest': {
      const [ours, theirs] = SIDES.map((side) => domain.written(Number(one.shows(side))));
      assert.ok(ours && theirs);
      if (ours.step !== theirs.step) return one.shows(ours.step > theirs.step ? 'salesforce' : 'marketo');
      return one.shows(ours.success && !theirs.success ? 'salesforce' : 'marketo');
    }
  }
}

function goesBack({ domain, question }: Case, target: number | null | '?'): boolean {
  const { marketo } = question.seen;
  if (marketo === null || typeof target !== 'number' || domain.means('marketo', marketo) === target) return false;
  return domain.step(marketo) > domain.written(target).step;
}

/** Whether the link's rules let it be written, or why not. */
function allowed(one: Case, target: number | null | '?'): string {
  const { domain, question } = one;
  const direction = one.choose('direction');
  const writes = SIDES.filter((side) => one.shows(side) !== target);
  if (target === null) {
    const leaves = (side: Side) =>
      direction === (side === 'marketo' ? 'to-salesforce' : 'to-marketo') ||
      one.choose(side === 'marketo' ? 'removeInMarketo' : 'removeInSalesforce') === 'leave';
    return writes.some(leaves) ? 'removal-left' : 'write';
  }
  if (direction === 'to-marketo' && writes.includes('salesforce')) return 'direction';
  if (direction === 'to-salesforce' && writes.includes('marketo')) return 'direction';
  if (question.seen.salesforce === null && one.choose('knownSalesforce') === 'nobody') {
    const minimum = one.choose('minimumStatus');
    const below =
      minimum !== null && (domain.means('marketo', minimum) === '?' || domain.step(question.seen.marketo) < domain.step(minimum));
    if (below) return 'minimum-status';
    const people = one.choose('people');
    if (people !== 'create') return people === 'wait' ? 'not-in-salesforce' : 'people-never';
  }
  if (!goesBack(one, target) || question.mirror.want?.rejoin === true) return 'write';
  const backward = one.choose('backward');
  return backward === 'rejoin' || (backward === 'restore' && direction === 'both') ? 'write' : 'marketo-never-moves-back';
}
