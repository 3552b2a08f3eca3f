/** Rows of the queues, groups, roles, e-mail templates and groups of permission sets that a project declares. What the org's users made beside them stays. */
import type { DeclaredSetup } from '../metadata/setup-files.ts';
import type { Row, Scalar } from '../types.ts';
import type { OrgData } from './data.ts';
import type { Store } from './store.ts';

export function keepSetup(data: OrgData, store: Store, setup: DeclaredSetup, namespace: string | null): void {
  const found = (object: string, key: Row): Row | undefined => {
    const isWanted = (row: Row) => Object.entries(key).every(([name, value]) => (row[name] ?? null) === value);
    return [...store.table(object).rows.values()].find(isWanted);
  };
  const keep = (object: string, key: Row, more: Row = {}): string => {
    const known = found(object, key);
    const row = { ...key, ...more };
    return known && Object.entries(row).every(([name, value]) => known[name] === value)
      ? String(known['Id'])
      : data.keep(object, { ...row, ...(known ? { Id: known['Id'] ?? null } : {}) });
  };
  const idOf = (object: string, key: Row): Scalar => found(object, key)?.['Id'] ?? null;

  setup.roles.forEach((role) => keep('UserRole', { DeveloperName: role.name }, { Name: role.label }));
  for (const { name, parent } of setup.roles) {
    keep('UserRole', { DeveloperName: name }, { ParentRoleId: parent === null ? null : idOf('UserRole', { DeveloperName: parent }) });
  }
  for (const group of setup.groups) {
    const { name: DeveloperName, type: Type, label: Name, email: Email } = group;
    const QueueId = keep('Group', { DeveloperName, Type }, { Name, Email });
    group.objects.forEach((name) => keep('QueueSobject', { QueueId, SobjectType: data.schema.find(name)?.name ?? name }));
  }
  for (const { name, type, groups } of setup.groups) {
    const GroupId = idOf('Group', { DeveloperName: name, Type: type });
    const members = groups.map((member) => idOf('Group', { DeveloperName: member, Type: 'Regular' })).filter((id) => id !== null);
    members.forEach((UserOrGroupId) => keep('GroupMember', { GroupId, UserOrGroupId }));
  }
  for (const one of setup.emailTemplates) {
    keep(
      'EmailTemplate',
      { DeveloperName: one.name },
      {
        Name: one.label,
        NamespacePrefix: namespace,
        FolderName: one.folder,
        TemplateType: one.type,
        TemplateStyle: one.style,
        Subject: one.subject,
        Body: one.text,
        HtmlValue: one.html,
        IsActive: one.active,
        Encoding: one.encoding,
        RelatedEntityType: one.object
      }
    );
  }
  for (const one of setup.permissionSetGroups) {
    const key = { DeveloperName: one.name };
    const shown = { MasterLabel: one.label, Description: one.description, NamespacePrefix: namespace, Status: 'Updated' };
    const PermissionSetGroupId = keep('PermissionSetGroup', key, shown);
    const sets = one.permissionSets.map((name) => idOf('PermissionSet', { Name: name })).filter((id) => id !== null);
    sets.forEach((PermissionSetId) => keep('PermissionSetGroupComponent', { PermissionSetGroupId, PermissionSetId }));
  }
}
