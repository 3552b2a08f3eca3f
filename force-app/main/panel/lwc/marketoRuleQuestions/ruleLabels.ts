/** Each policy in one sentence with its consequence. */
import people from '@salesforce/label/c.Marketo_Rule_People';
import peopleCreate from '@salesforce/label/c.Marketo_Rule_People_Create';
import peopleWait from '@salesforce/label/c.Marketo_Rule_People_Wait';
import peopleNever from '@salesforce/label/c.Marketo_Rule_People_Never';
import direction from '@salesforce/label/c.Marketo_Rule_Direction';
import directionBoth from '@salesforce/label/c.Marketo_Rule_Direction_Both';
import directionToMarketo from '@salesforce/label/c.Marketo_Rule_Direction_To_Marketo';
import directionToSalesforce from '@salesforce/label/c.Marketo_Rule_Direction_To_Salesforce';
import conflict from '@salesforce/label/c.Marketo_Rule_Conflict';
import conflictFurthest from '@salesforce/label/c.Marketo_Rule_Conflict_Furthest';
import conflictSalesforce from '@salesforce/label/c.Marketo_Rule_Conflict_Salesforce';
import conflictMarketo from '@salesforce/label/c.Marketo_Rule_Conflict_Marketo';
import conflictAsk from '@salesforce/label/c.Marketo_Rule_Conflict_Ask';
import backward from '@salesforce/label/c.Marketo_Rule_Backward';
import backwardHold from '@salesforce/label/c.Marketo_Rule_Backward_Hold';
import backwardRestore from '@salesforce/label/c.Marketo_Rule_Backward_Restore';
import backwardRejoin from '@salesforce/label/c.Marketo_Rule_Backward_Rejoin';
import removeInMarketo from '@salesforce/label/c.Marketo_Rule_Remove_In_Marketo';
import removeInMarketoFollow from '@salesforce/label/c.Marketo_Rule_Remove_In_Marketo_Follow';
import removeInMarketoLeave from '@salesforce/label/c.Marketo_Rule_Remove_In_Marketo_Leave';
import removeInSalesforce from '@salesforce/label/c.Marketo_Rule_Remove_In_Salesforce';
import removeInSalesforceFollow from '@salesforce/label/c.Marketo_Rule_Remove_In_Salesforce_Follow';
import removeInSalesforceLeave from '@salesforce/label/c.Marketo_Rule_Remove_In_Salesforce_Leave';
import removalOrEdit from '@salesforce/label/c.Marketo_Rule_Removal_Or_Edit';
import removalOrEditEdit from '@salesforce/label/c.Marketo_Rule_Removal_Or_Edit_Edit';
import removalOrEditRemoval from '@salesforce/label/c.Marketo_Rule_Removal_Or_Edit_Removal';
import typeEdited from '@salesforce/label/c.Marketo_Rule_Type_Edited';
import costEdited from '@salesforce/label/c.Marketo_Rule_Cost_Edited';
import editedOverwrite from '@salesforce/label/c.Marketo_Rule_Edited_Overwrite';
import editedKeep from '@salesforce/label/c.Marketo_Rule_Edited_Keep';
import editedStop from '@salesforce/label/c.Marketo_Rule_Edited_Stop';
import emptyCost from '@salesforce/label/c.Marketo_Rule_Empty_Cost';
import emptyCostLeave from '@salesforce/label/c.Marketo_Rule_Empty_Cost_Leave';
import emptyCostZero from '@salesforce/label/c.Marketo_Rule_Empty_Cost_Zero';

export const labels = {
  people,
  peopleCreate,
  peopleWait,
  peopleNever,
  direction,
  directionBoth,
  directionToMarketo,
  directionToSalesforce,
  conflict,
  conflictFurthest,
  conflictSalesforce,
  conflictMarketo,
  conflictAsk,
  backward,
  backwardHold,
  backwardRestore,
  backwardRejoin,
  removeInMarketo,
  removeInMarketoFollow,
  removeInMarketoLeave,
  removeInSalesforce,
  removeInSalesforceFollow,
  removeInSalesforceLeave,
  removalOrEdit,
  removalOrEditEdit,
  removalOrEditRemoval,
  typeEdited,
  costEdited,
  editedOverwrite,
  editedKeep,
  editedStop,
  emptyCost,
  emptyCostLeave,
  emptyCostZero
};
