/** Which folders of a Salesforce DX project hold its source, and under which namespace (`sfdx-project.json`). */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { StartRefused } from './service.ts';

export interface Project {
  /** Absolute. */
  folders: string[];
  namespace: string | null;
}

/** @throws {StartRefused} when the folder is no project. */
export function readProject(folder: string): Project {
  const file = path.join(folder, 'sfdx-project.json');
  if (!existsSync(file)) {
    throw new StartRefused([
      `${path.resolve(folder)} has no sfdx-project.json, so there is nothing to load. Name the project's folder with --project.`
    ]);
  }
  const found = parse(file);
  const folders = (found.packageDirectories ?? []).map((one) => path.resolve(folder, one.path ?? ''));
  const missing = folders.filter((one) => !existsSync(one));
  if (folders.length === 0 || missing.length > 0) {
    throw new StartRefused([
      missing.length > 0 ? `${file} names folders that do not exist: ${missing.join(', ')}.` : `${file} names no packageDirectories.`
    ]);
  }
  return { folders, namespace: found.namespace ? found.namespace : null };
}

function parse(file: string): { packageDirectories?: { path?: string }[]; namespace?: string } {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { packageDirectories?: { path?: string }[]; namespace?: string };
  } catch (cause) {
    throw new StartRefused([`${file} is no JSON: ${(cause as Error).message}`]);
  }
}
