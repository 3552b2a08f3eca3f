/**
 * Holds metadata files against the Metadata API's own types, as @salesforce/types has them: unknown elements, values that are in no list, elements that are
 * missing. A deploy would refuse them, but there is no org to ask.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding, MetadataFile, Tree } from './source.ts';

interface Member {
  type: string;
  required: boolean;
  list: boolean;
}
type Struct = Map<string, Member>;

export interface MetadataTypes {
  structs: Map<string, Struct>;
  /** Values by the name of their type. */
  enums: Map<string, Set<string>>;
}

const FILE = 'node_modules/@salesforce/types/lib/metadata.d.ts';
const SCALAR = { boolean: /^(true|false)$/, number: /^-?\d+(\.\d+)?$/ } as const;

/** Of the declaration file, which has one type a statement: `export type X = Base & { … };` or `export type X = 'A' | 'B';`. */
export function readTypes(root: string): MetadataTypes {
  const source = readFileSync(path.join(root, FILE), 'utf8');
  const own = new Map<string, { base: string | null; members: Struct }>();
  const enums = new Map<string, Set<string>>();
  const aliases = new Map<string, string>();
  for (const [, name = '', base, body = ''] of source.matchAll(/^export type (\w+) = (?:(\w+) & )?\{\n([\s\S]*?)^\};/gm)) {
    const members: Struct = new Map();
    for (const [, member = '', optional, type = '', list] of body.matchAll(/^ {4}(\w+)(\?)?: ([^;[\]]+)(\[\])?;/gm)) {
      members.set(member, { type, required: optional === undefined && list === undefined, list: list !== undefined });
    }
    own.set(name, { base: base ?? null, members });
  }
  for (const [, name = '', union = ''] of source.matchAll(/^export type (\w+) = ('[^;]*');/gm)) {
    enums.set(name, new Set([...union.matchAll(/'([^']*)'/g)].map(([, value = '']) => value)));
  }
  for (const [, name = '', other = ''] of source.matchAll(/^export type (\w+) = (\w+);/gm)) aliases.set(name, other);
  const whole = (name: string): Struct => {
    const found = own.get(name);
    return found ? new Map([...(found.base ? whole(found.base) : []), ...found.members]) : new Map();
  };
  const structs = new Map([...own.keys()].map((name) => [name, whole(name)]));
  for (const [name, other] of aliases) {
    const struct = structs.get(other);
    if (struct) structs.set(name, struct);
  }
  return { structs, enums };
}

export function checkShape(files: MetadataFile[], types: MetadataTypes): Finding[] {
  return files.flatMap(({ file, type, tree, kind, fullName }) => {
    const found: Finding[] = [];
    const say = (sentence: string) => void found.push({ file, line: 1, sentence });
    const struct = types.structs.get(type);
    if (!struct) say(`the Metadata API has no type ${type}.`);
    else compare(tree, struct, type, types, say);
    const [named] = tree['fullName'] ?? [];
    const last = kind === 'field' || kind === 'listView' ? fullName.slice(fullName.indexOf('.') + 1) : fullName;
    if (typeof named === 'string' && named !== last) say(`fullName is ${named}, the file's name says ${last}.`);
    return found;
  });
}

function compare(tree: Tree, struct: Struct, at: string, types: MetadataTypes, say: (sentence: string) => void): void {
  if (typeof tree === 'string') return say(`${at} is a text, and should have elements.`);
  for (const [name, values] of Object.entries(tree)) {
    const member = struct.get(name);
    if (!member) {
      say(`${at} has no element ${name}.`);
      continue;
    }
    if (!member.list && values.length > 1) say(`${at}.${name} stands ${values.length} times.`);
    for (const value of values) checkValue(value, member.type, `${at}.${name}`, types, say);
  }
  for (const [name, { required }] of struct) if (required && !(name in tree)) say(`${at} lacks ${name}.`);
}

function checkValue(value: Tree, type: string, at: string, types: MetadataTypes, say: (sentence: string) => void): void {
  const struct = types.structs.get(type);
  if (struct) return compare(value, struct, at, types, say);
  const values = types.enums.get(type);
  if (typeof value === 'string' && values && !values.has(value)) say(`${at} is ${value}, which is none of: ${[...values].join(', ')}.`);
  const shape = SCALAR[type as keyof typeof SCALAR];
  if (shape && !(typeof value === 'string' && shape.test(value))) say(`${at} should be a ${type}.`);
}
