/** Metadata files for tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';

export const FIELD = (name: string, type: string, more = '') =>
  `<CustomField><fullName>${name}</fullName><label>${name}</label><type>${type}</type>${more}</CustomField>`;
export const OBJECT = (more = '') =>
  `<CustomObject><label>Thing</label><pluralLabel>Things</pluralLabel><nameField><label>Thing</label><type>Text</type></nameField><sharingModel>ReadWrite</sharingModel>${more}</CustomObject>`;

/** Writes files into a folder of their own: path → text. */
export function project(t: TestContext, files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'org-metadata-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}
