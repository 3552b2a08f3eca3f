/** The words of the Setup page, all of them custom labels. */
import title from '@salesforce/label/c.Marketo_Setup_Page_Title';
import loading from '@salesforce/label/c.Marketo_Setup_Page_Loading';
import error from '@salesforce/label/c.Marketo_Setup_Page_Error';
import retry from '@salesforce/label/c.Marketo_Setup_Page_Retry';
import noPermission from '@salesforce/label/c.Marketo_Setup_Page_No_Permission';
import selfCheck from '@salesforce/label/c.Marketo_Setup_Page_Self_Check';
import healthTitle from '@salesforce/label/c.Marketo_Setup_Page_Health_Title';
import healthGood from '@salesforce/label/c.Marketo_Setup_Page_Health_Good';
import healthOff from '@salesforce/label/c.Marketo_Setup_Page_Health_Off';
import healthUnpaired from '@salesforce/label/c.Marketo_Setup_Page_Health_Unpaired';
import healthCopy from '@salesforce/label/c.Marketo_Setup_Page_Health_Copy';
import healthSilent from '@salesforce/label/c.Marketo_Setup_Page_Health_Silent';
import healthQuiet from '@salesforce/label/c.Marketo_Setup_Page_Health_Quiet';
import healthCapture from '@salesforce/label/c.Marketo_Setup_Page_Health_Capture';
import activeLinks from '@salesforce/label/c.Marketo_Setup_Page_Active_Links';
import lastHeard from '@salesforce/label/c.Marketo_Setup_Page_Last_Heard';
import never from '@salesforce/label/c.Marketo_Setup_Page_Never';
import outbox from '@salesforce/label/c.Marketo_Setup_Page_Outbox';
import outboxSince from '@salesforce/label/c.Marketo_Setup_Page_Outbox_Since';
import refresh from '@salesforce/label/c.Marketo_Setup_Page_Refresh';
import connectTitle from '@salesforce/label/c.Marketo_Setup_Page_Connect_Title';
import connectHint from '@salesforce/label/c.Marketo_Setup_Page_Connect_Hint';
import connectUrl from '@salesforce/label/c.Marketo_Setup_Page_Connect_Url';
import connectToken from '@salesforce/label/c.Marketo_Setup_Page_Connect_Token';
import connectSecret from '@salesforce/label/c.Marketo_Setup_Page_Connect_Secret';
import openCredentials from '@salesforce/label/c.Marketo_Setup_Page_Open_Credentials';
import test from '@salesforce/label/c.Marketo_Setup_Page_Test';
import testing from '@salesforce/label/c.Marketo_Setup_Page_Testing';
import tested from '@salesforce/label/c.Marketo_Setup_Page_Tested';
import pairTitle from '@salesforce/label/c.Marketo_Setup_Page_Pair_Title';
import pairPaired from '@salesforce/label/c.Marketo_Setup_Page_Pair_Paired';
import pairNot from '@salesforce/label/c.Marketo_Setup_Page_Pair_Not';
import pairCopy from '@salesforce/label/c.Marketo_Setup_Page_Pair_Copy';
import orgId from '@salesforce/label/c.Marketo_Setup_Page_Org_Id';
import sandbox from '@salesforce/label/c.Marketo_Setup_Page_Sandbox';
import pair from '@salesforce/label/c.Marketo_Setup_Page_Pair';
import pairQuestion from '@salesforce/label/c.Marketo_Setup_Page_Pair_Question';
import unpair from '@salesforce/label/c.Marketo_Setup_Page_Unpair';
import unpairQuestion from '@salesforce/label/c.Marketo_Setup_Page_Unpair_Question';
import switchTitle from '@salesforce/label/c.Marketo_Setup_Page_Switch_Title';
import switchOnState from '@salesforce/label/c.Marketo_Setup_Page_Switch_On_State';
import switchOffState from '@salesforce/label/c.Marketo_Setup_Page_Switch_Off_State';
import switchOn from '@salesforce/label/c.Marketo_Setup_Page_Switch_On';
import switchOff from '@salesforce/label/c.Marketo_Setup_Page_Switch_Off';
import switchOffQuestion from '@salesforce/label/c.Marketo_Setup_Page_Switch_Off_Question';
import switchOnQuestion from '@salesforce/label/c.Marketo_Setup_Page_Switch_On_Question';
import captureOn from '@salesforce/label/c.Marketo_Setup_Page_Capture_On';
import captureOff from '@salesforce/label/c.Marketo_Setup_Page_Capture_Off';
import captureStart from '@salesforce/label/c.Marketo_Setup_Page_Capture_Start';
import captureStop from '@salesforce/label/c.Marketo_Setup_Page_Capture_Stop';
import captureStopQuestion from '@salesforce/label/c.Marketo_Setup_Page_Capture_Stop_Question';
import jobOn from '@salesforce/label/c.Marketo_Setup_Page_Job_On';
import jobOff from '@salesforce/label/c.Marketo_Setup_Page_Job_Off';
import jobStart from '@salesforce/label/c.Marketo_Setup_Page_Job_Start';
import jobStop from '@salesforce/label/c.Marketo_Setup_Page_Job_Stop';
import jobStopQuestion from '@salesforce/label/c.Marketo_Setup_Page_Job_Stop_Question';
import checksTitle from '@salesforce/label/c.Marketo_Setup_Page_Checks_Title';
import checksOrg from '@salesforce/label/c.Marketo_Setup_Page_Checks_Org';
import checksRelay from '@salesforce/label/c.Marketo_Setup_Page_Checks_Relay';
import checksRelayHint from '@salesforce/label/c.Marketo_Setup_Page_Checks_Relay_Hint';
import checksAgain from '@salesforce/label/c.Marketo_Setup_Page_Checks_Again';
import budgetsTitle from '@salesforce/label/c.Marketo_Setup_Page_Budgets_Title';
import budgetsHint from '@salesforce/label/c.Marketo_Setup_Page_Budgets_Hint';
import setsTitle from '@salesforce/label/c.Marketo_Setup_Page_Sets_Title';
import defaultsTitle from '@salesforce/label/c.Marketo_Setup_Page_Defaults_Title';
import sightTitle from '@salesforce/label/c.Marketo_Setup_Page_Sight_Title';
import sightHint from '@salesforce/label/c.Marketo_Setup_Page_Sight_Hint';
import sightLabel from '@salesforce/label/c.Marketo_Setup_Page_Sight_Label';
import sightOf from '@salesforce/label/c.Marketo_Setup_Page_Sight_Of';
import done from '@salesforce/label/c.Marketo_Setup_Page_Done';
import changed from '@salesforce/label/c.Marketo_Setup_Page_Changed';
import failed from '@salesforce/label/c.Marketo_Setup_Page_Failed';
import yes from '@salesforce/label/c.Marketo_Setup_Page_Yes';
import stateOn from '@salesforce/label/c.Marketo_Setup_Page_State_On';
import stateOff from '@salesforce/label/c.Marketo_Setup_Page_State_Off';
import stateDone from '@salesforce/label/c.Marketo_Setup_Page_State_Done';
import stateTodo from '@salesforce/label/c.Marketo_Setup_Page_State_Todo';
import stateUntested from '@salesforce/label/c.Marketo_Setup_Page_State_Untested';
import stateBroken from '@salesforce/label/c.Marketo_Setup_Page_State_Broken';

export const labels = {
  title,
  loading,
  error,
  retry,
  noPermission,
  selfCheck,
  healthTitle,
  healthGood,
  healthOff,
  healthUnpaired,
  healthCopy,
  healthSilent,
  healthQuiet,
  healthCapture,
  activeLinks,
  lastHeard,
  never,
  outbox,
  outboxSince,
  refresh,
  connectTitle,
  connectHint,
  connectUrl,
  connectToken,
  connectSecret,
  openCredentials,
  test,
  testing,
  tested,
  pairTitle,
  pairPaired,
  pairNot,
  pairCopy,
  orgId,
  sandbox,
  pair,
  pairQuestion,
  unpair,
  unpairQuestion,
  switchTitle,
  switchOnState,
  switchOffState,
  switchOn,
  switchOff,
  switchOffQuestion,
  switchOnQuestion,
  captureOn,
  captureOff,
  captureStart,
  captureStop,
  captureStopQuestion,
  jobOn,
  jobOff,
  jobStart,
  jobStop,
  jobStopQuestion,
  checksTitle,
  checksOrg,
  checksRelay,
  checksRelayHint,
  checksAgain,
  budgetsTitle,
  budgetsHint,
  setsTitle,
  defaultsTitle,
  sightTitle,
  sightHint,
  sightLabel,
  sightOf,
  done,
  changed,
  failed,
  yes,
  stateOn,
  stateOff,
  stateDone,
  stateTodo,
  stateUntested,
  stateBroken
};
