/** The signed assertion of the JWT bearer flow (RFC 7523), checked as Salesforce checks it. */
import { createVerify, X509Certificate } from 'node:crypto';
import type { ClientApp } from './state.ts';

export interface OAuthError {
  error: string;
  error_description: string;
}
const refused = (error: string, error_description: string): OAuthError => ({ error, error_description });

/** Salesforce Help, OAuth 2.0 JWT bearer flow: the audience is the login host, or the org's own address. */
const LOGIN_HOSTS = ['https://login.salesforce.com', 'https://test.salesforce.com'];

interface Claims {
  iss?: unknown;
  sub?: unknown;
  aud?: unknown;
  exp?: unknown;
}

function decode(part: string | undefined): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/**
 * @param now milliseconds since 1970.
 * @returns the client app and the user named by the assertion, or Salesforce's refusal. Approval of the user is checked by the caller.
 */
export function checkAssertion(
  assertion: string,
  find: (consumerKey: string) => ClientApp | undefined,
  ownUrl: string,
  now: number
): { app: ClientApp; username: string } | OAuthError {
  const parts = assertion.split('.');
  const header = decode(parts[0]);
  const claims = decode(parts[1]) as Claims | null;
  if (parts.length !== 3 || !header || !claims) {
    return refused('invalid_grant', 'invalid assertion');
  }
  if (header['alg'] !== 'RS256') {
    return refused('invalid_grant', 'algorithm not supported');
  }
  const app = typeof claims.iss === 'string' ? find(claims.iss) : undefined;
  if (!app) {
    return refused('invalid_client_id', 'client identifier invalid');
  }
  if (app.certificate === null || !verify(parts, app.certificate)) {
    return refused('invalid_grant', 'invalid assertion');
  }
  const audience = typeof claims.aud === 'string' ? claims.aud.replace(/\/$/, '') : '';
  if (![...LOGIN_HOSTS, ownUrl, `${ownUrl}/services/oauth2/token`].includes(audience)) {
    return refused('invalid_grant', 'audience is invalid');
  }
  if (typeof claims.exp !== 'number' || claims.exp * 1000 <= now) {
    return refused('invalid_grant', 'expired authorization code');
  }
  if (typeof claims.sub !== 'string' || claims.sub === '') {
    return refused('invalid_grant', 'invalid assertion');
  }
  return { app, username: claims.sub };
}

function verify(parts: string[], certificate: string): boolean {
  try {
    const key = new X509Certificate(certificate).publicKey;
    return createVerify('RSA-SHA256')
      .update(`${parts[0]}.${parts[1]}`)
      .verify(key, Buffer.from(parts[2] ?? '', 'base64url'));
  } catch {
    return false;
  }
}
