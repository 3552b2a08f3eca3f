/** An org of a project, in this process, for the commands that run code or queries in it. */
import path from 'node:path';
import { leaveOutUnknownObjects, openLeavingOut } from '../metadata/leave-out.ts';
import { loadMetadata } from '../metadata/load.ts';
import type { Rights } from '../identity/permissions.ts';
import { SYSTEM, Users } from '../identity/users.ts';
import { Machine } from '../org.ts';
import { readProject } from '../server/project.ts';
import { CalloutError } from '../types.ts';

export interface LocalOrg {
  machine: Machine;
  /** The administrator. */
  userId: string;
  leftOut: string[];
  close(): void;
}

/** @param data folder of rows that survive, or null. @throws {StartRefused} {CompileRefused} */
export function openLocalOrg(project: string, data: string | null): LocalOrg {
  const { folders, namespace } = readProject(path.resolve(project));
  const metadata = loadMetadata(folders, namespace, true);
  leaveOutUnknownObjects(metadata);
  const grants = new Map(metadata.permissionSets.map((one) => [one.name.toLowerCase(), one]));
  const outside = {
    rightsOf: (userId: string): Rights => users.rights(userId),
    callOut: () => {
      throw new CalloutError('This command calls out to nobody. Serve the org (npm run org -- serve) to call out.');
    }
  };
  const options = { folders, namespace, data, url: 'https://org.example.com' };
  const machine: Machine = openLeavingOut(metadata, () => new Machine(options, outside, metadata));
  const users: Users = new Users(machine, (name) => grants.get(name.toLowerCase()));
  const soql = "SELECT Id FROM User WHERE Profile.Name = 'System Administrator' AND IsActive = true LIMIT 1";
  const userId = String(machine.data.query(soql, {}, SYSTEM).records[0]?.fields['Id']);
  return { machine, userId, leftOut: metadata.leftOut, close: () => machine.close() };
}
