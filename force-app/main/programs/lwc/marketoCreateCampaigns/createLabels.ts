/** The words of creating campaigns, all of them custom labels. */
import title from '@salesforce/label/c.Marketo_Create_Title';
import settingsHint from '@salesforce/label/c.Marketo_Create_Settings_Hint';
import name from '@salesforce/label/c.Marketo_Create_Name';
import nameHeading from '@salesforce/label/c.Marketo_Create_Name_Heading';
import nameMissing from '@salesforce/label/c.Marketo_Create_Name_Missing';
import active from '@salesforce/label/c.Marketo_Create_Active';
import peopleQuestion from '@salesforce/label/c.Marketo_Create_People_Question';
import peopleWait from '@salesforce/label/c.Marketo_Create_People_Wait';
import peopleCreate from '@salesforce/label/c.Marketo_Create_People_Create';
import peopleNever from '@salesforce/label/c.Marketo_Create_People_Never';
import peopleMissing from '@salesforce/label/c.Marketo_Create_People_Missing';
import otherRules from '@salesforce/label/c.Marketo_Create_Other_Rules';
import prepare from '@salesforce/label/c.Marketo_Create_Prepare';
import cancel from '@salesforce/label/c.Marketo_Create_Cancel';
import stop from '@salesforce/label/c.Marketo_Create_Stop';
import back from '@salesforce/label/c.Marketo_Create_Back';
import preparingTitle from '@salesforce/label/c.Marketo_Create_Preparing_Title';
import making from '@salesforce/label/c.Marketo_Create_Making';
import asking from '@salesforce/label/c.Marketo_Create_Asking';
import previewing from '@salesforce/label/c.Marketo_Create_Previewing';
import previewingSome from '@salesforce/label/c.Marketo_Create_Previewing_Some';
import previewTitle from '@salesforce/label/c.Marketo_Create_Preview_Title';
import previewHint from '@salesforce/label/c.Marketo_Create_Preview_Hint';
import choose from '@salesforce/label/c.Marketo_Create_Choose';
import details from '@salesforce/label/c.Marketo_Create_Details';
import totals from '@salesforce/label/c.Marketo_Create_Totals';
import nothing from '@salesforce/label/c.Marketo_Create_Nothing';
import addToSalesforce from '@salesforce/label/c.Marketo_Create_Add_To_Salesforce';
import addToMarketo from '@salesforce/label/c.Marketo_Create_Add_To_Marketo';
import changeInSalesforce from '@salesforce/label/c.Marketo_Create_Change_In_Salesforce';
import changeInMarketo from '@salesforce/label/c.Marketo_Create_Change_In_Marketo';
import removeInSalesforce from '@salesforce/label/c.Marketo_Create_Remove_In_Salesforce';
import removeInMarketo from '@salesforce/label/c.Marketo_Create_Remove_In_Marketo';
import createPeople from '@salesforce/label/c.Marketo_Create_Create_People';
import park from '@salesforce/label/c.Marketo_Create_Park';
import leftByRule from '@salesforce/label/c.Marketo_Create_Left_By_Rule';
import agree from '@salesforce/label/c.Marketo_Create_Agree';
import mayFail from '@salesforce/label/c.Marketo_Create_May_Fail';
import calls from '@salesforce/label/c.Marketo_Create_Calls';
import costs from '@salesforce/label/c.Marketo_Create_Costs';
import start from '@salesforce/label/c.Marketo_Create_Start';
import startNone from '@salesforce/label/c.Marketo_Create_Start_None';
import startLater from '@salesforce/label/c.Marketo_Create_Start_Later';
import startingTitle from '@salesforce/label/c.Marketo_Create_Starting_Title';
import doneTitle from '@salesforce/label/c.Marketo_Create_Done_Title';
import doneFailedTitle from '@salesforce/label/c.Marketo_Create_Done_Failed_Title';
import again from '@salesforce/label/c.Marketo_Create_Again';
import linked from '@salesforce/label/c.Marketo_Create_Linked';
import unlinked from '@salesforce/label/c.Marketo_Create_Unlinked';
import expired from '@salesforce/label/c.Marketo_Create_Expired';

export const labels = {
  title,
  settingsHint,
  name,
  nameHeading,
  nameMissing,
  active,
  peopleQuestion,
  peopleWait,
  peopleCreate,
  peopleNever,
  peopleMissing,
  otherRules,
  prepare,
  cancel,
  stop,
  back,
  preparingTitle,
  making,
  asking,
  previewing,
  previewingSome,
  previewTitle,
  previewHint,
  choose,
  details,
  totals,
  nothing,
  addToSalesforce,
  addToMarketo,
  changeInSalesforce,
  changeInMarketo,
  removeInSalesforce,
  removeInMarketo,
  createPeople,
  park,
  leftByRule,
  agree,
  mayFail,
  calls,
  costs,
  start,
  startNone,
  startLater,
  startingTitle,
  doneTitle,
  doneFailedTitle,
  again,
  linked,
  unlinked,
  expired
};
