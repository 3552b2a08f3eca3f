/** The words of acting on many campaigns, all of them custom labels. */
import syncTitle from '@salesforce/label/c.Marketo_Act_Sync_Title';
import pauseTitle from '@salesforce/label/c.Marketo_Act_Pause_Title';
import resumeTitle from '@salesforce/label/c.Marketo_Act_Resume_Title';
import syncHint from '@salesforce/label/c.Marketo_Act_Sync_Hint';
import pauseHint from '@salesforce/label/c.Marketo_Act_Pause_Hint';
import resumeHint from '@salesforce/label/c.Marketo_Act_Resume_Hint';
import syncGo from '@salesforce/label/c.Marketo_Act_Sync_Go';
import pauseGo from '@salesforce/label/c.Marketo_Act_Pause_Go';
import resumeGo from '@salesforce/label/c.Marketo_Act_Resume_Go';
import willHappen from '@salesforce/label/c.Marketo_Act_Will_Happen';
import noCampaign from '@salesforce/label/c.Marketo_Act_No_Campaign';
import noRight from '@salesforce/label/c.Marketo_Act_No_Right';
import notActive from '@salesforce/label/c.Marketo_Act_Not_Active';
import notPaused from '@salesforce/label/c.Marketo_Act_Not_Paused';
import nothingToDo from '@salesforce/label/c.Marketo_Act_Nothing_To_Do';
import cancel from '@salesforce/label/c.Marketo_Act_Cancel';
import stop from '@salesforce/label/c.Marketo_Act_Stop';
import back from '@salesforce/label/c.Marketo_Act_Back';
import again from '@salesforce/label/c.Marketo_Act_Again';
import doneTitle from '@salesforce/label/c.Marketo_Act_Done_Title';
import doneFailedTitle from '@salesforce/label/c.Marketo_Act_Done_Failed_Title';
import stopped from '@salesforce/label/c.Marketo_Act_Stopped';

export const labels = {
  syncTitle,
  pauseTitle,
  resumeTitle,
  syncHint,
  pauseHint,
  resumeHint,
  syncGo,
  pauseGo,
  resumeGo,
  willHappen,
  noCampaign,
  noRight,
  notActive,
  notPaused,
  nothingToDo,
  cancel,
  stop,
  back,
  again,
  doneTitle,
  doneFailedTitle,
  stopped
};
