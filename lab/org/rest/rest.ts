/** `/services/data` and `/services/apexrest`: who calls, whether he may, which resource answers. */
import { sessionOf } from '../identity/oauth.ts';
import type { HttpRequest, HttpResponse } from '../types.ts';
import { SoqlError } from '../types.ts';
import { errorAnswer, fail, json, methodNotAllowed, noSuchResource, RestError } from './answers.ts';
import { apexRest } from './apex-rest.ts';
import { bulk } from './bulk/bulk.ts';
import type { Resource, RestCall, RestParts } from './call.ts';
import { composite } from './composite.ts';
import { metadata } from './metadata.ts';
import { namedCredentials } from './credentials.ts';
import { countCall, limitInfo, limits } from './limits.ts';
import { query } from './query.ts';
import { HttpChoices, sobjects } from './sobjects.ts';
import { refuseToolingObjects, tooling } from './tooling.ts';
import { isServed, versionAnswer, versionsAnswer } from './versions.ts';

const RESOURCES: Record<string, Resource> = {
  query: plainQuery,
  queryall: plainQuery,
  sobjects,
  limits,
  tooling,
  metadata,
  jobs: bulk,
  'named-credentials': namedCredentials,
  composite: (call) => composite(call, dispatch)
};

function plainQuery(call: RestCall): HttpResponse {
  refuseToolingObjects(call.query.get('q') ?? '');
  return query(call);
}

/** Null when the address is not the API's. */
export function rest(request: HttpRequest, parts: RestParts): HttpResponse | null {
  const url = new URL(request.url, 'http://org');
  const path = url.pathname.replace(/\/+$/, '');
  if (path === '/services/data') {
    return request.method === 'GET' ? versionsAnswer() : errorAnswer(methodNotAllowed(request.method, ['GET', 'HEAD']));
  }
  if (!/^\/services\/(data|apexrest)\//.test(`${path}/`)) {
    return null;
  }
  const answer = safely(() => serve(request, url, parts));
  return { ...answer, headers: { ...answer.headers, 'sforce-limit-info': limitInfo(parts.identity.state) } };
}

function serve(request: HttpRequest, url: URL, parts: RestParts): HttpResponse {
  const session = sessionOf(request, parts.identity.sessions);
  const user = session && parts.identity.users.byId(session.userId);
  if (!user?.active) {
    throw fail('INVALID_SESSION_ID', 'Session expired or invalid');
  }
  countCall(parts.identity.state, parts.machine.now());
  const rights = parts.identity.users.rights(user.id);
  if (url.pathname.startsWith('/services/apexrest')) {
    return apexRest(request, url.pathname.slice('/services/apexrest'.length) + url.search, parts, user, rights);
  }
  if (!rights.userPermission('ApiEnabled')) {
    throw fail('API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.');
  }
  const [, , , version = '', ...path] = url.pathname.split('/').map((part) => decodeURIComponent(part));
  if (!isServed(version)) {
    throw noSuchResource();
  }
  const call: RestCall = {
    parts,
    method: request.method === 'HEAD' ? 'GET' : request.method,
    path: path.filter((part) => part !== ''),
    query: url.searchParams,
    headers: request.headers,
    body: request.body,
    version: version.slice(1),
    user,
    rights,
    transact: (work) => parts.machine.transact(user.id, work)
  };
  return call.path.length === 0 ? versionAnswer(call.version, Object.keys(RESOURCES), parts.identity) : dispatch(call);
}

function dispatch(call: RestCall): HttpResponse {
  const resource = RESOURCES[call.path[0]?.toLowerCase() ?? ''];
  return safely(() => {
    if (!resource) {
      throw noSuchResource();
    }
    return resource(call);
  });
}

/** Errors as answers. What nobody expected is a fault of the stand-in, told with its words so that it can be mended. */
function safely(work: () => HttpResponse): HttpResponse {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof HttpChoices) {
      return json(300, cause.urls);
    }
    if (cause instanceof RestError) {
      return errorAnswer(cause);
    }
    if (cause instanceof SoqlError) {
      return json(400, [{ message: cause.message, errorCode: cause.code }]);
    }
    if (cause instanceof URIError) {
      return errorAnswer(fail('NOT_FOUND', 'The address is not encoded as it should be.'));
    }
    process.stderr.write(`${cause instanceof Error ? cause.stack : String(cause)}\n`);
    return errorAnswer(
      fail(
        'UNKNOWN_EXCEPTION',
        `An unexpected error occurred in the org stand-in: ${cause instanceof Error ? cause.message : String(cause)}`
      )
    );
  }
}
