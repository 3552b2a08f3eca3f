/** The signed assertion of the OAuth 2.0 JWT bearer flow (RFC 7523), as Salesforce wants it. */
import { createSign } from 'node:crypto';

export interface AssertionOptions {
  /** Consumer key of the external client app. */
  clientId: string;
  username: string;
  /** PEM. */
  privateKey: string;
  audience: string;
  /** Milliseconds since 1970. */
  now: number;
}

/** Salesforce accepts an assertion for a few minutes; clocks may differ by one or two. */
const LIFE_SECONDS = 180;

export function signAssertion({ clientId, username, privateKey, audience, now }: AssertionOptions): string {
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = { iss: clientId, sub: username, aud: audience, exp: Math.floor(now / 1000) + LIFE_SECONDS };
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}

/**
 * Salesforce's own orgs want the login host of their kind as the audience, whatever their domain.
 * @param url The org's address.
 */
export function audienceOf(url: string): string {
  const { hostname, origin } = new URL(url);
  if (hostname === 'test.salesforce.com' || /\.(sandbox|scratch)\.my\.salesforce\.com$/.test(hostname))
    return 'https://test.salesforce.com';
  return hostname.endsWith('.salesforce.com') ? 'https://login.salesforce.com' : origin;
}
