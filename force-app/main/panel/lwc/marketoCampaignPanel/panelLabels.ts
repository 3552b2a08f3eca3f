/** The panel's words, all of them custom labels. */
import title from '@salesforce/label/c.Marketo_Panel_Title';
import loading from '@salesforce/label/c.Marketo_Panel_Loading';
import noPermission from '@salesforce/label/c.Marketo_Panel_No_Permission';
import notLinkedTitle from '@salesforce/label/c.Marketo_Panel_Not_Linked';
import notLinkedHint from '@salesforce/label/c.Marketo_Panel_Not_Linked_Hint';
import switchedOff from '@salesforce/label/c.Marketo_Panel_Switched_Off';
import errorTitle from '@salesforce/label/c.Marketo_Panel_Error';
import errorUnknown from '@salesforce/label/c.Marketo_Panel_Error_Unknown';
import retry from '@salesforce/label/c.Marketo_Panel_Retry';
import syncNow from '@salesforce/label/c.Marketo_Panel_Sync_Now';
import syncAsked from '@salesforce/label/c.Marketo_Panel_Sync_Asked';
import syncFailed from '@salesforce/label/c.Marketo_Panel_Sync_Failed';
import stateActive from '@salesforce/label/c.Marketo_Panel_State_Active';
import statePaused from '@salesforce/label/c.Marketo_Panel_State_Paused';
import stateEnded from '@salesforce/label/c.Marketo_Panel_State_Ended';
import stale from '@salesforce/label/c.Marketo_Panel_Stale';
import lastSync from '@salesforce/label/c.Marketo_Panel_Last_Sync';
import never from '@salesforce/label/c.Marketo_Panel_Never';
import program from '@salesforce/label/c.Marketo_Panel_Program';
import channel from '@salesforce/label/c.Marketo_Panel_Channel';
import type from '@salesforce/label/c.Marketo_Panel_Type';
import periodCosts from '@salesforce/label/c.Marketo_Panel_Period_Costs';
import members from '@salesforce/label/c.Marketo_Panel_Members';
import membersHeading from '@salesforce/label/c.Marketo_Panel_Members_Heading';
import statusesHeading from '@salesforce/label/c.Marketo_Panel_Statuses_Heading';
import successes from '@salesforce/label/c.Marketo_Panel_Successes';
import inSync from '@salesforce/label/c.Marketo_Panel_In_Sync';
import pending from '@salesforce/label/c.Marketo_Panel_Pending';
import parked from '@salesforce/label/c.Marketo_Panel_Parked';
import failing from '@salesforce/label/c.Marketo_Panel_Failing';
import leftByRule from '@salesforce/label/c.Marketo_Panel_Left_By_Rule';

export const labels = {
  title,
  loading,
  noPermission,
  notLinkedTitle,
  notLinkedHint,
  switchedOff,
  errorTitle,
  errorUnknown,
  retry,
  syncNow,
  syncAsked,
  syncFailed,
  stateActive,
  statePaused,
  stateEnded,
  stale,
  lastSync,
  never,
  program,
  channel,
  type,
  periodCosts,
  members,
  membersHeading,
  statusesHeading,
  successes,
  inSync,
  pending,
  parked,
  failing,
  leftByRule
};
