/** The org as the worker serves it: the machine below, identity beside it, HTTP on top. */
import type { Declared } from '../identity/declared.ts';
import { readDeclared, readPermissionSet } from '../identity/declared.ts';
import { Deployments } from '../deploy/deployments.ts';
import type { Workshop } from '../deploy/workshop.ts';
import { Credentials } from '../identity/named-credentials.ts';
import { oauth } from '../identity/oauth.ts';
import { asInstalledByPackage, type Grants } from '../identity/permissions.ts';
import { Sessions } from '../identity/sessions.ts';
import { State } from '../identity/state.ts';
import { SYSTEM, Users } from '../identity/users.ts';
import { BulkJobs } from '../rest/bulk/job.ts';
import type { Background } from '../rest/background.ts';
import { Cursors } from '../rest/cursors.ts';
import { TestRuns } from '../rest/tests/test-runs.ts';
import { soap } from '../soap/soap.ts';
import { rest } from '../rest/rest.ts';
import { API_VERSION } from '../rest/versions.ts';
import type { Callouts, HttpRequest, HttpResponse } from '../types.ts';
import { aura } from './aura.ts';
import { control, ensurePermissionSetRow, type ControlParts } from './control.ts';
import { json } from './front-control.ts';
import { LiveMachine } from './live-machine.ts';
import type { MachineSurroundings, OrgMachine } from './machine.ts';
import { StartRefused, type OrgService } from './service.ts';

export interface OrgServiceOptions {
  /** The org's own address and the key of its control surface, given by the front. */
  url: string;
  controlKey: string;
  /** Folder of the state that survives a restart, or null. */
  data: string | null;
  apiLimit: number | null;
  /** Set once the org is open. */
  switches: Record<string, unknown>;
}

/**
 * @param open opens the machine; what it is given works once it has been opened.
 * @param workshop for deployments; null where the org takes none.
 */
export function openOrgService(
  options: OrgServiceOptions,
  declared: Declared,
  callouts: Callouts,
  open: (surroundings: MachineSurroundings) => OrgMachine,
  workshop: Workshop | null = null
): OrgService {
  const state = new State(options.data);
  if (options.apiLimit !== null) {
    state.data.settings.apiLimit = options.apiLimit;
  }
  const installed = new Map([...declared.permissionSets].map(([name, grants]) => [name, asInstalledByPackage(grants, declared.namespace)]));
  const permissionSet = (name: string): Grants | undefined => {
    const local = state.data.permissionSets[name];
    return local === undefined ? installed.get(name.toLowerCase()) : readPermissionSet(name, local, name);
  };
  const machine: LiveMachine = new LiveMachine(
    open({
      rightsOf: (userId) => users.rights(userId),
      callOut: (call, userId) => credentials.send(call, users.rights(userId), callouts)
    })
  );
  const users: Users = new Users(machine, permissionSet);
  const credentials: Credentials = new Credentials(state, machine.orgId, declared);
  const sessions = new Sessions(state, machine.orgId);
  const identity = { orgId: machine.orgId, url: options.url, state, sessions, users, credentials };
  let isTurnOfApex = false;
  const admin = administrator(machine);
  const bulk = new BulkJobs(() => machine.now());
  const tests = new TestRuns(machine);
  const deployments = new Deployments(machine, workshop, {
    surroundings(of, sets) {
      const own = new Users(
        {
          get data() {
            return of().data;
          }
        },
        (name) => permissionSetIn(sets, name) ?? permissionSet(name)
      );
      return {
        rightsOf: (userId) => own.rights(userId),
        callOut: (call, userId) => credentials.send(call, users.rights(userId), callouts)
      };
    },
    live(overlay, sets) {
      parts.metadataAt = Date.now();
      sets.forEach((xml, name) => (state.data.permissionSets[name] = xml));
      state.save();
      takeOver(declared, overlay.folder);
    }
  });
  const background: Background[] = [bulk, tests, deployments];
  const parts: ControlParts = {
    machine,
    identity,
    cursors: new Cursors(),
    bulk,
    tests,
    deployments,
    metadataAt: Date.now(),
    controlKey: options.controlKey,
    adminId: admin.id
  };
  setSwitches(machine, options.switches);
  installed.forEach((grants) => ensurePermissionSetRow(parts, grants.name, grants.label));
  const accessToken = sessions.open(admin.id, null).token;

  return {
    about: { orgId: machine.orgId, username: admin.username, accessToken, apiVersion: API_VERSION },
    handle: (request) => answer(request, parts),
    aside: (work) => machine.aside(work),
    runDueJob() {
      // In turns: neither a long upload nor a chain of jobs holds up the other.
      const next = background.find((one) => one.isBusy);
      isTurnOfApex = !isTurnOfApex || !next;
      if (isTurnOfApex) {
        return machine.runDueJob() || next !== undefined;
      }
      next?.step();
      return true;
    },
    nextJobIn() {
      if (background.some((one) => one.isBusy)) {
        return 0;
      }
      const at = machine.nextJobAt();
      return at === null ? null : at - machine.now();
    },
    close() {
      state.save();
      machine.close();
    }
  };
}

const permissionSetIn = (sets: Map<string, string>, name: string): Grants | undefined => {
  const xml = sets.get(name);
  return xml === undefined ? undefined : readPermissionSet(name, xml, name);
};

/** Named and external credentials that were deployed. */
export function takeOver(declared: Declared, folder: string): void {
  const deployed = readDeclared([folder]);
  const others = <T extends { developerName: string }>(old: T[], fresh: T[]) =>
    old.filter((one) => !fresh.some((other) => other.developerName === one.developerName)).concat(fresh);
  declared.named = others(declared.named, deployed.named);
  declared.external = others(declared.external, deployed.external);
}

function setSwitches(machine: OrgMachine, switches: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(switches)) {
    try {
      machine.setSwitch(name, value);
    } catch (cause) {
      throw new StartRefused([`--switch ${name}: ${(cause as Error).message}`]);
    }
  }
}

/** The first administrator of the org, who stands for whoever set it up. */
function administrator(machine: OrgMachine): { id: string; username: string } {
  const soql =
    "SELECT Id, Username FROM User WHERE Profile.Name = 'System Administrator' AND IsActive = true ORDER BY CreatedDate, Id LIMIT 1";
  const row = machine.data.query(soql, {}, SYSTEM).records[0];
  if (!row) {
    throw new StartRefused(['The org has no active user with the profile System Administrator. Delete the data folder to start afresh.']);
  }
  return { id: String(row.fields['Id']), username: String(row.fields['Username']) };
}

function answer(request: HttpRequest, parts: ControlParts): HttpResponse {
  try {
    return (
      rest(request, parts) ??
      soap(request, parts) ??
      oauth(request, parts.identity) ??
      aura(request, parts) ??
      control(request, parts) ??
      json(404, [{ errorCode: 'NOT_FOUND', message: `The stand-in serves nothing at ${request.url.split('?')[0]}.` }])
    );
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.stack : String(cause)}\n`);
    return json(500, { message: `A fault of the org stand-in: ${cause instanceof Error ? cause.message : String(cause)}` });
  }
}
