/** A user's rights as running Apex asks for them, and the user as `UserInfo` shows it. */
import type { Rights } from '../../identity/permissions.ts';
import type { DataEngine, Scalar } from '../../types.ts';
import type { RunningUser, UserRights } from '../runtime/current.ts';

const FIELDS =
  'Id, Username, Name, FirstName, LastName, Email, ProfileId, UserRoleId, UserType, LocaleSidKey, LanguageLocaleKey, TimeZoneSidKey';

export function userRights(rights: Rights): UserRights {
  return {
    customPermission: (name) => rights.customPermission(name),
    userPermission: (name) => rights.userPermission(name),
    object: (name) => rights.object(name),
    field: (object, field) => rights.field(object, field),
    apexClass: (name) => rights.apexClass(name)
  };
}

/** @throws {Error} when there is no such user: a fault of whoever opened the transaction. */
export function runningUser(data: DataEngine, id: string): RunningUser {
  const soql = `SELECT ${FIELDS} FROM User WHERE Id = :id`;
  const fields = data.query(soql, { id }, { userId: id, mode: 'system', sharing: false }).records[0]?.fields;
  if (!fields) {
    throw new Error(`There is no user ${id}.`);
  }
  const text = (value: Scalar | undefined) => (typeof value === 'string' ? value : '');
  const orNull = (value: Scalar | undefined) => (typeof value === 'string' ? value : null);
  return {
    id,
    username: text(fields['Username']),
    name: text(fields['Name']),
    firstName: orNull(fields['FirstName']),
    lastName: text(fields['LastName']),
    email: text(fields['Email']),
    profileId: orNull(fields['ProfileId']),
    roleId: orNull(fields['UserRoleId']),
    userType: text(fields['UserType']) || 'Standard',
    locale: text(fields['LocaleSidKey']) || 'en_US',
    language: text(fields['LanguageLocaleKey']) || 'en_US',
    timeZone: text(fields['TimeZoneSidKey']) || 'UTC'
  };
}
