/**
 * The planner: what becomes of one member, from what both sides show, what was accounted for, and the link's rules. Pure: no clock, no I/O; the
 * preview and the run ask the same function.
 */
import { conflictTarget } from './conflict.ts';
import type { Decision, Question } from './decision.ts';
import { missingProof } from './evidence.ts';
import type { LeftReason, Pair, ParkReason, Side } from './model.ts';
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
const STAYS_LEFT: ReadonlySet<LeftReason> = new Set(['direction', 'removal-left', 'account-member', 'undone']);

export function plan(question: Question): Decision {
  const { mirror, seen, map, known } = question;
  const value = { salesforce: valueOf(map, 'salesforce', seen.salesforce), marketo: valueOf(map, 'marketo', seen.marketo) };
  const undone = takenBack(question, value);
  if (undone !== null) {
    return undone;
  }
  const person = personPark(question);
  const unknown = value.salesforce === UNKNOWN || value.marketo === UNKNOWN;
  if (person !== null ? isNobody(seen) : !unknown && value.salesforce === value.marketo) {
    return { kind: 'agree' };
  }
  const way = wayOutOf(question);
  if (way === 'ignore') {
    return { kind: 'left', reason: 'ignored', base: accountedFor(question) };
  }
  const notChosen = known.salesforce === 'not-chosen' || known.marketo === 'not-chosen';
  const left = notChosen ? 'not-chosen' : way === null ? leftByPerson(question) : null;
  if (left !== null) {
    return { kind: 'left', reason: left, base: mirror.base };
  }
  if (person !== null) {
    return { kind: 'park', reason: person, rule: 'person' };
  }
  const shown = { salesforce: classOf(value.salesforce), marketo: classOf(value.marketo) };
  const asked = { ...question, rules: rulesWith(question.rules, way) };
  const chosen = chosenSide(way, shown);
  if (chosen !== null && way !== null) {
    return towards(asked, shown[chosen], way, seen, shown);
  }
  if (unknown) {
    return { kind: 'park', reason: 'unknown-status', rule: 'map' };
  }
  const standing = way === null ? asBefore(question) : null;
  if (standing !== null) {
    return standing;
  }
  const edited = { salesforce: isEdited(question, 'salesforce', value), marketo: isEdited(question, 'marketo', value) };
  const waits = missingProof(question, edited);
  if (waits !== null) {
    return { kind: 'wait', first: waits.first };
  }
  if (edited.salesforce !== edited.marketo) {
    const side = edited.salesforce ? 'salesforce' : 'marketo';
    return towards(asked, shown[side], side, seen, shown);
  }
  if (!edited.salesforce && mirror.want !== null) {
    const wanted = valueOf(map, 'marketo', mirror.want.marketo);
    if (wanted !== UNKNOWN) {
      return towards(asked, wanted, 'resume', mirror.base, shown);
    }
  }
  const target = conflictTarget(asked, shown);
  return target === null
    ? { kind: 'park', reason: 'conflict', rule: 'ask' }
    : towards(asked, shown[target], `conflict: ${target}`, seen, shown);
}

/** A run is being taken back: nothing is to agree, but for each side to show what it showed before. An edit in between ends that for the member. */
function takenBack(question: Question, value: Record<Side, Value>): Decision | null {
  const { want, base } = question.mirror;
  if (want?.undo !== true) {
    return null;
  }
  if (same(question.seen, want)) {
    return { kind: 'left', reason: 'undone', base: question.seen };
  }
  const edited = isEdited(question, 'salesforce', value) || isEdited(question, 'marketo', value);
  return edited ? null : { kind: 'write', want, rule: 'undo', base };
}

/**
 * The base of a member that is parked: it stays, but for a side that shows our own write. Once the want that says so is dropped, nothing else would know that
 * nobody edited that side.
 */
export function absorbed(question: Question): Pair {
  const { mirror, seen, map } = question;
  const value = { salesforce: valueOf(map, 'salesforce', seen.salesforce), marketo: valueOf(map, 'marketo', seen.marketo) };
  const of = (side: Side) => (isEdited(question, side, value) ? mirror.base[side] : seen[side]);
  return { salesforce: of('salesforce'), marketo: of('marketo') };
}

function personPark({ known }: Question): 'ambiguous-person' | 'duplicate-person' | null {
  const both = [known.salesforce, known.marketo];
  return both.includes('ambiguous') ? 'ambiguous-person' : both.includes('duplicate') ? 'duplicate-person' : null;
}

const isNobody = (pair: Pair) => pair.salesforce === null && pair.marketo === null;
const classOf = (value: Value) => (value === UNKNOWN ? null : value);

/** Parked or left by rule, and nothing has changed since that could change the decision. */
function asBefore({ mirror, seen, rulesVersion }: Question): Decision | null {
  const { park, left } = mirror;
  if (park !== null && HOLDS.has(park.reason) && park.rulesVersion === rulesVersion && same(park.saw, seen)) {
    return { kind: 'park', reason: park.reason, rule: 'parked' };
  }
  if (left !== null && STAYS_LEFT.has(left.reason) && left.rulesVersion === rulesVersion && same(left.saw, seen)) {
    return { kind: 'left', reason: left.reason, base: mirror.base };
  }
  return null;
}

/** The side means something else than the base, and it is not our own write that it shows. */
function isEdited({ mirror, seen, map, now }: Question, side: Side, value: Record<Side, Value>): boolean {
  if (valueOf(map, side, mirror.base[side]) === value[side]) {
    return false;
  }
  if (mirror.loose.some((one) => one.side === side && one.value === seen[side] && now <= one.until)) {
    return false;
  }
  const { want } = mirror;
  if (want === null) {
    return true;
  }
  // In a rejoin Marketo's absence is our own doing.
  return !(want.rejoin && side === 'marketo' && seen.marketo === null) && valueOf(map, side, want[side]) !== value[side];
}
