/** Access tokens of the custom service. Marketo REST, "Authentication": one token an hour, the same one until it ends. */
import { randomUUID } from 'node:crypto';
import type { Instance } from '../state/instance.ts';
import { ApiError, type Answer } from './envelope.ts';

const LIFE_MS = 3_600_000;

export class Tokens {
  private readonly instance: Instance;
  private readonly ends = new Map<string, number>();
  private current: string | null = null;

  constructor(instance: Instance) {
    this.instance = instance;
  }

  grant(parameters: URLSearchParams): Answer {
    const { clientId, clientSecret, munchkinId } = this.instance.secrets;
    if (parameters.get('grant_type') !== 'client_credentials') {
      return {
        status: 400,
        body: { error: 'unsupported_grant_type', error_description: `Unsupported grant type: ${parameters.get('grant_type')}` }
      };
    }
    if (parameters.get('client_id') !== clientId) {
      const error_description = `No client with requested id: ${parameters.get('client_id')}`;
      return { status: 401, body: { error: 'unauthorized', error_description } };
    }
    if (parameters.get('client_secret') !== clientSecret) {
      return { status: 401, body: { error: 'invalid_client', error_description: 'Bad client credentials' } };
    }
    const now = this.instance.now();
    if (this.current === null || (this.ends.get(this.current) ?? 0) <= now) {
      this.current = `${randomUUID()}:lab`;
      this.ends.set(this.current, now + LIFE_MS);
    }
    const rest = Math.max(1, Math.floor(((this.ends.get(this.current) ?? 0) - now) / 1000) - 1);
    return {
      status: 200,
      body: { access_token: this.current, token_type: 'bearer', expires_in: rest, scope: `api@${munchkinId.toLowerCase()}.example.com` }
    };
  }

  /** @throws {ApiError} 601, 602 or 603. */
  check(authorization: string | undefined): void {
    const token = /^bearer (.+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      throw new ApiError(603, 'Access denied');
    }
    const end = this.ends.get(token);
    if (end === undefined) {
      throw new ApiError(601, 'Access token invalid');
    }
    if (end <= this.instance.now()) {
      throw new ApiError(602, 'Access token expired');
    }
  }

  revoke(): void {
    this.ends.clear();
    this.current = null;
  }
}
