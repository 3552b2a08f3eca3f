/** A Marketo instance that says what a test tells it to: a token, then answers by path. */
import type { CallGate } from '../src/engine/ports.ts';
import { createMarketo, type Marketo } from '../src/marketo/marketo.ts';
import { startOutside, type Answer, type Asked, type OutsideServer } from './outside-server.ts';

export const TOKEN_PATH = '/identity/oauth/token';
export const FIELD = 'salesforceRecordId';

export interface MarketoInstance {
  outside: OutsideServer;
  marketo: Marketo;
  /** How many calls went through the gate. */
  gated: () => number;
  /** What `path` answers from now on. */
  on(path: string, answer: Answer | ((asked: Asked, index: number) => Answer)): void;
  close(): Promise<void>;
}

export const success = (result?: unknown[], more: Record<string, unknown> = {}): Answer => ({
  json: { requestId: 'e42b#14272d07d78', success: true, ...(result ? { result } : {}), ...more }
});
export const failure = (code: string, message: string): Answer => ({
  json: { requestId: 'e42b#14272d07d78', success: false, errors: [{ code, message }] }
});
export const token = (text = 'token-1', seconds = 3599): Answer => ({
  json: { access_token: text, token_type: 'bearer', expires_in: seconds, scope: 'api@example.com' }
});

const describe = success(
  ['id', 'email', 'firstName', FIELD, 'sfdcContactId'].map((name) => ({
    id: 1,
    displayName: name,
    dataType: 'string',
    rest: { name, readOnly: name === 'sfdcContactId' }
  }))
);

export async function startMarketo(timeoutMs = 2_000): Promise<MarketoInstance> {
  const answers = new Map<string, Answer | ((asked: Asked, index: number) => Answer)>([
    [TOKEN_PATH, token()],
    ['/rest/v1/leads/describe.json', describe]
  ]);
  const counts = new Map<string, number>();
  const outside = await startOutside((asked) => {
    const index = counts.get(asked.path) ?? 0;
    counts.set(asked.path, index + 1);
    const answer = answers.get(asked.path) ?? failure('610', 'Requested resource not found');
    return typeof answer === 'function' ? answer(asked, index) : answer;
  });
  let gated = 0;
  const gate: CallGate = {
    run: (_weight, call) => {
      gated++;
      return call();
    }
  };
  const marketo = createMarketo({
    url: outside.url,
    clientId: 'client',
    clientSecret: 'secret & more',
    salesforceIdField: FIELD,
    gate,
    hosts: outside.hosts,
    timeoutMs
  });
  return {
    outside,
    marketo,
    gated: () => gated,
    on: (path, answer) => void answers.set(path, answer),
    close: () => outside.close()
  };
}
