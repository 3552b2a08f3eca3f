/** `.forceignore`: which source files Salesforce's tools leave alone. In the syntax of .gitignore. Salesforce DX Developer Guide, "How to Exclude Source When Syncing". */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type Ignores = (file: string) => boolean;

/** By the nearest file of that name in the folder or above it, as Salesforce's tools look for it. */
export function ignoresOf(folder: string): Ignores {
  const found = nearest(path.resolve(folder));
  if (found === null) {
    return () => false;
  }
  const rules = readFileSync(found, 'utf8')
    .split(/\r?\n/)
    .flatMap((line) => ruleOf(line.trim()));
  const within = (file: string) => path.relative(path.dirname(found), file).split(path.sep).join('/');
  const isIgnored = (file: string) => rules.reduce((ignored, rule) => (rule.pattern.test(within(file)) ? !rule.back : ignored), false);
  // A component goes with its source file.
  return (file) => isIgnored(file) || (file.endsWith('-meta.xml') && isIgnored(file.replace(/-meta\.xml$/, '')));
}

function nearest(folder: string): string | null {
  const file = path.join(folder, '.forceignore');
  const above = path.dirname(folder);
  return existsSync(file) ? file : above === folder ? null : nearest(above);
}

function ruleOf(line: string): { pattern: RegExp; back: boolean }[] {
  if (line === '' || line.startsWith('#')) {
    return [];
  }
  const back = line.startsWith('!');
  const given = back ? line.slice(1) : line;
  const folderOnly = given.endsWith('/');
  const plain = given.replace(/\/$/, '');
  const anchored = plain.includes('/');
  const body = plain.replace(/^\//, '').replace(/\*\*\/|\/\*\*$|\*|\?|[.+^${}()|\\]/g, (sign) => SIGNS[sign] ?? `\\${sign}`);
  return [{ pattern: new RegExp(`^${anchored ? '' : '(?:.*/)?'}${body}${folderOnly ? '/.*' : '(?:/.*)?'}$`), back }];
}
const SIGNS: Record<string, string> = { '**/': '(?:.*/)?', '/**': '/.*', '*': '[^/]*', '?': '[^/]' };
