/** The files of a deployment as components, each with the source files that it is kept as. */
import { childText, document, partsBelow } from './xml-parts.ts';
import { PARTS, TYPES, type MetadataType } from './types.ts';

export interface Component {
  type: string;
  fullName: string;
  /** In the zip, e.g. `classes/X.cls`. */
  fileName: string;
  /** Paths of source format, relative to a package directory. Null where the component is to be deleted. */
  files: Map<string, Buffer> | null;
}
export interface Problem {
  type: string;
  fullName: string;
  fileName: string;
  problem: string;
  line: number;
  column: number;
}
export interface Manifest {
  components: Component[];
  problems: Problem[];
}

/** @param files of the zip, its top folder cut off. */
export function componentsOf(files: Map<string, Buffer>): Manifest {
  const manifest: Manifest = { components: [], problems: [] };
  const asked = members(files.get('package.xml'));
  if (asked === null) {
    manifest.problems.push(problem('', 'package.xml', 'package.xml', 'No package.xml found'));
    return manifest;
  }
  const used = new Set<string>();
  for (const [path, content] of files) {
    const [folder = '', ...rest] = path.split('/');
    const type = TYPES.find((one) => one.folder === folder);
    if (rest.length === 0 || used.has(path)) {
      continue;
    }
    if (!type) {
      manifest.problems.push(problem('', path, path, `The stand-in does not know the folder ${folder}.`));
    } else if (type.bundle) {
      addBundle(manifest, files, type, rest[0] ?? '', used);
    } else if (!path.endsWith('-meta.xml')) {
      addFile(manifest, files, type, path, content, asked);
    }
  }
  refuseMissing(manifest, asked);
  for (const name of ['destructiveChangesPre.xml', 'destructiveChanges.xml', 'destructiveChangesPost.xml']) {
    for (const [type, names] of members(files.get(name)) ?? []) {
      names.forEach((fullName) => manifest.components.push({ type, fullName, fileName: name, files: null }));
    }
  }
  return manifest;
}

const problem = (type: string, fullName: string, fileName: string, text: string, line = 1, column = 1): Problem => ({
  ...{ type, fullName, fileName, problem: text, line, column }
});

/** Type → members of a package.xml or a file of destructive changes. */
function members(file: Buffer | undefined): Map<string, Set<string>> | null {
  const types = file && partsBelow(file.toString('utf8'), 'Package');
  if (!types) {
    return null;
  }
  const found = new Map<string, Set<string>>();
  for (const { inner } of types.filter((one) => one.name === 'types')) {
    const names = [...inner.matchAll(/<members>\s*([^<]*?)\s*<\/members>/g)].map((match) => match[1] ?? '');
    const name = childText(inner, 'name') ?? '';
    found.set(name, new Set([...(found.get(name) ?? []), ...names]));
  }
  return found;
}

function addBundle(manifest: Manifest, files: Map<string, Buffer>, type: MetadataType, name: string, used: Set<string>): void {
  const prefix = `${type.folder}/${name}/`;
  const own = [...files].filter(([path]) => path.startsWith(prefix));
  own.forEach(([path]) => used.add(path));
  if (own.length > 0) {
    manifest.components.push({ type: type.name, fullName: name, fileName: prefix.slice(0, -1), files: new Map(own) });
  }
}

type Asked = Map<string, Set<string>>;

function addFile(manifest: Manifest, files: Map<string, Buffer>, type: MetadataType, path: string, content: Buffer, asked: Asked): void {
  const name = path.slice(type.folder.length + 1).replace(new RegExp(`\\.${type.suffix}$`), '');
  const fullName = decodeURIComponent(name);
  if (type.hasMetaFile) {
    const meta = files.get(`${path}-meta.xml`);
    if (!meta) {
      manifest.problems.push(problem(type.name, fullName, path, `No ${path}-meta.xml found beside ${path}.`));
      return;
    }
    const own = new Map([
      [path, content],
      [`${path}-meta.xml`, meta]
    ]);
    manifest.components.push({ type: type.name, fullName, fileName: path, files: own });
  } else if (type.name === 'CustomObject') {
    addObject(manifest, fullName, path, content.toString('utf8'), asked);
  } else if (type.name === 'CustomLabels') {
    addLabels(manifest, path, content.toString('utf8'));
  } else {
    manifest.components.push({ type: type.name, fullName, fileName: path, files: new Map([[`${path}-meta.xml`, content]]) });
  }
}

/** An object's file holds its parts; the object itself is a component only where package.xml names it. */
function addObject(manifest: Manifest, name: string, path: string, xml: string, asked: Asked): void {
  const all = partsBelow(xml, 'CustomObject');
  if (!all) {
    manifest.problems.push(problem('CustomObject', name, path, 'The file is no CustomObject, or is not closed.'));
    return;
  }
  const isPart = (element: string) => PARTS.find((part) => part.element === element);
  const own = all.filter((part) => !isPart(part.name));
  if (asked.get('CustomObject')?.has(name) || asked.get('CustomObject')?.has('*')) {
    const text = document('CustomObject', own.map((part) => `    ${part.text}`).join('\n'));
    const files = new Map([[`objects/${name}/${name}.object-meta.xml`, Buffer.from(text)]]);
    manifest.components.push({ type: 'CustomObject', fullName: name, fileName: path, files });
  }
  for (const { name: element, inner } of all) {
    const part = isPart(element);
    const partName = childText(inner, 'fullName');
    if (part && partName !== null) {
      const file = `objects/${name}/${part.folder}/${partName}.${part.suffix}-meta.xml`;
      const files = new Map([[file, Buffer.from(document(part.root, inner))]]);
      manifest.components.push({ type: part.type, fullName: `${name}.${partName}`, fileName: path, files });
    }
  }
}

/** A file a label, so that a later deployment of some leaves the others. */
function addLabels(manifest: Manifest, path: string, xml: string): void {
  const labels = partsBelow(xml, 'CustomLabels');
  if (!labels) {
    manifest.problems.push(problem('CustomLabels', 'CustomLabels', path, 'The file is no CustomLabels, or is not closed.'));
    return;
  }
  for (const { inner, text } of labels.filter((one) => one.name === 'labels')) {
    const name = childText(inner, 'fullName') ?? '';
    const files = new Map([[`labels/${name}.labels-meta.xml`, Buffer.from(document('CustomLabels', `    ${text}`))]]);
    manifest.components.push({ type: 'CustomLabel', fullName: name, fileName: path, files });
  }
}

/** What package.xml names and the zip does not hold. */
function refuseMissing(manifest: Manifest, asked: Asked): void {
  for (const [type, names] of asked) {
    for (const name of names) {
      const isThere =
        name === '*' ||
        (type === 'CustomLabels' && manifest.components.some((one) => one.type === 'CustomLabel')) ||
        manifest.components.some((one) => one.type === type && one.fullName === name) ||
        manifest.problems.some((one) => one.fullName === name);
      if (!isThere) {
        const text = `An object '${name}' of type ${type} was named in package.xml, but was not found in zipped directory`;
        manifest.problems.push(problem('', name, 'package.xml', text));
      }
    }
  }
}
