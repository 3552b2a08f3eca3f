/** The rights that the stand-in tells by rows, in the words of the Object Reference: PermissionSet and ObjectPermissions. */
export const USER_PERMISSIONS = [
  'ApiEnabled',
  'ApexRestServices',
  'AuthorApex',
  'CustomizeApplication',
  'ManageUsers',
  'ModifyAllData',
  'ViewAllData',
  'ViewSetup'
] as const;

export const OBJECT_PERMISSIONS = ['Read', 'Create', 'Edit', 'Delete', 'ViewAllRecords', 'ModifyAllRecords'] as const;
