/** The metadata files of the package in source format, read into trees. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';

/** An element: its children by name, each name with all of its elements in order, or its text. */
export type Tree = string | { [name: string]: Tree[] };

export interface MetadataFile {
  /** From the root of the repository on. */
  file: string;
  /** What the file's name says: `Campaign.Marketo_Link__c` of a field, else the name before the kind. */
  fullName: string;
  /** The end of the name before `-meta.xml`: `field`, `permissionset`, `js`, … */
  kind: string;
  /** The type, which is the root element. */
  type: string;
  tree: { [name: string]: Tree[] };
}

export interface Finding {
  file: string;
  line: number;
  sentence: string;
}

const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true, isArray: () => true, ignoreDeclaration: true });
/** Kinds whose files lie in the folder of their object. */
const OF_OBJECT = new Set(['field', 'listView', 'recordType', 'validationRule', 'compactLayout', 'fieldSet', 'webLink']);

/** @param folders from the root on. */
export function readMetadata(root: string, folders: string[]): MetadataFile[] {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*-meta.xml`, { cwd: root }))
    .sort()
    .map((file) => readFile(root, file));
}

function readFile(root: string, file: string): MetadataFile {
  const [, name = '', kind = ''] = /^(.+)\.([A-Za-z]+)-meta\.xml$/.exec(path.basename(file)) ?? [];
  const parsed = parser.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, Tree[]>;
  const [type = '', trees = []] = Object.entries(parsed)[0] ?? [];
  const [tree] = trees;
  const object = path.basename(path.dirname(path.dirname(file)));
  return {
    file,
    fullName: OF_OBJECT.has(kind) ? `${object}.${name}` : name,
    kind,
    type,
    tree: typeof tree === 'object' ? tree : {}
  };
}

export const all = (tree: Tree | undefined, name: string): Tree[] => (typeof tree === 'object' ? (tree[name] ?? []) : []);
export const texts = (tree: Tree | undefined, name: string): string[] => all(tree, name).filter((one) => typeof one === 'string');
export const text = (tree: Tree | undefined, name: string): string => texts(tree, name)[0] ?? '';
