/** The words of the history. */
import loading from '@salesforce/label/c.Marketo_History_Loading';
import none from '@salesforce/label/c.Marketo_History_None';
import more from '@salesforce/label/c.Marketo_History_More';
import kind from '@salesforce/label/c.Marketo_History_Kind';
import all from '@salesforce/label/c.Marketo_History_All';
import writes from '@salesforce/label/c.Marketo_History_Writes';
import decisions from '@salesforce/label/c.Marketo_History_Decisions';
import wayOuts from '@salesforce/label/c.Marketo_History_Way_Outs';
import peopleMade from '@salesforce/label/c.Marketo_History_People_Made';
import fields from '@salesforce/label/c.Marketo_History_Fields';
import links from '@salesforce/label/c.Marketo_History_Links';
import creations from '@salesforce/label/c.Marketo_History_Creations';
import write from '@salesforce/label/c.Marketo_History_Write';
import decision from '@salesforce/label/c.Marketo_History_Decision';
import decisionValues from '@salesforce/label/c.Marketo_History_Decision_Values';
import wayOut from '@salesforce/label/c.Marketo_History_Way_Out';
import person from '@salesforce/label/c.Marketo_History_Person';
import field from '@salesforce/label/c.Marketo_History_Field';
import empty from '@salesforce/label/c.Marketo_History_Empty';
import by from '@salesforce/label/c.Marketo_History_By';
import somebody from '@salesforce/label/c.Marketo_History_Somebody';
import because from '@salesforce/label/c.Marketo_History_Because';
import outbox from '@salesforce/label/c.Marketo_History_Outbox';
import activity from '@salesforce/label/c.Marketo_History_Activity';
import sweep from '@salesforce/label/c.Marketo_History_Sweep';
import button from '@salesforce/label/c.Marketo_History_Button';
import merge from '@salesforce/label/c.Marketo_History_Merge';
import done from '@salesforce/label/c.Marketo_History_Done';
import refused from '@salesforce/label/c.Marketo_History_Refused';
import failed from '@salesforce/label/c.Marketo_History_Failed';
import unknown from '@salesforce/label/c.Marketo_History_Unknown';
import noOp from '@salesforce/label/c.Marketo_History_No_Op';
import movedOn from '@salesforce/label/c.Marketo_History_Moved_On';
import open from '@salesforce/label/c.Marketo_History_Open';
import agree from '@salesforce/label/c.Marketo_History_Agree';
import ruleSalesforce from '@salesforce/label/c.Marketo_History_Rule_Salesforce';
import ruleMarketo from '@salesforce/label/c.Marketo_History_Rule_Marketo';
import resume from '@salesforce/label/c.Marketo_History_Resume';
import readBack from '@salesforce/label/c.Marketo_History_Read_Back';
import evidence from '@salesforce/label/c.Marketo_History_Evidence';
import undo from '@salesforce/label/c.Marketo_History_Undo';

export const labels = {
  agree,
  ruleSalesforce,
  ruleMarketo,
  resume,
  readBack,
  evidence,
  undo,
  loading,
  none,
  more,
  kind,
  all,
  writes,
  decisions,
  wayOuts,
  peopleMade,
  fields,
  links,
  creations,
  write,
  decision,
  decisionValues,
  wayOut,
  person,
  field,
  empty,
  by,
  somebody,
  because,
  outbox,
  activity,
  sweep,
  button,
  merge,
  done,
  refused,
  failed,
  unknown,
  noOp,
  movedOn,
  open
};
