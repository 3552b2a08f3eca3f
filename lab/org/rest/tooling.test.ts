import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'node:test';
import { Connection } from 'jsforce';
import { openLab, openProject, type Lab } from '../server/testing/open-lab.ts';

const ADDER =
  'public class Adder {\n  public static Integer add(Integer a, Integer b) {\n    return a + b;\n  }\n  public static void unused() {\n    return;\n  }\n}';
const ADDER_TEST = `@IsTest private class AdderTest {
  @IsTest static void adds() { System.assertEquals(2, Adder.add(1, 1)); }
  @IsTest static void fails() {
    System.assertEquals(3, Adder.add(1, 1), 'sum');
  }
}`;
const OTHER_TEST =
  "@IsTest private class OtherTest { @IsTest static void unused() { insert new Account(Name = 'Gone'); Adder.unused(); } }";

const query = async (lab: Lab, soql: string, where = 'tooling/query') =>
  (await lab.call('GET', `${where}?q=${encodeURIComponent(soql)}`)).body;

async function ended(lab: Lab, id: string) {
  for (let tries = 0; tries < 400; tries++) {
    const [run] = (
      await query(
        lab,
        `SELECT Status, ClassesCompleted, MethodsEnqueued, MethodsFailed FROM ApexTestRunResult WHERE AsyncApexJobId = '${id}'`
      )
    ).records;
    if (run.Status === 'Completed' || run.Status === 'Failed') {
      return run;
    }
    await sleep(10);
  }
  throw new Error(`The run ${id} does not end.`);
}

test('tests run at once and tell failures with message and stack, and what was covered', async (t) => {
  const lab = await openProject(t, [ADDER, ADDER_TEST]);
  const { status, body } = await lab.call('POST', 'tooling/runTestsSynchronous', { tests: [{ className: 'addertest' }] });
  assert.equal(status, 200);
  assert.deepEqual([body.numTestsRun, body.numFailures, body.successes[0].methodName], [2, 1, 'adds']);
  const [failure] = body.failures;
  assert.equal(failure.message, 'System.AssertException: Assertion Failed: sum: Expected: 3, Actual: 2');
  assert.equal(failure.stackTrace, 'Class.AdderTest.fails: line 4, column 1');
  const [covered] = body.codeCoverage;
  assert.deepEqual(
    [covered.name, covered.numLocations, covered.numLocationsNotCovered, covered.locationsNotCovered[0].line],
    ['Adder', 2, 1, 6]
  );
  const one = await lab.call('POST', 'tooling/runTestsSynchronous', { tests: [{ className: 'AdderTest', testMethods: ['adds'] }] });
  assert.equal(one.body.numTestsRun, 1);
});

test('a run in the background leaves results and coverage as rows, and nothing of what the tests wrote', async (t) => {
  const lab = await openProject(t, [ADDER, ADDER_TEST, OTHER_TEST]);
  const { body: id } = await lab.call('POST', 'tooling/runTestsAsynchronous', { testLevel: 'RunLocalTests' });
  assert.match(id, /^707\w{15}$/);
  assert.deepEqual(
    await ended(lab, id).then(({ Status, ClassesCompleted, MethodsEnqueued, MethodsFailed }) => [
      Status,
      ClassesCompleted,
      MethodsEnqueued,
      MethodsFailed
    ]),
    [...['Failed', 2, 3, 1]]
  );
  const items = await query(
    lab,
    `SELECT ApexClass.Name, Status, ExtendedStatus FROM ApexTestQueueItem WHERE ParentJobId = '${id}' ORDER BY ApexClass.Name`
  );
  assert.deepEqual(
    items.records.map((one: { ApexClass: { Name: string }; ExtendedStatus: string }) => [one.ApexClass.Name, one.ExtendedStatus]),
    [
      ['AdderTest', '(1/2)'],
      ['OtherTest', '(1/1)']
    ]
  );
  const results = await query(
    lab,
    `SELECT MethodName, Outcome, Message, StackTrace FROM ApexTestResult WHERE AsyncApexJobId = '${id}' AND Outcome = 'Fail'`,
    'query'
  );
  assert.deepEqual([results.totalSize, results.records[0].MethodName], [1, 'fails']);
  const aggregate = 'SELECT ApexClassOrTrigger.Name, NumLinesCovered, Coverage FROM ApexCodeCoverageAggregate';
  assert.deepEqual((await query(lab, aggregate)).records[0].Coverage, { coveredLines: [3, 6], uncoveredLines: [] });
  assert.equal((await query(lab, 'SELECT PercentCovered FROM ApexOrgWideCoverage')).records[0].PercentCovered, 100);
  const methods = await query(lab, "SELECT TestMethodName, Coverage FROM ApexCodeCoverage WHERE ApexTestClass.Name = 'OtherTest'");
  assert.deepEqual(
    methods.records.map((one: { Coverage: unknown }) => one.Coverage),
    [{ coveredLines: [6], uncoveredLines: [3] }]
  );
  assert.equal((await query(lab, aggregate, 'query'))[0].errorCode, 'INVALID_TYPE');
  assert.equal((await query(lab, 'SELECT count() FROM Account', 'query')).totalSize, 0);
  const again = (await lab.call('POST', 'tooling/runTestsAsynchronous', { classNames: 'AdderTest' })).body;
  await ended(lab, again);
  assert.equal((await query(lab, aggregate)).totalSize, 1);
});

test('runs of what is not there, and runs without the permission, are refused', async (t) => {
  const lab = await openProject(t, [ADDER, ADDER_TEST]);
  const refused = async (body: unknown) => (await lab.call('POST', 'tooling/runTestsAsynchronous', body)).body[0].message;
  assert.match(await refused({ classNames: 'Nowhere' }), /This class name's value is invalid: Nowhere/);
  assert.match(await refused({ tests: [{ className: 'AdderTest', testMethods: ['nothing'] }] }), /no test method nothing in AdderTest/);
  assert.match(await refused({ suiteNames: 'All' }), /no test suites/);
  assert.match(await refused({}), /A run needs tests/);
  await lab.control('POST', 'users', { username: 'lee@example.com', lastName: 'Lee', profile: 'Standard User' });
  const { accessToken } = (await lab.control('POST', 'session', { username: 'lee@example.com' })).body;
  const lee = await lab.call(
    'POST',
    'tooling/runTestsSynchronous',
    { classNames: 'AdderTest' },
    { authorization: `Bearer ${accessToken}` }
  );
  assert.equal(lee.body[0].errorCode, 'INSUFFICIENT_ACCESS');
});

test('jsforce asks the Tooling API', async (t) => {
  const lab = await openProject(t, [ADDER]);
  const conn = new Connection({ instanceUrl: lab.url, accessToken: lab.token, version: '66.0' });
  assert.ok((await conn.tooling.executeAnonymous('System.assertEquals(3, Adder.add(1, 2));')).success);
  const failed = await conn.tooling.executeAnonymous('Integer i;\ni++;');
  assert.deepEqual([failed.compiled, failed.success], [true, false]);
  assert.match(failed.exceptionMessage ?? '', /^System\.NullPointerException/);
  const { records } = await conn.tooling.query('SELECT Name, Body FROM ApexClass');
  assert.deepEqual(
    records.map((one) => one['Name']),
    ['Adder']
  );
});

test('an org without Apex runs no tests', async (t) => {
  const lab = await openLab(t);
  const { body } = await lab.call('POST', 'tooling/runTestsSynchronous', { classNames: 'A' });
  assert.match(body[0].message, /runs no Apex tests/);
});
