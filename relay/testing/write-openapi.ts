/** Writes docs/contract/relay.openapi.json out of the routes: `node relay/testing/write-openapi.ts`. A test says when that is needed. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { openSurface } from './http-surface.ts';

export const OPENAPI_FILE = path.resolve(import.meta.dirname, '../../docs/contract/relay.openapi.json');

/** The document as it has to stand in the repository. */
export async function openapiText(): Promise<string> {
  const { app } = await openSurface({ version: '1' });
  await app.ready();
  const text = JSON.stringify(app.swagger());
  return format(text, { ...(await resolveConfig(OPENAPI_FILE)), parser: 'json' });
}

if (import.meta.main) {
  writeFileSync(OPENAPI_FILE, await openapiText());
}
