/** The access token of one API user, kept until shortly before its end. Marketo REST, authentication: one token an hour, the same one until it ends. */
import { z } from 'zod';
import { OutsideError } from '../engine/ports.ts';
import type { Send } from '../outgoing/send.ts';
import { garbled, parseJson } from './envelope.ts';
import { marketoError } from './codes.ts';

/** Marketo gives the rest of a token's life, which may be a few seconds: it is used as long as there is any, and 601/602 do the rest. */
const MARGIN_MS = 15_000;
const TIMEOUT_MS = 30_000;

const granted = z.looseObject({ access_token: z.string().min(1), expires_in: z.number() });
const refused = z.looseObject({ error: z.string(), error_description: z.string().nullish() });

export interface Identity {
  token(): Promise<string>;
  /** The token was refused: the next one is asked for afresh. */
  forget(token: string): void;
}

export interface IdentityOptions {
  send: Send;
  /** The instance's address without a path. */
  url: string;
  clientId: string;
  clientSecret: string;
  now: () => number;
}

export function createIdentity({ send, url, clientId, clientSecret, now }: IdentityOptions): Identity {
  let kept: { token: string; until: number } | null = null;
  let asking: Promise<string> | null = null;

  async function ask(): Promise<string> {
    const answer = await send({
      side: 'marketo',
      method: 'POST',
      // Marketo REST, authentication: all three are parameters of the address, for GET and POST alike.
      url: `${url}/identity/oauth/token?${new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret })}`,
      reads: true,
      timeoutMs: TIMEOUT_MS
    });
    if (answer.status >= 500) throw marketoError(String(answer.status), 'The identity service is not available', true, now());
    const body = parseJson(answer.text, 'the request for a token');
    const ok = granted.safeParse(body);
    if (answer.status === 200 && ok.success) {
      const { access_token, expires_in } = ok.data;
      kept = { token: access_token, until: now() + Math.max(1_000, expires_in * 1000 - MARGIN_MS) };
      return access_token;
    }
    const no = refused.safeParse(body);
    if (!no.success) throw garbled('the request for a token', 'is neither a token nor a refusal');
    throw new OutsideError(
      'marketo',
      'credentials',
      no.data.error,
      `Marketo refuses the relay's client id or secret (${no.data.error_description ?? no.data.error}). Check the custom service in Admin > LaunchPoint and enter both again with \`relay tenant set\`.`
    );
  }

  return {
    async token() {
      if (kept && kept.until > now()) return kept.token;
      asking ??= ask().finally(() => (asking = null));
      return asking;
    },
    forget(token) {
      if (kept?.token === token) kept = null;
    }
  };
}
