/** The rules of a link as questions, each answer one sentence with its consequence. Pure. */
import type { Rules } from 'c/marketoAnswer';
import { labels } from './ruleLabels';

/** Rules that are answered by choosing one of a few sentences. */
export type ChoiceRule =
  | 'people'
  | 'direction'
  | 'conflict'
  | 'backward'
  | 'removeInMarketo'
  | 'removeInSalesforce'
  | 'removalOrEdit'
  | 'typeEdited'
  | 'costEdited'
  | 'emptyCost';

export interface Question {
  rule: ChoiceRule;
  label: string;
  options: { value: string; label: string }[];
  /** Asked under "More rules". */
  isMore: boolean;
}

const edited = [
  { value: 'overwrite', label: labels.editedOverwrite },
  { value: 'keep', label: labels.editedKeep },
  { value: 'stop', label: labels.editedStop }
];

export const QUESTIONS: Question[] = [
  {
    rule: 'people',
    label: labels.people,
    options: [
      { value: 'create', label: labels.peopleCreate },
      { value: 'wait', label: labels.peopleWait },
      { value: 'never', label: labels.peopleNever }
    ],
    isMore: false
  },
  {
    rule: 'direction',
    label: labels.direction,
    options: [
      { value: 'both', label: labels.directionBoth },
      { value: 'to-marketo', label: labels.directionToMarketo },
      { value: 'to-salesforce', label: labels.directionToSalesforce }
    ],
    isMore: false
  },
  {
    rule: 'conflict',
    label: labels.conflict,
    options: [
      { value: 'furthest', label: labels.conflictFurthest },
      { value: 'salesforce', label: labels.conflictSalesforce },
      { value: 'marketo', label: labels.conflictMarketo },
      { value: 'ask', label: labels.conflictAsk }
    ],
    isMore: false
  },
  {
    rule: 'backward',
    label: labels.backward,
    options: [
      { value: 'hold', label: labels.backwardHold },
      { value: 'restore', label: labels.backwardRestore },
      { value: 'rejoin', label: labels.backwardRejoin }
    ],
    isMore: false
  },
  {
    rule: 'removeInMarketo',
    label: labels.removeInMarketo,
    options: [
      { value: 'follow', label: labels.removeInMarketoFollow },
      { value: 'leave', label: labels.removeInMarketoLeave }
    ],
    isMore: false
  },
  {
    rule: 'removeInSalesforce',
    label: labels.removeInSalesforce,
    options: [
      { value: 'follow', label: labels.removeInSalesforceFollow },
      { value: 'leave', label: labels.removeInSalesforceLeave }
    ],
    isMore: false
  },
  {
    rule: 'removalOrEdit',
    label: labels.removalOrEdit,
    options: [
      { value: 'edit', label: labels.removalOrEditEdit },
      { value: 'removal', label: labels.removalOrEditRemoval }
    ],
    isMore: true
  },
  { rule: 'typeEdited', label: labels.typeEdited, options: edited, isMore: true },
  { rule: 'costEdited', label: labels.costEdited, options: edited, isMore: true },
  {
    rule: 'emptyCost',
    label: labels.emptyCost,
    options: [
      { value: 'leave', label: labels.emptyCostLeave },
      { value: 'zero', label: labels.emptyCostZero }
    ],
    isMore: true
  }
];

/** What a link begins with; nobody chooses for the owner what happens to people whom only Marketo knows. */
export type RulesAsked = Omit<Rules, 'people'> & { people: Rules['people'] | undefined };
export const NEW_RULES: RulesAsked = {
  direction: 'both',
  conflict: 'furthest',
  removalOrEdit: 'edit',
  backward: 'hold',
  removeInMarketo: 'follow',
  removeInSalesforce: 'follow',
  people: undefined,
  minimumStatus: null,
  typeEdited: 'overwrite',
  costEdited: 'overwrite',
  emptyCost: 'leave',
  overwriteFields: false,
  leadDefaults: { lastName: 'Unknown', company: 'Unknown', ownerId: null, assignmentRule: false, allowDuplicates: false }
};

/** Last name and company must not be empty: Salesforce refuses leads without. */
export const isComplete = (rules: RulesAsked): rules is Rules =>
  rules.people !== undefined && rules.leadDefaults.lastName.trim() !== '' && rules.leadDefaults.company.trim() !== '';
