/** Runs of Apex tests and what they covered. Object Reference and Tooling API v67, those pages; coverage is told by the Tooling API only. */
import type { ObjectDef } from '../types.ts';
import { check, datetime, int, longText, look, text } from './field.ts';
import { object, SETUP_READ, type ObjectMore } from './object.ts';

/** What the org writes of a run; a later run takes the place of an earlier one's coverage. */
const RESULTS: ObjectMore = { ...SETUP_READ, deletable: true };
const CODE = ['ApexClass', 'ApexTrigger'];

export const apexTestRunResult = (): ObjectDef =>
  object(
    'ApexTestRunResult',
    '05m',
    [
      look('AsyncApexJobId', 'AsyncApexJob', null),
      look('UserId', 'User', null),
      text('JobName', 80),
      text('Source', 80),
      text('Status', 40),
      check('IsAllTests'),
      datetime('StartTime'),
      datetime('EndTime'),
      int('TestTime', 9),
      int('TestSetupTime', 9),
      int('ClassesEnqueued', 9),
      int('ClassesCompleted', 9),
      int('MethodsEnqueued', 9),
      int('MethodsCompleted', 9),
      int('MethodsFailed', 9)
    ],
    RESULTS
  );

export const apexTestQueueItem = (): ObjectDef =>
  object(
    'ApexTestQueueItem',
    '709',
    [
      look('ApexClassId', 'ApexClass', null),
      text('Status', 40),
      text('ExtendedStatus', 255),
      look('ParentJobId', 'AsyncApexJob', null, { relationshipName: 'ParentJob' }),
      look('TestRunResultId', 'ApexTestRunResult', null, { relationshipName: 'TestRunResult' }),
      check('ShouldSkipCodeCoverage')
    ],
    RESULTS
  );

export const apexTestResult = (): ObjectDef =>
  object(
    'ApexTestResult',
    '07M',
    [
      look('ApexClassId', 'ApexClass', null),
      look('AsyncApexJobId', 'AsyncApexJob', null),
      look('QueueItemId', 'ApexTestQueueItem', null),
      look('ApexTestRunResultId', 'ApexTestRunResult', null),
      text('ApexLogId', 18),
      text('MethodName', 255),
      text('Outcome', 40),
      longText('Message', 4_000),
      longText('StackTrace', 4_000),
      datetime('TestTimestamp'),
      int('RunTime', 9),
      check('IsTestSetup')
    ],
    RESULTS
  );

const covered = () => [
  look('ApexClassOrTriggerId', CODE, null, { relationshipName: 'ApexClassOrTrigger' }),
  int('NumLinesCovered', 9),
  int('NumLinesUncovered', 9),
  /** JSON: `{"coveredLines": […], "uncoveredLines": […]}`. */
  longText('Coverage', 1_000_000)
];

export const apexCodeCoverage = (): ObjectDef =>
  object('ApexCodeCoverage', '714', [look('ApexTestClassId', 'ApexClass', null), text('TestMethodName', 255), ...covered()], RESULTS);
export const apexCodeCoverageAggregate = (): ObjectDef => object('ApexCodeCoverageAggregate', '715', covered(), RESULTS);
export const apexOrgWideCoverage = (): ObjectDef => object('ApexOrgWideCoverage', '716', [int('PercentCovered', 3)], RESULTS);

/** Objects that the Tooling API alone has. */
export const TOOLING_ONLY = ['ApexCodeCoverage', 'ApexCodeCoverageAggregate', 'ApexOrgWideCoverage'];
