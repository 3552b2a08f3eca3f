/** A plan in sentences. Pure. */
import { COUNTS, fill, personOf, type People, type Plan, type PlanKind } from 'c/marketoAnswer';
import { reasonWords, valueWords } from 'c/marketoWords';
import { labels } from './planLabels';

export interface Example {
  key: string;
  person: string;
  url: string | null;
  change: string;
}
export interface CountLine {
  kind: PlanKind;
  members: number;
  words: string;
  examples: Example[];
  hasExamples: boolean;
}

/** What is to happen, kind by kind, without those that nobody is in; who is left alone comes last. */
export function countLines(plan: Plan, people: People): CountLine[] {
  return COUNTS.filter((kind) => plan[kind] > 0).map((kind) => {
    const examples = plan.samples
      .filter((sample) => sample.kind === kind)
      .map((sample, index) => {
        const person = personOf(sample, people);
        return { key: `${kind}${index}`, person: person.text, url: person.recordId && `/${person.recordId}`, change: changeOf(sample) };
      });
    return { kind, members: plan[kind], words: labels[kind], examples, hasExamples: examples.length > 0 };
  });
}

function changeOf({ kind, salesforceValue, marketoValue, becomes }: Plan['samples'][number]): string {
  if (kind === 'park' || kind === 'leftByRule') {
    return reasonWords(becomes ?? '');
  }
  if (kind === 'createPeople') {
    return valueWords(marketoValue);
  }
  const from = kind.endsWith('Salesforce') ? salesforceValue : marketoValue;
  return fill(labels.becomes, valueWords(from), valueWords(becomes));
}

/** Members whose plan is to be written on either side, or who are created. */
export function changes(plan: Plan): number {
  return COUNTS.filter((kind) => kind !== 'agree' && kind !== 'park' && kind !== 'leftByRule').reduce((sum, kind) => sum + plan[kind], 0);
}

export const reasonLines = (plan: Plan) =>
  plan.reasons.map(({ reason, members }) => ({ key: reason, members, words: reasonWords(reason) }));

export function fieldLines(plan: Plan) {
  const shown = (value: string | null) => value ?? labels.fieldEmpty;
  return plan.fields.map(({ field, from, to, consent }) => ({
    key: field,
    sentence: consent ? fill(labels.fieldConsent, field, shown(from), to) : fill(labels.fieldWrite, field, to, shown(from)),
    consent
  }));
}
