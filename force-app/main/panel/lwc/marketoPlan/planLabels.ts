/** What a plan says. */
import nothing from '@salesforce/label/c.Marketo_Plan_Nothing';
import nobody from '@salesforce/label/c.Marketo_Plan_Nobody';
import addToMarketo from '@salesforce/label/c.Marketo_Plan_Add_To_Marketo';
import addToSalesforce from '@salesforce/label/c.Marketo_Plan_Add_To_Salesforce';
import changeInMarketo from '@salesforce/label/c.Marketo_Plan_Change_In_Marketo';
import changeInSalesforce from '@salesforce/label/c.Marketo_Plan_Change_In_Salesforce';
import removeInMarketo from '@salesforce/label/c.Marketo_Plan_Remove_In_Marketo';
import removeInSalesforce from '@salesforce/label/c.Marketo_Plan_Remove_In_Salesforce';
import createPeople from '@salesforce/label/c.Marketo_Plan_Create_People';
import park from '@salesforce/label/c.Marketo_Plan_Park';
import leftByRule from '@salesforce/label/c.Marketo_Plan_Left_By_Rule';
import agree from '@salesforce/label/c.Marketo_Plan_Agree';
import examples from '@salesforce/label/c.Marketo_Plan_Examples';
import becomes from '@salesforce/label/c.Marketo_Plan_Becomes';
import statuses from '@salesforce/label/c.Marketo_Plan_Statuses';
import mayFail from '@salesforce/label/c.Marketo_Plan_May_Fail';
import calls from '@salesforce/label/c.Marketo_Plan_Calls';
import fieldWrite from '@salesforce/label/c.Marketo_Plan_Field_Write';
import fieldEmpty from '@salesforce/label/c.Marketo_Plan_Field_Empty';
import fieldConsent from '@salesforce/label/c.Marketo_Plan_Field_Consent';
import overwrite from '@salesforce/label/c.Marketo_Plan_Overwrite';
import people from '@salesforce/label/c.Marketo_Plan_People';
import why from '@salesforce/label/c.Marketo_Plan_Why';
import counts from '@salesforce/label/c.Marketo_Plan_Counts';

export const labels = {
  nothing,
  nobody,
  addToMarketo,
  addToSalesforce,
  changeInMarketo,
  changeInSalesforce,
  removeInMarketo,
  removeInSalesforce,
  createPeople,
  park,
  leftByRule,
  agree,
  examples,
  becomes,
  statuses,
  mayFail,
  calls,
  fieldWrite,
  fieldEmpty,
  fieldConsent,
  overwrite,
  people,
  why,
  counts
};
