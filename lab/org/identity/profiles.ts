/** The standard profiles that the stand-in knows, as far as they bear on data, API and setup. Others grant nothing. */
import { noGrants, type Grants, type ObjectGrant } from './permissions.ts';

export const PROFILES = [
  'System Administrator',
  'Standard User',
  'Minimum Access - Salesforce',
  'Minimum Access - API Only Integrations'
] as const;

const WORK: ObjectGrant = { read: true, create: true, edit: true, delete: true, viewAll: false, modifyAll: false };
const LOOK: ObjectGrant = { read: true, create: false, edit: false, delete: false, viewAll: false, modifyAll: false };

/** Activities, files and what hangs on an opportunity have no rights of their own on the platform: whoever works with records works with them. */
const STANDARD_WORK = [
  ...['lead', 'contact', 'account', 'opportunity', 'case', 'contract', 'order', 'asset'],
  ...['task', 'event', 'note', 'attachment', 'contentversion', 'contentdocument', 'contentdocumentlink', 'casecomment', 'emailmessage'],
  ...['opportunitylineitem', 'opportunitycontactrole', 'accountcontactrole', 'orderitem']
];

const ADMINISTRATOR = [
  'apienabled',
  'apexrestservices',
  'authorapex',
  'customizeapplication',
  'manageusers',
  'modifyalldata',
  'viewalldata',
  'viewsetup',
  'managenamedcredentials'
];

export function profileGrants(name: string): Grants {
  const grants = noGrants(name);
  switch (name) {
    case 'System Administrator':
      ADMINISTRATOR.forEach((permission) => grants.userPermissions.add(permission));
      grants.unnamedFields = 'all';
      break;
    case 'Standard User':
      // Campaigns are read only on this profile.
      STANDARD_WORK.forEach((object) => grants.objects.set(object, WORK));
      ['campaign', 'product2', 'pricebook2', 'pricebookentry'].forEach((object) => grants.objects.set(object, LOOK));
      grants.userPermissions.add('apienabled');
      grants.unnamedFields = 'standard';
      break;
    case 'Minimum Access - API Only Integrations':
      grants.userPermissions.add('apienabled');
      grants.userPermissions.add('apexrestservices');
      break;
    default:
  }
  return grants;
}
