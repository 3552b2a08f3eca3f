/** What the worker opens: the project's metadata, the org machine over it, and HTTP on top. */
import { DeclarationError, readDeclared } from '../identity/declared.ts';
import type { Callouts } from '../types.ts';
import type { OpenMachine } from './machine.ts';
import { openOrgService, type OrgServiceOptions } from './org-service.ts';
import { readProject } from './project.ts';
import { StartRefused, type OrgService } from './service.ts';

const { openMachine } = (await import(new URL('../org.ts', import.meta.url).href)) as { openMachine: OpenMachine };

export function openService(options: unknown, callouts: Callouts): OrgService {
  const given = options as OrgServiceOptions & { project: string };
  const project = readProject(given.project);
  const machine = { ...project, data: given.data, url: given.url };
  return openOrgService(given, declaredOf(project.folders, project.namespace), callouts, (surroundings) =>
    openMachine(machine, surroundings)
  );
}

function declaredOf(folders: string[], namespace: string | null) {
  try {
    return readDeclared(folders, namespace);
  } catch (cause) {
    throw cause instanceof DeclarationError ? new StartRefused([cause.message]) : cause;
  }
}
