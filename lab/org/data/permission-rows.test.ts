import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import { loadMetadata } from '../metadata/load.ts';
import { TestOrg } from './testing/open-data.ts';

const FORCE_APP = path.resolve(import.meta.dirname, '../../../force-app');

test('a package’s permission set opens its own objects in rows, and nothing that no package may', () => {
  const org = new TestOrg(loadMetadata([FORCE_APP]));
  const rows = org.rows(
    "SELECT SobjectType, PermissionsRead, PermissionsEdit FROM ObjectPermissions WHERE Parent.Name = 'Marketo_Sync_Viewer' ORDER BY SobjectType"
  );
  const link = rows.find((row) => row['SobjectType'] === 'Marketo_Link__c');
  assert.deepEqual([link?.['PermissionsRead'], link?.['PermissionsEdit']], [true, false]);
  assert.ok(rows.every((row) => String(row['SobjectType']).endsWith('__c')));
  assert.equal(
    org.rows("SELECT PermissionsApiEnabled FROM PermissionSet WHERE Name = 'Marketo_Sync_Integration'")[0]?.['PermissionsApiEnabled'],
    false
  );
});

test('a profile is a permission set too, and a user’s assignment follows the profile', () => {
  const org = new TestOrg();
  const rights =
    "SELECT SobjectType FROM ObjectPermissions WHERE PermissionsEdit = TRUE AND Parent.Profile.Name = 'Standard User' AND SobjectType IN ('Account', 'Campaign', 'Contact', 'Lead') ORDER BY SobjectType";
  assert.deepEqual(
    org.rows(rights).map((row) => row['SobjectType']),
    ['Account', 'Contact', 'Lead']
  );
  const [admin] = org.rows("SELECT Id FROM User WHERE Username = 'admin@example.com'");
  const assigned = () =>
    org.data
      .query(
        `SELECT PermissionSet.PermissionsModifyAllData FROM PermissionSetAssignment WHERE AssigneeId = '${String(admin?.['Id'])}'`,
        {},
        { userId: '', mode: 'system', sharing: false }
      )
      .records.map((row) => row.parents['PermissionSet']?.fields['PermissionsModifyAllData']);
  assert.deepEqual(assigned(), [true]);
  const [standard] = org.rows("SELECT Id FROM Profile WHERE Name = 'Standard User'");
  org.try('update', 'User', [{ Id: admin?.['Id'] ?? null, ProfileId: standard?.['Id'] ?? null }]);
  assert.deepEqual(assigned(), [false]);
});
