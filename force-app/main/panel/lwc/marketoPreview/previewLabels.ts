/** What a preview says while it goes on. */
import waiting from '@salesforce/label/c.Marketo_Preview_Waiting';
import reading from '@salesforce/label/c.Marketo_Preview_Reading';
import planning from '@salesforce/label/c.Marketo_Preview_Planning';
import progress from '@salesforce/label/c.Marketo_Preview_Progress';
import working from '@salesforce/label/c.Marketo_Preview_Working';
import progressName from '@salesforce/label/c.Marketo_Preview_Progress_Name';

export const labels = {
  waiting,
  reading,
  planning,
  progress,
  working,
  progressName
};
