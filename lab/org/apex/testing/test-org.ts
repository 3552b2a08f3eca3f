/** The org that a project's tests run in: in memory, on this thread, with the project's permission sets and nobody to call out to. */
import { existsSync } from 'node:fs';
import { asInstalledByPackage, type Rights } from '../../identity/permissions.ts';
import { SYSTEM, Users } from '../../identity/users.ts';
import { loadMetadata } from '../../metadata/load.ts';
import { MetadataError } from '../../metadata/xml.ts';
import { Machine, type TestGround } from '../../org.ts';
import { StartRefused } from '../../server/service.ts';
import { CalloutError } from '../../types.ts';

export interface TestOrg extends TestGround {
  /** Who runs the tests: the administrator. */
  readonly userId: string;
  close(): void;
}

/**
 * @param folders package directories, absolute.
 * @throws {StartRefused} when the project cannot be read, {CompileRefused} when its Apex does not compile.
 */
export function openTestOrg(folders: string[], namespace: string | null, switches: [string, unknown][] = []): TestOrg {
  const metadata = metadataOf(folders, namespace);
  const sets = new Map(metadata.permissionSets.map((grants) => [grants.name.toLowerCase(), asInstalledByPackage(grants, namespace)]));
  const options = { folders, namespace, data: null, url: 'https://org.example.com' };
  const outside = {
    rightsOf: (userId: string): Rights => users.rights(userId),
    callOut: () => {
      throw new CalloutError('Tests do not call out.');
    }
  };
  const machine: Machine = new Machine(options, outside, metadata);
  switches.forEach(([name, value]) => setSwitch(machine, name, value));
  const users: Users = new Users(machine.data, (name) => sets.get(name.toLowerCase()));
  const soql = "SELECT Id FROM User WHERE Profile.Name = 'System Administrator' AND IsActive = true LIMIT 1";
  const userId = String(machine.data.query(soql, {}, SYSTEM).records[0]?.fields['Id']);
  return { ...machine.testGround(), userId, close: () => machine.close() };
}

function setSwitch(machine: Machine, name: string, value: unknown): void {
  try {
    machine.setSwitch(name, value);
  } catch (cause) {
    throw new StartRefused([`--switch ${name}: ${(cause as Error).message}`]);
  }
}

function metadataOf(folders: string[], namespace: string | null) {
  const missing = folders.filter((folder) => !existsSync(folder));
  if (missing.length > 0) {
    throw new StartRefused(missing.map((folder) => `There is no folder ${folder}, so there is nothing to test.`));
  }
  try {
    return loadMetadata(folders, namespace);
  } catch (cause) {
    throw cause instanceof MetadataError ? new StartRefused([cause.message]) : cause;
  }
}
