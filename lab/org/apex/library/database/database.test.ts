import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SmallData } from '../../../server/testing/small-data.ts';
import type { Access, DmlOptions } from '../../../types.ts';
import { checkThrows, problemsOf, runApex } from '../testing/run-apex.ts';

/** Notes how it is called. */
class Watched extends SmallData {
  readonly calls: { op: string; options: DmlOptions; mode: string }[] = [];
  readonly queries: { soql: string; binds: Record<string, unknown>; mode: string }[] = [];
  readonly leads: unknown[] = [];
  readonly steps: string[] = [];
  refuseMerge = true;

  override dml(op: 'insert', object: string, rows: never[], options: DmlOptions, access?: Access) {
    this.calls.push({ op, options, mode: access?.mode ?? '' });
    return super.dml(op, object, rows, options);
  }
  override query(soql: string, binds: Record<string, unknown>, access?: Access) {
    this.queries.push({ soql, binds, mode: access?.mode ?? '' });
    return super.query(soql, binds);
  }
  override convertLead(...args: unknown[]) {
    this.leads.push(args[0]);
    return super.convertLead();
  }
  override savepoint() {
    this.steps.push('savepoint');
    return `s${this.steps.length}`;
  }
  override rollbackTo(name?: string) {
    this.steps.push(`rollback ${name}`);
  }
}
const watched = (): Watched => new Watched(() => Date.UTC(2024, 1, 29));

test('partial success, results, options, access', () => {
  const data = watched();
  const { log, execution } = runApex(
    `
    List<Lead> leads = new List<Lead>{new Lead(LastName = 'A'), new Lead(LastName = 'refuse me')};
    List<Database.SaveResult> results = Database.insert(leads, false);
    System.debug(results[0].isSuccess() + ' ' + (results[0].getId() == leads[0].Id) + ' ' + results[0].getErrors().size());
    Database.Error error = results[1].getErrors()[0];
    System.debug(results[1].isSuccess() + ' ' + error.getMessage() + ' ' + error.getStatusCode() + ' ' + error.getFields());
    System.debug(Database.insert(new Lead(LastName = 'B'), AccessLevel.USER_MODE).isSuccess());
    Database.DMLOptions options = new Database.DMLOptions();
    options.allowFieldTruncation = true;
    options.assignmentRuleHeader.useDefaultRule = true;
    options.duplicateRuleHeader.allowSave = true;
    System.debug(Database.update(leads[0], options).isSuccess());
    System.debug(Database.upsert(new Lead(LastName = 'C', Key__c = 'k'), Lead.Key__c, false).isCreated());
    System.debug(Database.upsert(new List<Lead>{new Lead(LastName = 'D', Key__c = 'k')}, Lead.Key__c)[0].isCreated());
    System.debug(Database.delete(leads[0].Id).isSuccess());
    System.debug(Database.undelete(new List<Id>{leads[0].Id}, false)[0].getErrors()[0].getStatusCode());
    System.debug(Limits.getDmlStatements() + ' ' + Limits.getDmlRows());
  `,
    { data }
  );
  assert.deepEqual(log, [
    'true true 0',
    'false That is no name. FIELD_CUSTOM_VALIDATION_EXCEPTION (LastName)',
    'true',
    'true',
    'true',
    'false',
    'true',
    'ENTITY_IS_DELETED',
    '7 8'
  ]);
  assert.deepEqual(
    data.calls.map(({ op, options, mode }) => [op, options, mode]),
    [
      ['insert', { allOrNone: false }, 'system'],
      ['insert', { allOrNone: true }, 'user'],
      ['update', { allOrNone: false, allowFieldTruncation: true, useAssignmentRule: true, allowDuplicates: true }, 'system'],
      ['upsert', { allOrNone: false, externalIdField: 'Key__c' }, 'system'],
      ['upsert', { allOrNone: true, externalIdField: 'Key__c' }, 'system'],
      ['delete', { allOrNone: true }, 'system'],
      ['undelete', { allOrNone: false }, 'system']
    ]
  );
  assert.equal(execution.transaction.limits.used('dmlStatements'), 7);
});

test('all or none throws', () => {
  checkThrows({
    "Database.insert(new Lead(LastName = 'refuse me'));":
      'System.DmlException: Insert failed. First exception on row 0; first error: FIELD_CUSTOM_VALIDATION_EXCEPTION, That is no name.: [LastName]',
    'Lead none = null; Database.insert(none);': 'System.NullPointerException: Attempt to de-reference a null object',
    "Database.delete((Id) '00x000000000001');": 'System.SObjectException: Invalid id: 00x000000000001AAA'
  });
});

test('queries', () => {
  const data = watched();
  const { log } = runApex(
    `
    insert new List<Lead>{new Lead(LastName = 'A', Title = 'x'), new Lead(LastName = 'B', Title = 'x')};
    List<Lead> found = Database.query('SELECT LastName FROM Lead WHERE Title = \\'x\\'');
    System.debug(found.size() + ' ' + found[0].LastName);
    Map<String, Object> binds = new Map<String, Object>{'title' => 'x', 'names' => new List<String>{'B'}};
    List<SObject> bound = Database.queryWithBinds('SELECT LastName FROM Lead WHERE LastName IN :names', binds, AccessLevel.USER_MODE);
    System.debug(bound.size() + ' ' + bound[0].get('LastName'));
    System.debug(Database.countQuery('SELECT COUNT() FROM Lead'));
    System.debug(Database.countQueryWithBinds('SELECT COUNT() FROM Lead WHERE Title = :title', binds, AccessLevel.SYSTEM_MODE));
    Lead single = Database.query('SELECT LastName FROM Lead LIMIT 1');
    System.debug(single.LastName);
    System.debug(Database.getQueryLocator('SELECT Id FROM Lead').getQuery());
    System.debug(Limits.getQueries());
  `,
    { data }
  );
  assert.deepEqual(log, ['2 A', '1 B', '2', '2', 'A', 'SELECT Id FROM Lead', '5']);
  assert.deepEqual(data.queries[1], {
    soql: 'SELECT LastName FROM Lead WHERE LastName IN :names',
    binds: { names: ['B'] },
    mode: 'user'
  });
  checkThrows({
    "String x = 'a'; Database.query('SELECT Id FROM Lead WHERE LastName = :x');": 'nothing',
    "Database.query('SELECT Id FROM Nope');": "System.QueryException: sObject type 'Nope' is not supported.",
    "Lead l = Database.query('SELECT Id FROM Lead');": 'System.QueryException: List has no rows for assignment to SObject'
  });
});

test('savepoints, recycle bin, lead conversion, merge', () => {
  const data = watched();
  const { log } = runApex(
    `
    Savepoint s = Database.setSavepoint();
    Database.rollback(s);
    Database.releaseSavepoint(s);
    System.debug(Limits.getDmlStatements());
    Database.LeadConvert c = new Database.LeadConvert();
    c.setLeadId('00Q000000000001');
    c.setConvertedStatus('Qualified');
    c.setDoNotCreateOpportunity(true);
    Database.LeadConvertResult r = Database.convertLead(c);
    System.debug(r.isSuccess() + ' ' + r.getContactId() + ' ' + r.getAccountId() + ' ' + r.getLeadId());
    Database.LeadConvert bad = new Database.LeadConvert();
    bad.setLeadId('00Q000000000001');
    System.debug(Database.convertLead(bad, false).getErrors()[0].getMessage());
    Lead a = new Lead(Id = '00Q000000000001');
    Lead b = new Lead(Id = '00Q000000000002');
    System.debug(Database.merge(a, b, false).getErrors()[0].getMessage());
  `,
    { data }
  );
  assert.deepEqual(log, [
    '2',
    'true 003000000000001AAA 001000000000001AAA 00Q000000000001EAA',
    'A converted status is required for lead conversion.',
    'Not in this engine.'
  ]);
  assert.deepEqual(data.leads, [{ leadId: '00Q000000000001EAA', convertedStatus: 'Qualified', doNotCreateOpportunity: true }]);
  assert.ok(data.steps.includes('rollback s1'));
  checkThrows({
    'Savepoint s = Database.setSavepoint(); Database.releaseSavepoint(s); Database.rollback(s);':
      'System.TypeException: Savepoint has been released or is invalid.',
    "Database.LeadConvert c = new Database.LeadConvert(); c.setLeadId('00Q000000000001'); Database.convertLead(c);":
      'System.DmlException: ConvertLead failed. First exception on row 0; first error: INVALID_STATUS, A converted status is required for lead conversion.: [convertedStatus]'
  });
});

test('stripInaccessible takes away what the user may not touch, and tells', () => {
  const { log } = runApex(
    `
    List<Lead> leads = new List<Lead>{new Lead(LastName = 'A'), new Lead(LastName = 'B', Title = 't')};
    SObjectAccessDecision d = Security.stripInaccessible(AccessType.CREATABLE, leads);
    System.debug(d.getRecords());
    System.debug(d.getRemovedFields() + ' ' + d.getModifiedIndexes());
    System.debug(leads[1].Title);
  `,
    { rights: { field: (_object, field) => ({ read: true, edit: field !== 'Title' }) } }
  );
  assert.deepEqual(log, ['(Lead:{LastName=A}, Lead:{LastName=B})', '{Lead={Title}} {1}', 't']);
  const none = { read: false, create: false, edit: false, delete: false };
  checkThrows(
    {
      'Security.stripInaccessible(AccessType.READABLE, new List<Lead>{new Lead()});': 'System.NoAccessException: No access to entity: Lead',
      'Security.stripInaccessible(AccessType.READABLE, new List<Lead>{new Lead()}, false);': 'nothing'
    },
    { rights: { object: () => none } }
  );
});

test('arguments are checked while compiling', () => {
  assert.equal(problemsOf("Database.insert('x');").length, 1);
  assert.equal(problemsOf('Database.SaveResult r = Database.insert(new List<Lead>());').length, 1);
});

test('partial success: a record that cannot be asked for fails alone', () => {
  const { log } = runApex(`
    List<Lead> leads = new List<Lead>{new Lead(LastName = 'A'), new Lead(Id = '00Q000000000009', LastName = 'B'), new Lead(LastName = 'C')};
    List<Database.SaveResult> made = Database.insert(leads, false);
    System.debug(made[0].isSuccess() + ' ' + made[1].getErrors()[0].getStatusCode() + ' ' + (made[2].getId() == leads[2].Id));
    List<Database.SaveResult> changed = Database.update(new List<Lead>{new Lead(LastName = 'x'), leads[0]}, false);
    System.debug(changed[0].getErrors()[0].getMessage() + ' ' + changed[1].isSuccess());
    System.debug(Database.update(new List<Lead>(), false).size());
  `);
  assert.deepEqual(log, ['true INVALID_FIELD_FOR_INSERT_UPDATE true', 'Id not specified in an update call true', '0']);
  checkThrows({
    "update new Lead(LastName = 'x');":
      'System.DmlException: Update failed. First exception on row 0; first error: MISSING_ARGUMENT, Id not specified in an update call: []',
    "update new List<Lead>{new Lead(Id = '00Q000000000009'), new Lead(Id = '00Q000000000009')};":
      'System.ListException: Duplicate id in list: 00Q000000000009EAA'
  });
});

test('binds by name, in any case', () => {
  const { log } = runApex(`
    insert new Lead(LastName = 'A', Title = 'at 10:30 :x');
    Map<String, Object> binds = new Map<String, Object>{'NAME' => 'A'};
    System.debug(Database.queryWithBinds('SELECT Id FROM Lead WHERE LastName = :name', binds, AccessLevel.SYSTEM_MODE).size());
    System.debug(Database.query('SELECT Id FROM Lead WHERE Title = \\'at 10:30 :x\\'').size());
    System.debug([SELECT Id FROM Lead].size() + ' ' + [SELECT Id FROM Lead].isEmpty());
  `);
  assert.deepEqual(log, ['1', '1', '1 false']);
  checkThrows({
    "Database.queryWithBinds('SELECT Id FROM Lead WHERE LastName = :x', new Map<String, Object>(), AccessLevel.USER_MODE);":
      "System.QueryException: Key 'x' does not exist in the bindMap"
  });
});

test('options that were put on a record hold for statements, too', () => {
  const data = watched();
  runApex(
    `
    Lead l = new Lead(LastName = 'A');
    Database.DMLOptions o = new Database.DMLOptions();
    l.setOptions(o);
    o.duplicateRuleHeader.allowSave = true;
    insert l;
    l.setOptions(null);
    update l;
  `,
    { data }
  );
  assert.deepEqual(
    data.calls.map(({ options }) => options),
    [{ allOrNone: true, allowDuplicates: true }, { allOrNone: true }]
  );
});
