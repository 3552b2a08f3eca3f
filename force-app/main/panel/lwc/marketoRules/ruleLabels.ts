/** The words around the questions. */
import peopleMissing from '@salesforce/label/c.Marketo_Rule_People_Missing';
import minimumStatus from '@salesforce/label/c.Marketo_Rule_Minimum_Status';
import minimumNone from '@salesforce/label/c.Marketo_Rule_Minimum_None';
import minimumHint from '@salesforce/label/c.Marketo_Rule_Minimum_Hint';
import more from '@salesforce/label/c.Marketo_Rule_More';
import leads from '@salesforce/label/c.Marketo_Rule_Leads';
import lastName from '@salesforce/label/c.Marketo_Rule_Last_Name';
import company from '@salesforce/label/c.Marketo_Rule_Company';
import assignmentRule from '@salesforce/label/c.Marketo_Rule_Assignment_Rule';
import allowDuplicates from '@salesforce/label/c.Marketo_Rule_Allow_Duplicates';
import required from '@salesforce/label/c.Marketo_Rule_Required';

export const labels = {
  required,
  peopleMissing,
  minimumStatus,
  minimumNone,
  minimumHint,
  more,
  leads,
  lastName,
  company,
  assignmentRule,
  allowDuplicates
};
