/** Campaigns for programs that have none: what is asked for, and what each plan says in short. Pure. */
import type { People, Plan } from 'c/marketoAnswer';
import { fill, numberText } from 'c/marketoSentences';
import { labels } from './createLabels';

/** Salesforce: Campaign.Name holds 80 characters. */
export const NAME_LENGTH = 80;

/** Of the list of programs, what is needed. */
export interface FreeProgram {
  programId: string;
  programName: string | null;
  channel: string | null;
}

export type PeopleRule = 'wait' | 'create' | 'never';

/** One campaign on its way. */
export interface Making {
  programId: string;
  programName: string;
  channel: string | null;
  name: string;
  /** The same for the same campaign, however often it is asked for. */
  key: string;
  campaignId: string | null;
  previewId: string | null;
  plan: Plan | null;
  /** Named in the plan's examples, as far as they may be seen. */
  people: People;
  /** To be started. */
  chosen: boolean;
}

export function makingOf(program: FreeProgram, key: string): Making {
  const programName = program.programName ?? program.programId;
  return {
    programId: program.programId,
    programName,
    channel: program.channel,
    name: programName.slice(0, NAME_LENGTH).trimEnd(),
    key,
    campaignId: null,
    previewId: null,
    plan: null,
    people: {},
    chosen: true
  };
}

const COUNTS = [
  'addToSalesforce',
  'addToMarketo',
  'changeInSalesforce',
  'changeInMarketo',
  'removeInSalesforce',
  'removeInMarketo',
  'createPeople',
  'park',
  'leftByRule',
  'agree',
  'mayFail'
] as const;

/** What is told of a plan in one line; its details are another component's. */
export type InShort = Pick<Plan, (typeof COUNTS)[number] | 'fields' | 'calls'>;

/** What a plan will do, only what it does; one sentence where it does nothing yet. */
export function linesOf(plan: InShort): string[] {
  const counted = COUNTS.filter((kind) => plan[kind] > 0).map((kind) => fill(labels[kind], numberText(plan[kind])));
  const costs = plan.fields.filter(({ field }) => field === 'ActualCost').map(({ to }) => fill(labels.costs, numberText(Number(to))));
  const lines = [...counted, ...costs];
  return lines.length === 0 ? [labels.nothing] : lines;
}

/** Null where it takes none. */
export function callsOf({ calls }: InShort): string | null {
  return calls.marketo + calls.salesforce === 0 ? null : fill(labels.calls, numberText(calls.marketo), numberText(calls.salesforce));
}

/** All plans in one: for a person to see what starting them all means. */
export function totalOf(plans: InShort[]): InShort {
  const sum = (of: (plan: InShort) => number) => plans.reduce((total, plan) => total + of(plan), 0);
  const counts = Object.fromEntries(COUNTS.map((kind) => [kind, sum((plan) => plan[kind])])) as Record<(typeof COUNTS)[number], number>;
  return { ...counts, fields: [], calls: { marketo: sum(({ calls }) => calls.marketo), salesforce: sum(({ calls }) => calls.salesforce) } };
}

export function progressText({ done, total }: { done: number; total: number | null }): string {
  return total === null ? fill(labels.previewingSome, numberText(done)) : fill(labels.previewing, numberText(done), numberText(total));
}
