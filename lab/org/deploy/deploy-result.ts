/** A deployment as checkDeployStatus tells it (Metadata API Developer Guide, DeployResult). */
import type { OrgMachine } from '../server/machine.ts';
import { SYSTEM } from '../identity/users.ts';
import type { Deployment } from './deployments.ts';

const time = (milliseconds: number) => new Date(milliseconds).toISOString();

export function deployResult(deployment: Deployment, machine: OrgMachine, withDetails: boolean): Record<string, unknown> {
  const { id, userId, options, status, createdAt, endedAt, components, problems, tests, error } = deployment;
  const done = endedAt !== null;
  const success = status === 'Succeeded';
  const run = (tests ?? {}) as { numFailures?: number; numTestsRun?: number; successes?: unknown[] };
  const name = machine.data.query('SELECT Name FROM User WHERE Id = :userId', { userId }, SYSTEM).records[0]?.fields['Name'];
  return {
    id,
    status,
    done,
    success,
    checkOnly: options.checkOnly,
    ignoreWarnings: options.ignoreWarnings,
    rollbackOnError: true,
    runTestsEnabled: options.testLevel !== 'NoTestRun',
    createdBy: userId,
    createdByName: String(name ?? ''),
    createdDate: time(createdAt),
    startDate: time(createdAt),
    lastModifiedDate: time(endedAt ?? machine.now()),
    ...(done ? { completedDate: time(endedAt) } : {}),
    ...(error ? { errorStatusCode: error.code, errorMessage: error.message } : {}),
    numberComponentErrors: problems.length,
    numberComponentsDeployed: success ? components.length : 0,
    numberComponentsTotal: Math.max(components.length, problems.length),
    numberTestErrors: run.numFailures ?? 0,
    numberTestsCompleted: run.successes?.length ?? 0,
    numberTestsTotal: run.numTestsRun ?? 0,
    ...(withDetails ? { details: details(deployment, done) } : {})
  };
}

function details({ components, problems, tests, createdAt }: Deployment, done: boolean): Record<string, unknown> {
  const common = { changed: true, createdDate: time(createdAt), deleted: false, problem: null, problemType: null };
  const manifest = {
    ...common,
    componentType: '',
    created: false,
    fileName: 'package.xml',
    fullName: 'package.xml',
    id: null,
    success: true
  };
  const isBroken = (type: string, fullName: string) => problems.some((one) => one.type === type && one.fullName === fullName);
  const good = components.filter(({ type, fullName }) => !isBroken(type, fullName));
  return {
    componentSuccesses: !done
      ? []
      : [
          manifest,
          ...good.map(({ type, fullName, fileName, files, created, id }) => ({
            ...common,
            ...{ componentType: type, fullName, fileName, created: created && files !== null, deleted: files === null, id, success: true }
          }))
        ],
    componentFailures: problems.map(({ type, fullName, fileName, problem, line, column }) => ({
      ...common,
      ...{ componentType: type, fullName, fileName, changed: false, created: false, id: null, success: false },
      ...{ problem, problemType: 'Error', lineNumber: line, columnNumber: column }
    })),
    ...(tests === null ? { runTestResult: { numFailures: 0, numTestsRun: 0, totalTime: 0 } } : { runTestResult: tests })
  };
}
