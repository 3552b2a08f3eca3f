/** What somebody edited, and what is merely our own write that a side shows. No user ids, no marks of origin: values alone. */
import type { Kept, Question } from './decision.ts';
import type { Pair, Side, Want } from './model.ts';
import { halfWay } from './rejoin.ts';
import { UNKNOWN, valueOf, type Value } from './status-map.ts';

export function valuesOf({ seen, map }: Question): Record<Side, Value> {
  return { salesforce: valueOf(map, 'salesforce', seen.salesforce), marketo: valueOf(map, 'marketo', seen.marketo) };
}

/**
 * What a side's accounted-for label means. A status that was renamed since is in the map no more: then it means what the other side's label means, with which it
 * agreed; unknown where that was renamed, too.
 */
function meantBy({ map }: Question, side: Side, base: Pair): Value {
  const value = valueOf(map, side, base[side]);
  if (value !== UNKNOWN) {
    return value;
  }
  const other = side === 'salesforce' ? 'marketo' : 'salesforce';
  return valueOf(map, other, base[other]) ?? UNKNOWN;
}

/** Called edited only because nobody knows what stood there before: a status that was renamed looks just like it. */
export function isGuess(question: Question, side: Side, base: Pair): boolean {
  return question.seen[side] !== null && meantBy(question, side, base) === UNKNOWN;
}

/** The side means something else than the base, and it is not our own write that it shows. */
export function isEdited(question: Question, side: Side, base: Pair = question.mirror.base): boolean {
  const { mirror, seen, map, now } = question;
  const value = valuesOf(question)[side];
  if (meantBy(question, side, base) === value) {
    return false;
  }
  if (mirror.loose.some((one) => one.side === side && one.value === seen[side] && now <= one.until)) {
    return false;
  }
  // In a rejoin Marketo's absence is our own doing.
  if (side === 'marketo' && halfWay(question) !== null) {
    return false;
  }
  return mirror.want === null || valueOf(map, side, mirror.want[side]) !== value;
}

/**
 * What stays of a member for whom nothing is written. The base stays, but for a side that shows our own write: once the want that says so is dropped, nothing
 * else would know that nobody edited that side. The first half of a rejoin is no such write: its want is never dropped.
 * @param want what is wanted still; null: an edit came after it.
 */
export function kept(question: Question, want: Want | null): Kept {
  const { mirror, seen } = question;
  const stands = (side: Side) => isEdited(question, side) || (side === 'marketo' && halfWay(question) !== null);
  return {
    base: {
      salesforce: stands('salesforce') ? mirror.base.salesforce : seen.salesforce,
      marketo: stands('marketo') ? mirror.base.marketo : seen.marketo
    },
    want
  };
}
