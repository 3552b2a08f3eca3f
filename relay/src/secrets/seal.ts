/** Secrets at rest: AES-256-GCM, bound to the place where they stand, so that a sealed text copied to another row does not open there. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deriveKey } from './key.ts';

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Seal {
  /** @param place e.g. `tenant 42 private-key`. */
  close(secret: string, place: string): string;
  /** @throws {Error} a sentence, when the key, the place or the text is another. */
  open(sealed: string, place: string): string;
}

export function createSeal(relayKey: Buffer): Seal {
  const key = deriveKey(relayKey, 'seal');
  return {
    close(secret, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open(sealed, place) {
      const [version, text = ''] = sealed.split('.');
      const bytes = Buffer.from(text, 'base64url');
      try {
        if (version !== VERSION || bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('another format');
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new Error(
          `The secret "${place}" does not open with RELAY_KEY. Start the relay with the key that the tenant was added with, or renew its secrets: \`relay tenant rotate --certificate\`, then \`relay tenant set --marketo-client-secret-prompt\`, then \`relay tenant rotate\`.`,
          { cause }
        );
      }
    }
  };
}
