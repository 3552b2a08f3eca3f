/** A machine over `SmallData` for the tests of the HTTP side. Its "Apex": `/echo` answers, `/fail` throws, `/call` calls out as the user. */
import { readDeclared } from '../../identity/declared.ts';
import type { Callouts } from '../../types.ts';
import type { MachineSurroundings, OrgMachine } from '../machine.ts';
import { openOrgService, type OrgServiceOptions } from '../org-service.ts';
import type { OrgService } from '../service.ts';
import { SmallData } from './small-data.ts';

function openMachine(surroundings: MachineSurroundings): OrgMachine {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const data = new SmallData(now);
  const system = ['System Administrator', 'Standard User', 'Minimum Access - API Only Integrations', 'Minimum Access - Salesforce'];
  data.dml(
    'insert',
    'Profile',
    system.map((Name) => ({ Name })),
    { allOrNone: true }
  );
  const ProfileId = String(data.rows.find((row) => row['Name'] === 'System Administrator')?.['Id']);
  const admin = {
    Username: 'admin@example.com',
    Name: 'Avery Admin',
    LastName: 'Admin',
    Email: 'admin@example.com',
    IsActive: true,
    ProfileId
  };
  data.dml('insert', 'User', [admin], { allOrNone: true });
  const plain = { 'content-type': 'application/json' };
  const transact = <T>(_userId: string, work: () => T): T => {
    const kept = structuredClone(data.rows);
    try {
      return work();
    } catch (cause) {
      data.rows = kept;
      throw cause;
    }
  };
  const switches: Record<string, unknown> = { unknownStatus: 'default' };
  return {
    orgId: '00D000000000001EAA',
    data,
    transact,
    apexRestClass: (path) => (/^\/(echo|fail|call)/.test(path) ? 'EchoResource' : null),
    apexRest(request, path, userId) {
      if (path.startsWith('/fail')) {
        const body = [
          {
            errorCode: 'APEX_ERROR',
            message: 'System.NullPointerException: Attempt to de-reference a null object\n\nClass.EchoResource.get: line 3, column 1'
          }
        ];
        return { status: 500, headers: plain, body: JSON.stringify(body) };
      }
      if (path.startsWith('/call')) {
        try {
          const call = {
            method: 'POST',
            url: new URL(path, 'http://org').searchParams.get('to') ?? '',
            headers: {},
            body: 'ring',
            timeoutMs: 5_000
          };
          const answer = surroundings.callOut(call, userId);
          return { status: answer.status, headers: plain, body: answer.body };
        } catch (cause) {
          return {
            status: 500,
            headers: plain,
            body: JSON.stringify([{ errorCode: 'APEX_ERROR', message: `System.CalloutException: ${(cause as Error).message}` }])
          };
        }
      }
      return { status: 200, headers: plain, body: JSON.stringify({ method: request.method, path, body: request.body, userId }) };
    },
    aura: (apexClass, method, params) =>
      method === 'explode'
        ? { error: { message: 'Script-thrown exception', exceptionType: 'System.AuraHandledException', stackTrace: '' } }
        : { returnValue: { apexClass, method, params } },
    executeAnonymous: (code) => ({
      compiled: true,
      compileProblem: null,
      line: -1,
      column: -1,
      success: true,
      exceptionMessage: code,
      exceptionStackTrace: null
    }),
    runDueJob: () => false,
    nextJobAt: () => null,
    aside: (work) => work(),
    now,
    advanceClock(milliseconds) {
      ahead += milliseconds;
    },
    switches: () => switches,
    setSwitch(name, value) {
      if (!(name in switches)) {
        throw new Error(`There is no switch ${name}. There are: ${Object.keys(switches).join(', ')}.`);
      }
      switches[name] = value;
    },
    logs: () => [],
    testGround: () => null,
    notifications: () => [],
    close() {}
  };
}

export function openService(options: unknown, callouts: Callouts): OrgService {
  const given = options as OrgServiceOptions & { project: string | null };
  const declared =
    given.project === null
      ? { namespace: null, permissionSets: new Map<string, never>(), external: [], named: [] }
      : readDeclared([given.project]);
  return openOrgService(given, declared, callouts, openMachine);
}
