/**
 * The planner: what becomes of one member, from what both sides show, what was accounted for, and the link's rules. Pure: no clock, no I/O; the
 * preview and the run ask the same function.
 */
import { conflictTarget } from './conflict.ts';
import type { Decision, Question } from './decision.ts';
import { isEdited, isGuess, kept, valuesOf } from './edited.ts';
import { missingProof } from './evidence.ts';
import type { LeftReason, Pair, ParkReason, Side } from './model.ts';
import { halfWay, theAdd } from './rejoin.ts';
import { UNKNOWN, valueOf, type Value } from './status-map.ts';
import { accountedFor, chosenSide, leftByPerson, rulesWith, same, wayOutOf } from './taken.ts';
import { towards } from './target.ts';

/** Parks that depend on values alone: they hold until a side, the rules or the map changes. The others are asked afresh each time. */
const HOLDS: ReadonlySet<ParkReason> = new Set([
  'marketo-never-moves-back',
  'conflict',
  'marketo-refused',
  'salesforce-refused',
  'something-changes-it-back'
]);
const STAYS_LEFT: ReadonlySet<LeftReason> = new Set(['direction', 'removal-left', 'undone']);

export function plan(question: Question): Decision {
  const { mirror, seen, map, known } = question;
  const undone = takenBack(question);
  if (undone !== null) {
    return undone;
  }
  const value = valuesOf(question);
  const person = personPark(question);
  const unknown = value.salesforce === UNKNOWN || value.marketo === UNKNOWN;
  if (person !== null ? isNobody(seen) : !unknown && value.salesforce === value.marketo) {
    return { kind: 'agree' };
  }
  const way = wayOutOf(question);
  if (way === 'ignore') {
    return { kind: 'left', reason: 'ignored', base: accountedFor(question), want: halfWay(question) };
  }
  const notChosen = known.salesforce === 'not-chosen' || known.marketo === 'not-chosen';
  const left = notChosen ? 'not-chosen' : way === null ? leftByPerson(question) : null;
  if (left !== null) {
    return { kind: 'left', reason: left, base: mirror.base, want: mirror.want };
  }
  if (person !== null) {
    return { kind: 'park', reason: person, rule: 'person', ...kept(question, mirror.want) };
  }
  const shown = { salesforce: classOf(value.salesforce), marketo: classOf(value.marketo) };
  const asked = { ...question, rules: rulesWith(question.rules, way) };
  const standing = (way === null ? asBefore(question) : null) ?? theAdd(question, shown.salesforce);
  if (standing !== null) {
    return standing;
  }
  const chosen = chosenSide(way, shown);
  if (chosen !== null && way !== null) {
    return towards(asked, { target: shown[chosen], rule: way, base: seen, still: null }, shown);
  }
  if (unknown) {
    return { kind: 'park', reason: 'unknown-status', rule: 'map', ...kept(question, mirror.want) };
  }
  const base = sinceAsked(question);
  const edited = { salesforce: isEdited(question, 'salesforce', base), marketo: isEdited(question, 'marketo', base) };
  const waits = missingProof(question, edited, base);
  if (waits !== null) {
    return { kind: 'wait', first: waits.first };
  }
  if (edited.salesforce !== edited.marketo) {
    const side = edited.salesforce ? 'salesforce' : 'marketo';
    return towards(asked, { target: shown[side], rule: side, base: seen, still: null }, shown);
  }
  if (!edited.salesforce && mirror.want !== null) {
    const wanted = valueOf(map, 'marketo', mirror.want.marketo);
    if (wanted !== UNKNOWN) {
      return towards(asked, { target: wanted, rule: 'resume', base: mirror.base, still: mirror.want }, shown);
    }
  }
  const target = conflictTarget(asked.rules, shown, edited);
  return target === null || isGuessed(question, target, edited, base)
    ? { kind: 'park', reason: 'conflict', rule: 'ask', ...kept(question, null) }
    : towards(asked, { target: shown[target], rule: `conflict: ${target}`, base: seen, still: null }, shown);
}

/** Perhaps only one side was edited, and the rule would give that up: people say which it was. */
function isGuessed(question: Question, target: Side, edited: Record<Side, boolean>, base: Pair): boolean {
  const other = target === 'salesforce' ? 'marketo' : 'salesforce';
  return question.rules.direction === 'both' && edited[target] && edited[other] && isGuess(question, target, base);
}

/** A run is being taken back: nothing is to agree, but for each side to show what it showed before. An edit in between ends that for the member. */
function takenBack(question: Question): Decision | null {
  const { seen, mirror } = question;
  const { want, base } = mirror;
  if (want?.undo !== true) {
    return null;
  }
  if (same(seen, want)) {
    return { kind: 'left', reason: 'undone', base: seen, want: null };
  }
  return isEdited(question, 'salesforce') || isEdited(question, 'marketo') ? null : { kind: 'write', want, rule: 'undo', base };
}

function personPark({ known }: Question): 'ambiguous-person' | 'duplicate-person' | null {
  const both = [known.salesforce, known.marketo];
  return both.includes('ambiguous') ? 'ambiguous-person' : both.includes('duplicate') ? 'duplicate-person' : null;
}

const isNobody = (pair: Pair) => pair.salesforce === null && pair.marketo === null;
const classOf = (value: Value) => (value === UNKNOWN ? null : value);

/** People were asked to choose, and one side was changed after that: this is their answer, so what they were shown is accounted for. */
function sinceAsked({ mirror: { base, park }, rulesVersion }: Question): Pair {
  return park?.reason === 'conflict' && park.rulesVersion === rulesVersion ? park.saw : base;
}

/** Parked or left by rule, and nothing has changed since that could change the decision. */
function asBefore(question: Question): Decision | null {
  const { mirror, seen, rulesVersion } = question;
  const { park, left } = mirror;
  if (park !== null && HOLDS.has(park.reason) && park.rulesVersion === rulesVersion && same(park.saw, seen)) {
    return { kind: 'park', reason: park.reason, rule: 'parked', ...kept(question, mirror.want) };
  }
  if (left !== null && STAYS_LEFT.has(left.reason) && left.rulesVersion === rulesVersion && same(left.saw, seen)) {
    return { kind: 'left', reason: left.reason, ...kept(question, mirror.want) };
  }
  return null;
}
