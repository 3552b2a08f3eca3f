/** The words of a search for users, all of them custom labels. */
import hint from '@salesforce/label/c.Marketo_User_Search_Hint';
import none from '@salesforce/label/c.Marketo_User_Search_None';
import searching from '@salesforce/label/c.Marketo_User_Search_Searching';
import choose from '@salesforce/label/c.Marketo_User_Search_Choose';
import failed from '@salesforce/label/c.Marketo_User_Search_Failed';

export const labels = {
  hint,
  none,
  searching,
  choose,
  failed
};
