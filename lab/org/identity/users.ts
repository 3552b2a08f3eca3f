/** The people of the org: who they are, and what profile and permission sets let them do. */
import type { Access, DataEngine, QueryRow, Scalar } from '../types.ts';
import { combine, type Grants, type Rights } from './permissions.ts';
import { profileGrants } from './profiles.ts';
import { rowGrants } from './row-grants.ts';

export interface OrgUser {
  id: string;
  username: string;
  name: string;
  email: string;
  active: boolean;
  profile: string;
  /** The Marketing User check box. */
  marketingUser: boolean;
}

export const SYSTEM: Access = { userId: '', mode: 'system', sharing: false };

const FIELDS = 'Id, Username, Name, Email, IsActive, UserPermissionsMarketingUser, Profile.Name';

export class Users {
  private readonly org: { readonly data: DataEngine };
  private readonly permissionSet: (name: string) => Grants | undefined;

  /** @param permissionSet the grants of a permission set by its API name, from the package or deployed by the administrator. */
  constructor(org: { readonly data: DataEngine }, permissionSet: (name: string) => Grants | undefined) {
    this.org = org;
    this.permissionSet = permissionSet;
  }

  byUsername(username: string): OrgUser | null {
    return this.one(`SELECT ${FIELDS} FROM User WHERE Username = :value`, username);
  }
  byId(id: string): OrgUser | null {
    return this.one(`SELECT ${FIELDS} FROM User WHERE Id = :value`, id);
  }

  rights(userId: string): Rights {
    const user = this.byId(userId);
    const assignments = this.org.data.query(
      'SELECT PermissionSet.Name, PermissionSetGroupId FROM PermissionSetAssignment WHERE AssigneeId = :userId',
      { userId },
      SYSTEM
    ).records;
    const nameOf = (row: QueryRow) => text(row.parents['PermissionSet']?.fields['Name']);
    const groups = assignments.map((row) => text(row.fields['PermissionSetGroupId'])).filter((id) => id !== '');
    const inGroups =
      groups.length === 0
        ? []
        : this.org.data.query(
            'SELECT PermissionSet.Name FROM PermissionSetGroupComponent WHERE PermissionSetGroupId IN :groups',
            { groups },
            SYSTEM
          ).records;
    // The set that stands for the profile, named X and its id, says no more than the profile.
    const assigned = [...assignments, ...inGroups].map(nameOf).filter((name) => name !== '' && !name.startsWith('X00e'));
    const sets = assigned.map((name) => this.permissionSet(name) ?? rowGrants(this.org.data, name));
    const all = [...(user ? [profileGrants(user.profile)] : []), ...sets];
    return combine(all, (object, field) => this.secured(object, field), { marketingUser: user?.marketingUser ?? false });
  }

  /** Whether field-level security covers a field: not the required ones, master-details and those that the platform keeps. */
  private secured(object: string, field: string): boolean {
    const found = this.org.data.schema.find(object)?.fields.get(field.toLowerCase());
    return found !== undefined && !found.masterDetail && (found.nillable || found.type === 'boolean');
  }

  private one(soql: string, value: string): OrgUser | null {
    const row = this.org.data.query(soql, { value }, SYSTEM).records[0];
    return row ? toUser(row) : null;
  }
}

const text = (value: Scalar | undefined) => (typeof value === 'string' ? value : '');

function toUser(row: QueryRow): OrgUser {
  return {
    id: text(row.fields['Id']),
    username: text(row.fields['Username']),
    name: text(row.fields['Name']),
    email: text(row.fields['Email']),
    active: row.fields['IsActive'] === true,
    profile: text(row.parents['Profile']?.fields['Name']),
    marketingUser: row.fields['UserPermissionsMarketingUser'] === true
  };
}
