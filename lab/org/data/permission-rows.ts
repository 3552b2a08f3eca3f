/**
 * Rights as rows: the columns of a permission set, its ObjectPermissions, and the permission set that stands for each profile, which every user of the profile
 * has an assignment to. Object Reference v67, "PermissionSet": "Profiles are represented by permission sets that are owned by them".
 */
import { OBJECT_PERMISSIONS, USER_PERMISSIONS } from '../identity/permission-names.ts';
import type { Grants, ObjectGrant } from '../identity/permissions.ts';
import { profileGrants } from '../identity/profiles.ts';
import type { OrgSchema } from '../schema/schema.ts';
import type { Row } from '../types.ts';
import type { Store } from './store.ts';

/** Writes a row that the org itself keeps; gives its id. */
type Keep = (object: string, row: Row) => string;
interface Place {
  schema: OrgSchema;
  store: Store;
  keep: Keep;
}

export const columnsOf = ({ userPermissions }: Grants): Row =>
  Object.fromEntries(USER_PERMISSIONS.map((name) => [`Permissions${name}`, userPermissions.has(name.toLowerCase())]));

const GRANT: Record<(typeof OBJECT_PERMISSIONS)[number], keyof ObjectGrant> = {
  Read: 'read',
  Create: 'create',
  Edit: 'edit',
  Delete: 'delete',
  ViewAllRecords: 'viewAll',
  ModifyAllRecords: 'modifyAll'
};

/** The rows of one permission set are those of its metadata, no others. */
export function keepObjectPermissions({ schema, store, keep }: Place, ParentId: string, { objects }: Grants): void {
  const before = new Map([...store.table('ObjectPermissions').by('ParentId', ParentId)].map((row) => [String(row['SobjectType']), row]));
  for (const [name, grant] of objects) {
    const SobjectType = schema.find(name)?.name;
    if (SobjectType === undefined) {
      continue;
    }
    const known = before.get(SobjectType);
    before.delete(SobjectType);
    const rights = Object.fromEntries(OBJECT_PERMISSIONS.map((right) => [`Permissions${right}`, grant[GRANT[right]]]));
    keep('ObjectPermissions', { ParentId, SobjectType, ...rights, ...(known ? { Id: known['Id'] ?? null } : {}) });
  }
  before.forEach((row) => store.write('ObjectPermissions', String(row['Id']), undefined));
}

/** Each profile's own permission set, and its assignments. */
export function keepProfileSets(place: Place): void {
  for (const profile of place.store.table('Profile').rows.values()) {
    const [ProfileId, name] = [String(profile['Id']), String(profile['Name'])];
    const grants = profileGrants(name);
    const known = ownedBy(place.store, ProfileId);
    const setId = place.keep('PermissionSet', {
      Name: `X${ProfileId.slice(0, 15)}`,
      Label: ProfileId,
      IsOwnedByProfile: true,
      ProfileId,
      ...columnsOf(grants),
      ...(known === null ? {} : { Id: known })
    });
    keepObjectPermissions(place, setId, { ...grants, objects: withData(place.schema, grants) });
  }
  [...place.store.table('User').rows.values()].forEach((user) => assignProfile(place, user));
}

/** Who may modify all data has rows of all rights on every object. */
function withData(schema: OrgSchema, grants: Grants): Grants['objects'] {
  const all = { read: true, create: true, edit: true, delete: true, viewAll: true, modifyAll: true };
  return grants.userPermissions.has('modifyalldata')
    ? new Map(
        [...schema.objects.values()].filter((one) => !one.setup && one.kind !== 'metadata').map((one) => [one.name.toLowerCase(), all])
      )
    : grants.objects;
}

function ownedBy(store: Store, profileId: string): string | null {
  const found = [...store.table('PermissionSet').by('ProfileId', profileId)].find((row) => row['IsOwnedByProfile'] === true);
  return found ? String(found['Id']) : null;
}

/** A user's assignment to the set of the profile follows the profile. */
export function assignProfile({ store, keep }: Omit<Place, 'schema'>, user: Row): void {
  const AssigneeId = user['Id'] ?? null;
  const PermissionSetId = ownedBy(store, String(user['ProfileId']));
  const owned = [...store.table('PermissionSetAssignment').by('AssigneeId', AssigneeId)].filter(
    (row) => store.table('PermissionSet').rows.get(String(row['PermissionSetId']))?.['IsOwnedByProfile'] === true
  );
  owned
    .filter((row) => row['PermissionSetId'] !== PermissionSetId)
    .forEach((row) => store.write('PermissionSetAssignment', String(row['Id']), undefined));
  if (PermissionSetId !== null && !owned.some((row) => row['PermissionSetId'] === PermissionSetId)) {
    keep('PermissionSetAssignment', { AssigneeId, PermissionSetId });
  }
}
