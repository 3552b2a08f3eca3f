/** `POST /oauth/token`: client credentials, in the form or as basic authentication (RFC 6749 §4.4, §2.3.1). Errors are OAuth's own shape. */
import { z } from 'zod';
import { isClientSecret } from '../../secrets/client-secret.ts';
import { LIFE_SECONDS, type AccessTokens } from '../access-token.ts';
import type { HttpParts } from '../parts.ts';
import { refusalOf } from '../refusals.ts';
import type { App } from '../server.ts';

const granted = z
  .object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.int(), scope: z.string() })
  .meta({ id: 'TokenAnswer' });
const refused = z
  .object({ error: z.string(), error_description: z.string() })
  .meta({ id: 'OAuthError', description: "OAuth's own shape." });

/** `before` in the line says how many were refused since the last one. */
const TELL_EVERY_MS = 60_000;

interface Credentials {
  id: string;
  secret: string;
}

export function oauthRoutes(app: App, parts: HttpParts, tokens: AccessTokens): void {
  const refusals = countRefusals(parts);
  app.route({
    method: 'POST',
    url: '/oauth/token',
    schema: {
      tags: ['access'],
      summary: 'An access token for client credentials',
      description: 'A form with grant_type=client_credentials and client_id and client_secret, or the last two as basic authentication.',
      consumes: ['application/x-www-form-urlencoded'],
      security: [],
      response: { 200: granted, 400: refused, 401: refused }
    },
    errorHandler: (error, _request, reply) => {
      const { status, body } = refusalOf(error);
      if (status >= 500) throw error;
      void reply.code(400).send({ error: 'invalid_request', error_description: body.message });
    },
    handler: async (request, reply) => {
      void reply.header('cache-control', 'no-store').header('pragma', 'no-cache');
      const form = z.record(z.string(), z.string()).safeParse(request.body ?? {});
      if (!form.success) {
        return reply.code(400).send({ error: 'invalid_request', error_description: 'The body is no form, or names a parameter twice.' });
      }
      if (form.data['grant_type'] !== 'client_credentials') {
        const description = 'The only grant type is client_credentials.';
        return reply.code(400).send({
          error: form.data['grant_type'] === undefined ? 'invalid_request' : 'unsupported_grant_type',
          error_description: description
        });
      }
      const given = credentialsOf(request.headers.authorization, form.data);
      if (given === null) {
        return reply
          .code(400)
          .send({ error: 'invalid_request', error_description: 'The client id and secret are missing, or given in two ways.' });
      }
      const tenant = (await parts.tenants()).find(({ relayClientId }) => relayClientId === given.id);
      if (!tenant || !isClientSecret(parts.key, given.secret, tenant.relaySecretHash)) {
        refusals.count(tenant ? given.id : null);
        return reply.code(401).header('www-authenticate', 'Basic realm="relay"').send({
          error: 'invalid_client',
          error_description: 'The client id or the secret is wrong. `relay tenant rotate` makes a new secret.'
        });
      }
      return { access_token: tokens.issue(tenant), token_type: 'Bearer' as const, expires_in: LIFE_SECONDS, scope: `org:${tenant.orgId}` };
    }
  });
}

/** Whoever guesses has 256 bits to guess, so nobody is kept waiting; but a thousand guesses are no thousand lines of the log. */
function countRefusals({ log, now = Date.now }: HttpParts): { count(clientId: string | null): void } {
  const told = new Map<string | null, { at: number; more: number }>();
  return {
    /** @param clientId Null: a stranger's, which is not repeated. */
    count(clientId) {
      const last = told.get(clientId);
      if (last && now() - last.at < TELL_EVERY_MS) return void last.more++;
      log.warn({ clientId, before: last?.more ?? 0 }, 'A token was refused: wrong client id or secret');
      told.set(clientId, { at: now(), more: 0 });
    }
  };
}

function credentialsOf(header: string | undefined, form: Record<string, string>): Credentials | null {
  const inForm = form['client_id'] !== undefined && form['client_secret'] !== undefined;
  if (header === undefined) return inForm ? { id: form['client_id'] ?? '', secret: form['client_secret'] ?? '' } : null;
  const basic = /^basic\s+([A-Za-z0-9+/_=-]+)$/i.exec(header)?.[1];
  const text = basic === undefined ? '' : Buffer.from(basic, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0 || form['client_secret'] !== undefined) return null;
  // RFC 6749 §2.3.1: both are form-encoded before they are put together.
  try {
    return { id: decodeURIComponent(text.slice(0, colon)), secret: decodeURIComponent(text.slice(colon + 1)) };
  } catch {
    return null;
  }
}
