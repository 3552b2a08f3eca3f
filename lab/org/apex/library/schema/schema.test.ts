import { test } from 'node:test';
import { check, checkThrows } from '../testing/run-apex.ts';

test('objects', () => {
  check({
    'Lead.SObjectType.getDescribe().getName()': 'Lead',
    'Schema.SObjectType.Lead.getKeyPrefix()': '00Q',
    'Schema.SObjectType.Lead.getLabelPlural()': 'Leads',
    'Schema.SObjectType.Lead.isCreateable()': 'true',
    'Schema.SObjectType.Lead.isCustom()': 'false',
    'Schema.SObjectType.Lead.getSObjectType() == Lead.SObjectType': 'true',
    "Schema.getGlobalDescribe().get('LEAD').newSObject()": 'Lead:{}',
    "Schema.getGlobalDescribe().containsKey('Nope')": 'false',
    "Lead.SObjectType.newSObject('00Q000000000001')": 'Lead:{Id=00Q000000000001EAA}',
    "Schema.describeSObjects(new List<String>{'Lead', 'Campaign'})[1].getName()": 'Campaign',
    'Schema.SObjectType.Lead.getRecordTypeInfos()[0].getDeveloperName()': 'Master',
    "Schema.SObjectType.Lead.getRecordTypeInfosByName().get('Master').isDefaultRecordTypeMapping()": 'true',
    'Lead.SObjectType': 'Lead'
  });
  checkThrows({ "Lead.SObjectType.newSObject('701000000000001');": 'System.TypeException: Id 701000000000001AAA is not of the type Lead' });
});

test('fields', () => {
  check({
    'Schema.SObjectType.Lead.fields.LastName.getLabel()': 'LastName',
    "Schema.SObjectType.Lead.fields.getMap().get('LASTNAME')": 'LastName',
    "Lead.SObjectType.getDescribe().fields.getMap().get('Score__c').getDescribe().getType()": 'DOUBLE',
    'Lead.Campaign__c.getDescribe().getReferenceTo()': '(Campaign)',
    'Lead.Campaign__c.getDescribe().getRelationshipName()': 'Campaign__r',
    'Lead.Key__c.getDescribe().isExternalId()': 'true',
    'Lead.LastName.getDescribe().isNillable()': 'false',
    'Lead.LastName.getDescribe().getLength()': '255',
    'Lead.Score__c.getDescribe().getSoapType()': 'DOUBLE',
    'Lead.LastName.getDescribe().getSObjectField() == Lead.LastName': 'true',
    'Lead.LastName.getDescribe().getType() == Schema.DisplayType.STRING': 'true',
    'Lead.LastName.getDescribe().isUpdateable()': 'true',
    'Lead.LastName': 'LastName'
  });
  check(
    {
      'Lead.LastName.getDescribe().isUpdateable()': 'false',
      'Lead.LastName.getDescribe().isAccessible()': 'true',
      'Schema.SObjectType.Lead.isDeletable()': 'false'
    },
    {
      rights: {
        field: () => ({ read: true, edit: false }),
        object: () => ({ read: true, create: false, edit: false, delete: false })
      }
    }
  );
});
