/** Metadata files in source format. What they say and the stand-in does not know is refused by file and name. */
import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';

export class MetadataError extends Error {
  readonly file: string;
  constructor(file: string, sentence: string) {
    super(`${file}: ${sentence}`);
    this.name = 'MetadataError';
    this.file = file;
  }
}

/** Elements that may come several times; they are lists even when there is one. */
const LISTS = new Set([
  'labels',
  'value',
  'customValue',
  'valueSettings',
  'values',
  'searchLayouts',
  'displayedFields',
  'availableFields',
  'summaryFilterItems'
]);
const parser = new XMLParser({
  parseTagValue: false,
  trimValues: true,
  processEntities: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  isArray: (name, path) =>
    LISTS.has(name) && !/CustomLabels\.labels\.value$/.test(String(path)) && !/\.(values|\w*[fF]ilterItems)\.value$/.test(String(path))
});

/** One element with its children. */
export class Element {
  readonly file: string;
  private readonly tree: Record<string, unknown>;

  constructor(file: string, tree: Record<string, unknown>) {
    this.file = file;
    this.tree = tree;
  }

  names(): string[] {
    return Object.keys(this.tree).filter((name) => !name.startsWith('@'));
  }
  text(name: string): string | null {
    const value = this.tree[name];
    if (value === undefined) {
      return null;
    }
    if (typeof value === 'object') {
      const inner = (value as Record<string, unknown>)['#text'];
      return typeof inner === 'string' ? inner : '';
    }
    return String(value);
  }
  /** @throws {MetadataError} when it is missing. */
  need(name: string): string {
    const value = this.text(name);
    if (value === null || value === '') {
      throw new MetadataError(this.file, `<${name}> is missing.`);
    }
    return value;
  }
  yes(name: string): boolean {
    return this.text(name) === 'true';
  }
  number(name: string): number {
    return Number(this.text(name) ?? 0);
  }
  child(name: string): Element | null {
    const value = this.tree[name];
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? new Element(this.file, value as Record<string, unknown>)
      : null;
  }
  children(name: string): Element[] {
    const value = this.tree[name];
    const list = Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value];
    return list.map((one) => new Element(this.file, one as Record<string, unknown>));
  }
  /** Texts of an element that comes several times. */
  texts(name: string): string[] {
    const value = this.tree[name];
    const list: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
    return list.map(String);
  }
  /** Whether `xsi:nil` or absent. */
  refuse(names: string[], why: string): void {
    const found = this.names().find((name) => names.includes(name));
    if (found !== undefined) {
      throw new MetadataError(this.file, `the stand-in has no <${found}>: ${why}`);
    }
  }
  /** @throws {MetadataError} naming the first element that is neither read nor known to mean nothing here. */
  only(known: readonly string[]): void {
    const strange = this.names().find((name) => !known.includes(name));
    if (strange !== undefined) {
      throw new MetadataError(this.file, `the stand-in does not know <${strange}>.`);
    }
  }
}

export function open(file: string, root: string): Element {
  let tree: Record<string, unknown>;
  try {
    tree = parser.parse(readFileSync(file, 'utf8'), true) as Record<string, unknown>;
  } catch (cause) {
    throw new MetadataError(file, `this is no XML: ${(cause as Error).message}`);
  }
  const value = tree[root];
  if (typeof value !== 'object' || value === null) {
    throw new MetadataError(file, `the root element is not <${root}>.`);
  }
  return new Element(file, value as Record<string, unknown>);
}
