/** The words of one issue. */
import since from '@salesforce/label/c.Marketo_Issue_Since';
import nextTry from '@salesforce/label/c.Marketo_Issue_Next_Try';
import attempts from '@salesforce/label/c.Marketo_Issue_Attempts';
import history from '@salesforce/label/c.Marketo_Issue_History';
import choose from '@salesforce/label/c.Marketo_Issue_Choose';
import wayFor from '@salesforce/label/c.Marketo_Issue_Way_For';
import historyFor from '@salesforce/label/c.Marketo_Issue_History_For';

export const labels = {
  since,
  nextTry,
  attempts,
  history,
  choose,
  wayFor,
  historyFor
};
