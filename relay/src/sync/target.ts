/** The target is decided: what is written where, and what the link's rules forbid. */
import type { Decision, Question } from './decision.ts';
import type { Pair, Side, StatusClass } from './model.ts';
import { stepOf, written } from './status-map.ts';

type Shown = Record<Side, StatusClass | null>;

/**
 * @param target the class both sides shall show; null: no member on either.
 * @param rule what decided, for the journal.
 * @param base what is accounted for once this is decided.
 */
export function towards(question: Question, target: StatusClass | null, rule: string, base: Pair, shown: Shown): Decision {
  const { rules, seen } = question;
  if (target === null) {
    return removal(question, rule, base, shown);
  }
  if (shown.salesforce !== target && rules.direction === 'to-marketo') {
    return { kind: 'left', reason: 'direction', base: seen };
  }
  if (shown.marketo !== target && rules.direction === 'to-salesforce') {
    return { kind: 'left', reason: 'direction', base: seen };
  }
  return withoutPerson(question, target) ?? backward(question, target, rule, base, shown) ?? write(question, target, rule, base, shown);
}

function removal({ rules, seen }: Question, rule: string, base: Pair, shown: Shown): Decision {
  const stays =
    (shown.marketo !== null && (rules.removeInMarketo === 'leave' || rules.direction === 'to-salesforce')) ||
    (shown.salesforce !== null && (rules.removeInSalesforce === 'leave' || rules.direction === 'to-marketo'));
  return stays
    ? { kind: 'left', reason: 'removal-left', base: seen }
    : { kind: 'write', rule, base, want: { salesforce: null, marketo: null, rejoin: false } };
}

/** A person whom Salesforce does not know: made, waited for, or left, as the link says. The minimum status governs only this. */
function withoutPerson({ rules, seen, known, map, mirror }: Question, target: StatusClass): Decision | null {
  if (known.salesforce !== 'nobody' || seen.salesforce !== null) {
    return null;
  }
  if (rules.minimumStatus !== null && written(target).step < stepOf(map, rules.minimumStatus)) {
    return { kind: 'left', reason: 'minimum-status', base: mirror.base };
  }
  switch (rules.people) {
    case 'create':
      return null;
    case 'wait':
      return { kind: 'park', reason: 'not-in-salesforce', rule: 'people: wait' };
    case 'never':
      return { kind: 'left', reason: 'people-never', base: mirror.base };
  }
}

/** Marketo stands on a higher step than the one to be written, and never moves a member back by itself. */
function backward({ rules, seen, map, mirror }: Question, target: StatusClass, rule: string, base: Pair, shown: Shown): Decision | null {
  if (shown.marketo === null || shown.marketo === target || stepOf(map, seen.marketo) <= written(target).step) {
    return null;
  }
  if (mirror.want?.rejoin === true || rules.backward === 'rejoin') {
    return {
      kind: 'write',
      rule: 'backward: rejoin',
      base,
      want: {
        salesforce: keep(seen.salesforce, shown.salesforce, target, target.writeSalesforce),
        marketo: target.writeMarketo,
        rejoin: true
      }
    };
  }
  if (rules.backward === 'restore' && rules.direction === 'both') {
    const want = { salesforce: shown.marketo.writeSalesforce, marketo: seen.marketo, rejoin: false };
    return { kind: 'write', rule: 'backward: restore', base, want };
  }
  return { kind: 'park', reason: 'marketo-never-moves-back', rule: `${rule}, backward: hold` };
}

function write({ seen, mirror }: Question, target: StatusClass, rule: string, base: Pair, shown: Shown): Decision {
  return {
    kind: 'write',
    rule,
    base,
    want: {
      salesforce: keep(seen.salesforce, shown.salesforce, target, target.writeSalesforce),
      marketo: keep(seen.marketo, shown.marketo, target, target.writeMarketo),
      rejoin: mirror.want?.rejoin === true && shown.marketo === null
    }
  };
}

/** A side that already means the target keeps its own label. */
function keep(seen: string | null, shown: StatusClass | null, target: StatusClass, label: string): string | null {
  return shown === target ? seen : label;
}
