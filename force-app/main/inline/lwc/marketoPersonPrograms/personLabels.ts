/** The words of a person’s programs, all of them custom labels. */
import title from '@salesforce/label/c.Marketo_Inline_Title';
import loading from '@salesforce/label/c.Marketo_Inline_Loading';
import noPermission from '@salesforce/label/c.Marketo_Inline_No_Permission';
import notFound from '@salesforce/label/c.Marketo_Inline_Not_Found';
import account from '@salesforce/label/c.Marketo_Inline_Account';
import switchedOff from '@salesforce/label/c.Marketo_Inline_Switched_Off';
import emptyTitle from '@salesforce/label/c.Marketo_Inline_Empty_Title';
import emptyPerson from '@salesforce/label/c.Marketo_Inline_Empty_Person';
import emptyMember from '@salesforce/label/c.Marketo_Inline_Empty_Member';
import more from '@salesforce/label/c.Marketo_Inline_More';
import error from '@salesforce/label/c.Marketo_Inline_Error';
import errorUnknown from '@salesforce/label/c.Marketo_Inline_Error_Unknown';
import retry from '@salesforce/label/c.Marketo_Inline_Retry';
import program from '@salesforce/label/c.Marketo_Inline_Program';
import statusSalesforce from '@salesforce/label/c.Marketo_Inline_Status_Salesforce';
import statusMarketo from '@salesforce/label/c.Marketo_Inline_Status_Marketo';
import notMember from '@salesforce/label/c.Marketo_Inline_Not_Member';
import corresponds from '@salesforce/label/c.Marketo_Inline_Corresponds';
import success from '@salesforce/label/c.Marketo_Inline_Success';
import badgeClear from '@salesforce/label/c.Marketo_Inline_Badge_Clear';
import badgeParked from '@salesforce/label/c.Marketo_Inline_Badge_Parked';
import badgeFailing from '@salesforce/label/c.Marketo_Inline_Badge_Failing';
import badgeUnknown from '@salesforce/label/c.Marketo_Inline_Badge_Unknown';
import badgeWaiting from '@salesforce/label/c.Marketo_Inline_Badge_Waiting';
import badgePaused from '@salesforce/label/c.Marketo_Inline_Badge_Paused';
import badgeEnded from '@salesforce/label/c.Marketo_Inline_Badge_Ended';
import badgeInSync from '@salesforce/label/c.Marketo_Inline_Badge_In_Sync';
import badgePending from '@salesforce/label/c.Marketo_Inline_Badge_Pending';
import badgeLeft from '@salesforce/label/c.Marketo_Inline_Badge_Left';
import badgeAbsent from '@salesforce/label/c.Marketo_Inline_Badge_Absent';
import clear from '@salesforce/label/c.Marketo_Inline_Clear';
import unknown from '@salesforce/label/c.Marketo_Inline_Unknown';
import waiting from '@salesforce/label/c.Marketo_Inline_Waiting';
import paused from '@salesforce/label/c.Marketo_Inline_Paused';
import pausedNever from '@salesforce/label/c.Marketo_Inline_Paused_Never';
import ended from '@salesforce/label/c.Marketo_Inline_Ended';
import endedNever from '@salesforce/label/c.Marketo_Inline_Ended_Never';
import changedSince from '@salesforce/label/c.Marketo_Inline_Changed_Since';
import pendingOthers from '@salesforce/label/c.Marketo_Inline_Pending_Others';
import since from '@salesforce/label/c.Marketo_Inline_Since';
import nextTry from '@salesforce/label/c.Marketo_Inline_Next_Try';
import stale from '@salesforce/label/c.Marketo_Inline_Stale';
import lookUp from '@salesforce/label/c.Marketo_Inline_Look_Up';
import lookUpFor from '@salesforce/label/c.Marketo_Inline_Look_Up_For';
import lookingUp from '@salesforce/label/c.Marketo_Inline_Looking_Up';
import foundInSync from '@salesforce/label/c.Marketo_Inline_Found_In_Sync';
import foundPending from '@salesforce/label/c.Marketo_Inline_Found_Pending';
import foundLeft from '@salesforce/label/c.Marketo_Inline_Found_Left';
import foundEnded from '@salesforce/label/c.Marketo_Inline_Found_Ended';
import foundAbsent from '@salesforce/label/c.Marketo_Inline_Found_Absent';
import foundIssue from '@salesforce/label/c.Marketo_Inline_Found_Issue';

export const labels = {
  title,
  loading,
  noPermission,
  notFound,
  account,
  switchedOff,
  emptyTitle,
  emptyPerson,
  emptyMember,
  more,
  error,
  errorUnknown,
  retry,
  program,
  statusSalesforce,
  statusMarketo,
  notMember,
  corresponds,
  success,
  badgeClear,
  badgeParked,
  badgeFailing,
  badgeUnknown,
  badgeWaiting,
  badgePaused,
  badgeEnded,
  badgeInSync,
  badgePending,
  badgeLeft,
  badgeAbsent,
  clear,
  unknown,
  waiting,
  paused,
  pausedNever,
  ended,
  endedNever,
  changedSince,
  pendingOthers,
  since,
  nextTry,
  stale,
  lookUp,
  lookUpFor,
  lookingUp,
  foundInSync,
  foundPending,
  foundLeft,
  foundEnded,
  foundAbsent,
  foundIssue
};
