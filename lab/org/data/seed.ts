/** The first rows of a fresh org: the organisation, its profiles, and an administrator. */
import { PROFILES } from '../identity/profiles.ts';
import type { Row } from '../types.ts';
import type { OrgData } from './data.ts';
import type { Store } from './store.ts';

const LOCALE = { TimeZoneSidKey: 'UTC', LocaleSidKey: 'en_US', LanguageLocaleKey: 'en_US', EmailEncodingKey: 'UTF-8' };

/** @returns the id of the organisation, which is made when there is none. */
export function seedOrg(data: OrgData, store: Store): string {
  const known = store.table('Organization').rows.keys().next().value;
  if (known !== undefined) {
    return known;
  }
  const orgId = data.keep('Organization', {
    Name: 'Example Company',
    OrganizationType: 'Enterprise Edition',
    IsSandbox: false,
    InstanceName: 'LAB0',
    TimeZoneSidKey: 'UTC',
    DefaultLocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US'
  });
  const profiles = PROFILES.map((Name) => data.keep('Profile', { Name, UserType: 'Standard' }));
  data.keep('Pricebook2', { Name: 'Standard Price Book', IsActive: true, IsStandard: true });
  const admin: Row = {
    ...LOCALE,
    Username: 'admin@example.com',
    FirstName: 'Avery',
    LastName: 'Admin',
    Email: 'admin@example.com',
    Alias: 'admin',
    ProfileId: profiles[0] ?? null,
    UserPermissionsMarketingUser: true
  };
  const [made] = data.dml('insert', 'User', [admin], { allOrNone: true }, { userId: '', mode: 'system', sharing: false });
  if (!made?.success) {
    throw new Error(`The administrator could not be made: ${made?.errors[0]?.message}`);
  }
  return orgId;
}
