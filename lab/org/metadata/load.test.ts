import test from 'node:test';
import assert from 'node:assert/strict';
import { TestOrg } from '../data/testing/open-data.ts';
import { loadMetadata } from './load.ts';
import { FIELD, OBJECT, project } from './testing/project-files.ts';
import { MetadataError } from './xml.ts';

const refusal = (t: test.TestContext, files: Record<string, string>) => {
  try {
    new TestOrg(loadMetadata([project(t, files)]));
    return 'fine';
  } catch (cause) {
    assert.ok(cause instanceof MetadataError, String(cause));
    return cause.message;
  }
};

const THING = {
  'objects/Thing__c/Thing__c.object-meta.xml': OBJECT(),
  'objects/Thing__c/fields/Count__c.field-meta.xml': FIELD('Count__c', 'Number', '<precision>6</precision><scale>0</scale>'),
  'objects/Thing__c/fields/Double__c.field-meta.xml': FIELD(
    'Double__c',
    'Number',
    '<formula>Count__c * 2</formula><precision>6</precision><scale>0</scale>'
  ),
  'objects/Thing__c/fields/Says__c.field-meta.xml': FIELD(
    'Says__c',
    'Text',
    '<formula>IF(ISBLANK(Campaign__r.Name), &quot;none&quot;, Campaign__r.Name &amp; &quot; (&quot; &amp; TEXT(Count__c) &amp; &quot;)&quot;)</formula>'
  ),
  'objects/Thing__c/fields/Campaign__c.field-meta.xml': FIELD(
    'Campaign__c',
    'Lookup',
    '<referenceTo>Campaign</referenceTo><relationshipName>Things</relationshipName><deleteConstraint>Restrict</deleteConstraint>'
  ),
  'objects/Thing__c/validationRules/Small.validationRule-meta.xml':
    '<ValidationRule><fullName>Small</fullName><active>true</active><errorConditionFormula>AND(Count__c &gt; 100, ISCHANGED(Count__c) || ISNEW())</errorConditionFormula><errorDisplayField>Count__c</errorDisplayField><errorMessage>At most 100.</errorMessage></ValidationRule>',
  'labels/CustomLabels.labels-meta.xml':
    '<CustomLabels><labels><fullName>Hello</fullName><language>en_US</language><value>Hello there</value></labels></CustomLabels>',
  'classes/A.cls': 'public class A {}',
  'classes/A.cls-meta.xml': '<ApexClass><apiVersion>66.0</apiVersion><status>Active</status></ApexClass>',
  'customPermissions/See.customPermission-meta.xml': '<CustomPermission><label>See</label></CustomPermission>',
  'permissionsets/Seer.permissionset-meta.xml':
    '<PermissionSet><label>Seer</label><customPermissions><enabled>true</enabled><name>See</name></customPermissions></PermissionSet>'
};

test('fields, formulas, validation rules, restricted look-ups, labels, classes and permissions are there', (t) => {
  const metadata = loadMetadata([project(t, THING)]);
  const org = new TestOrg(metadata);
  const campaign = org.one('Campaign', { Name: 'C' });
  const id = org.one('Thing__c', { Name: 'T', Count__c: 20.6, Campaign__c: campaign });
  assert.deepEqual(org.rows('SELECT Count__c, Double__c, Says__c FROM Thing__c'), [{ Count__c: 21, Double__c: 42, Says__c: 'C (21)' }]);
  assert.deepEqual(org.rows('SELECT Id FROM Thing__c WHERE Double__c > 40'), [{ Id: id }]);
  const unnamed = org.one('Thing__c', {});
  assert.deepEqual(org.rows('SELECT Name FROM Thing__c WHERE Id = :unnamed', { unnamed }), [{ Name: unnamed }]);
  const [failed] = org.try('update', 'Thing__c', [{ Id: id, Count__c: 101 }]);
  assert.deepEqual(failed?.errors, [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'At most 100.', fields: ['Count__c'] }]);
  assert.match(org.told(org.try('delete', 'Campaign', [{ Id: campaign }])), /^DELETE_FAILED: .*associated with the following Things/);
  assert.equal(metadata.labels.get('hello'), 'Hello there');
  assert.deepEqual(
    metadata.apex.map((one) => [one.name, one.kind, one.apiVersion]),
    [['A', 'class', 66]]
  );
  const held = org.data.query('SELECT Parent.Name FROM SetupEntityAccess', {}, { userId: '', mode: 'system', sharing: false }).records;
  assert.equal(held[0]?.parents['Parent']?.fields['Name'], 'Seer');
});

test('a namespace is put before what the package brings, and may be left out', (t) => {
  const org = new TestOrg(loadMetadata([project(t, THING)], 'acme'));
  const thing = org.data.schema.find('thing__c');
  assert.equal(thing?.name, 'acme__Thing__c');
  assert.equal(thing?.fields.get('count__c')?.name, 'acme__Count__c');
  assert.equal(thing?.fields.get('campaign__c')?.relationshipName, 'acme__Campaign__r');
  assert.equal([...(thing?.fields.values() ?? [])].filter((field) => field.name.endsWith('Count__c')).length, 1);
  const campaign = org.one('Campaign', { Name: 'C' });
  org.one('Thing__c', { Name: 'T', Count__c: 3, Campaign__c: campaign });
  assert.deepEqual(org.rows('SELECT acme__Double__c FROM acme__Thing__c'), [{ acme__Double__c: 6 }]);
  assert.deepEqual(org.rows("SELECT Says__c FROM Thing__c WHERE Campaign__r.Name = 'C'"), [{ acme__Says__c: 'C (3)' }]);
});

test('settings have one row an owner, the organisation being the one who is meant where nobody is named', (t) => {
  const object = '<CustomObject><customSettingsType>Hierarchy</customSettingsType><label>S</label></CustomObject>';
  const files = {
    'objects/S__c/S__c.object-meta.xml': object,
    'objects/S__c/fields/On__c.field-meta.xml': FIELD('On__c', 'Checkbox', '<defaultValue>true</defaultValue>')
  };
  const org = new TestOrg(loadMetadata([project(t, files)]));
  org.one('S__c', {});
  assert.deepEqual(org.rows('SELECT SetupOwnerId, On__c FROM S__c'), [{ SetupOwnerId: org.data.orgId, On__c: true }]);
  assert.match(org.told(org.try('insert', 'S__c', [{ SetupOwnerId: org.data.orgId }])), /^DUPLICATE_VALUE/);
});

test('what the stand-in does not know is refused by file and name', (t) => {
  const field = (type: string, more = '') => ({ 'objects/Lead/fields/X__c.field-meta.xml': FIELD('X__c', type, more) });
  assert.match(refusal(t, { 'flows/F.flow-meta.xml': '<Flow/>' }), /F\.flow-meta\.xml: the stand-in does nothing with a flow/);
  assert.match(refusal(t, { 'robots/R.robot-meta.xml': '<Robot/>' }), /does not know metadata of this kind \(robot\)/);
  assert.match(refusal(t, field('ExternalLookup')), /X__c\.field-meta\.xml: the stand-in has no fields of type ExternalLookup/);
  assert.match(refusal(t, field('Text', '<strange>1</strange>')), /does not know <strange>/);
  assert.match(refusal(t, field('Text', '<formula>PREDICT(Name)</formula>')), /Lead\.X__c: the stand-in has no function PREDICT/);
  assert.match(refusal(t, field('Text', '<formula>Nope__c</formula>')), /Lead has no field Nope__c/);
  assert.match(refusal(t, field('Text', '<formula>1 +</formula>')), /ends too early/);
  assert.match(refusal(t, { 'objects/Nope__c/fields/X__c.field-meta.xml': FIELD('X__c', 'Checkbox') }), /has no object Nope__c/);
  assert.match(refusal(t, { 'classes/A.cls': 'public class A {}' }), /A\.cls: there is no A\.cls-meta\.xml beside it/);
  assert.match(refusal(t, { 'objects/X__b/X__b.object-meta.xml': OBJECT() }), /no big objects/);
  assert.equal(refusal(t, { 'objects/Lead/listViews/All.listView-meta.xml': '<ListView/>' }), 'fine');
});
