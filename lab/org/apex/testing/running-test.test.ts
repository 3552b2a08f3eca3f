import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failuresOf, smallProject } from './small-project.ts';

const job = `public class Job implements Queueable {
  private final String name;
  public Job(String name) { this.name = name; }
  public void execute(QueueableContext context) { insert new Account(Name = name + ' as ' + UserInfo.getUserId()); }
}`;

test('between startTest and stopTest limits count anew, and afterwards go on where they stood', (t) => {
  const body = `@IsTest static void counts() {
    insert new Account(Name = 'A');
    System.assertEquals(1, Limits.getDmlStatements());
    Test.startTest();
    System.assertEquals(0, Limits.getDmlStatements());
    insert new Account(Name = 'B');
    System.assertEquals(1, Limits.getDmlStatements());
    Test.stopTest();
    System.assertEquals(1, Limits.getDmlStatements());
  }`;
  assert.deepEqual(failuresOf(t, body), {});
});

test('what was queued after startTest runs at stopTest, what was queued elsewhere at the end', (t) => {
  const body = `
    @IsTest static void waits() {
      System.enqueueJob(new Job('early'));
      Test.startTest();
      System.enqueueJob(new Job('inside'));
      System.assertEquals(0, [SELECT COUNT() FROM Account]);
      Test.stopTest();
      System.assertEquals(1, [SELECT COUNT() FROM Account]);
      System.assert([SELECT Name FROM Account].Name.startsWith('inside'));
    }`;
  assert.deepEqual(failuresOf(t, body, [job]), {});
});

test('a job that fails at stopTest fails the test there', (t) => {
  const bad = `public class Bad implements Queueable { public void execute(QueueableContext context) { insert new Account(); } }`;
  const body = `@IsTest static void fails() { Test.startTest(); System.enqueueJob(new Bad()); Test.stopTest(); }`;
  assert.match(failuresOf(t, body, [bad])['fails'] ?? 'it passed', /^System.DmlException: Insert failed/);
});

test('startTest and stopTest come once each, in this order', (t) => {
  const failures = failuresOf(
    t,
    `@IsTest static void stopsFirst() { Test.stopTest(); }
     @IsTest static void startsTwice() { Test.startTest(); Test.startTest(); }
     @IsTest static void stopsTwice() { Test.startTest(); Test.stopTest(); Test.stopTest(); }`
  );
  assert.deepEqual(Object.keys(failures).sort(), ['startsTwice', 'stopsFirst', 'stopsTwice']);
  assert.ok(Object.values(failures).every((said) => said.startsWith('System.FinalException: Testing')));
});

test('as whom test jobs run is a switch, since nobody documents it', (t) => {
  const body = `
    static User other() {
      return new User(LastName = 'Other', Email = 'other@example.com', Username = 'other@lab.example.com', Alias = 'other', ProfileId = UserInfo.getProfileId(),
        TimeZoneSidKey = 'UTC', LocaleSidKey = 'en_US', LanguageLocaleKey = 'en_US', EmailEncodingKey = 'UTF-8');
    }
    @IsTest static void runs() {
      User u = other();
      insert u;
      Test.startTest();
      System.runAs(u) { System.enqueueJob(new Job('J')); }
      Test.stopTest();
      String who = [SELECT Name FROM Account].Name.substringAfter(' as ');
      System.assertEquals(String.valueOf(u.Id), who);
    }`;
  const project = smallProject(t, [`@IsTest private class SmallTest { ${body} }`, job]);
  assert.deepEqual(project.results().failures, {});
  assert.match(project.results('--switch', 'testJobsRunAs=whoStopsTheTest').failures['runs'] ?? 'it passed', /Expected: 005/);
});
