/** Every way to say no: one body, `{"code", "message", "fix", "details"}`, and one place where errors become it. */
import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { OperationRefused } from '../engine/operations.ts';
import { OutsideError } from '../engine/ports.ts';

export interface RefusalBody {
  code: string;
  message: string;
  fix: string;
  details: Record<string, unknown>;
}
export interface Refused {
  status: number;
  body: RefusalBody;
  headers: Record<string, string>;
  /** Nobody foresaw it: it is logged with its stack. */
  unexpected: boolean;
}

export function refused(status: number, code: string, message: string, fix: string, details: Record<string, unknown> = {}): Refused {
  return { status, body: { code, message, fix, details }, headers: {}, unexpected: false };
}

/** docs/contract: `malformed`. */
export const malformed = (message: string, details: Record<string, unknown> = {}) =>
  refused(400, 'malformed', message, 'Send what docs/contract says for this route.', details);

export function invalidToken(why: string): Refused {
  return {
    ...refused(
      401,
      'invalid_token',
      `The request carries no valid access token: ${why}.`,
      'Ask POST /oauth/token for a new one and repeat the request with it.'
    ),
    headers: { 'www-authenticate': `Bearer realm="relay", error="invalid_token", error_description="${why}"` }
  };
}

/** What is no HTTP request, comes too slowly, or has headers of more than Node's 16 KB: there is no request yet to answer. */
export function refusalOfClient({ code }: NodeJS.ErrnoException): Refused {
  if (code === 'HPE_HEADER_OVERFLOW') return refused(431, 'malformed', 'The headers are larger than 16 KB.', 'Send smaller headers.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return refused(408, 'malformed', 'The request took longer than 30 seconds to arrive.', 'Send it again.');
  return malformed('This is no HTTP request that the relay can read.');
}

export function refusalOf(error: unknown): Refused {
  if (error instanceof OperationRefused) return refused(error.status, error.code, error.message, error.fix, error.details);
  if (error instanceof OutsideError) return outside(error);
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error);
  const { code = '', statusCode = 500, message = '' } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return refused(413, 'malformed', 'The body is larger than 1 MB.', 'Send fewer records in one request.');
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return malformed('The body is no JSON: its Content-Type is not application/json.');
  if (code === 'FST_ERR_CTP_INVALID_JSON_BODY') return malformed('The body is no valid JSON.');
  if (statusCode < 500) return malformed(message);
  return {
    ...refused(
      500,
      'unexpected',
      'The relay failed at something that it did not foresee.',
      "Look for the answer's X-Request-Id in the relay's log; nothing has to be repeated by hand."
    ),
    unexpected: true
  };
}

const PARTS: Record<string, string> = { body: 'body', querystring: 'query', params: 'address', headers: 'header' };

function invalid(error: FastifyError & { validation: { instancePath: string; message?: string }[]; validationContext?: string }): Refused {
  const issues = error.validation.map(({ instancePath, message }) => ({
    at: instancePath.replace(/^\//, '').replaceAll('/', '.'),
    message: message ?? 'does not fit'
  }));
  const part = PARTS[error.validationContext ?? ''] ?? 'request';
  const said = issues.map(({ at, message }) => (at === '' ? message : `${at}: ${message}`)).join('; ');
  return malformed(`The ${part} does not fit: ${said}.`, { issues });
}

/** docs/contract: 502 for a side that fails, 503 where a limit says when it goes on. */
function outside(error: OutsideError): Refused {
  const { side, kind, message, until, retryAfterMs } = error;
  const name = side === 'marketo' ? 'Marketo' : 'Salesforce';
  const details: Record<string, unknown> = { side, code: error.code };
  switch (kind) {
    case 'quota':
      return refused(503, 'budget-exhausted', message, 'The sync goes on by itself; nothing is lost.', {
        ...details,
        ...(until ? { until: until.toISOString() } : {})
      });
    case 'rate': {
      const seconds = Math.ceil((retryAfterMs ?? 20_000) / 1000);
      return {
        ...refused(429, 'slow-down', message, `Try again in ${seconds} seconds.`, details),
        headers: { 'retry-after': String(seconds) }
      };
    }
    case 'temporary':
    case 'no-answer':
      return refused(
        502,
        `${side}-unreachable`,
        message,
        `Try again in a minute. If it stays, check ${name} and run \`relay doctor\`.`,
        details
      );
    case 'garbled':
      return refused(502, side === 'marketo' ? 'marketo-garbled' : 'salesforce-unreachable', message, 'Run `relay doctor`.', details);
    case 'credentials':
    case 'not-approved':
    case 'refused':
    case 'gone':
      return refused(502, `${side}-refused`, message, `Run \`relay doctor\`: it names what ${name} refuses.`, details);
  }
}
