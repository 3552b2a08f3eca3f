import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readyLine, serve } from './command.ts';
import { readProject } from './project.ts';
import { StartRefused } from './service.ts';

const module = new URL('./testing/small-machine.ts', import.meta.url).href;

test('flags reach the org, and the line for scripts says how to reach it', async (t) => {
  const empty = mkdtempSync(path.join(tmpdir(), 'lab-project-'));
  t.after(() => rmSync(empty, { recursive: true }));
  const front = await serve(['serve', '--project', empty, '--api-limit', '9', '--switch', 'unknownStatus=error', '--latency', '1'], module);
  t.after(() => front.close());
  const line = JSON.parse(readyLine(front)) as Record<string, string>;
  assert.deepEqual(Object.keys(line), ['url', 'orgId', 'username', 'accessToken', 'apiVersion', 'controlKey']);
  const look = (at: string, key = '') => fetch(`${line['url']}${at}`, { headers: { authorization: `Bearer ${line[key]}` } });
  assert.equal((await look('/services/data/v66.0/limits', 'accessToken')).headers.get('sforce-limit-info'), 'api-usage=1/9');
  assert.deepEqual(await (await look('/lab/switches', 'controlKey')).json(), { unknownStatus: 'error' });
});

test('wrong flags are told before anything starts', async (t) => {
  const empty = mkdtempSync(path.join(tmpdir(), 'lab-project-'));
  t.after(() => rmSync(empty, { recursive: true }));
  const refused = async (args: string[], sentence: RegExp) =>
    assert.rejects(serve(args, module), (error) => error instanceof StartRefused && sentence.test(error.lines.join('\n')));
  await refused([], /Usage/);
  await refused(['serve', '--nonsense'], /nonsense/);
  await refused(['serve', '--port', 'abc'], /--port takes a whole number/);
  await refused(['serve', '--switch', 'abc'], /--switch takes NAME=VALUE/);
  await refused(['serve', '--project', empty, '--switch', 'nonsense=1'], /There is no switch nonsense/);
});

test('a project is read from its sfdx-project.json, or refused in a sentence', (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lab-project-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'sfdx-project.json');
  assert.throws(() => readProject(folder), /has no sfdx-project\.json/);
  writeFileSync(file, '{');
  assert.throws(() => readProject(folder), /is no JSON/);
  writeFileSync(file, '{"packageDirectories": []}');
  assert.throws(() => readProject(folder), /names no packageDirectories/);
  writeFileSync(file, '{"packageDirectories": [{"path": "nowhere"}]}');
  assert.throws(() => readProject(folder), /do not exist: .*nowhere/);
  writeFileSync(file, '{"packageDirectories": [{"path": "."}], "namespace": ""}');
  assert.deepEqual(readProject(folder), { folders: [folder], namespace: null });
});
