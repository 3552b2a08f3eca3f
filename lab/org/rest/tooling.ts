/** `tooling/executeAnonymous/?anonymousBody=`: the only tooling resource of the stand-in. */
import type { HttpResponse } from '../types.ts';
import { fail, json, methodNotAllowed } from './answers.ts';
import type { RestCall } from './call.ts';

export function tooling(call: RestCall): HttpResponse {
  if (call.path[1]?.toLowerCase() !== 'executeanonymous') {
    throw fail('NOT_FOUND', `The stand-in does not serve tooling/${call.path[1] ?? ''}.`);
  }
  if (call.method !== 'GET') {
    throw methodNotAllowed(call.method, ['GET', 'HEAD']);
  }
  if (!call.rights.userPermission('AuthorApex')) {
    throw fail('INSUFFICIENT_ACCESS', 'Running anonymous Apex takes the permission Author Apex.');
  }
  return json(200, call.parts.machine.executeAnonymous(call.query.get('anonymousBody') ?? '', call.user.id));
}
