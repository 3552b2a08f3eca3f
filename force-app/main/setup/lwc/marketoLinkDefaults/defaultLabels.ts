/** The words of the defaults for new links, all of them custom labels. */
import loading from '@salesforce/label/c.Marketo_Defaults_Loading';
import error from '@salesforce/label/c.Marketo_Defaults_Error';
import retry from '@salesforce/label/c.Marketo_Defaults_Retry';
import hint from '@salesforce/label/c.Marketo_Defaults_Hint';
import save from '@salesforce/label/c.Marketo_Defaults_Save';
import usual from '@salesforce/label/c.Marketo_Defaults_Usual';
import saved from '@salesforce/label/c.Marketo_Defaults_Saved';
import failed from '@salesforce/label/c.Marketo_Defaults_Failed';

export const labels = {
  loading,
  error,
  retry,
  hint,
  save,
  usual,
  saved,
  failed
};
