/** The steps of the wizard. Pure. */
import { labels } from './wizardLabels';

export type Step = 'program' | 'statuses' | 'rules' | 'preview';

const NEW: Step[] = ['program', 'statuses', 'rules', 'preview'];
/** Of a link that exists: its program stays. */
const CHANGE: Step[] = ['rules', 'statuses', 'preview'];

const WORDS: Record<Step, string> = {
  program: labels.stepProgram,
  statuses: labels.stepStatuses,
  rules: labels.stepRules,
  preview: labels.stepPreview
};

export const stepsOf = (isNew: boolean) => (isNew ? NEW : CHANGE);
export const wordOf = (step: Step) => WORDS[step];

export function neighbour(steps: Step[], step: Step, by: 1 | -1): Step | null {
  return steps[steps.indexOf(step) + by] ?? null;
}
