import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failuresOf, smallProject } from './small-project.ts';

const counter = 'public class Counter { public static Integer n = 0; public static Integer up() { n++; return n; } }';

test('methods see neither the rows nor the statics of each other', (t) => {
  const failures = failuresOf(
    t,
    `@IsTest static void one() { insert new Account(Name = 'One'); System.assertEquals(1, Counter.up()); System.assertEquals(1, [SELECT COUNT() FROM Account]); }
     @IsTest static void two() { insert new Account(Name = 'Two'); System.assertEquals(1, Counter.up()); System.assertEquals(1, [SELECT COUNT() FROM Account]); }
     static testMethod void three() { System.assertEquals(0, [SELECT COUNT() FROM Account]); System.assert(Test.isRunningTest()); }`,
    [counter]
  );
  assert.deepEqual(failures, {});
});

test('rows of @TestSetup come afresh to each method, without its statics and without its limits', (t) => {
  const failures = failuresOf(
    t,
    `@TestSetup static void rows() { insert new Account(Name = 'A'); insert new Lead(LastName = 'L', Company = 'C'); Counter.up(); }
     @IsTest static void changes() {
       System.assertEquals(0, Counter.n);
       System.assertEquals(0, Limits.getDmlStatements());
       delete [SELECT Id FROM Lead];
       update new Account(Id = [SELECT Id FROM Account].Id, Name = 'B');
       System.assertEquals('B', [SELECT Name FROM Account].Name);
     }
     @IsTest static void findsTheFirst() { System.assertEquals('A', [SELECT Name FROM Account].Name); System.assertEquals(1, [SELECT COUNT() FROM Lead]); }
     @IsTest static void findsThemAgain() { System.assertEquals('A', [SELECT Name FROM Account].Name); insert new Account(Name = 'C'); }`,
    [counter]
  );
  assert.deepEqual(failures, {});
});

test('a setup that fails fails the class, and covers nothing', (t) => {
  const setup =
    '@TestSetup static void rows() { Counter.up(); insert new Account(); } @IsTest static void one() {} @IsTest static void two() {}';
  const missing =
    'System.DmlException: Insert failed. First exception on row 0; first error: REQUIRED_FIELD_MISSING, Required fields are missing: [Name]: [Name]';
  assert.deepEqual(failuresOf(t, setup, [counter]), { one: missing, two: missing });

  const covers = (body: string) => {
    const { text } = smallProject(t, [`@IsTest private class SmallTest { ${body} }`, counter]).run();
    return /Counter +(\d+) %/.exec(text)?.[1];
  };
  assert.equal(covers('@TestSetup static void rows() { Counter.up(); } @IsTest static void one() {}'), '0');
  assert.equal(covers('@TestSetup static void rows() { Counter.up(); } @IsTest static void one() { Counter.up(); }'), '100');
});

const reader = '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>Reader</label></PermissionSet>';
const withReader = { 'permissionsets/Lab_Reader.permissionset-meta.xml': reader };
/** Campaigns come with two statuses; which of them the test sees is asked for here. */
const statuses = (seen: number) => `
  Campaign c = new Campaign(Name = 'C');
  insert c;
  System.assertEquals(${seen}, [SELECT COUNT() FROM CampaignMemberStatus WHERE CampaignId = :c.Id]);`;

test('the org’s own records are there, its data is not; statuses made with a campaign cannot be seen but hold', (t) => {
  const project = smallProject(
    t,
    [
      `@IsTest private class SmallTest {
        @IsTest static void sees() {
          System.assertEquals(1, [SELECT COUNT() FROM Organization]);
          System.assertEquals('System Administrator', [SELECT Profile.Name FROM User WHERE Id = :UserInfo.getUserId()].Profile.Name);
          System.assertEquals(1, [SELECT COUNT() FROM PermissionSet WHERE Name = 'Lab_Reader']);
          System.assertEquals(0, [SELECT COUNT() FROM Lead]);
          ${statuses(0)}
          Lead l = new Lead(LastName = 'L', Company = 'C');
          insert l;
          CampaignMember m = new CampaignMember(CampaignId = c.Id, LeadId = l.Id, Status = 'Nothing like it');
          insert m;
          System.assertEquals('Sent', [SELECT Status FROM CampaignMember].Status);
        }
      }`
    ],
    withReader
  );
  assert.deepEqual(project.results().failures, {});
});

test('SeeAllData opens what the org has, on a method or on the class, and cannot stand beside a setup', (t) => {
  assert.deepEqual(failuresOf(t, `@IsTest(SeeAllData=true) static void sees() { ${statuses(2)} }`), {});
  const ofClass = smallProject(t, [`@IsTest(SeeAllData=true) private class SmallTest { @IsTest static void sees() { ${statuses(2)} } }`]);
  assert.deepEqual(ofClass.results().failures, {});
  const both = smallProject(t, [
    `@IsTest private class SmallTest { @TestSetup static void rows() {} @IsTest(SeeAllData=true) static void sees() { ${statuses(2)} } }`
  ]).run();
  assert.equal(both.code, 1);
  assert.match(both.text, /SmallTest.sees\n.*Test setup methods are not supported in a class where a test sees all data/);
});
