import assert from 'node:assert/strict';
import test from 'node:test';
import { createLog } from './log.ts';

test('secrets and addresses do not reach the log', () => {
  const lines: string[] = [];
  const log = createLog('debug', (line) => lines.push(line));
  log.warn(
    {
      tenant: 't-1',
      error: 'Salesforce answered X: Invalid email: ann.example@example.com.',
      headers: { authorization: 'Bearer abc' },
      email: 'bob@example.com'
    },
    'A round failed'
  );
  const [line = ''] = lines;
  for (const secret of ['ann.example', 'bob@', 'Bearer abc']) assert.ok(!line.includes(secret), line);
  const { level, tenant, msg, error } = JSON.parse(line) as Record<string, string>;
  assert.deepEqual([level, tenant, msg], ['warn', 't-1', 'A round failed']);
  assert.match(error ?? '', /Invalid email: \[address\]\./);
});

test('the level decides what is written', () => {
  const lines: string[] = [];
  createLog('warn', (line) => lines.push(line)).info({}, 'x');
  assert.deepEqual(lines, []);
});
