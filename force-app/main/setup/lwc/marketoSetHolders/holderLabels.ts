/** The words of permission sets and their holders, all of them custom labels. */
import loading from '@salesforce/label/c.Marketo_Holders_Loading';
import error from '@salesforce/label/c.Marketo_Holders_Error';
import retry from '@salesforce/label/c.Marketo_Holders_Retry';
import admin from '@salesforce/label/c.Marketo_Holders_Admin';
import user from '@salesforce/label/c.Marketo_Holders_User';
import viewer from '@salesforce/label/c.Marketo_Holders_Viewer';
import integration from '@salesforce/label/c.Marketo_Holders_Integration';
import bypass from '@salesforce/label/c.Marketo_Holders_Bypass';
import integrationLocal from '@salesforce/label/c.Marketo_Holders_Integration_Local';
import calloutLocal from '@salesforce/label/c.Marketo_Holders_Callout_Local';
import missing from '@salesforce/label/c.Marketo_Holders_Missing';
import nobody from '@salesforce/label/c.Marketo_Holders_Nobody';
import inactive from '@salesforce/label/c.Marketo_Holders_Inactive';
import more from '@salesforce/label/c.Marketo_Holders_More';
import assign from '@salesforce/label/c.Marketo_Holders_Assign';
import assignTo from '@salesforce/label/c.Marketo_Holders_Assign_To';
import assignLabel from '@salesforce/label/c.Marketo_Holders_Assign_Label';
import close from '@salesforce/label/c.Marketo_Holders_Close';
import revoke from '@salesforce/label/c.Marketo_Holders_Revoke';
import revokeFrom from '@salesforce/label/c.Marketo_Holders_Revoke_From';
import revokeQuestion from '@salesforce/label/c.Marketo_Holders_Revoke_Question';
import assigned from '@salesforce/label/c.Marketo_Holders_Assigned';
import revoked from '@salesforce/label/c.Marketo_Holders_Revoked';
import failed from '@salesforce/label/c.Marketo_Holders_Failed';
import groups from '@salesforce/label/c.Marketo_Holders_Groups';

export const labels = {
  loading,
  error,
  retry,
  admin,
  user,
  viewer,
  integration,
  bypass,
  integrationLocal,
  calloutLocal,
  missing,
  nobody,
  inactive,
  more,
  assign,
  assignTo,
  assignLabel,
  close,
  revoke,
  revokeFrom,
  revokeQuestion,
  assigned,
  revoked,
  failed,
  groups
};
