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
import lastSync from '@salesforce/label/c.Marketo_Panel_Last_Sync';
import never from '@salesforce/label/c.Marketo_Panel_Never';
import program from '@salesforce/label/c.Marketo_Panel_Program';
import channel from '@salesforce/label/c.Marketo_Panel_Channel';
import type from '@salesforce/label/c.Marketo_Panel_Type';
import periodCosts from '@salesforce/label/c.Marketo_Panel_Period_Costs';
import membersHeading from '@salesforce/label/c.Marketo_Panel_Members_Heading';
import statusesHeading from '@salesforce/label/c.Marketo_Panel_Statuses_Heading';
import successes from '@salesforce/label/c.Marketo_Panel_Successes';
import inSync from '@salesforce/label/c.Marketo_Panel_In_Sync';
import pending from '@salesforce/label/c.Marketo_Panel_Pending';
import parked from '@salesforce/label/c.Marketo_Panel_Parked';
import failing from '@salesforce/label/c.Marketo_Panel_Failing';
import leftByRule from '@salesforce/label/c.Marketo_Panel_Left_By_Rule';
import link from '@salesforce/label/c.Marketo_Panel_Link';
import settings from '@salesforce/label/c.Marketo_Panel_Settings';
import pause from '@salesforce/label/c.Marketo_Panel_Pause';
import resume from '@salesforce/label/c.Marketo_Panel_Resume';
import unlink from '@salesforce/label/c.Marketo_Panel_Unlink';
import more from '@salesforce/label/c.Marketo_Panel_More';
import issues from '@salesforce/label/c.Marketo_Panel_Issues';
import history from '@salesforce/label/c.Marketo_Panel_History';
import runs from '@salesforce/label/c.Marketo_Panel_Runs';
import pausedNow from '@salesforce/label/c.Marketo_Panel_Paused_Now';
import resumedNow from '@salesforce/label/c.Marketo_Panel_Resumed_Now';
import unlinkedNow from '@salesforce/label/c.Marketo_Panel_Unlinked_Now';
import notPaired from '@salesforce/label/c.Marketo_Panel_Not_Paired';
import starting from '@salesforce/label/c.Marketo_Panel_Starting';
import rulesChanged from '@salesforce/label/c.Marketo_Panel_Rules_Changed';
import working from '@salesforce/label/c.Marketo_Panel_Working';
import approval from '@salesforce/label/c.Marketo_Panel_Approval';
import approvalText from '@salesforce/label/c.Marketo_Panel_Approval_Text';
import approve from '@salesforce/label/c.Marketo_Panel_Approve';
import pausedHint from '@salesforce/label/c.Marketo_Panel_Paused_Hint';
import endedHint from '@salesforce/label/c.Marketo_Panel_Ended_Hint';
import unlinkTitle from '@salesforce/label/c.Marketo_Panel_Unlink_Title';
import unlinkStays from '@salesforce/label/c.Marketo_Panel_Unlink_Stays';
import unlinkStops from '@salesforce/label/c.Marketo_Panel_Unlink_Stops';
import unlinkAgain from '@salesforce/label/c.Marketo_Panel_Unlink_Again';
import cancel from '@salesforce/label/c.Marketo_Panel_Cancel';
import relayDown from '@salesforce/label/c.Marketo_Panel_Relay_Down';
import staleSince from '@salesforce/label/c.Marketo_Panel_Stale_Since';
import lag from '@salesforce/label/c.Marketo_Panel_Lag';
import inStep from '@salesforce/label/c.Marketo_Panel_In_Step';
import seconds from '@salesforce/label/c.Marketo_Panel_Seconds';
import minutes from '@salesforce/label/c.Marketo_Panel_Minutes';
import hours from '@salesforce/label/c.Marketo_Panel_Hours';
import showDetails from '@salesforce/label/c.Marketo_Panel_Show_Details';
import hideDetails from '@salesforce/label/c.Marketo_Panel_Hide_Details';
import openList from '@salesforce/label/c.Marketo_Panel_Open_List';
import done from '@salesforce/label/c.Marketo_Panel_Done';
import back from '@salesforce/label/c.Marketo_Panel_Back';
import historyOf from '@salesforce/label/c.Marketo_Panel_History_Of';

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
  lastSync,
  never,
  program,
  channel,
  type,
  periodCosts,
  membersHeading,
  statusesHeading,
  successes,
  inSync,
  pending,
  parked,
  failing,
  leftByRule,
  link,
  settings,
  pause,
  resume,
  unlink,
  more,
  issues,
  history,
  runs,
  pausedNow,
  resumedNow,
  unlinkedNow,
  notPaired,
  starting,
  rulesChanged,
  working,
  approval,
  approvalText,
  approve,
  pausedHint,
  endedHint,
  unlinkTitle,
  unlinkStays,
  unlinkStops,
  unlinkAgain,
  cancel,
  relayDown,
  staleSince,
  lag,
  inStep,
  seconds,
  minutes,
  hours,
  showDetails,
  hideDetails,
  openList,
  done,
  back,
  historyOf
};
