/** The command line as people start it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import { runProjectTests } from '../apex/testing/command.ts';
import { smallProject } from '../apex/testing/small-project.ts';
import { isWhole } from './shell.ts';

const main = new URL('./main.ts', import.meta.url).pathname;

function run(args: string[], input = ''): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(input);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve) => child.on('exit', (code) => resolve({ code, text })));
}

const GOOD = `@IsTest private class GoodTest {
  @IsTest static void adds() { System.assertEquals(2, Adder.add(1, 1)); }
  @IsTest static void fails() { System.assertEquals(3, Adder.add(1, 1), '<sum> & "more"'); }
}`;
const ADDER =
  'public class Adder {\n  public static Integer add(Integer a, Integer b) {\n    return a + b;\n  }\n  public static void unused() {\n    return;\n  }\n}';
const BROKEN = 'public class Broken {\n  public Object f() { return Mystery.of(1); }\n}';
const NEEDS_BROKEN = '@IsTest private class NeedsBrokenTest { @IsTest static void one() { new Broken().f(); } }';
const FLOW = '<Flow xmlns="http://soap.sforce.com/2006/04/metadata"><label>F</label></Flow>';

function project(t: TestContext, ...sources: string[]) {
  const made = smallProject(t, sources, {
    'flows/Greet.flow-meta.xml': FLOW,
    'objects/Spaceship/fields/Fuel__c.field-meta.xml':
      '<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Fuel__c</fullName><label>Fuel</label><type>Checkbox</type></CustomField>'
  });
  const lines: string[] = [];
  return {
    folder: made.folder,
    lines,
    test: (...args: string[]) => runProjectTests(['--project', made.folder, ...args], '/', (line) => lines.push(line))
  };
}

test('what does not compile is left out and told, with what needs it; the other tests run', (t) => {
  const { test: runTests, lines } = project(t, GOOD, ADDER, BROKEN, NEEDS_BROKEN);
  assert.equal(runTests('--json'), 1);
  const said = JSON.parse(lines.join('\n'));
  assert.deepEqual(
    said.methods.map((one: { method: string; failure: { message: string } | null }) => [one.method, one.failure?.message ?? null]),
    [
      ['adds', null],
      ['fails', 'Assertion Failed: <sum> & "more": Expected: 3, Actual: 2']
    ]
  );
  assert.deepEqual(
    said.compileErrors.map((one: { file: string; line: number }) => [one.file, one.line]),
    [
      ['force-app/classes/Broken.cls', 2],
      ['force-app/classes/NeedsBrokenTest.cls', 1]
    ]
  );
  assert.match(said.leftOut.join('\n'), /Greet\.flow-meta\.xml: the stand-in does nothing with a flow/);
  assert.match(said.leftOut.join('\n'), /Spaceship: the stand-in has no such object/);
});

test('--strict leaves nothing out', (t) => {
  const { test: runTests, lines } = project(t, GOOD, ADDER);
  assert.equal(runTests('--strict'), 1);
  assert.match(lines.join('\n'), /does nothing with a flow/);
});

test('coverage and results are written for other tools', (t) => {
  const { test: runTests, folder } = project(t, GOOD, ADDER);
  const out = path.join(folder, 'out');
  runTests('--coverage', `${out}/c.json`, '--lcov', `${out}/lcov.info`, '--junit', `${out}/junit.xml`);
  const { files, percent } = JSON.parse(readFileSync(`${out}/c.json`, 'utf8'));
  assert.deepEqual([percent, files[0].file, files[0].lines], [50, 'force-app/classes/Adder.cls', { 3: 2, 6: 0 }]);
  assert.equal(
    readFileSync(`${out}/lcov.info`, 'utf8'),
    'TN:\nSF:force-app/classes/Adder.cls\nDA:3,2\nDA:6,0\nLF:2\nLH:1\nend_of_record\n'
  );
  const xml = readFileSync(`${out}/junit.xml`, 'utf8');
  assert.match(xml, /<testsuites tests="2" failures="1">/);
  assert.match(xml, /message="Assertion Failed: &lt;sum&gt; &amp; &quot;more&quot;: Expected: 3, Actual: 2"/);
});

test('packages of one project see each other', (t) => {
  const { folder, test: runTests, lines } = project(t, GOOD);
  const core = path.join(folder, 'core/classes');
  mkdirSync(core, { recursive: true });
  writeFileSync(path.join(core, 'Adder.cls'), ADDER);
  writeFileSync(path.join(core, 'Adder.cls-meta.xml'), '<ApexClass><apiVersion>66.0</apiVersion></ApexClass>');
  const packages = [
    { path: 'force-app', package: 'App', dependencies: [{ package: 'Core' }] },
    { path: 'core', package: 'Core' }
  ];
  writeFileSync(path.join(folder, 'sfdx-project.json'), JSON.stringify({ packageDirectories: packages }));
  runTests();
  assert.match(lines.join('\n'), /1 tests passed, 1 failed\.$/);
});

test('check, exec, query and shell work in an org of the project', async (t) => {
  const { folder } = project(t, ADDER);
  const at = ['--project', folder];
  const checked = await run(['check', ...at]);
  assert.deepEqual([checked.code, /1 classes and triggers compile\./.test(checked.text)], [0, true], checked.text);
  const data = path.join(folder, 'data');
  const made = await run(['exec', ...at, '--data', data], "insert new Account(Name = 'Example');\nSystem.debug(Adder.add(20, 22));");
  assert.deepEqual([made.code, made.text.trim()], [0, 'DEBUG|42']);
  const failed = await run(['exec', ...at, '--code', 'Integer i = null; i++;']);
  assert.deepEqual([failed.code, /System\.NullPointerException/.test(failed.text)], [1, true], failed.text);
  const wrong = await run(['exec', ...at, '--code', 'Integer i = nothing;']);
  assert.match(wrong.text, /^1:\d+: Variable does not exist: nothing/);
  const found = await run(['query', ...at, '--data', data, 'SELECT Name, Owner.Name FROM Account']);
  assert.match(found.text, /^Name +Owner\.Name\nExample +\S.*\n1 record\.\n$/);
  assert.ok(existsSync(data));
  const typed =
    'for (Integer i = 0; i < 2; i++) {\n  System.debug(i);\n}\nSELECT count() FROM Account\nSELECT Nothing FROM Account\n.exit\n';
  const session = await run(['shell', ...at, '--data', data], typed);
  assert.match(session.text, /^DEBUG\|0\nDEBUG\|1\n1 record\.\nINVALID_FIELD: /);
  const unknown = await run(['fly']);
  assert.deepEqual([unknown.code, /npm run org -- serve/.test(unknown.text)], [1, true]);
});

test('a broken project is told with file and line by check', async (t) => {
  const { folder } = project(t, BROKEN);
  const { code, text } = await run(['check', '--project', folder, '--json']);
  const { good, compileErrors } = JSON.parse(text);
  assert.deepEqual([code, good, compileErrors[0].file, compileErrors[0].line], [1, false, 'force-app/classes/Broken.cls', 2]);
});

test('a block of the shell is whole once its brackets are closed', () => {
  assert.deepEqual(['Integer i = 1;', 'if (true) {', 'if (true) {\n}\n', "String s = '{';", '// {\nfoo();', 'foo(', ''].map(isWhole), [
    true,
    false,
    true,
    true,
    true,
    false,
    true
  ]);
});
