/** The Metadata API's operations (SOAP). */
import { deployResult } from '../deploy/deploy-result.ts';
import type { DeployOptions, TestLevel } from '../deploy/deployments.ts';
import { describeMetadata, entriesOf, retrieve, type Entry } from '../deploy/retrieve.ts';
import { fail } from '../rest/answers.ts';
import { makeId } from '../schema/ids.ts';
import { child, children, soapAnswer, textOf, textsOf, type Xml } from './envelope.ts';
import type { ControlParts } from '../server/control.ts';
import type { Operation, SoapCall } from './soap.ts';

export const METADATA = 'http://soap.sforce.com/2006/04/metadata';

const TEST_LEVELS: TestLevel[] = ['NoTestRun', 'RunSpecifiedTests', 'RunLocalTests', 'RunAllTestsInOrg'];

/** @param given texts and booleans as SOAP or JSON has them. @throws {RestError} */
export function deployOptions(given: Record<string, unknown>): DeployOptions {
  const yes = (name: string) => String(given[name] ?? 'false') === 'true';
  const level = TEST_LEVELS.find((one) => one === given['testLevel']) ?? null;
  if (level === null && given['testLevel'] !== undefined && given['testLevel'] !== null) {
    throw fail('INVALID_INPUT', `testLevel is one of ${TEST_LEVELS.join(', ')}, not ${String(given['testLevel'])}.`);
  }
  const tests = given['runTests'];
  const runTests = (Array.isArray(tests) ? tests : tests === undefined || tests === null || tests === '' ? [] : [tests]).map(String);
  return {
    checkOnly: yes('checkOnly'),
    ignoreWarnings: yes('ignoreWarnings'),
    singlePackage: yes('singlePackage'),
    testLevel: level ?? (runTests.length > 0 ? 'RunSpecifiedTests' : 'NoTestRun'),
    runTests
  };
}

/** @throws {RestError} */
export function requireDeployer({ parts, userId }: { parts: Pick<ControlParts, 'identity'>; userId: string }): void {
  const rights = parts.identity.users.rights(userId);
  if (!rights.modifyAllData && !rights.userPermission('ModifyMetadata')) {
    throw fail('INSUFFICIENT_ACCESS', 'Use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions');
  }
}

const answer = (operation: string, result: unknown) => soapAnswer(METADATA, operation, result);
/** Retrieved files wait for their check. */
const retrieved = new WeakMap<object, Map<string, Record<string, unknown>>>();

export const METADATA_API: Record<string, Operation> = {
  deploy(call) {
    requireDeployer(call);
    const { request, parts, userId } = call;
    const options = deployOptions(child(request.body, 'DeployOptions'));
    const zip = Buffer.from((textOf(request.body, 'ZipFile') ?? '').trim(), 'base64');
    const { id } = parts.deployments.start(zip, options, userId);
    return answer('deploy', { done: false, id, state: 'Queued' });
  },
  checkDeployStatus({ request, parts }) {
    const id = (textOf(request.body, 'asyncProcessId') ?? '').trim();
    const deployment = parts.deployments.find(id);
    if (!deployment) {
      throw fail('INVALID_ID_FIELD', `Invalid id: ${id}`);
    }
    return answer('checkDeployStatus', deployResult(deployment, parts.machine, textOf(request.body, 'includeDetails')?.trim() === 'true'));
  },
  cancelDeploy({ request, parts }) {
    const id = (textOf(request.body, 'String') ?? textOf(request.body, 'id') ?? '').trim();
    const deployment = parts.deployments.find(id);
    if (!deployment) {
      throw fail('INVALID_ID_FIELD', `Invalid id: ${id}`);
    }
    parts.deployments.cancel(deployment);
    return answer('cancelDeploy', { done: true, id: deployment.id });
  },
  retrieve(call) {
    requireDeployer(call);
    const { request, parts, version } = call;
    const unpackaged = child(child(request.body, 'request'), 'unpackaged');
    const wanted = new Map<string, string[]>();
    for (const type of children(unpackaged, 'types')) {
      const name = (textOf(type, 'name') ?? '').trim();
      wanted.set(name, [...(wanted.get(name) ?? []), ...textsOf(type, 'members').map((one) => one.trim())]);
    }
    const { zip, found, messages } = retrieve(filesOf(call), wanted, (textOf(unpackaged, 'version') ?? version).trim());
    const own = retrieved.get(parts) ?? new Map<string, Record<string, unknown>>();
    retrieved.set(parts, own);
    const id = makeId('09S', own.size + 1);
    const properties = found.map((entry) => fileProperties(entry, call));
    const base = { done: true, fileProperties: properties, id, messages, status: 'Succeeded', success: true };
    own.set(id, { ...base, zipFile: zip.toString('base64') });
    return answer('retrieve', { done: false, id, state: 'Queued' });
  },
  checkRetrieveStatus({ request, parts }) {
    const id = (textOf(request.body, 'asyncProcessId') ?? '').trim();
    const found = retrieved.get(parts)?.get(id);
    if (!found) {
      throw fail('INVALID_ID_FIELD', `Invalid id: ${id}`);
    }
    return answer('checkRetrieveStatus', found);
  },
  describeMetadata: ({ parts }) => answer('describeMetadata', describeMetadata(parts.machine.data.schema.namespace)),
  listMetadata(call) {
    const asked = children(call.request.body, 'queries').map((one: Xml) => (textOf(one, 'type') ?? '').trim());
    const found = entriesOf(filesOf(call)).filter((one) => asked.includes(one.type));
    return answer(
      'listMetadata',
      found.map((entry) => fileProperties(entry, call))
    );
  }
};

function filesOf({ parts }: SoapCall): string[] {
  const { files } = parts.deployments;
  if (files === null) {
    throw fail('UNSUPPORTED', 'This org hands out no metadata.');
  }
  return files;
}

function fileProperties({ type, fullName, fileName }: Entry, { parts, userId }: SoapCall): Record<string, unknown> {
  const at = new Date(parts.metadataAt).toISOString();
  const who = { createdById: userId, createdByName: '', lastModifiedById: userId, lastModifiedByName: '' };
  return {
    ...who,
    createdDate: at,
    lastModifiedDate: at,
    fileName: `unpackaged/${fileName}`,
    fullName,
    id: '',
    manageableState: 'unmanaged',
    type
  };
}
