/** `/services/Soap/…`: the Apex API (s) and the Metadata API (m), which Salesforce's command line uses beside REST. */
import type { ControlParts } from '../server/control.ts';
import { RestError } from '../rest/answers.ts';
import { countCall } from '../rest/limits.ts';
import type { HttpRequest, HttpResponse } from '../types.ts';
import { debugLogText } from './debug-log.ts';
import { METADATA, METADATA_API } from './metadata-api.ts';
import { parseEnvelope, soapAnswer, soapFault, textOf, type SoapRequest } from './envelope.ts';

const APEX = 'http://soap.sforce.com/2006/08/apex';

/** One call, with who makes it. */
export interface SoapCall {
  request: SoapRequest;
  parts: ControlParts;
  userId: string;
  /** `66.0` */
  version: string;
}
export type Operation = (call: SoapCall) => HttpResponse;

/** Null when the address is none of SOAP's. */
export function soap(request: HttpRequest, parts: ControlParts): HttpResponse | null {
  const [, kind = '', version = ''] = /^\/services\/Soap\/(\w)\/(\d+\.\d)(?:\/|$|\?)/.exec(request.url) ?? [];
  if (!request.url.startsWith('/services/Soap/')) {
    return null;
  }
  const namespace = kind === 's' ? APEX : METADATA;
  const operations = kind === 's' ? APEX_API : kind === 'm' ? METADATA_API : null;
  const given = parseEnvelope(request.body);
  if (!operations) {
    return soapFault(METADATA, 'UNSUPPORTED_API_VERSION', `The stand-in serves SOAP for Apex (s) and metadata (m), not ${request.url}.`);
  }
  if (!given) {
    return soapFault(namespace, 'UNKNOWN_EXCEPTION', 'The request is no SOAP envelope with one operation.');
  }
  const session = given.sessionId === null ? null : parts.identity.sessions.use(given.sessionId.trim());
  const user = session && parts.identity.users.byId(session.userId);
  if (!user?.active) {
    return soapFault(namespace, 'INVALID_SESSION_ID', 'Invalid Session ID found in SessionHeader: Illegal Session');
  }
  const operation = operations[given.operation];
  if (!operation) {
    const known = Object.keys(operations).join(', ');
    return soapFault(namespace, 'UNSUPPORTED_CLIENT', `The stand-in does not serve ${given.operation}. It serves: ${known}.`);
  }
  try {
    countCall(parts.identity.state, parts.machine.now());
    return operation({ request: given, parts, userId: user.id, version });
  } catch (cause) {
    if (cause instanceof RestError) {
      return soapFault(namespace, cause.entries[0]?.errorCode ?? 'UNKNOWN_EXCEPTION', cause.message);
    }
    throw cause;
  }
}

const APEX_API: Record<string, Operation> = { executeAnonymous };

function executeAnonymous({ request, parts, userId, version }: SoapCall): HttpResponse {
  if (!parts.identity.users.rights(userId).userPermission('AuthorApex')) {
    return soapFault(APEX, 'INSUFFICIENT_ACCESS', 'Running anonymous Apex takes the permission Author Apex.');
  }
  const code = textOf(request.body, 'String') ?? textOf(request.body, 'apexcode') ?? '';
  const { machine } = parts;
  const startedAt = machine.now();
  const last = machine.logs().at(-1)?.number ?? 0;
  const result = machine.executeAnonymous(code, userId);
  const logs = machine.logs().filter((log) => log.number > last);
  const header = { DebuggingInfo: { debugLog: debugLogText(version, logs, startedAt, code) } };
  const wantsLog = request.header['DebuggingHeader'] !== undefined;
  return soapAnswer(APEX, 'executeAnonymous', result, wantsLog ? header : undefined);
}
