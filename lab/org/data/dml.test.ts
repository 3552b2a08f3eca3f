import test from 'node:test';
import assert from 'node:assert/strict';
import { field } from '../schema/field.ts';
import type { Access, Row } from '../types.ts';
import { ALL, noMetadata, rightsFor, SOME, SYSTEM, TestOrg } from './testing/open-data.ts';

const lead = (LastName: string, more: Row = {}): Row => ({ LastName, Company: 'Example', ...more });
const refuse = { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'No.', fields: [] };

test('order: before-trigger, checks, write, after-trigger; what the before-trigger sets is written and checked', () => {
  const org = new TestOrg();
  const seen: unknown[] = [];
  org.triggers.set('Lead before insert', ({ newRows }) => {
    seen.push(newRows?.[0]?.['Id'], newRows?.[0]?.['Status']);
    Object.assign(newRows?.[0] ?? {}, { Title: 'Set before', Name: 'ignored' });
  });
  org.triggers.set('Lead after insert', ({ newRows }) => seen.push(newRows?.[0]?.['Id'], newRows?.[0]?.['Name'], newRows?.[0]?.['Title']));
  const rows = [lead('Wren', { FirstName: 'Jo' })];
  const [result] = org.try('insert', 'Lead', rows);
  assert.deepEqual(seen, [null, 'Open - Not Contacted', result?.id, 'Jo Wren', 'Set before']);
  assert.equal(rows[0]?.['Id'], result?.id);
  org.triggers.set('Lead before update', ({ newRows }) => Object.assign(newRows?.[0] ?? {}, { Title: 'x'.repeat(200) }));
  assert.match(
    org.told(org.try('update', 'Lead', [{ Id: result?.id ?? null, FirstName: 'Kim' }])),
    /^STRING_TOO_LONG: Title: data value too large/
  );
});

test('chunks of 200, old rows with the new ones', () => {
  const org = new TestOrg();
  const ids = org.insert('Lead', ...Array.from({ length: 450 }, (_, at) => lead(`L${at}`)));
  const sizes: unknown[] = [];
  org.triggers.set('Lead after update', ({ newRows, oldRows }) =>
    sizes.push([newRows?.length, oldRows?.[0]?.['Title'], newRows?.[0]?.['Title']])
  );
  org.try(
    'update',
    'Lead',
    ids.map((Id) => ({ Id, Title: 'Dr' }))
  );
  assert.deepEqual(sizes, [
    [200, null, 'Dr'],
    [200, null, 'Dr'],
    [50, null, 'Dr']
  ]);
});

test('all or none undoes every chunk and what triggers wrote', () => {
  const org = new TestOrg();
  org.triggers.set('Lead after insert', () => void org.insert('Account', { Name: 'By a trigger' }));
  const rows = [...Array.from({ length: 250 }, (_, at) => lead(`L${at}`)), { LastName: 'No company' }];
  const results = org.try('insert', 'Lead', rows);
  assert.deepEqual(
    results.flatMap((one, index) => (one.success ? [] : [index])),
    [250]
  );
  assert.ok(results.every((one) => one.id === null));
  assert.equal(org.rows('SELECT Id FROM Lead').length + org.rows('SELECT Id FROM Account').length, 0);
});

test('partial success: the first attempt is undone and the good rows go again through every trigger', () => {
  for (const early of [true, false]) {
    const org = new TestOrg();
    org.switches.set('afterTriggersInFailedAttempt', early);
    org.watch('Lead before insert');
    org.triggers.set('Lead after insert', () => void org.insert('Account', { Name: 'By a trigger' }));
    const results = org.try('insert', 'Lead', [lead('A'), { LastName: 'No company' }, lead('C')], SOME);
    assert.deepEqual(
      results.map((one) => one.success),
      [true, false, true]
    );
    const after = early ? ['Lead after insert 2'] : [];
    assert.deepEqual(org.fired, ['Lead before insert 3', ...after, 'Lead before insert 2', 'Lead after insert 2']);
    assert.equal(org.rows('SELECT Id FROM Account').length, 1);
    assert.equal(org.rows('SELECT Id FROM Lead').length, 2);
  }
});

test('partial success in which an after-trigger refuses every row writes nothing', () => {
  const org = new TestOrg();
  org.triggers.set('Lead after insert', ({ newRows, addError }) => newRows?.forEach((_, index) => addError(index, refuse)));
  assert.ok(org.try('insert', 'Lead', [lead('A'), lead('B')], SOME).every((one) => !one.success && one.id === null));
  assert.equal(org.rows('SELECT Id FROM Lead').length, 0);
});

test('partial success gives up after three attempts', () => {
  const org = new TestOrg();
  org.triggers.set('Lead after insert', ({ addError }) => addError(0, refuse));
  const results = org.try('insert', 'Lead', [lead('A'), lead('B'), lead('C'), lead('D'), lead('E')], SOME);
  assert.ok(results.every((one) => !one.success));
  assert.match(results.at(-1)?.errors[0]?.message ?? '', /Too many batch retries/);
  assert.equal(org.rows('SELECT Id FROM Lead').length, 0);
});

test('what is checked of values, in Salesforce’s words', () => {
  const org = new TestOrg();
  const insert = (object: string, row: Row) => org.told(org.try('insert', object, [row]));
  assert.equal(insert('Lead', {}), 'REQUIRED_FIELD_MISSING: Required fields are missing: [LastName, Company]');
  assert.equal(insert('Lead', lead('  ')), 'REQUIRED_FIELD_MISSING: Required fields are missing: [LastName]');
  assert.match(insert('Lead', lead('x'.repeat(81))), /^STRING_TOO_LONG: Last Name: data value too large: x+ \(max length=80\)$/);
  assert.equal(insert('Lead', lead('A', { Email: 'no' })), 'INVALID_EMAIL_ADDRESS: Email: invalid email address: no');
  assert.match(
    insert('Campaign', { Name: 'C', CampaignStage: 'Odd' }),
    /^INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: .*bad value for restricted picklist field: Odd$/
  );
  assert.equal(insert('Campaign', { Name: 'C', Type: 'Of our own' }), 'fine');
  assert.match(insert('Contact', { LastName: 'A', AccountId: '00QLb0000000001AAA' }), /^MALFORMED_ID/);
  assert.equal(
    insert('Contact', { LastName: 'A', AccountId: '001Lb0000000009' }),
    'INVALID_CROSS_REFERENCE_KEY: invalid cross reference id'
  );
  assert.match(insert('Lead', lead('A', { Nothing: 1 })), /^INVALID_FIELD: No such column 'Nothing' on sobject of type Lead/);
  assert.match(
    insert('Campaign', { Name: 'C', NumberOfLeads: 3 }),
    /^INVALID_FIELD_FOR_INSERT_UPDATE: Unable to create\/update fields: NumberOfLeads/
  );
  assert.match(insert('Profile', { Name: 'P' }), /^CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: entity type cannot be inserted: Profile/);
  assert.match(insert('Campaign', { Name: 'C', ActualCost: 1e19 }), /^NUMBER_OUTSIDE_VALID_RANGE/);
  assert.match(insert('User', { Username: 'ADMIN@example.com' }), /^REQUIRED_FIELD_MISSING/);
  const truncated = org.try('insert', 'Lead', [lead('x'.repeat(100))], { ...ALL, allowFieldTruncation: true });
  assert.equal(String(org.rows('SELECT LastName FROM Lead WHERE Id = :id', { id: truncated[0]?.id })[0]?.['LastName']).length, 80);
});

function withKey() {
  const metadata = noMetadata();
  const key = field('Key__c', 'string', { custom: true, length: 40, unique: true, externalId: true, idLookup: true });
  const account = field('Ref__c', 'string', { custom: true, length: 40, externalId: true, idLookup: true });
  metadata.objects = [
    {
      name: 'Contact',
      own: null,
      fields: [{ def: key, file: '', defaultFormula: null, blankAsZero: true }],
      validationRules: [],
      fieldSets: [],
      recordTypes: []
    },
    {
      name: 'Account',
      own: null,
      fields: [{ def: account, file: '', defaultFormula: null, blankAsZero: true }],
      validationRules: [],
      fieldSets: [],
      recordTypes: []
    }
  ];
  return new TestOrg(metadata);
}

test('unique values, without case, within a call too; deleted rows do not count', () => {
  const org = withKey();
  const first = org.one('Contact', { LastName: 'A', Key__c: 'abc' });
  const told = org.told(org.try('insert', 'Contact', [{ LastName: 'B', Key__c: 'ABC' }]));
  assert.equal(told, `DUPLICATE_VALUE: duplicate value found: Key__c duplicates value on record with id: ${first}`);
  const results = org.try(
    'insert',
    'Contact',
    [
      { LastName: 'B', Key__c: 'b' },
      { LastName: 'B', Key__c: 'b' }
    ],
    SOME
  );
  assert.deepEqual(
    results.map((one) => one.success),
    [true, false]
  );
  org.try('delete', 'Contact', [{ Id: first }]);
  org.one('Contact', { LastName: 'A', Key__c: 'abc' });
  assert.match(org.told(org.try('undelete', 'Contact', [{ Id: first }])), /^DUPLICATE_VALUE/);
});

test('upsert by external id and by id; parents by their external ids', () => {
  const org = withKey();
  org.one('Account', { Name: 'Example', Ref__c: 'X-1' });
  const upsert = (...rows: Row[]) => org.try('upsert', 'Contact', rows, { allOrNone: false, externalIdField: 'Key__c' });
  const [made] = upsert({ LastName: 'A', Key__c: 'k1', 'Account.Ref__c': 'X-1' });
  assert.equal(made?.created, true);
  const both = upsert(
    { LastName: 'Changed', Key__c: 'K1' },
    { LastName: 'New', Key__c: 'k2' },
    { LastName: 'Twice', Key__c: 'k2' },
    { LastName: 'None' }
  );
  assert.deepEqual(
    both.map((one) => [one.success, one.created]),
    [
      [true, false],
      [true, true],
      [false, false],
      [false, false]
    ]
  );
  assert.deepEqual(org.rows('SELECT LastName, Key__c FROM Contact ORDER BY LastName'), [
    { LastName: 'Changed', Key__c: 'K1' },
    { LastName: 'New', Key__c: 'k2' }
  ]);
  assert.equal(org.told(org.try('upsert', 'Contact', [{ Id: made?.id ?? null, LastName: 'By id' }])), 'fine');
  assert.match(org.told(upsert({ LastName: 'X', Key__c: 'k9', 'Account.Ref__c': 'nope' })), /Foreign key external ID: nope not found/);
});

test('user mode: rights on object, field and member; system mode needs none', () => {
  const org = new TestOrg();
  const user = org.one('User', {
    ...{ Username: 'sam@example.com', LastName: 'Sample', Email: 'sam@example.com', Alias: 'sam' },
    ...{ TimeZoneSidKey: 'UTC', LocaleSidKey: 'en_US', EmailEncodingKey: 'UTF-8', LanguageLocaleKey: 'en_US' },
    ProfileId: org.rows("SELECT Id FROM Profile WHERE Name = 'Standard User'")[0]?.['Id'] ?? null
  });
  const access: Access = { userId: user, mode: 'user', sharing: true };
  const insert = (row: Row) => org.told(org.try('insert', 'Lead', [row], ALL, access));
  org.rights.set(user, rightsFor({ Lead: 'r' }));
  assert.equal(insert(lead('A')), "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: Access to entity 'Lead' denied");
  org.rights.set(user, rightsFor({ Lead: 'rce', Campaign: 'r', Contact: 'r' }));
  assert.match(
    insert(lead('A')),
    /^INVALID_FIELD_FOR_INSERT_UPDATE: Unable to create\/update fields: Company\. Please check the security settings/
  );
  org.rights.set(user, rightsFor({ Lead: 'rce', Campaign: 'r', Contact: 'r' }, { 'Lead.Company': 're' }));
  assert.equal(insert(lead('A')), 'fine');
  const campaign = org.one('Campaign', { Name: 'C' });
  const member = () =>
    org.told(org.try('insert', 'CampaignMember', [{ CampaignId: campaign, LeadId: org.one('Lead', lead('M')) }], ALL, access));
  assert.match(member(), /Access to entity 'CampaignMember' denied/);
  org.rights.set(user, rightsFor({ Lead: 'rce', Campaign: 'r', Contact: 'r' }, {}, true));
  assert.equal(member(), 'fine');
  org.switches.set('campaignSharing', 'Private');
  assert.match(member(), /^INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY/);
  org.switches.set('leadSharing', 'Read');
  const [first] = org.insert('Lead', lead('Not mine'));
  assert.match(
    org.told(org.try('update', 'Lead', [{ Id: first ?? null, FirstName: 'X' }], ALL, access)),
    /^INSUFFICIENT_ACCESS_OR_READONLY/
  );
  assert.equal(
    org.told(org.try('update', 'Lead', [{ Id: first ?? null, FirstName: 'X' }], ALL, { ...access, mode: 'system', sharing: false })),
    'fine'
  );
});

test('setup and other objects do not go in one transaction', () => {
  const org = new TestOrg();
  const transaction = org.begun();
  org.data.begin();
  org.one('Lead', lead('A'));
  assert.equal(transaction.pendingWrites, true);
  assert.match(org.told(org.try('insert', 'UserRole', [{ Name: 'R' }])), /^MIXED_DML_OPERATION/);
  org.data.rollback();
  org.begun();
  org.one('UserRole', { Name: 'R' });
  assert.match(org.told(org.try('insert', 'Lead', [lead('A')])), /^MIXED_DML_OPERATION/);
});

test('a user without a role goes with other objects, as long as its place in the org stays', () => {
  const org = new TestOrg();
  const role = org.one('UserRole', { Name: 'R' });
  const profile = String(org.rows("SELECT Id FROM Profile WHERE Name = 'Standard User'")[0]?.['Id']);
  const user = (name: string, more = {}) => ({
    Username: `${name}@example.com`,
    LastName: name,
    Email: 'u@example.com',
    Alias: name,
    ProfileId: profile,
    TimeZoneSidKey: 'UTC',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    ...more
  });
  org.begun();
  org.one('Lead', lead('A'));
  const id = org.one('User', user('una'));
  assert.equal(org.told(org.try('update', 'User', [{ Id: id, LastName: 'Other' }])), 'fine');
  org.one('Lead', lead('B'));
  assert.match(org.told(org.try('insert', 'User', [user('rolf', { UserRoleId: role })])), /^MIXED_DML_OPERATION/);
  assert.match(org.told(org.try('update', 'User', [{ Id: id, IsActive: false }])), /^MIXED_DML_OPERATION/);
});

test('savepoints nest, an inner transaction stands alone, a rollback takes all back', () => {
  const org = new TestOrg();
  org.data.begin();
  org.one('Account', { Name: 'A' });
  const outer = org.data.savepoint();
  org.one('Account', { Name: 'B' });
  const inner = org.data.savepoint();
  org.one('Account', { Name: 'C' });
  org.data.rollbackTo(inner);
  assert.equal(org.rows('SELECT Id FROM Account').length, 2);
  org.data.rollbackTo(outer);
  assert.throws(() => org.data.rollbackTo(inner), /no savepoint/);
  org.try('update', 'Account', [{ Id: org.rows('SELECT Id FROM Account')[0]?.['Id'] ?? null, Name: 'Changed' }]);
  org.data.rollback();
  assert.deepEqual(org.rows("SELECT Id FROM Account WHERE Name LIKE '%'"), []);
  org.data.begin();
  org.data.transact(() => org.one('Account', { Name: 'Aside' }));
  org.one('Account', { Name: 'Undone' });
  org.data.rollback();
  assert.deepEqual(org.rows('SELECT Name FROM Account'), [{ Name: 'Aside' }]);
  assert.throws(() =>
    org.data.transact(() => {
      org.one('Account', { Name: 'Thrown' });
      throw new Error('x');
    })
  );
  assert.equal(org.rows('SELECT Id FROM Account').length, 1);
});

test('inside of a test, what commits goes back with the test', () => {
  const org = new TestOrg();
  org.data.beginTest(true);
  org.data.transact(() => org.one('Account', { Name: 'By a job' }));
  assert.equal(org.rows('SELECT Id FROM Account').length, 1);
  org.data.rollback();
  assert.equal(org.rows('SELECT Id FROM Account').length, 0);
});

test('stamps are whole seconds of the org’s clock, and name who wrote', () => {
  const org = new TestOrg();
  org.now += 777;
  const id = org.one('Lead', lead('A'));
  const [row] = org.rows('SELECT CreatedDate, SystemModstamp, CreatedById, OwnerId FROM Lead WHERE Id = :id', { id });
  const stamp = '2026-03-10T12:00:00.000Z';
  assert.deepEqual(row, { CreatedDate: stamp, SystemModstamp: stamp, CreatedById: org.adminId, OwnerId: org.adminId });
  assert.equal(org.rows('SELECT Id FROM Lead', {}, SYSTEM).length, 1);
});
