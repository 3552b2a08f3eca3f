/**
 * The source files of an org: those of the project it was made of, and over them what was deployed since. A deployed file takes the place of
 * the project's file of the same component.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Component } from './components.ts';
import { ignoresOf } from '../metadata/force-ignore.ts';
import { PARTS, TYPES } from './types.ts';

/** What is laid over the project's folders. */
export interface Overlay {
  folder: string;
  /** Keys of components that were deleted. */
  removed: Set<string>;
}

const REMOVED = '.removed.json';

export function openOverlay(folder: string): Overlay {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, REMOVED);
  const removed = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : [];
  return { folder, removed: new Set(removed) };
}

/** The same in another folder. */
export function copyOverlay(from: Overlay, folder: string): Overlay {
  rmSync(folder, { recursive: true, force: true });
  cpSync(from.folder, folder, { recursive: true });
  return { folder, removed: new Set(from.removed) };
}

/**
 * Which component a source file belongs to, whatever its package directory: `classes/x.cls`, `objects/lead/fields/y.field`, `lwc/z`.
 * Null for files of no kind that is known.
 */
export function keyOf(file: string): string | null {
  const all = file.split(/[\\/]/);
  for (let at = all.length - 2; at >= 0; at--) {
    const type = TYPES.find((one) => one.folder === all[at]);
    // The folder of an object's fields is below that of the objects.
    if (!type || (type.name === 'CustomObject' && at < all.length - 4)) {
      continue;
    }
    const rest = all.slice(at + 1);
    const inside = type.bundle ? rest.slice(0, 1) : rest;
    return [type.folder, ...inside]
      .join('/')
      .replace(/-meta\.xml$/, '')
      .toLowerCase();
  }
  return null;
}

/** @returns the keys of what the component is kept as. */
export function keysOf({ type, fullName, files }: Component): string[] {
  if (files !== null) {
    return [...new Set([...files.keys()].flatMap((file) => keyOf(file) ?? []))];
  }
  const part = PARTS.find((one) => one.type === type);
  if (part) {
    const [object = '', name = ''] = fullName.split('.');
    return [`objects/${object}/${part.folder}/${name}.${part.suffix}`.toLowerCase()];
  }
  if (type === 'CustomLabel') {
    return [`labels/${fullName}.labels`.toLowerCase()];
  }
  const known = TYPES.find((one) => one.name === type);
  const file = known?.name === 'CustomObject' ? `objects/${fullName}/${fullName}.object` : `${known?.folder}/${fullName}`;
  return known ? [(known.bundle || known.name === 'CustomObject' ? file : `${file}.${known.suffix}`).toLowerCase()] : [];
}

export function apply(overlay: Overlay, components: Component[]): void {
  for (const component of components) {
    if (component.files === null) {
      keysOf(component).forEach((key) => overlay.removed.add(key));
      const gone = new Set(keysOf(component));
      filesUnder(overlay.folder)
        .filter((file) => gone.has(keyOf(file) ?? '') || isOfRemovedObject(keyOf(file) ?? '', { removed: gone }))
        .forEach((file) => rmSync(file));
    }
  }
  for (const component of components) {
    for (const [name, content] of component.files ?? []) {
      const file = path.join(overlay.folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    if (component.files !== null) {
      keysOf(component).forEach((key) => overlay.removed.delete(key));
    }
  }
  writeFileSync(path.join(overlay.folder, REMOVED), JSON.stringify([...overlay.removed]));
}

/** Without what `.forceignore` names. */
export function filesUnder(folder: string): string[] {
  const ignores = ignoresOf(folder);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => !/[\\/](node_modules|__tests__)[\\/]/.test(file) && path.basename(file) !== REMOVED && statSync(file).isFile())
    .filter((file) => !ignores(file))
    .sort();
}

/** The files that count. Labels are added one by one, so their files never take each other's place. */
export function effectiveFiles(folders: string[], overlay: Overlay | null): string[] {
  // One package directory may lie in another.
  const below = [...new Set(folders.flatMap(filesUnder))];
  if (overlay === null) {
    return below;
  }
  const over = filesUnder(overlay.folder);
  const taken = new Set(over.map(keyOf));
  const isLabels = (key: string | null) => key?.startsWith('labels/') === true;
  return [
    ...below.filter((file) => {
      const key = keyOf(file);
      return key === null || isLabels(key) || !(taken.has(key) || overlay.removed.has(key) || isOfRemovedObject(key, overlay));
    }),
    ...over
  ];
}

/** An object goes with its parts. */
function isOfRemovedObject(key: string, { removed }: Pick<Overlay, 'removed'>): boolean {
  const [, object] = /^objects\/([^/]+)\//.exec(key) ?? [];
  return object !== undefined && removed.has(`objects/${object}/${object}.object`);
}
