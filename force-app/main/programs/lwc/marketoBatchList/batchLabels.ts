/** The words of a list of work, all of them custom labels. */
import waiting from '@salesforce/label/c.Marketo_Batch_Waiting';
import working from '@salesforce/label/c.Marketo_Batch_Working';
import done from '@salesforce/label/c.Marketo_Batch_Done';
import failed from '@salesforce/label/c.Marketo_Batch_Failed';
import left from '@salesforce/label/c.Marketo_Batch_Left';
import count from '@salesforce/label/c.Marketo_Batch_Count';
import failedCount from '@salesforce/label/c.Marketo_Batch_Failed_Count';
import items from '@salesforce/label/c.Marketo_Batch_Items';

export const labels = {
  waiting,
  working,
  done,
  failed,
  left,
  count,
  failedCount,
  items
};
