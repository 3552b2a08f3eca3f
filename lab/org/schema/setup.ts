/** Users and their rights, and what the org says about itself. Object Reference v67, those pages. */
import type { ObjectDef } from '../types.ts';
import { check, datetime, email, field, int, longText, look, phone, picklist, READ_ONLY, REQUIRED, text } from './field.ts';
import { OBJECT_PERMISSIONS, USER_PERMISSIONS } from '../identity/permission-names.ts';
import { object, SETUP_READ, type ObjectMore } from './object.ts';

const PEOPLE: ObjectMore = { setup: true, deletable: false, undeletable: false, sharingModel: 'Read' };
const RIGHTS: ObjectMore = { setup: true, undeletable: false, triggerable: false, sharingModel: 'Read' };

export const user = (): ObjectDef =>
  object(
    'User',
    '005',
    [
      text('Username', 80, { ...REQUIRED, idLookup: true, unique: true }),
      text('LastName', 80, REQUIRED),
      text('FirstName', 40),
      text('Name', 121, { ...READ_ONLY, ...REQUIRED, label: 'Full Name' }),
      email('Email', { ...REQUIRED, length: 128 }),
      text('Alias', 8, REQUIRED),
      text('CommunityNickname', 40),
      text('Title', 80),
      text('Department', 80),
      text('CompanyName', 80),
      phone('Phone'),
      check('IsActive', { defaultValue: true }),
      look('ProfileId', 'Profile', null, REQUIRED),
      look('UserRoleId', 'UserRole', null),
      look('ManagerId', 'User', null),
      text('UserType', 40, { ...READ_ONLY, defaultValue: 'Standard' }),
      picklist('TimeZoneSidKey', 40, '', REQUIRED),
      picklist('LocaleSidKey', 40, '', REQUIRED),
      picklist('EmailEncodingKey', 40, '', REQUIRED),
      picklist('LanguageLocaleKey', 40, '', REQUIRED),
      text('FederationIdentifier', 512),
      check('UserPermissionsMarketingUser'),
      datetime('LastLoginDate', READ_ONLY)
    ],
    PEOPLE
  );

/** What a look-up that may lead to several objects shows of whichever it is. Object Reference, "Name". */
export const nameObject = (): ObjectDef =>
  object(
    'Name',
    '000',
    [
      text('Name', 255),
      text('FirstName', 40),
      text('LastName', 80),
      text('MiddleName', 40),
      text('Suffix', 40),
      text('Title', 128),
      text('Type', 40),
      text('Alias', 8),
      text('Username', 80),
      email('Email'),
      phone('Phone'),
      check('IsActive'),
      look('ProfileId', 'Profile', null),
      look('UserRoleId', 'UserRole', null),
      look('RecordTypeId', 'RecordType', null)
    ],
    { ...SETUP_READ, queryable: false }
  );

export const userRole = (): ObjectDef =>
  object('UserRole', '00E', [text('Name', 80, REQUIRED), text('DeveloperName', 80), look('ParentRoleId', 'UserRole', null)], RIGHTS);

export const group = (): ObjectDef =>
  object(
    'Group',
    '00G',
    [text('Name', 40, REQUIRED), text('DeveloperName', 80), picklist('Type', 40, 'Regular*|Queue', { restrictedPicklist: true })],
    RIGHTS
  );

export const profile = (): ObjectDef => object('Profile', '00e', [text('Name', 255), text('UserType', 40)], SETUP_READ);

export const permissionSet = (): ObjectDef =>
  object(
    'PermissionSet',
    '0PS',
    [
      text('Name', 80, REQUIRED),
      text('Label', 80, REQUIRED),
      text('NamespacePrefix', 15, READ_ONLY),
      text('Description', 255),
      check('IsOwnedByProfile', READ_ONLY),
      look('ProfileId', 'Profile', null, READ_ONLY),
      ...USER_PERMISSIONS.map((name) => check(`Permissions${name}`))
    ],
    RIGHTS
  );

/** What a permission set, or the one that stands for a profile, opens of an object. */
export const objectPermissions = (): ObjectDef =>
  object(
    'ObjectPermissions',
    '110',
    [
      look('ParentId', 'PermissionSet', 'ObjectPerms', { ...REQUIRED, deleteConstraint: 'Cascade' }),
      text('SobjectType', 40, REQUIRED),
      ...OBJECT_PERMISSIONS.map((name) => check(`Permissions${name}`))
    ],
    RIGHTS
  );

export const permissionSetAssignment = (): ObjectDef =>
  object(
    'PermissionSetAssignment',
    '0Pa',
    [
      look('AssigneeId', 'User', 'PermissionSetAssignments', { ...REQUIRED, updateable: false }),
      // One of these: PermissionSetGroupId is beside it.
      look('PermissionSetId', 'PermissionSet', 'Assignments', { updateable: false, deleteConstraint: 'Cascade' }),
      check('IsActive', READ_ONLY)
    ],
    { ...RIGHTS, updateable: false }
  );

/** What a permission set opens beside objects and fields: custom permissions, Apex classes, credentials. */
export const setupEntityAccess = (): ObjectDef =>
  object(
    'SetupEntityAccess',
    '0J0',
    [
      look('ParentId', 'PermissionSet', 'SetupEntityAccessItems', { ...REQUIRED, deleteConstraint: 'Cascade' }),
      look('SetupEntityId', ['CustomPermission', 'ApexClass'], null, { ...REQUIRED, relationshipName: null }),
      text('SetupEntityType', 40, READ_ONLY)
    ],
    { ...RIGHTS, updateable: false }
  );

const DEVELOPED = [text('DeveloperName', 80), text('MasterLabel', 80), text('NamespacePrefix', 15)];

export const customPermission = (): ObjectDef =>
  object('CustomPermission', '0CP', [...DEVELOPED, text('Description', 255), check('IsProtected')], SETUP_READ);

export const customNotificationType = (): ObjectDef =>
  object(
    'CustomNotificationType',
    '0ML',
    [text('DeveloperName', 80), text('MasterLabel', 80), text('NamespacePrefix', 15), text('CustomNotifTypeName', 80)],
    SETUP_READ
  );

/** Its rows are nobody's to read here; permission sets name it, and callouts need Read on it. */
export const userExternalCredential = (): ObjectDef => object('UserExternalCredential', '0UX', [], { ...SETUP_READ, setup: false });

export const organization = (): ObjectDef =>
  object(
    'Organization',
    '00D',
    [
      text('Name', 80),
      text('OrganizationType', 40),
      check('IsSandbox'),
      text('InstanceName', 5),
      text('NamespacePrefix', 15),
      text('TimeZoneSidKey', 40),
      text('DefaultLocaleSidKey', 40),
      text('LanguageLocaleKey', 40),
      text('Country', 80),
      datetime('TrialExpirationDate')
    ],
    { ...SETUP_READ, updateable: true }
  );

export const recordType = (): ObjectDef =>
  object(
    'RecordType',
    '012',
    [text('Name', 80), text('DeveloperName', 80), text('NamespacePrefix', 15), text('SobjectType', 40), check('IsActive')],
    SETUP_READ
  );

/** What a user may do with one record. Computed when asked for by record; Object Reference, "UserRecordAccess". */
export const userRecordAccess = (): ObjectDef =>
  object(
    'UserRecordAccess',
    '0Ua',
    [
      text('UserId', 18),
      text('RecordId', 18, { idLookup: true, caseSensitive: true }),
      check('HasReadAccess'),
      check('HasEditAccess'),
      check('HasDeleteAccess')
    ],
    SETUP_READ
  );

export const leadStatus = (): ObjectDef =>
  object(
    'LeadStatus',
    '01J',
    [text('MasterLabel', 255), text('ApiName', 255), int('SortOrder', 8), check('IsDefault'), check('IsConverted')],
    {
      ...SETUP_READ,
      setup: false
    }
  );

/** Jobs as the org lists them. The org itself keeps the rows. */
export const asyncApexJob = (): ObjectDef =>
  object(
    'AsyncApexJob',
    '707',
    [
      look('ApexClassId', 'ApexClass', null),
      text('Status', 40),
      text('JobType', 40),
      text('MethodName', 255),
      text('ExtendedStatus', 255),
      text('ParentJobId', 18),
      int('JobItemsProcessed', 9),
      int('TotalJobItems', 9),
      int('NumberOfErrors', 9),
      datetime('CompletedDate'),
      look('CronTriggerId', 'CronTrigger', null)
    ],
    { ...SETUP_READ, setup: false }
  );

export const cronTrigger = (): ObjectDef =>
  object(
    'CronTrigger',
    '08e',
    [
      look('CronJobDetailId', 'CronJobDetail', null),
      text('CronExpression', 255),
      text('State', 40),
      text('TimeZoneSidKey', 40),
      int('TimesTriggered', 9),
      datetime('StartTime'),
      datetime('NextFireTime'),
      datetime('PreviousFireTime'),
      datetime('EndTime'),
      look('OwnerId', 'User', null)
    ],
    { ...SETUP_READ, setup: false }
  );
export const cronJobDetail = (): ObjectDef =>
  object('CronJobDetail', '08a', [text('Name', 255), text('JobType', 40)], { ...SETUP_READ, setup: false });

const CODE = [
  text('Name', 255),
  text('NamespacePrefix', 15),
  field('ApiVersion', 'double', { precision: 18, scale: 1 }),
  text('Status', 40)
];
export const apexClass = (): ObjectDef => object('ApexClass', '01p', [...CODE, longText('Body', 1_000_000)], SETUP_READ);
export const apexTrigger = (): ObjectDef =>
  object('ApexTrigger', '01q', [...CODE, text('TableEnumOrId', 80), longText('Body', 1_000_000)], SETUP_READ);
