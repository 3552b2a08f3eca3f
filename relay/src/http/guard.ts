/** Who calls: decided before any routing, so that a caller without a token learns nothing of what is there. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AccessTokens } from './access-token.ts';
import type { HttpParts } from './parts.ts';
import { invalidToken, malformed, refused, type Refused } from './refusals.ts';

const OPEN = new Set(['/oauth/token', '/health', '/metrics']);
/** The contract's versions that are served: the last two, of which there is one so far. */
const VERSIONS = ['1'];

export function guard(app: FastifyInstance, parts: HttpParts, tokens: AccessTokens): void {
  app.decorateRequest('tenant', null);
  app.addHook('onRequest', async (request, reply) => {
    if (OPEN.has(pathOf(request.url)) || isFlowStep(request)) return;
    const no = await admit(request, parts, tokens);
    if (no) return reply.code(no.status).headers(no.headers).send(no.body);
  });
}

/** Routes of Marketo's flow steps ask for a key of their own; what is no such route is answered as everything else. */
const isFlowStep = ({ is404, routeOptions }: FastifyRequest) => !is404 && (routeOptions.url ?? '').startsWith('/flow-steps/');

/** @returns Null when the request may go on; then it knows its tenant. */
export async function admit(
  request: Pick<FastifyRequest, 'headers'> & { tenant?: FastifyRequest['tenant'] },
  parts: HttpParts,
  tokens: AccessTokens
): Promise<Refused | null> {
  const token = /^bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) return invalidToken('there is no bearer token');
  const claims = tokens.read(token);
  if (claims === 'expired') return invalidToken('it has expired');
  if (typeof claims === 'string') return invalidToken('it is unknown');
  const tenant = (await parts.tenants()).find(({ id }) => id === claims.tenant);
  if (!tenant || tenant.relaySecretVersion !== claims.version || tenant.orgId !== claims.org) return invalidToken('it was revoked');
  const version = one(request.headers['x-campaign-sync-contract']);
  if (version === null || !VERSIONS.includes(version)) {
    return refused(
      400,
      'contract-version',
      version === null ? 'The header X-Campaign-Sync-Contract is missing.' : `The relay does not know version ${version} of the contract.`,
      `Send X-Campaign-Sync-Contract: ${VERSIONS.join(' or ')}, or update the older of package and relay.`,
      { known: VERSIONS.map(Number) }
    );
  }
  const org = one(request.headers['x-salesforce-org']);
  if (org === null) return malformed("The header X-Salesforce-Org is missing: it names the calling org's id.");
  if (org !== tenant.orgId) {
    return refused(
      403,
      'org-not-approved',
      `Org ${org} is not the org that this client was paired with.`,
      'A copied org has another id: pair it as a tenant of its own with `relay tenant add`.',
      { orgId: org }
    );
  }
  request.tenant = { id: tenant.id, orgId: tenant.orgId };
  return null;
}

const one = (header: string | string[] | undefined) => (typeof header === 'string' && header !== '' ? header : null);
export const pathOf = (url: string) => url.split('?')[0] ?? '';
