/** The words of the list of issues. */
import loading from '@salesforce/label/c.Marketo_Issues_Loading';
import none from '@salesforce/label/c.Marketo_Issues_None';
import noneStored from '@salesforce/label/c.Marketo_Issues_None_Stored';
import stored from '@salesforce/label/c.Marketo_Issues_Stored';
import storedMore from '@salesforce/label/c.Marketo_Issues_Stored_More';
import count from '@salesforce/label/c.Marketo_Issues_Count';
import more from '@salesforce/label/c.Marketo_Issues_More';
import exportList from '@salesforce/label/c.Marketo_Issues_Export';
import exporting from '@salesforce/label/c.Marketo_Issues_Exporting';
import exportName from '@salesforce/label/c.Marketo_Issues_Export_Name';
import forAll from '@salesforce/label/c.Marketo_Issues_For_All';
import cancel from '@salesforce/label/c.Marketo_Issues_Cancel';
import goOn from '@salesforce/label/c.Marketo_Issues_Go_On';
import goOnOne from '@salesforce/label/c.Marketo_Issues_Go_On_One';
import confirmAll from '@salesforce/label/c.Marketo_Issues_Confirm_All';
import confirmRejoin from '@salesforce/label/c.Marketo_Issues_Confirm_Rejoin';
import confirmOne from '@salesforce/label/c.Marketo_Issues_Confirm_One';
import done from '@salesforce/label/c.Marketo_Issues_Done';
import refused from '@salesforce/label/c.Marketo_Issues_Refused';
import working from '@salesforce/label/c.Marketo_Issues_Working';
import retryLive from '@salesforce/label/c.Marketo_Issues_Retry_Live';
import person from '@salesforce/label/c.Marketo_Issues_Person';
import reason from '@salesforce/label/c.Marketo_Issues_Reason';
import sentence from '@salesforce/label/c.Marketo_Issues_Sentence';
import salesforceId from '@salesforce/label/c.Marketo_Issues_Salesforce_Id';
import marketoId from '@salesforce/label/c.Marketo_Issues_Marketo_Id';
import since from '@salesforce/label/c.Marketo_Issues_Since';
import nextTry from '@salesforce/label/c.Marketo_Issues_Next_Try';
import attempts from '@salesforce/label/c.Marketo_Issues_Attempts';
import state from '@salesforce/label/c.Marketo_Issues_State';

export const labels = {
  loading,
  none,
  noneStored,
  stored,
  storedMore,
  count,
  more,
  exportList,
  exporting,
  exportName,
  forAll,
  cancel,
  goOn,
  goOnOne,
  confirmAll,
  confirmRejoin,
  confirmOne,
  done,
  refused,
  working,
  retryLive,
  person,
  reason,
  sentence,
  salesforceId,
  marketoId,
  since,
  nextTry,
  attempts,
  state
};
