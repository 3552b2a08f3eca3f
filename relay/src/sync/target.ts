/** The target is decided: what is written where, and what the link's rules forbid. */
import type { Decision, Question } from './decision.ts';
import { kept } from './edited.ts';
import type { Pair, Side, StatusClass, Want } from './model.ts';
import { stepOf, written } from './status-map.ts';

type Shown = Record<Side, StatusClass | null>;

export interface Course {
  /** The class both sides shall show; null: no member on either. */
  target: StatusClass | null;
  /** What decided, for the journal. */
  rule: string;
  /** What is accounted for once this is decided. */
  base: Pair;
  /** What is wanted still where the rules forbid it. Then nothing is decided: an edit stays an edit, whatever the rules become. */
  still: Want | null;
}

export function towards(question: Question, course: Course, shown: Shown): Decision {
  const { rules } = question;
  const { target, still } = course;
  if (target === null) {
    return removal(question, course, shown);
  }
  if (shown.salesforce !== target && rules.direction === 'to-marketo') {
    return { kind: 'left', reason: 'direction', ...kept(question, still) };
  }
  if (shown.marketo !== target && rules.direction === 'to-salesforce') {
    return { kind: 'left', reason: 'direction', ...kept(question, still) };
  }
  const aimed = { ...course, target };
  return withoutPerson(question, still) ?? backward(question, aimed, shown) ?? write(question, aimed, shown);
}

function removal(question: Question, { rule, base, still }: Course, shown: Shown): Decision {
  const { rules } = question;
  const stays =
    (shown.marketo !== null && (rules.removeInMarketo === 'leave' || rules.direction === 'to-salesforce')) ||
    (shown.salesforce !== null && (rules.removeInSalesforce === 'leave' || rules.direction === 'to-marketo'));
  return stays
    ? { kind: 'left', reason: 'removal-left', ...kept(question, still) }
    : { kind: 'write', rule, base, want: { salesforce: null, marketo: null, rejoin: false } };
}

/** A person whom Salesforce does not know: made, waited for, or left, as the link says. The minimum status governs only this. */
function withoutPerson(question: Question, still: Want | null): Decision | null {
  const { rules, seen, known, map } = question;
  if (known.salesforce !== 'nobody' || seen.salesforce !== null) {
    return null;
  }
  if (rules.minimumStatus !== null && !reaches(stepOf(map, seen.marketo), stepOf(map, rules.minimumStatus))) {
    return { kind: 'left', reason: 'minimum-status', ...kept(question, still) };
  }
  switch (rules.people) {
    case 'create':
      return null;
    case 'wait':
      return { kind: 'park', reason: 'not-in-salesforce', rule: 'people: wait', ...kept(question, still) };
    case 'never':
      return { kind: 'left', reason: 'people-never', ...kept(question, still) };
  }
}

/** Nobody reaches a minimum that the map does not know: renamed in Marketo, it must not open the door to everybody. */
function reaches(step: number, minimum: number): boolean {
  return Number.isFinite(minimum) && step >= minimum;
}

/** Marketo stands on a higher step than the one to be written, and never moves a member back by itself. */
function backward(question: Question, course: Course & { target: StatusClass }, shown: Shown): Decision | null {
  const { rules, seen, map, mirror } = question;
  const { target, rule, base, still } = course;
  if (shown.marketo === null || shown.marketo === target || stepOf(map, seen.marketo) <= written(target).step) {
    return null;
  }
  if (mirror.want?.rejoin === true || rules.backward === 'rejoin') {
    const salesforce = keep(seen.salesforce, shown.salesforce, target, target.writeSalesforce);
    return { kind: 'write', rule: 'backward: rejoin', base, want: { salesforce, marketo: target.writeMarketo, rejoin: true } };
  }
  if (rules.backward === 'restore' && rules.direction === 'both') {
    const want = { salesforce: shown.marketo.writeSalesforce, marketo: seen.marketo, rejoin: false };
    return { kind: 'write', rule: 'backward: restore', base, want };
  }
  return { kind: 'park', reason: 'marketo-never-moves-back', rule: `${rule}, backward: hold`, ...kept(question, still) };
}

function write({ seen }: Question, { target, rule, base }: Course & { target: StatusClass }, shown: Shown): Decision {
  const salesforce = keep(seen.salesforce, shown.salesforce, target, target.writeSalesforce);
  const marketo = keep(seen.marketo, shown.marketo, target, target.writeMarketo);
  return { kind: 'write', rule, base, want: { salesforce, marketo, rejoin: false } };
}

/** A side that already means the target keeps its own label. */
function keep(seen: string | null, shown: StatusClass | null, target: StatusClass, label: string): string | null {
  return shown === target ? seen : label;
}
