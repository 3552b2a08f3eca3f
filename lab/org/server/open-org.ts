/** What the worker opens: the project's metadata, the org machine over it, and HTTP on top. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeclarationError, readDeclared } from '../identity/declared.ts';
import { openOverlay } from '../deploy/source-files.ts';
import type { Workshop } from '../deploy/workshop.ts';
import { loadMetadata } from '../metadata/load.ts';
import { MetadataError } from '../metadata/xml.ts';
import { Machine } from '../org.ts';
import type { Callouts } from '../types.ts';
import type { OrgMachine } from './machine.ts';
import { openOrgService, takeOver, type OrgServiceOptions } from './org-service.ts';
import { readProject } from './project.ts';
import { StartRefused, type OrgService } from './service.ts';

/** @param options `project: null` opens an org that nothing is deployed to yet. */
export function openService(options: unknown, callouts: Callouts): OrgService {
  const given = options as OrgServiceOptions & { project: string | null };
  const project = given.project === null ? { folders: [], namespace: null } : readProject(given.project);
  const temporary = given.data === null ? mkdtempSync(path.join(tmpdir(), 'org-metadata-')) : null;
  const overlay = openOverlay(temporary ?? path.join(given.data ?? '', 'metadata'));
  const machine = { ...project, data: given.data, url: given.url };
  const workshop: Workshop = {
    folders: project.folders,
    overlay,
    trial: (live, over, surroundings) =>
      new Machine({ ...machine, data: null }, surroundings, loadMetadata(project.folders, project.namespace, false, over), machineOf(live)),
    adopt(live, trial, over, surroundings) {
      if (given.data === null) {
        return trial;
      }
      const gone = [...live.data.schema.objects.values()].filter((object) => !trial.data.schema.find(object.name));
      gone.forEach((object) => machineOf(live).data.forget(object.name));
      live.close();
      return new Machine(machine, surroundings, loadMetadata(project.folders, project.namespace, false, over), machineOf(live));
    }
  };
  const declared = refusing(() => readDeclared(project.folders, project.namespace));
  takeOver(declared, overlay.folder);
  const service = openOrgService(
    given,
    declared,
    callouts,
    (surroundings) => refusing(() => new Machine(machine, surroundings, loadMetadata(project.folders, project.namespace, false, overlay))),
    workshop
  );
  return {
    ...service,
    close() {
      service.close();
      if (temporary !== null) {
        rmSync(temporary, { recursive: true, force: true });
      }
    }
  };
}

function machineOf(live: OrgMachine): Machine {
  if (!(live instanceof Machine)) {
    throw new Error('Deployments take the org machine itself.');
  }
  return live;
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw cause instanceof DeclarationError || cause instanceof MetadataError ? new StartRefused([cause.message]) : cause;
  }
}
