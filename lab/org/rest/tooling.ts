/** `tooling/…`: anonymous Apex, test runs, and queries over what the Tooling API alone has. */
import { parseSoql } from '../soql/parse.ts';
import { TOOLING_ONLY } from '../schema/testing.ts';
import type { OrgMachine } from '../server/machine.ts';
import type { HttpResponse } from '../types.ts';
import { fail, json, methodNotAllowed } from './answers.ts';
import { bodyOf, type RestCall } from './call.ts';
import { query } from './query.ts';
import { sobjects } from './sobjects.ts';
import { chosen, messageOf, stackOf, type Covered, type Done } from './tests/test-runs.ts';

export function tooling(call: RestCall): HttpResponse {
  const inner = { ...call, path: call.path.slice(1) };
  switch (call.path[1]?.toLowerCase()) {
    case 'executeanonymous':
      return executeAnonymous(call);
    case 'runtestssynchronous':
      return runTests(call, (tests) => syncResult(call, tests));
    case 'runtestsasynchronous':
      return runTests(call, (tests, isAll) => call.parts.tests.start(tests, call.user.id, isAll));
    case 'query':
    case 'queryall':
      requirePermission(call, 'ViewSetup', 'Queries of the Tooling API take');
      return withCoverage(query(inner));
    case 'sobjects':
      requirePermission(call, 'ViewSetup', 'The Tooling API takes');
      return sobjects(inner);
    default:
      throw fail('NOT_FOUND', `The stand-in does not serve tooling/${call.path[1] ?? ''}.`);
  }
}

function requirePermission(call: RestCall, permission: string, what: string): void {
  if (!call.rights.userPermission(permission)) {
    throw fail('INSUFFICIENT_ACCESS', `${what} the permission ${permission.replace(/([a-z])([A-Z])/g, '$1 $2')}.`);
  }
}

function executeAnonymous(call: RestCall): HttpResponse {
  if (call.method !== 'GET') {
    throw methodNotAllowed(call.method, ['GET', 'HEAD']);
  }
  requirePermission(call, 'AuthorApex', 'Running anonymous Apex takes');
  return json(200, call.parts.machine.executeAnonymous(call.query.get('anonymousBody') ?? '', call.user.id));
}

const TOOLING_NAMES = new RegExp(`\\b(${TOOLING_ONLY.join('|')})\\b`, 'i');

/** @throws {RestError} INVALID_TYPE for objects that only the Tooling API has, in a query of the REST API. */
export function refuseToolingObjects(soql: string): void {
  if (!TOOLING_NAMES.test(soql)) {
    return;
  }
  const { from } = parseSoql(soql);
  if (TOOLING_ONLY.some((name) => name.toLowerCase() === from.name.toLowerCase())) {
    throw fail('INVALID_TYPE', `sObject type '${from.name}' is not supported.`);
  }
}

/** `Coverage` is a complex value: text in the rows, an object in the answer. */
function withCoverage(answer: HttpResponse): HttpResponse {
  if (!answer.body.includes('"Coverage"')) {
    return answer;
  }
  const body = JSON.parse(answer.body, (key, value: unknown) =>
    key === 'Coverage' && typeof value === 'string' ? (JSON.parse(value) as unknown) : value
  ) as unknown;
  return { ...answer, body: JSON.stringify(body) };
}

// ---------------------------------------------------------------- tests

function runTests(call: RestCall, run: (tests: ReturnType<typeof chosen>, isAll: boolean) => unknown): HttpResponse {
  requirePermission(call, 'AuthorApex', 'Running tests takes');
  if (call.method !== 'POST' && call.method !== 'GET') {
    throw methodNotAllowed(call.method, ['GET', 'HEAD', 'POST']);
  }
  const body = call.method === 'GET' ? Object.fromEntries(call.query) : bodyOf(call);
  const tests = chosen(call.parts.machine, call.parts.tests.ground(), body);
  return json(200, run(tests, String(body['testLevel'] ?? '').startsWith('Run') && body['testLevel'] !== 'RunSpecifiedTests'));
}

function syncResult(call: RestCall, tests: ReturnType<typeof chosen>): Record<string, unknown> {
  const { done, covered } = call.parts.tests.runNow(tests, call.user.id);
  return testResult(call.parts.machine, done, covered);
}

/** RunTestsResult, as the Tooling API and a deployment tell it. */
export function testResult(machine: OrgMachine, done: Done[], covered: Covered[]): Record<string, unknown> {
  const namespace = machine.data.schema.namespace;
  const part = ({ classId, seeAllData, result }: Done) => ({
    id: classId,
    methodName: result.method,
    name: result.className,
    namespace,
    seeAllData,
    time: Math.round(result.milliseconds)
  });
  const failures = done.filter(({ result }) => result.failure);
  return {
    apexLogId: '',
    codeCoverage: covered.map((file) => ({
      id: file.id,
      name: file.name,
      namespace,
      type: file.kind === 'class' ? 'Class' : 'Trigger',
      numLocations: file.covered.length + file.uncovered.length,
      numLocationsNotCovered: file.uncovered.length,
      locationsNotCovered: file.uncovered.map((line) => ({ line, column: 0, numExecutions: 0, time: -1 })),
      dmlInfo: [],
      methodInfo: [],
      soqlInfo: [],
      soslInfo: []
    })),
    codeCoverageWarnings: [],
    failures: failures.map((one) => ({
      ...part(one),
      type: 'Class',
      packageName: one.result.className,
      message: one.result.failure && messageOf(one.result.failure),
      stackTrace: one.result.failure && stackOf(one.result.failure)
    })),
    flowCoverage: [],
    flowCoverageWarnings: [],
    numFailures: failures.length,
    numTestsRun: done.length,
    successes: done.filter(({ result }) => !result.failure).map(part),
    totalTime: Math.round(done.reduce((sum, { result }) => sum + result.milliseconds, 0))
  };
}
