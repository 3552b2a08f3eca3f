import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkThrows, runApex } from '../testing/run-apex.ts';

test('fields by name and by token', () => {
  const { log } = runApex(`
    SObject l = new Lead(LastName = 'A', Score__c = 1.5);
    System.debug(l.get('lastname') + ' ' + l.get(Lead.LastName) + ' ' + l.get('Title') + ' ' + l.get('Opted__c'));
    System.debug(l.put('Title', 'Dr') + ' ' + l.put('title', 'Prof') + ' ' + ((Lead) l).Title);
    System.debug(l.isSet('Title') + ' ' + l.isSet(Lead.Key__c));
    l.put('Score__c', 2);
    System.debug(((Lead) l).Score__c);
    l.put('Campaign__c', '701000000000001');
    System.debug(((Lead) l).Campaign__c);
    l.put('Seen__c', Date.newInstance(2024, 1, 2));
    System.debug(((Lead) l).Seen__c.getTime());
    System.debug(l.getSObjectType() == Lead.SObjectType);
    System.debug(l.getPopulatedFieldsAsMap().keySet());
    l.clear();
    System.debug(l);
  `);
  assert.deepEqual(log, [
    'A A null false',
    'null Dr Prof',
    'true false',
    '2',
    '701000000000001AAA',
    '1704153600000',
    'true',
    '{LastName, Score__c, Title, Campaign__c, Seen__c}',
    'Lead:{}'
  ]);
  checkThrows({
    "new Lead().get('Nope');": 'System.SObjectException: Invalid field Nope for Lead',
    "new Lead().put('Nope', 1);": 'System.SObjectException: Invalid field Nope for Lead',
    'new Lead().get(Campaign.Name);': 'System.SObjectException: Campaign.Name does not belong to SObject type Lead',
    "new Lead().put('LastName', 5);": 'System.SObjectException: Illegal assignment from Integer to String',
    "new Lead().put('Campaign__c', 'x');": 'System.StringException: Invalid id: x',
    "insert new Campaign(Name = 'C'); Campaign c = [SELECT Id FROM Campaign]; System.debug(c.get('Name'));":
      'System.SObjectException: SObject row was retrieved via SOQL without querying the requested field: Campaign.Name'
  });
});

test('clone and deepClone', () => {
  const { log } = runApex(`
    Campaign c = new Campaign(Name = 'C', Id = '701000000000001');
    Lead l = new Lead(Id = '00Q000000000001', LastName = 'A', Campaign__r = c);
    Lead plain = l.clone();
    Lead kept = l.clone(true, true);
    System.debug(plain.Id + ' ' + kept.Id + ' ' + plain.LastName);
    System.debug((plain.Campaign__r === c) + ' ' + (kept.Campaign__r === c) + ' ' + kept.Campaign__r.Name);
    System.debug(plain.isClone() + ' ' + l.isClone() + ' ' + plain.getCloneSourceId());
    kept.LastName = 'B';
    System.debug(l.LastName);
    List<Lead> copies = new List<Lead>{l}.deepClone(true);
    copies[0].LastName = 'Z';
    System.debug(copies[0].Id + ' ' + l.LastName);
    System.debug(new List<Lead>{l}.clone()[0] === l);
    System.debug(l.getSObject('Campaign__r').get('Name') + ' ' + l.getSObject(Lead.Campaign__c).get('Name'));
    l.putSObject('Campaign__r', new Campaign(Name = 'D'));
    System.debug(l.Campaign__r.Name);
  `);
  assert.deepEqual(log, [
    'null 00Q000000000001EAA A',
    'true false C',
    'true false 00Q000000000001EAA',
    'A',
    '00Q000000000001EAA A',
    'true',
    'C C',
    'D'
  ]);
});

test('errors on records, options, Id', () => {
  const { log } = runApex(`
    Lead l = new Lead();
    l.addError('whole');
    l.LastName.addError('field');
    l.addError('Title', 'by name');
    l.addError(Lead.Key__c, 'by token');
    System.debug(l.hasErrors() + ' ' + l.getErrors().size() + ' ' + l.getErrors()[1].getFields() + l.getErrors()[1].getMessage());
    System.debug(l.getErrors()[2].getFields() + ' ' + l.getErrors()[3].getFields());
    Database.DMLOptions o = new Database.DMLOptions();
    o.optAllOrNone = false;
    o.assignmentRuleHeader.useDefaultRule = true;
    l.setOptions(o);
    System.debug(l.getOptions().optAllOrNone + ' ' + l.getOptions().assignmentRuleHeader.useDefaultRule);
    Id own = '00Q000000000001';
    System.debug(own + ' ' + own.to15() + ' ' + own.getSObjectType());
    System.debug(Id.valueOf('00Q000000000001') == own);
    String s = own;
    System.debug(s.length());
  `);
  assert.deepEqual(log, [
    'true 4 (LastName)field',
    '(Title) (Key__c)',
    'false true',
    '00Q000000000001EAA 00Q000000000001 Lead',
    'true',
    '18'
  ]);
  checkThrows({
    "Id.valueOf('nonsense');": 'System.StringException: Invalid id: nonsense',
    "Id i = 'zzz000000000001'; i.getSObjectType();": 'System.SObjectException: Cannot locate Apex Type for ID: zzz000000000001AAA'
  });
});
