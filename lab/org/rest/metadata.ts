/** `metadata/deployRequest`: deployments through REST (Metadata API Developer Guide, "Deploying Metadata with REST"). */
import { deployResult } from '../deploy/deploy-result.ts';
import type { Deployment } from '../deploy/deployments.ts';
import { deployOptions, requireDeployer } from '../soap/metadata-api.ts';
import type { HttpResponse } from '../types.ts';
import { fail, json, methodNotAllowed } from './answers.ts';
import { bodyOf, type RestCall } from './call.ts';

export function metadata(call: RestCall): HttpResponse {
  const [, resource, id] = call.path;
  if (resource?.toLowerCase() !== 'deployrequest') {
    throw fail('NOT_FOUND', `The stand-in does not serve metadata/${resource ?? ''}.`);
  }
  requireDeployer({ parts: call.parts, userId: call.user.id });
  if (id === undefined) {
    if (call.method !== 'POST') {
      throw methodNotAllowed(call.method, ['POST']);
    }
    return start(call);
  }
  const deployment = call.parts.deployments.find(id);
  if (!deployment) {
    throw fail('NOT_FOUND', 'The requested resource does not exist');
  }
  switch (call.method) {
    case 'GET':
      return json(200, out(call, deployment));
    case 'PATCH':
      call.parts.deployments.cancel(deployment);
      return json(202, out(call, deployment));
    default:
      throw methodNotAllowed(call.method, ['GET', 'HEAD', 'PATCH']);
  }
}

function out(call: RestCall, deployment: Deployment): Record<string, unknown> {
  const withDetails = call.query.get('includeDetails') === 'true';
  const base = `${call.parts.identity.url}/services/data/v${call.version}/metadata/deployRequest/${deployment.id}`;
  const result = deployResult(deployment, call.parts.machine, withDetails);
  return { id: deployment.id, url: base, deployOptions: deployment.options, deployResult: result };
}

/** The body came as Latin-1, a letter a byte: the zip is binary. */
function start(call: RestCall): HttpResponse {
  const boundary = /boundary="?([^";]+)"?/i.exec(call.headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) {
    const asked = bodyOf(call);
    throw 'validatedDeployRequestId' in asked
      ? fail('INVALID_INPUT', 'The stand-in has no quick deployments; deploy again.')
      : fail('INVALID_INPUT', 'A deployment is sent as multipart/form-data.');
  }
  let options: Record<string, unknown> | null = null;
  let zip: Buffer | null = null;
  for (const part of `\r\n${call.body}`.split(`\r\n--${boundary}`).slice(1, -1)) {
    const at = part.indexOf('\r\n\r\n');
    const name = /name="([^"]+)"/i.exec(part.slice(0, at))?.[1];
    const content = Buffer.from(part.slice(at + 4), 'latin1');
    if (name === 'file') {
      zip = content;
    } else if (name !== undefined) {
      const { deployOptions: given } = bodyOf({ ...call, body: content.toString('utf8') });
      options = (given ?? {}) as Record<string, unknown>;
    }
  }
  if (options === null || zip === null) {
    throw fail('INVALID_INPUT', 'A deployment has two parts: "json" with the deployOptions and "file" with the zip.');
  }
  return json(201, out(call, call.parts.deployments.start(zip, deployOptions(options), call.user.id)));
}
