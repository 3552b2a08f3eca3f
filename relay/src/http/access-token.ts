/**
 * Access tokens of the package. Nothing is stored: a token says which tenant, org and version of the secret it stands for, until when, signed with a key
 * of its own. Rotating the secret ends all older tokens.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { deriveKey } from '../secrets/key.ts';

export const LIFE_SECONDS = 3600;

const claims = z.object({ tenant: z.string(), org: z.string(), version: z.number(), until: z.number() });
export type Claims = z.infer<typeof claims>;

export interface AccessTokens {
  issue(tenant: { id: string; orgId: string; relaySecretVersion: number }): string;
  /** @returns The claims, or why there are none. */
  read(token: string): Claims | 'malformed' | 'forged' | 'expired';
}

/** @param now Milliseconds since 1970. */
export function createAccessTokens(relayKey: Buffer, now: () => number): AccessTokens {
  const key = deriveKey(relayKey, 'access-token');
  const sign = (text: string) => createHmac('sha256', key).update(text).digest();
  return {
    issue({ id, orgId, relaySecretVersion }) {
      const said: Claims = { tenant: id, org: orgId, version: relaySecretVersion, until: now() + LIFE_SECONDS * 1000 };
      const text = Buffer.from(JSON.stringify(said)).toString('base64url');
      return `${text}.${sign(text).toString('base64url')}`;
    },
    read(token) {
      const [text = '', signature = '', ...rest] = token.split('.');
      if (text === '' || signature === '' || rest.length > 0) return 'malformed';
      const given = Buffer.from(signature, 'base64url');
      const right = sign(text);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return 'forged';
      const read = claims.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
      if (!read.success) return 'malformed';
      return read.data.until > now() ? read.data : 'expired';
    }
  };
}
