/** What a permission set opens that has no metadata: one that code made as rows, as tests do. Object Reference, "PermissionSet" and the objects below it. */
import type { Access, DataEngine, QueryRow, Row } from '../types.ts';
import { USER_PERMISSIONS } from './permission-names.ts';
import { noGrants, type Grants } from './permissions.ts';

const SYSTEM: Access = { userId: '', mode: 'system', sharing: false };
const lower = (row: Row, name: string): string => String(row[name] ?? '').toLowerCase();

export function rowGrants(data: DataEngine, name: string): Grants {
  const grants = noGrants(name);
  const rows = (soql: string): QueryRow[] => data.query(soql, { name }, SYSTEM).records;
  const columns = USER_PERMISSIONS.map((one) => `Permissions${one}`).join(', ');
  const [set] = rows(`SELECT ${columns} FROM PermissionSet WHERE Name = :name`);
  USER_PERMISSIONS.filter((one) => set?.fields[`Permissions${one}`] === true).forEach((one) =>
    grants.userPermissions.add(one.toLowerCase())
  );
  const objects = rows(
    'SELECT SobjectType, PermissionsRead, PermissionsCreate, PermissionsEdit, PermissionsDelete, PermissionsViewAllRecords, PermissionsModifyAllRecords ' +
      'FROM ObjectPermissions WHERE Parent.Name = :name'
  );
  for (const { fields } of objects) {
    const is = (right: string): boolean => fields[`Permissions${right}`] === true;
    grants.objects.set(lower(fields, 'SobjectType'), {
      read: is('Read'),
      create: is('Create'),
      edit: is('Edit'),
      delete: is('Delete'),
      viewAll: is('ViewAllRecords'),
      modifyAll: is('ModifyAllRecords')
    });
  }
  for (const { fields } of rows('SELECT Field, PermissionsRead, PermissionsEdit FROM FieldPermissions WHERE Parent.Name = :name')) {
    grants.fields.set(lower(fields, 'Field'), { read: fields['PermissionsRead'] === true, edit: fields['PermissionsEdit'] === true });
  }
  const entities = rows('SELECT SetupEntityId FROM SetupEntityAccess WHERE Parent.Name = :name').map(
    ({ fields }) => fields['SetupEntityId']
  );
  if (entities.length > 0) {
    const named = (soql: string) => data.query(soql, { entities }, SYSTEM).records;
    named('SELECT DeveloperName FROM CustomPermission WHERE Id IN :entities').forEach(({ fields }) =>
      grants.customPermissions.add(lower(fields, 'DeveloperName'))
    );
    named('SELECT Name FROM ApexClass WHERE Id IN :entities').forEach(({ fields }) => grants.classes.add(lower(fields, 'Name')));
  }
  return grants;
}
