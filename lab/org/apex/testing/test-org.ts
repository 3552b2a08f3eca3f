/** The org that a project's tests run in: in memory, on this thread, with the project's permission sets and nobody to call out to. */
import { existsSync } from 'node:fs';
import { asInstalledByPackage, type Rights } from '../../identity/permissions.ts';
import { SYSTEM, Users } from '../../identity/users.ts';
import { leaveOutUnknownObjects, openLeavingOut } from '../../metadata/leave-out.ts';
import { loadMetadata } from '../../metadata/load.ts';
import type { Metadata } from '../../metadata/metadata.ts';
import { MetadataError } from '../../metadata/xml.ts';
import { CompileRefused, Machine, type TestGround } from '../../org.ts';
import { StartRefused } from '../../server/service.ts';
import { CalloutError } from '../../types.ts';
import type { CompileError } from '../syntax/parse.ts';

export interface TestOrg extends TestGround {
  readonly machine: Machine;
  /** Who runs the tests: the administrator. */
  readonly userId: string;
  /** What the stand-in does not do and the project may do without, a sentence each. */
  readonly leftOut: string[];
  /** Of classes that were left out, and those that need them. */
  readonly errors: CompileError[];
  close(): void;
}

export interface TestOrgOptions {
  switches?: [string, unknown][];
  /** A project of anybody: what the stand-in lacks is left out and told, permission sets are the org's own rather than a package's. */
  mayLeaveOut?: boolean;
  /** Classes that do not compile are left out, and those that need them. */
  mayLeaveOutApex?: boolean;
}

/** Rounds in which classes are left out; each takes out those that need what the one before took. */
const MOST_ROUNDS = 40;

/**
 * @param folders package directories, absolute.
 * @throws {StartRefused} when the project cannot be read, {CompileRefused} when its Apex does not compile.
 */
export function openTestOrg(folders: string[], namespace: string | null, options: TestOrgOptions = {}): TestOrg {
  const mayLeaveOut = options.mayLeaveOut ?? false;
  const metadata = metadataOf(folders, namespace, mayLeaveOut);
  const own = mayLeaveOut && namespace === null;
  const sets = new Map(
    metadata.permissionSets.map((grants) => [grants.name.toLowerCase(), own ? grants : asInstalledByPackage(grants, namespace)])
  );
  const outside = {
    rightsOf: (userId: string): Rights => users.rights(userId),
    callOut: () => {
      throw new CalloutError('Tests do not call out.');
    }
  };
  const open = () => new Machine({ folders, namespace, data: null, url: 'https://org.example.com' }, outside, metadata);
  const errors: CompileError[] = [];
  const machine: Machine = refusing(() =>
    mayLeaveOut ? openLeavingOut(metadata, () => openWithoutBroken(metadata, open, options.mayLeaveOutApex ? errors : null)) : open()
  );
  options.switches?.forEach(([name, value]) => setSwitch(machine, name, value));
  const users: Users = new Users(machine, (name) => sets.get(name.toLowerCase()));
  const soql = "SELECT Id FROM User WHERE Profile.Name = 'System Administrator' AND IsActive = true LIMIT 1";
  const userId = String(machine.data.query(soql, {}, SYSTEM).records[0]?.fields['Id']);
  return { ...machine.testGround(), machine, userId, leftOut: metadata.leftOut, errors, close: () => machine.close() };
}

/** @param errors where those of classes that were left out are told; null refuses the first. */
function openWithoutBroken(metadata: Metadata, open: () => Machine, errors: CompileError[] | null): Machine {
  for (let round = 1; ; round++) {
    try {
      return open();
    } catch (cause) {
      if (!(cause instanceof CompileRefused) || errors === null || round === MOST_ROUNDS) {
        throw cause;
      }
      const broken = new Set(cause.errors.map((error) => error.file));
      metadata.apex = metadata.apex.filter((source) => !broken.has(source.file));
      errors.push(...cause.errors);
    }
  }
}

function setSwitch(machine: Machine, name: string, value: unknown): void {
  try {
    machine.setSwitch(name, value);
  } catch (cause) {
    throw new StartRefused([`--switch ${name}: ${(cause as Error).message}`]);
  }
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw cause instanceof MetadataError ? new StartRefused([cause.message]) : cause;
  }
}

function metadataOf(folders: string[], namespace: string | null, mayLeaveOut: boolean): Metadata {
  const missing = folders.filter((folder) => !existsSync(folder));
  if (missing.length > 0) {
    throw new StartRefused(missing.map((folder) => `There is no folder ${folder}, so there is nothing to test.`));
  }
  return refusing(() => {
    const metadata = loadMetadata(folders, namespace, mayLeaveOut);
    if (mayLeaveOut) {
      leaveOutUnknownObjects(metadata);
    }
    return metadata;
  });
}
