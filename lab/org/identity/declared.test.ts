import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeclarationError, readDeclared, readPermissionSet } from './declared.ts';

const xmlns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const grant = (name: string, inner: string) => `<${name}>${inner}</${name}>`;
const file = (root: string, inner: string) => `<?xml version="1.0" encoding="UTF-8"?>\n<${root} ${xmlns}>${inner}</${root}>`;

test('a permission set as its file says', () => {
  const xml = file(
    'PermissionSet',
    grant('label', 'Sync &amp; more') +
      grant('objectPermissions', '<object>Lead</object><allowRead>true</allowRead><allowEdit>false</allowEdit>') +
      grant('fieldPermissions', '<field>Lead.Title</field><readable>true</readable><editable>false</editable>') +
      grant('customPermissions', '<name>Marketo_Relay</name><enabled>true</enabled>') +
      grant('customPermissions', '<name>Marketo_Bypass</name><enabled>false</enabled>') +
      grant('classAccesses', '<apexClass>SyncResource</apexClass><enabled>true</enabled>') +
      grant(
        'externalCredentialPrincipalAccesses',
        '<externalCredentialPrincipal>Relay-Main</externalCredentialPrincipal><enabled>true</enabled>'
      ) +
      grant('userPermissions', '<name>ApiEnabled</name><enabled>true</enabled>')
  );
  const grants = readPermissionSet('Sync', xml, 'Sync.permissionset-meta.xml');
  assert.equal(grants.label, 'Sync & more');
  assert.deepEqual(grants.objects.get('lead'), { read: true, create: false, edit: false, delete: false, viewAll: false, modifyAll: false });
  assert.deepEqual(grants.fields.get('lead.title'), { read: true, edit: false });
  assert.deepEqual(
    [[...grants.customPermissions], [...grants.classes], [...grants.principals]],
    [['marketo_relay'], ['syncresource'], ['relay-main']]
  );
  assert.deepEqual([...grants.userPermissions], ['apienabled']);
});

test('what the stand-in cannot do is refused by file and name', (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lab-declared-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, 'externalCredentials'));
  const target = path.join(folder, 'externalCredentials/Odd.externalCredential-meta.xml');
  const refused = (inner: string) => {
    writeFileSync(target, file('ExternalCredential', inner));
    assert.throws(
      () => readDeclared([folder]),
      (error) => error instanceof DeclarationError && error.message.startsWith(target)
    );
  };
  refused('<authenticationProtocol>AwsSv4</authenticationProtocol>');
  refused('<authenticationProtocol>Oauth</authenticationProtocol>');
  assert.throws(
    () => readPermissionSet('X', file('Profile', ''), 'X.permissionset-meta.xml'),
    /X\.permissionset-meta\.xml: the root element is not <PermissionSet>/
  );
  const allFields = file('PermissionSet', grant('objectPermissions', '<object>Lead</object><viewAllFields>true</viewAllFields>'));
  assert.throws(() => readPermissionSet('X', allFields, 'X.permissionset-meta.xml'), /viewAllFields/);
});
