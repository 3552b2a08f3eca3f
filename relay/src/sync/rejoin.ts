/**
 * A rejoin between its halves: Marketo's member is removed, by us, and not added again yet. That must never be lost, nor taken for somebody's removal:
 * whatever becomes of rules, map and person, the want stands until the member is back.
 */
import type { Decision, Question } from './decision.ts';
import type { StatusClass, Want } from './model.ts';

/** The want of such a rejoin, or null. */
export function halfWay({ mirror: { want }, seen }: Question): Want | null {
  return want?.rejoin === true && seen.marketo === null ? want : null;
}

/**
 * The add, the only next step, with what Salesforce shows by now: the rejoin was for what Salesforce says. Null where no rejoin is half-way, or where the map
 * does not know what Salesforce shows. Marketo's base stays what was removed, so that a read of before the removal is nobody's edit.
 */
export function theAdd(question: Question, salesforce: StatusClass | null): Decision | null {
  const { mirror, seen } = question;
  if (halfWay(question) === null || salesforce === null) {
    return null;
  }
  const want = { salesforce: seen.salesforce, marketo: salesforce.writeMarketo, rejoin: true };
  return { kind: 'write', rule: 'rejoin', base: { salesforce: seen.salesforce, marketo: mirror.base.marketo }, want };
}
