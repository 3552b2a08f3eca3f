/**
 * What a way out that a person took means to the planner. It answers for what both sides showed when it was taken: once one of them shows something
 * else, it is as if nobody had said anything.
 */
import type { Question } from './decision.ts';
import type { Candidate, Pair, Rules, Side, StatusClass, WayOut } from './model.ts';

/** The way out that is in force, or null. */
export function wayOutOf({ mirror: { taken }, seen, known }: Question): WayOut | null {
  switch (taken?.wayOut) {
    case undefined:
      return null;
    // Whoever shall be made in Salesforce is made there with the status that Marketo shows by then.
    case 'create-person':
      return known.salesforce === 'nobody' ? 'create-person' : null;
    case 'retry':
      return 'retry';
    default:
      return taken === null || (taken.saw !== null && !same(taken.saw, seen)) ? null : taken.wayOut;
  }
}

/** The link's rules as the way out bends them, for this one member. */
export function rulesWith(rules: Rules, way: WayOut | null): Rules {
  switch (way) {
    case 'rejoin':
      return { ...rules, backward: 'rejoin' };
    case 'create-person':
      return { ...rules, people: 'create', minimumStatus: null };
    default:
      return rules;
  }
}

const sideOf: Partial<Record<WayOut, Side>> = {
  'choose-salesforce': 'salesforce',
  rejoin: 'salesforce',
  'choose-marketo': 'marketo',
  restore: 'marketo'
};

/** The side whose value a person decided for; one that shows no member or an unknown status cannot be taken. */
export function chosenSide(way: WayOut | null, shown: Record<Side, StatusClass | null>): Side | null {
  const side = way === null ? undefined : sideOf[way];
  return side !== undefined && shown[side] !== null ? side : null;
}

/** Left by a person, for as long as both sides show what they showed then, whatever becomes of rules and map. */
export function leftByPerson({ mirror: { left }, seen }: Question): 'ignored' | 'not-chosen' | null {
  if (left === null || !same(left.saw, seen)) return null;
  return left.reason === 'ignored' || left.reason === 'not-chosen' ? left.reason : null;
}

/** What is ignored is accounted for, so that the side that is edited next is the target. An absence is not: nothing proved it. */
export function accountedFor({ mirror: { base }, seen }: Question): Pair {
  return { salesforce: seen.salesforce ?? base.salesforce, marketo: seen.marketo ?? base.marketo };
}

export function isSamePerson(a: Candidate, b: Candidate): boolean {
  return a.leadId === b.leadId && a.contactId === b.contactId && a.marketoLeadId === b.marketoLeadId;
}

export const same = (a: Pair, b: Pair) => a.salesforce === b.salesforce && a.marketo === b.marketo;
