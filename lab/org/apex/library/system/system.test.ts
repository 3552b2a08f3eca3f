import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UncatchableException } from '../../runtime/exception-value.ts';
import { check, checkThrows, problemsOf, runApex } from '../testing/run-apex.ts';

test('assertions fail with the words of the platform', () => {
  checkThrows({
    'System.assert(false);': 'System.AssertException: Assertion Failed',
    "System.assert(false, 'why');": 'System.AssertException: Assertion Failed: why',
    'System.assertEquals(1, 2);': 'System.AssertException: Assertion Failed: Expected: 1, Actual: 2',
    "System.assertEquals('a', 'A', 'why');": 'System.AssertException: Assertion Failed: why: Expected: a, Actual: A',
    'System.assertNotEquals(1, 1);': 'System.AssertException: Assertion Failed: Same value: 1',
    'Assert.areEqual(null, 1);': 'System.AssertException: Assertion Failed: Expected: null, Actual: 1',
    "Assert.areNotEqual('a', 'a', 'why');": 'System.AssertException: Assertion Failed: why: Same value: a',
    'Assert.fail();': 'System.AssertException: Assertion Failed',
    "Assert.fail('why');": 'System.AssertException: Assertion Failed: why',
    'Assert.isTrue(false);': 'System.AssertException: Assertion Failed: Expected: true, Actual: false',
    "Assert.isFalse(true, 'why');": 'System.AssertException: Assertion Failed: why: Expected: false, Actual: true',
    "Assert.isNull('x');": 'System.AssertException: Assertion Failed: Expected: null, Actual: x',
    'Assert.isNotNull(null);': 'System.AssertException: Assertion Failed: Same value: null',
    'Assert.isInstanceOfType(1, String.class);': 'System.AssertException: Assertion Failed: Expected: String, Actual: Integer',
    'Assert.isNotInstanceOfType(new List<String>(), List<String>.class);':
      'System.AssertException: Assertion Failed: Not expected: List<String>, Actual: List<String>',
    'try { System.assert(false); } catch (Exception e) { }': 'System.AssertException: Assertion Failed'
  });
  assert.throws(() => runApex('Assert.fail();'), UncatchableException);
});

test('assertions hold', () => {
  runApex(`
    System.assert(true);
    System.assertEquals(1, 1L);
    System.assertEquals(1.50, 1.5);
    System.assertEquals(new List<Object>{1, 'a'}, new List<Object>{1, 'a'});
    System.assertEquals(new Lead(LastName = 'A'), new Lead(LastName = 'A'));
    System.assertNotEquals('a', 'b');
    Assert.areEqual(new Set<Integer>{1, 2}, new Set<Integer>{2, 1}, 'sets');
    Assert.isTrue(true, 'why');
    Assert.isNull(null);
    Assert.isNotNull('');
    Assert.isInstanceOfType(new Lead(), SObject.class);
    Assert.isNotInstanceOfType('a', Integer.class, 'why');
  `);
});

test('System, UserInfo, FeatureManagement, Limits', () => {
  check({
    'System.currentTimeMillis()': '1709245815250',
    'System.now().getTime()': '1709245815250',
    'String.valueOf(System.today())': '2024-02-29',
    "System.equals('a', 'A')": 'false',
    "System.hashCode('a') == System.hashCode('a')": 'true',
    'UserInfo.getUserId()': '005000000000001AAA',
    'UserInfo.getName()': 'Avery Admin',
    'UserInfo.getUserName()': 'avery@example.com',
    'UserInfo.getOrganizationId()': '00D000000000001EAA',
    'UserInfo.getLocale()': 'en_US',
    "FeatureManagement.checkPermission('Held')": 'true',
    "FeatureManagement.checkPermission('Other')": 'false',
    'Limits.getQueries() + Limits.getDmlRows()': '0',
    'Limits.getLimitQueries()': '100',
    'Limits.getLimitDmlStatements()': '150',
    'Limits.getLimitHeapSize()': '6291456',
    'Limits.getCpuTime() >= 0': 'true'
  });
  assert.deepEqual(runApex("System.debug(LoggingLevel.ERROR, 'loud'); System.debug(null);").log, ['ERROR loud', 'null']);
});

test('Type', () => {
  const classes = [
    "public class Made { public String name = 'made'; public class Inner { } }",
    'public interface Shape { }',
    'public class Square implements Shape { public Square(Integer size) { } }'
  ];
  check(
    {
      "((Made) Type.forName('made').newInstance()).name": 'made',
      "Type.forName('Made.Inner').getName()": 'Made.Inner',
      "Type.forName('', 'Made') == Made.class": 'true',
      "Type.forName('List<String>')": 'List<String>',
      "Type.forName('Nope')": 'null',
      "Type.forName('nope', 'Made')": 'null',
      'Shape.class.isAssignableFrom(Square.class)': 'true',
      'Square.class.isAssignableFrom(Shape.class)': 'false',
      "((List<Integer>) Type.forName('List<Integer>').newInstance()).size()": '0',
      "Type.forName('Lead').newInstance()": 'Lead:{}',
      'Made.class.equals(Made.class)': 'true',
      'new Map<Type, Integer>{Made.class => 1}.get(Made.class)': '1'
    },
    { classes }
  );
  checkThrows({ 'Square.class.newInstance();': 'System.TypeException: Type cannot be constructed: Square' }, { classes });
});

test('Test', () => {
  assert.deepEqual(runApex('System.debug(Test.isRunningTest());').log, ['false']);
  const { log, execution } = runApex('Test.startTest(); Test.stopTest(); System.debug(Test.isRunningTest());', { isTest: true });
  assert.deepEqual(log, ['true']);
  assert.ok(execution.test?.started && execution.test.stopped);
  checkThrows({ 'Test.startTest();': 'System.UnsupportedOperationException: Test.startTest can only be called in test methods' });
});

test('install handlers and versions', () => {
  const classes = [
    `public class Installed implements InstallHandler {
      public void onInstall(InstallContext context) {
        System.debug(context.isUpgrade() + ' ' + context.isPush() + ' ' + context.previousVersion() + ' ' + context.organizationId());
      }
    }`
  ];
  const { log } = runApex(
    `
    Test.testInstall(new Installed(), null);
    Test.testInstall(new Installed(), new Version(1, 2, 3), true);
    System.debug(new Version(1, 2).compareTo(new Version(1, 3)) + ' ' + new Version(1, 2).compareTo(new Version(1, 2, 9)));
  `,
    { classes, isTest: true }
  );
  assert.deepEqual(log, ['false false null 00D000000000001EAA', 'true true 1.2.3 00D000000000001EAA', '-1 0']);
});

test('what is not supported does not compile', () => {
  for (const body of [
    'Messaging.renderStoredEmailTemplate(null, null, null);',
    'Test.testSandboxPostCopyScript(null, null, null, null);',
    'System.changeOwnPassword(null, null);',
    'ConnectApi.ChatterFeeds.postFeedElement(null, null, null, null);'
  ]) {
    assert.notDeepEqual(problemsOf(body), [], body);
  }
});
