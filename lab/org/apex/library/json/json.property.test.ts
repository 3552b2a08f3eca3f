import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runApex } from '../testing/run-apex.ts';
import { parseUntyped } from './read.ts';
import { toJson } from './write.ts';

const { execution } = runApex('');
const written = (text: string, pretty: boolean): string => toJson(parseUntyped(text), { pretty, suppressNulls: false });

test('any JSON text is read and written without a change of meaning, plain and pretty', () => {
  execution.run(() =>
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.boolean(), (value, pretty) => {
        const text = JSON.stringify(value);
        assert.deepEqual(JSON.parse(written(text, pretty)), JSON.parse(text));
      })
    )
  );
});

test('text that JavaScript does not take for JSON is a JSONException', () => {
  execution.run(() =>
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, at) => {
        const cut = text.slice(0, at % (text.length + 1));
        let valid = true;
        try {
          JSON.parse(cut);
        } catch {
          valid = false;
        }
        if (valid) {
          parseUntyped(cut);
        } else {
          assert.throws(() => parseUntyped(cut), { typeName: 'System.JSONException' });
        }
      })
    )
  );
});
