/** The relay's one key, from the environment. Every use has a key of its own, derived from it, so that none can stand in for another. */
import { hkdfSync } from 'node:crypto';

export type Purpose = 'seal' | 'access-token' | 'client-secret';

const BYTES = 32;

/** @param text 32 bytes in base64. @returns Null when it is anything else. */
export function readKey(text: string): Buffer | null {
  const key = Buffer.from(text, 'base64');
  const same = key.toString('base64').replace(/=+$/, '') === text.trim().replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  return same && key.length === BYTES ? key : null;
}

export function deriveKey(key: Buffer, purpose: Purpose): Buffer {
  return Buffer.from(hkdfSync('sha256', key, 'campaign-sync-relay', purpose, BYTES));
}
