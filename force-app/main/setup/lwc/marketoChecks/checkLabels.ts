/** The words of a list of checks, all of them custom labels. */
import ok from '@salesforce/label/c.Marketo_Checks_Ok';
import warning from '@salesforce/label/c.Marketo_Checks_Warning';
import problem from '@salesforce/label/c.Marketo_Checks_Problem';
import summary from '@salesforce/label/c.Marketo_Checks_Summary';
import fine from '@salesforce/label/c.Marketo_Checks_Fine';
import none from '@salesforce/label/c.Marketo_Checks_None';

export const labels = {
  ok,
  warning,
  problem,
  summary,
  fine,
  none
};
