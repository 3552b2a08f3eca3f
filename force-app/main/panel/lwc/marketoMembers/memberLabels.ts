/** The words of a list of members. */
import loading from '@salesforce/label/c.Marketo_Members_Loading';
import none from '@salesforce/label/c.Marketo_Members_None';
import more from '@salesforce/label/c.Marketo_Members_More';
import history from '@salesforce/label/c.Marketo_Issue_History';

export const labels = { loading, none, more, history };
