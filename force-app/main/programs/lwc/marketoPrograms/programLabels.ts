/** The words of the tab of programs, all of them custom labels. */
import title from '@salesforce/label/c.Marketo_Programs_Title';
import loading from '@salesforce/label/c.Marketo_Programs_Loading';
import loadingMore from '@salesforce/label/c.Marketo_Programs_Loading_More';
import noPermission from '@salesforce/label/c.Marketo_Programs_No_Permission';
import switchedOff from '@salesforce/label/c.Marketo_Programs_Switched_Off';
import error from '@salesforce/label/c.Marketo_Programs_Error';
import retry from '@salesforce/label/c.Marketo_Programs_Retry';
import refresh from '@salesforce/label/c.Marketo_Programs_Refresh';
import relayDown from '@salesforce/label/c.Marketo_Programs_Relay_Down';
import lastKnown from '@salesforce/label/c.Marketo_Programs_Last_Known';
import find from '@salesforce/label/c.Marketo_Programs_Find';
import view from '@salesforce/label/c.Marketo_Programs_View';
import viewAll from '@salesforce/label/c.Marketo_Programs_View_All';
import viewLinked from '@salesforce/label/c.Marketo_Programs_View_Linked';
import viewAttention from '@salesforce/label/c.Marketo_Programs_View_Attention';
import viewWithout from '@salesforce/label/c.Marketo_Programs_View_Without';
import emptyAll from '@salesforce/label/c.Marketo_Programs_Empty_All';
import emptyAllHint from '@salesforce/label/c.Marketo_Programs_Empty_All_Hint';
import emptyLinked from '@salesforce/label/c.Marketo_Programs_Empty_Linked';
import emptyLinkedHint from '@salesforce/label/c.Marketo_Programs_Empty_Linked_Hint';
import emptyAttention from '@salesforce/label/c.Marketo_Programs_Empty_Attention';
import emptyAttentionHint from '@salesforce/label/c.Marketo_Programs_Empty_Attention_Hint';
import emptyWithout from '@salesforce/label/c.Marketo_Programs_Empty_Without';
import emptyWithoutHint from '@salesforce/label/c.Marketo_Programs_Empty_Without_Hint';
import emptyFound from '@salesforce/label/c.Marketo_Programs_Empty_Found';
import emptyFoundHint from '@salesforce/label/c.Marketo_Programs_Empty_Found_Hint';
import more from '@salesforce/label/c.Marketo_Programs_More';
import shown from '@salesforce/label/c.Marketo_Programs_Shown';
import table from '@salesforce/label/c.Marketo_Programs_Table';
import colProgram from '@salesforce/label/c.Marketo_Programs_Col_Program';
import colCampaign from '@salesforce/label/c.Marketo_Programs_Col_Campaign';
import colState from '@salesforce/label/c.Marketo_Programs_Col_State';
import colMembers from '@salesforce/label/c.Marketo_Programs_Col_Members';
import colLast from '@salesforce/label/c.Marketo_Programs_Col_Last';
import chooseAll from '@salesforce/label/c.Marketo_Programs_Choose_All';
import chooseOne from '@salesforce/label/c.Marketo_Programs_Choose_One';
import chosen from '@salesforce/label/c.Marketo_Programs_Chosen';
import clear from '@salesforce/label/c.Marketo_Programs_Clear';
import create from '@salesforce/label/c.Marketo_Programs_Create';
import sync from '@salesforce/label/c.Marketo_Programs_Sync';
import pause from '@salesforce/label/c.Marketo_Programs_Pause';
import resume from '@salesforce/label/c.Marketo_Programs_Resume';
import noCampaign from '@salesforce/label/c.Marketo_Programs_No_Campaign';
import hiddenCampaign from '@salesforce/label/c.Marketo_Programs_Hidden_Campaign';
import nativeCampaign from '@salesforce/label/c.Marketo_Programs_Native_Campaign';
import stateActive from '@salesforce/label/c.Marketo_Programs_State_Active';
import statePaused from '@salesforce/label/c.Marketo_Programs_State_Paused';
import stateEnded from '@salesforce/label/c.Marketo_Programs_State_Ended';
import stateNone from '@salesforce/label/c.Marketo_Programs_State_None';
import stateNew from '@salesforce/label/c.Marketo_Programs_State_New';
import stateNative from '@salesforce/label/c.Marketo_Programs_State_Native';
import inSync from '@salesforce/label/c.Marketo_Programs_In_Sync';
import pending from '@salesforce/label/c.Marketo_Programs_Pending';
import parked from '@salesforce/label/c.Marketo_Programs_Parked';
import failing from '@salesforce/label/c.Marketo_Programs_Failing';
import leftByRule from '@salesforce/label/c.Marketo_Programs_Left_By_Rule';
import lag from '@salesforce/label/c.Marketo_Programs_Lag';
import lagNone from '@salesforce/label/c.Marketo_Programs_Lag_None';
import silent from '@salesforce/label/c.Marketo_Programs_Silent';
import never from '@salesforce/label/c.Marketo_Programs_Never';
import seconds from '@salesforce/label/c.Marketo_Programs_Seconds';
import minutes from '@salesforce/label/c.Marketo_Programs_Minutes';
import hours from '@salesforce/label/c.Marketo_Programs_Hours';

export const labels = {
  title,
  loading,
  loadingMore,
  noPermission,
  switchedOff,
  error,
  retry,
  refresh,
  relayDown,
  lastKnown,
  find,
  view,
  viewAll,
  viewLinked,
  viewAttention,
  viewWithout,
  emptyAll,
  emptyAllHint,
  emptyLinked,
  emptyLinkedHint,
  emptyAttention,
  emptyAttentionHint,
  emptyWithout,
  emptyWithoutHint,
  emptyFound,
  emptyFoundHint,
  more,
  shown,
  table,
  colProgram,
  colCampaign,
  colState,
  colMembers,
  colLast,
  chooseAll,
  chooseOne,
  chosen,
  clear,
  create,
  sync,
  pause,
  resume,
  noCampaign,
  hiddenCampaign,
  nativeCampaign,
  stateActive,
  statePaused,
  stateEnded,
  stateNone,
  stateNew,
  stateNative,
  inSync,
  pending,
  parked,
  failing,
  leftByRule,
  lag,
  lagNone,
  silent,
  never,
  seconds,
  minutes,
  hours
};
