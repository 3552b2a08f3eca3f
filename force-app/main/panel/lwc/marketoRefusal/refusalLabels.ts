/** The words around a refusal. */
import error from '@salesforce/label/c.Marketo_Refusal_Error';
import retry from '@salesforce/label/c.Marketo_Refusal_Retry';

export const labels = {
  error,
  retry
};
