/** `/services/apexrest/…`: the package's own resources, run by Apex. */
import type { Rights } from '../identity/permissions.ts';
import type { OrgUser } from '../identity/users.ts';
import type { HttpRequest, HttpResponse } from '../types.ts';
import { fail } from './answers.ts';
import type { RestParts } from './call.ts';

/** @param path what follows `/services/apexrest`, with its query. */
export function apexRest(request: HttpRequest, path: string, parts: RestParts, user: OrgUser, rights: Rights): HttpResponse {
  // The user permission Apex REST Services opens these addresses to users without API Enabled.
  if (!rights.userPermission('ApiEnabled') && !rights.userPermission('ApexRestServices')) {
    throw fail('API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.');
  }
  const className = parts.machine.apexRestClass(path);
  if (className === null) {
    throw fail('NOT_FOUND', 'Could not find a match for URL');
  }
  if (!rights.apexClass(className)) {
    throw fail('FORBIDDEN', `You do not have access to the Apex class named: ${className}`);
  }
  const answer = parts.machine.apexRest(request, path, user.id);
  if (answer === null) {
    throw fail('NOT_FOUND', 'Could not find a match for URL');
  }
  return answer;
}
