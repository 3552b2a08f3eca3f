/**
 * Whether what a side shows may be believed. An absence needs proof; so does a Marketo value that is not higher than the one accounted for, since a stale
 * read looks just like it.
 */
import type { Question } from './decision.ts';
import type { Evidence, MirrorView, Pair, Raw, Side } from './model.ts';
import { stepOf, UNKNOWN, valueOf } from './status-map.ts';

/**
 * @param edited sides whose value is no longer the base's.
 * @param base what is accounted for.
 * @returns null when all of them may be believed, otherwise what is waited for.
 */
export function missingProof(question: Question, edited: Record<Side, boolean>, base: Pair): { first: Evidence | null } | null {
  const { mirror, seen, now, absenceMs } = question;
  if (edited.salesforce && seen.salesforce === null && !provenInSalesforce(mirror)) {
    return { first: null };
  }
  if (edited.marketo && needsProof(question, base.marketo) && !provenInMarketo(question)) {
    const first = mirror.evidence.find((one) => one.side === 'marketo' && one.kind === 'first-read' && one.value === seen.marketo);
    const stillFresh = first !== undefined && now - first.at < absenceMs;
    return { first: stillFresh ? first : { side: 'marketo', kind: 'first-read', value: seen.marketo, at: now } };
  }
  return null;
}

/** A first read says nothing once another value has been seen. */
export function stillMeaningful(evidence: Evidence[], seenInMarketo: string | null): Evidence[] {
  return evidence.filter((one) => one.kind !== 'first-read' || one.value === seenInMarketo);
}

/** Nothing is surely higher than a base that the map no longer knows. */
function needsProof({ seen, map }: Question, base: Raw): boolean {
  return base !== null && (valueOf(map, 'marketo', base) === UNKNOWN || stepOf(map, seen.marketo) <= stepOf(map, base));
}

/** A delete entry of the outbox or a deleted row, newer than our last sight of the member. */
function provenInSalesforce({ evidence, lastSeen }: MirrorView): boolean {
  return evidence.some(
    (one) => one.side === 'salesforce' && one.value === null && one.kind !== 'first-read' && one.at >= (lastSeen.salesforce ?? 0)
  );
}

/** An activity that says so, newer than our last sight of another value, or two reads far enough apart. */
function provenInMarketo({ mirror, seen, now, absenceMs }: Question): boolean {
  return mirror.evidence.some(
    (one) =>
      one.side === 'marketo' &&
      one.value === seen.marketo &&
      (one.kind === 'activity' ? one.at >= (mirror.lastSeen.marketo ?? 0) : one.kind === 'first-read' && now - one.at >= absenceMs)
  );
}
