/** Metadata API Developer Guide, "CustomField", "GlobalValueSet", "LookupFilter", "CustomObject". */
import test from 'node:test';
import assert from 'node:assert/strict';
import { TestOrg } from '../data/testing/open-data.ts';
import { loadMetadata } from './load.ts';
import { FIELD, OBJECT, project } from './testing/project-files.ts';
import { MetadataError } from './xml.ts';

const THING = 'objects/Thing__c/Thing__c.object-meta.xml';
const at = (name: string) => `objects/Thing__c/fields/${name}.field-meta.xml`;
const open = (t: test.TestContext, files: Record<string, string>, namespace: string | null = null) =>
  new TestOrg(loadMetadata([project(t, { [THING]: OBJECT(), ...files })], namespace));

test('a field takes its values from a global value set, and holds no other', (t) => {
  const value = (name: string, more = '') => `<customValue><fullName>${name}</fullName><default>false</default>${more}</customValue>`;
  const org = open(t, {
    'globalValueSets/Colors.globalValueSet-meta.xml': `<GlobalValueSet><masterLabel>Colors</masterLabel>${value('Red', '<label>Rot</label>')}${value('Gone', '<isActive>false</isActive>')}</GlobalValueSet>`,
    [at('Color__c')]: FIELD('Color__c', 'Picklist', '<valueSet><valueSetName>Colors</valueSetName></valueSet>')
  });
  assert.deepEqual(
    org.data.schema
      .find('Thing__c')
      ?.fields.get('color__c')
      ?.picklist.map((one) => [one.value, one.label, one.active]),
    [
      ['Red', 'Rot', true],
      ['Gone', 'Gone', false]
    ]
  );
  assert.equal(org.told(org.try('insert', 'Thing__c', [{ Color__c: 'Red' }])), 'fine');
  assert.match(org.told(org.try('insert', 'Thing__c', [{ Color__c: 'Gone' }])), /^INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST/);
  assert.throws(
    () => open(t, { [at('Color__c')]: FIELD('Color__c', 'Picklist', '<valueSet><valueSetName>Nope</valueSetName></valueSet>') }),
    (cause) => cause instanceof MetadataError && /there is no global value set Nope/.test(cause.message)
  );
});

test('a geolocation is two numbers, with the namespace before its name', (t) => {
  const spot = { [at('Spot__c')]: FIELD('Spot__c', 'Location', '<scale>5</scale>') };
  const org = open(t, spot);
  org.one('Thing__c', { Spot__Latitude__s: 52.123456, Spot__Longitude__s: -179.5 });
  assert.deepEqual(org.rows('SELECT Spot__Latitude__s, Spot__Longitude__s FROM Thing__c'), [
    { Spot__Latitude__s: 52.12346, Spot__Longitude__s: -179.5 }
  ]);
  assert.ok(!org.data.schema.find('Thing__c')?.fields.has('spot__c'), 'the compound is not there');
  assert.ok(open(t, spot, 'acme').data.schema.find('Thing__c')?.fields.has('acme__spot__latitude__s'));
});

test('a hierarchy leads from users to users', (t) => {
  const org = new TestOrg(
    loadMetadata([
      project(t, {
        'objects/User/fields/Mentor__c.field-meta.xml': FIELD('Mentor__c', 'Hierarchy', '<relationshipName>Mentored</relationshipName>')
      })
    ])
  );
  org.try('update', 'User', [{ Id: org.adminId, Mentor__c: org.adminId }]);
  assert.deepEqual(org.rows('SELECT Id FROM User WHERE Mentor__r.Username = :name', { name: 'admin@example.com' }), [{ Id: org.adminId }]);
});

test('an auto number starts where it is told, and tells the day', (t) => {
  const org = open(t, {
    [at('No__c')]: FIELD('No__c', 'AutoNumber', '<displayFormat>T-{YYYY}{MM}-{000}</displayFormat><startingNumber>41</startingNumber>')
  });
  org.insert('Thing__c', {}, {});
  assert.deepEqual(org.rows('SELECT No__c FROM Thing__c ORDER BY No__c'), [{ No__c: 'T-202603-041' }, { No__c: 'T-202603-042' }]);
});

test('a look-up takes only what its filter lets through, compared with a value or with the record itself', (t) => {
  const item = (field: string, operation: string, more: string) =>
    `<filterItems><field>${field}</field><operation>${operation}</operation>${more}</filterItems>`;
  const filter = (isOptional: boolean) =>
    `<lookupFilter><active>true</active><booleanFilter>1 AND (2 OR 3)</booleanFilter><errorMessage>Another one.</errorMessage>` +
    item('Contact.Department', 'equals', '<value>Sales, Service</value>') +
    item('Contact.AccountId', 'equals', '<valueField>$Source.Account__c</valueField>') +
    item('Contact.Account.Name', 'startsWith', '<value>Open</value>') +
    `<isOptional>${isOptional}</isOptional></lookupFilter>`;
  const files = (isOptional: boolean) => ({
    [at('Account__c')]: FIELD('Account__c', 'Lookup', '<referenceTo>Account</referenceTo><relationshipName>Things</relationshipName>'),
    [at('Contact__c')]: FIELD(
      'Contact__c',
      'Lookup',
      `<referenceTo>Contact</referenceTo><relationshipName>Things</relationshipName>${filter(isOptional)}`
    )
  });
  const tryAll = (org: TestOrg): string[] => {
    const [own = '', other = '', open = ''] = org.insert('Account', { Name: 'Own' }, { Name: 'Other' }, { Name: 'Open one' });
    const contacts = org.insert(
      'Contact',
      { LastName: 'A', Department: 'Sales', AccountId: own },
      { LastName: 'B', Department: 'Sales', AccountId: other },
      { LastName: 'C', Department: 'service', AccountId: open },
      { LastName: 'D', Department: 'Law', AccountId: own },
      { LastName: 'E', Department: 'Sales' }
    );
    return contacts.map((id) => org.told(org.try('insert', 'Thing__c', [{ Account__c: own, Contact__c: id }])));
  };
  const refused = 'FIELD_FILTER_VALIDATION_EXCEPTION: Another one.';
  assert.deepEqual(tryAll(open(t, files(false))), ['fine', refused, 'fine', refused, refused]);
  assert.deepEqual(tryAll(open(t, files(true))), ['fine', 'fine', 'fine', 'fine', 'fine']);
});

test('an object may hold its parts in its own file', (t) => {
  const inside =
    '<fields><fullName>Count__c</fullName><label>Count</label><type>Number</type><precision>6</precision><scale>0</scale></fields>' +
    '<listViews><fullName>All</fullName></listViews>' +
    '<validationRules><fullName>Few</fullName><active>true</active><errorConditionFormula>Count__c &gt; 3</errorConditionFormula><errorMessage>Few.</errorMessage></validationRules>' +
    '<recordTypes><fullName>Big</fullName><active>true</active><label>Big one</label></recordTypes>';
  const org = open(t, { [THING]: OBJECT(inside) });
  assert.match(org.told(org.try('insert', 'Thing__c', [{ Count__c: 4 }])), /Few\./);
  assert.deepEqual(org.rows("SELECT Name FROM RecordType WHERE SobjectType = 'Thing__c'"), [{ Name: 'Big one' }]);
});

test('a standard field of which only something shown was changed changes nothing; another change is refused', (t) => {
  const industry = (more: string) => ({
    'objects/Account/fields/Industry.field-meta.xml': `<CustomField><fullName>Industry</fullName><trackHistory>true</trackHistory>${more}</CustomField>`
  });
  assert.ok(open(t, industry('')));
  assert.throws(() => open(t, industry('<required>true</required>')), /changes no standard fields \(Industry\)/);
});
