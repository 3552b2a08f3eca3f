/** Salesforce DX Developer Guide, "How to Exclude Source When Syncing": the syntax of .gitignore. */
import test from 'node:test';
import assert from 'node:assert/strict';
import path from 'node:path';
import { filesUnder } from '../deploy/source-files.ts';
import { loadMetadata } from './load.ts';
import { project } from './testing/project-files.ts';

const META = '<ApexClass><apiVersion>66.0</apiVersion><status>Active</status></ApexClass>';

test('files that .forceignore names, in the folder or above it, are not there; a class goes with its file', (t) => {
  const all = ['A', 'B', 'Draft1', 'Draft2'].flatMap((name) => [
    [`force-app/main/classes/${name}.cls`, `public class ${name} {}`],
    [`force-app/main/classes/${name}.cls-meta.xml`, META]
  ]);
  const folder = project(t, {
    ...Object.fromEntries(all),
    '.forceignore': '# drafts\n**/Draft*.cls\n!**/Draft2*\n/force-app/main/old/\nflows\n',
    'force-app/main/old/classes/C.cls': 'public class C {}',
    'force-app/main/old/classes/C.cls-meta.xml': META,
    'force-app/main/flows/F.flow-meta.xml': '<Flow/>'
  });
  const metadata = loadMetadata([path.join(folder, 'force-app')]);
  assert.deepEqual(
    metadata.apex.map((one) => one.name),
    ['A', 'B', 'Draft2']
  );
});

test('a star does not cross folders, a pattern with a slash begins at the file, others match anywhere', (t) => {
  const folder = project(t, {
    '.forceignore': 'a/*.txt\nb?.md\nc/**\n**/d/e.txt\n',
    'a/x.txt': '',
    'a/n/x.txt': '',
    'n/a/x.txt': '',
    'n/b1.md': '',
    'n/b12.md': '',
    'c/n/x.txt': '',
    'd/e.txt': '',
    'n/d/e.txt': ''
  });
  assert.deepEqual(
    filesUnder(folder).map((file) => path.relative(folder, file)),
    ['.forceignore', 'a/n/x.txt', 'n/a/x.txt', 'n/b12.md']
  );
});

test('a package directory inside of another is read once', (t) => {
  const folder = project(t, { 'app/classes/A.cls': 'public class A {}', 'app/classes/A.cls-meta.xml': META });
  assert.equal(loadMetadata([folder, path.join(folder, 'app')]).apex.length, 1);
});
