import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { openSurface } from '../../testing/http-surface.ts';
import { OperationRefused } from '../engine/operations.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../../docs/contract/examples');
interface Example {
  says: string;
  request: { method: string; path: string; headers?: Record<string, string>; body?: unknown };
  response: { status: number; body: Record<string, unknown> };
}
interface Refusal {
  code: string;
  message: string;
  fix: string;
  details: Record<string, unknown>;
}

for (const file of readdirSync(FOLDER).filter((name) => name.startsWith('relay-'))) {
  const { says, request, response } = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Example;
  test(`${file}: ${says}`, async () => {
    const surface = await openSurface();
    const { code, message, fix, details } = response.body as unknown as Refusal;
    surface.answer.with = response.status < 400 ? response.body : new OperationRefused(code, response.status, message, fix, details);
    const got = await surface.call(request.method, request.path, request.body, request.headers);
    assert.deepEqual(got, response);
    assert.equal(surface.asked.length, code === 'malformed' ? 0 : 1, 'what fits reaches the engine, what does not fit never does');
  });
}
