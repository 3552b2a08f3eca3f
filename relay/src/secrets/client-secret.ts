/** The secret with which the package authenticates. It is made here, shown once, and kept as a hash only. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { deriveKey } from './key.ts';

/** 256 random bits: nothing that a slow hash would have to protect. */
export function newClientSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function newClientId(): string {
  return `relay_${randomBytes(12).toString('hex')}`;
}

export function hashClientSecret(relayKey: Buffer, secret: string): string {
  return createHmac('sha256', deriveKey(relayKey, 'client-secret')).update(secret).digest('base64url');
}

export function isClientSecret(relayKey: Buffer, secret: string, hash: string): boolean {
  const [given, kept] = [Buffer.from(hashClientSecret(relayKey, secret)), Buffer.from(hash)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}
