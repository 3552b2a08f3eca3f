/** docs/contract/package.openapi.json, to hold requests and answers against. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { root } from '../stack/child-process.ts';

interface Operation {
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { content: Record<string, { schema: object }> }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

export interface PackageDocument {
  /** @throws {Error} naming the place where body or answer does not fit. Requests that are refused as malformed are not held against it, nor are unknown routes. */
  check(request: { method: string; path: string; body?: unknown }, answer: { status: number; body: unknown }, who: string): void;
}

export function packageDocument(): PackageDocument {
  const document = JSON.parse(readFileSync(path.join(root, 'docs/contract/package.openapi.json'), 'utf8')) as Document;
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'contract', ...document });
  const fits = (pointer: string, value: unknown, what: string) => {
    const validate = ajv.getSchema(`contract#${pointer}`);
    assert.ok(validate, `package.openapi.json has nothing at ${pointer}`);
    assert.ok(validate(value), `${what}: ${ajv.errorsText(validate.errors)}`);
  };
  return {
    check(request, answer, who) {
      const route = request.path.split('?')[0] ?? '';
      if (!(route in document.paths)) return fits('/components/schemas/Refusal', answer.body, `${who}'s refusal`);
      const at = `/paths/${route.replaceAll('/', '~1')}/${request.method.toLowerCase()}`;
      if (request.body !== undefined && answer.status !== 400) {
        fits(`${at}/requestBody/content/application~1json/schema`, request.body, `${who}'s request`);
      }
      const status = answer.status < 400 ? String(answer.status) : `${String(answer.status)[0]}XX`;
      fits(`${at}/responses/${status}/content/application~1json/schema`, answer.body, `${who}'s response`);
    }
  };
}
