/** The words of a question before something is done. */
import cancel from '@salesforce/label/c.Marketo_Confirm_Cancel';

export const labels = {
  cancel
};
