/**
 * `POST /lab/aura`: how the page's components reach `@AuraEnabled` methods, with the session of the person who looks. Salesforce's own
 * transport is not public; what goes in and out of it is.
 */
import { sessionOf } from '../identity/oauth.ts';
import type { RestParts } from '../rest/call.ts';
import type { HttpRequest, HttpResponse } from '../types.ts';
import { json } from './front-control.ts';

const failure = (status: number, message: string, exceptionType: string) =>
  json(status, { error: { message, exceptionType, stackTrace: '' } });

export function aura(request: HttpRequest, parts: RestParts): HttpResponse | null {
  if (request.url.split('?')[0] !== '/lab/aura') {
    return null;
  }
  if (request.method !== 'POST') {
    return failure(405, 'Components call by POST.', 'System.CalloutException');
  }
  const session = sessionOf(request, parts.identity.sessions);
  const user = session && parts.identity.users.byId(session.userId);
  if (!user?.active) {
    return failure(401, 'Session expired or invalid', 'aura:invalidSession');
  }
  let call: { class?: unknown; method?: unknown; params?: unknown };
  try {
    call = JSON.parse(request.body) as typeof call;
  } catch {
    return failure(400, 'The body is not JSON.', 'System.JSONException');
  }
  if (typeof call.class !== 'string' || typeof call.method !== 'string') {
    return failure(400, 'The body is {"class", "method", "params"}.', 'System.JSONException');
  }
  if (!parts.identity.users.rights(user.id).apexClass(call.class)) {
    return failure(200, `You do not have access to the Apex class named '${call.class}'.`, 'System.NoAccessException');
  }
  return json(200, parts.machine.aura(call.class, call.method, (call.params ?? {}) as Record<string, unknown>, user.id));
}
