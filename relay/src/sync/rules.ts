/** The rules that a link has when nobody says otherwise: docs/contract, "Rules". */
import type { Rules } from './model.ts';

export const DEFAULT_RULES: Rules = {
  direction: 'both',
  conflict: 'furthest',
  removalOrEdit: 'edit',
  backward: 'hold',
  removeInMarketo: 'follow',
  removeInSalesforce: 'follow',
  people: 'wait',
  minimumStatus: null,
  typeEdited: 'overwrite',
  costEdited: 'overwrite',
  emptyCost: 'leave',
  overwriteFields: false,
  leadDefaults: { lastName: 'Unknown', company: 'Unknown', ownerId: null, assignmentRule: false, allowDuplicates: false }
};
