/** What reasons, ways out and values are called. */
import backward from '@salesforce/label/c.Marketo_Word_Backward';
import conflict from '@salesforce/label/c.Marketo_Word_Conflict';
import unknownStatus from '@salesforce/label/c.Marketo_Word_Unknown_Status';
import notInSalesforce from '@salesforce/label/c.Marketo_Word_Not_In_Salesforce';
import ambiguousPerson from '@salesforce/label/c.Marketo_Word_Ambiguous_Person';
import duplicatePerson from '@salesforce/label/c.Marketo_Word_Duplicate_Person';
import marketoRefused from '@salesforce/label/c.Marketo_Word_Marketo_Refused';
import salesforceRefused from '@salesforce/label/c.Marketo_Word_Salesforce_Refused';
import changesItBack from '@salesforce/label/c.Marketo_Word_Changes_It_Back';
import nativeSync from '@salesforce/label/c.Marketo_Word_Native_Sync';
import salesforceFails from '@salesforce/label/c.Marketo_Word_Salesforce_Fails';
import marketoFails from '@salesforce/label/c.Marketo_Word_Marketo_Fails';
import personUnreadable from '@salesforce/label/c.Marketo_Word_Person_Unreadable';
import direction from '@salesforce/label/c.Marketo_Word_Direction';
import minimumStatus from '@salesforce/label/c.Marketo_Word_Minimum_Status';
import removalLeft from '@salesforce/label/c.Marketo_Word_Removal_Left';
import peopleNever from '@salesforce/label/c.Marketo_Word_People_Never';
import ignored from '@salesforce/label/c.Marketo_Word_Ignored';
import notChosen from '@salesforce/label/c.Marketo_Word_Not_Chosen';
import undone from '@salesforce/label/c.Marketo_Word_Undone';
import personStays from '@salesforce/label/c.Marketo_Word_Person_Stays';
import memberFieldsLost from '@salesforce/label/c.Marketo_Word_Member_Fields_Lost';
import changedSince from '@salesforce/label/c.Marketo_Word_Changed_Since';
import ended from '@salesforce/label/c.Marketo_Word_Ended';
import retry from '@salesforce/label/c.Marketo_Word_Retry';
import restore from '@salesforce/label/c.Marketo_Word_Restore';
import rejoin from '@salesforce/label/c.Marketo_Word_Rejoin';
import createPerson from '@salesforce/label/c.Marketo_Word_Create_Person';
import chooseSalesforce from '@salesforce/label/c.Marketo_Word_Choose_Salesforce';
import chooseMarketo from '@salesforce/label/c.Marketo_Word_Choose_Marketo';
import choosePerson from '@salesforce/label/c.Marketo_Word_Choose_Person';
import ignore from '@salesforce/label/c.Marketo_Word_Ignore';
import notAMember from '@salesforce/label/c.Marketo_Word_Not_AMember';
import salesforce from '@salesforce/label/c.Marketo_Word_Salesforce';
import marketo from '@salesforce/label/c.Marketo_Word_Marketo';

export const labels = {
  backward,
  conflict,
  unknownStatus,
  notInSalesforce,
  ambiguousPerson,
  duplicatePerson,
  marketoRefused,
  salesforceRefused,
  changesItBack,
  nativeSync,
  salesforceFails,
  marketoFails,
  personUnreadable,
  direction,
  minimumStatus,
  removalLeft,
  peopleNever,
  ignored,
  notChosen,
  undone,
  personStays,
  memberFieldsLost,
  changedSince,
  ended,
  retry,
  restore,
  rejoin,
  createPerson,
  chooseSalesforce,
  chooseMarketo,
  choosePerson,
  ignore,
  notAMember,
  salesforce,
  marketo
};
