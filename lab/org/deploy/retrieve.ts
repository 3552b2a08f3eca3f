/** The org's metadata as the Metadata API hands it out: a zip in metadata format, lists, and what types there are. */
import { readFileSync } from 'node:fs';
import { childText, document, partsBelow } from './xml-parts.ts';
import { PARTS, TYPES, type MetadataType } from './types.ts';
import { writeZip } from './zip.ts';

export interface Retrieved {
  zip: Buffer;
  found: Entry[];
  messages: { fileName: string; problem: string }[];
}
/** One component of the org. */
export interface Entry {
  type: string;
  fullName: string;
  /** In the zip, without `unpackaged/`. */
  fileName: string;
  /** Source files that it is made of. */
  files: string[];
}

/** @param files source files of the org that count. */
export function entriesOf(files: string[]): Entry[] {
  const entries = new Map<string, Entry>();
  const add = (type: string, fullName: string, fileName: string, file: string) => {
    const key = `${type} ${fullName}`;
    const entry = entries.get(key) ?? { type, fullName, fileName, files: [] };
    entry.files.push(file);
    entries.set(key, entry);
  };
  for (const file of files) {
    const all = file.split(/[\\/]/);
    const at = all.findLastIndex((one, index) => index < all.length - 1 && TYPES.some((type) => type.folder === one));
    const type = TYPES.find((one) => one.folder === all[at]);
    if (type) {
      addFile(type, all.slice(at + 1), file, add);
    }
  }
  return [...entries.values()];
}

type Add = (type: string, fullName: string, fileName: string, file: string) => void;

function addFile(type: MetadataType, rest: string[], file: string, add: Add): void {
  const last = rest.at(-1) ?? '';
  if (type.bundle) {
    if (rest.length > 1 && !/^(tsconfig|jsconfig)\.json$|^\.eslintrc/.test(last)) {
      add(type.name, rest[0] ?? '', `${type.folder}/${rest[0]}`, file);
    }
  } else if (type.name === 'CustomObject') {
    const [object = ''] = rest;
    const part = rest.length === 3 ? PARTS.find((one) => one.folder === rest[1]) : undefined;
    if (part) {
      add(part.type, `${object}.${last.replace(`.${part.suffix}-meta.xml`, '')}`, `objects/${object}.object`, file);
    }
    add('CustomObject', object, `objects/${object}.object`, file);
  } else if (type.name === 'CustomLabels') {
    add('CustomLabels', 'CustomLabels', 'labels/CustomLabels.labels', file);
  } else if (last.includes(`.${type.suffix}`)) {
    const name = rest.join('/').replace(new RegExp(`\\.${type.suffix}(-meta\\.xml)?$`), '');
    add(type.name, name, `${type.folder}/${name}.${type.suffix}`, file);
  }
}

/** @param wanted type → members, `*` for all. */
export function retrieve(files: string[], wanted: Map<string, string[]>, version: string): Retrieved {
  const entries = entriesOf(files);
  const found: Entry[] = [];
  const messages: Retrieved['messages'] = [];
  for (const [type, names] of wanted) {
    if (names.includes('*')) {
      found.push(...entries.filter((one) => one.type === type));
    }
    for (const name of names.filter((one) => one !== '*')) {
      const entry =
        entries.find((one) => one.type === type && one.fullName.toLowerCase() === name.toLowerCase()) ?? labelIn(entries, type, name);
      if (entry) {
        found.push(entry);
      } else {
        messages.push({ fileName: 'unpackaged/package.xml', problem: `Entity of type '${type}' named '${name}' cannot be found` });
      }
    }
  }
  const zip = new Map<string, Buffer>();
  found.forEach((entry) => write(zip, entry, found));
  zip.set('unpackaged/package.xml', Buffer.from(manifest(wanted, found, version)));
  return { zip: writeZip(zip), found, messages };
}

function labelIn(entries: Entry[], type: string, name: string): Entry | undefined {
  const all = type === 'CustomLabel' ? entries.find((one) => one.type === 'CustomLabels') : undefined;
  const has = (file: string) =>
    new RegExp(`<fullName>\\s*${name.replace(/\W/g, '\\$&')}\\s*</fullName>`, 'i').test(readFileSync(file, 'utf8'));
  return all?.files.some(has) ? { ...all, type, fullName: name } : undefined;
}

function write(zip: Map<string, Buffer>, entry: Entry, found: Entry[]): void {
  const target = `unpackaged/${entry.fileName}`;
  const part = PARTS.find((one) => one.type === entry.type);
  if (entry.type === 'CustomObject' || part) {
    // Parts of an object lie in its file, whoever asked for them.
    const files = new Set(found.filter((one) => one.fileName === entry.fileName).flatMap((one) => one.files));
    zip.set(target, Buffer.from(objectFile([...files])));
  } else if (entry.type === 'CustomLabels' || entry.type === 'CustomLabel') {
    const names = new Set(found.filter((one) => one.type === 'CustomLabel').map((one) => one.fullName.toLowerCase()));
    const isAll = found.some((one) => one.type === 'CustomLabels');
    const labels = new Map<string, string>();
    for (const { inner, text } of entry.files.flatMap((file) => partsBelow(readFileSync(file, 'utf8'), 'CustomLabels') ?? [])) {
      const name = childText(inner, 'fullName') ?? '';
      if (isAll || names.has(name.toLowerCase())) {
        labels.set(name, `    ${text}`);
      }
    }
    zip.set(target, Buffer.from(document('CustomLabels', [...labels.values()].join('\n'))));
  } else if (TYPES.find((type) => type.name === entry.type)?.bundle) {
    for (const file of entry.files) {
      const inside = file.split(/[\\/]/);
      zip.set(`unpackaged/${inside.slice(inside.lastIndexOf(entry.fileName.split('/')[0] ?? '')).join('/')}`, readFileSync(file));
    }
  } else {
    const hasCode = TYPES.find((type) => type.name === entry.type)?.hasMetaFile === true;
    for (const file of entry.files) {
      zip.set(hasCode && file.endsWith('-meta.xml') ? `${target}-meta.xml` : target, readFileSync(file));
    }
  }
}

function objectFile(files: string[]): string {
  const inner = files.flatMap((file) => {
    const xml = readFileSync(file, 'utf8');
    const part = PARTS.find((one) => file.endsWith(`.${one.suffix}-meta.xml`));
    if (!part) {
      return (partsBelow(xml, 'CustomObject') ?? []).map((one) => ({ name: one.name, text: `    ${one.text}` }));
    }
    const own = (partsBelow(xml, part.root) ?? []).map((one) => `        ${one.text}`).join('\n');
    return [{ name: part.element, text: `    <${part.element}>\n${own}\n    </${part.element}>` }];
  });
  // Metadata files keep their elements in the order of the alphabet.
  inner.sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
  return document('CustomObject', inner.map((one) => one.text).join('\n'));
}

function manifest(wanted: Map<string, string[]>, found: Entry[], version: string): string {
  const types = [...wanted.keys()].map((type) => {
    const names = [...new Set(found.filter((one) => one.type === type).map((one) => one.fullName))].sort();
    return names.length === 0
      ? ''
      : `    <types>\n${names.map((name) => `        <members>${name}</members>\n`).join('')}        <name>${type}</name>\n    </types>\n`;
  });
  return document('Package', `${types.join('')}    <version>${version}</version>`);
}

/** describeMetadata: the types that the org can hand out and take. */
export function describeMetadata(namespace: string | null): Record<string, unknown> {
  const objects = TYPES.map(({ name, folder, suffix, hasMetaFile, bundle, inFolder }) => ({
    ...(name === 'CustomObject' ? { childXmlNames: PARTS.map((part) => part.type) } : {}),
    ...(name === 'CustomLabels' ? { childXmlNames: ['CustomLabel'] } : {}),
    ...{ directoryName: folder, inFolder, metaFile: hasMetaFile },
    ...(bundle ? {} : { suffix }),
    xmlName: name
  }));
  return { metadataObjects: objects, organizationNamespace: namespace ?? '', partialSaveAllowed: true, testRequired: false };
}
