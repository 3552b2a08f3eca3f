/** Crypto and UUID. Apex Reference Guide, "Crypto Class", "UUID Class". */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  randomUUID,
  sign,
  timingSafeEqual,
  verify
} from 'node:crypto';
import { ApexBlob } from '../../runtime/dates.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { given, library } from '../define.ts';

const DIGESTS: Record<string, string> = {
  MD5: 'md5',
  SHA1: 'sha1',
  'SHA-1': 'sha1',
  SHA256: 'sha256',
  'SHA-256': 'sha256',
  SHA512: 'sha512',
  'SHA-512': 'sha512'
};

function algorithm(known: Record<string, string>, name: string): string {
  const found = known[name.toUpperCase()];
  if (found === undefined) {
    throw apexError('InvalidParameterValueException', `Invalid algorithm ${name}. Valid algorithms: ${Object.keys(known).join(', ')}`);
  }
  return found;
}
const prefixed = (prefix: string, suffix = ''): Record<string, string> =>
  Object.fromEntries(
    ['MD5', 'SHA1', 'SHA256', 'SHA512'].map((name) => [`${prefix}${name}${suffix}`.toUpperCase(), DIGESTS[name] as string])
  );
const MACS = prefixed('hmac');
const SIGNATURES = { RSA: 'sha1', ...prefixed('RSA-') };
const CIPHERS: Record<string, { name: string; bytes: number }> = {
  AES128: { name: 'aes-128-cbc', bytes: 16 },
  AES192: { name: 'aes-192-cbc', bytes: 24 },
  AES256: { name: 'aes-256-cbc', bytes: 32 }
};

const mac = (name: string, input: ApexBlob, key: ApexBlob): Buffer =>
  createHmac(algorithm(MACS, name), key.bytes).update(input.bytes).digest();

function cipherOf(name: string, key: ApexBlob): string {
  const cipher = CIPHERS[name.toUpperCase()];
  if (!cipher) {
    throw apexError('InvalidParameterValueException', `Invalid algorithm ${name}. Valid algorithms: ${Object.keys(CIPHERS).join(', ')}`);
  }
  if (key.bytes.length !== cipher.bytes) {
    throw apexError('InvalidParameterValueException', `Invalid private key. Must be ${cipher.bytes} bytes.`);
  }
  return cipher.name;
}

function crypt<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw apexError('SecurityException', (cause as Error).message);
  }
}

function encrypt(name: string, key: ApexBlob, iv: Uint8Array, data: ApexBlob): Buffer {
  const method = cipherOf(name, key);
  return crypt(() => {
    const cipher = createCipheriv(method, key.bytes, iv);
    return Buffer.concat([cipher.update(data.bytes), cipher.final()]);
  });
}
function decrypt(name: string, key: ApexBlob, iv: Uint8Array, data: Uint8Array): ApexBlob {
  const method = cipherOf(name, key);
  return crypt(() => {
    const cipher = createDecipheriv(method, key.bytes, iv);
    return new ApexBlob(Buffer.concat([cipher.update(data), cipher.final()]));
  });
}

/** The initialisation vector is the first 16 bytes. */
function encryptManaged(name: string, key: ApexBlob, data: ApexBlob): ApexBlob {
  const iv = randomBytes(16);
  return new ApexBlob(Buffer.concat([iv, encrypt(name, key, iv, data)]));
}

function generateKey(size: number): ApexBlob {
  if (![128, 192, 256].includes(size)) {
    throw apexError('InvalidParameterValueException', `Invalid key size ${size}. Must be 128, 192 or 256.`);
  }
  return new ApexBlob(randomBytes(size / 8));
}

/** A PKCS #8 key. */
function signed(name: string, input: ApexBlob, key: ApexBlob): ApexBlob {
  const digest = algorithm(SIGNATURES, name);
  return crypt(() => {
    const privateKey = createPrivateKey({ key: Buffer.from(key.bytes), format: 'der', type: 'pkcs8' });
    return new ApexBlob(sign(digest, input.bytes, privateKey));
  });
}
/** An X.509 SubjectPublicKeyInfo key. */
function verified(name: string, data: ApexBlob, signature: ApexBlob, key: ApexBlob): boolean {
  const digest = algorithm(SIGNATURES, name);
  return crypt(() => {
    const publicKey = createPublicKey({ key: Buffer.from(key.bytes), format: 'der', type: 'spki' });
    return verify(digest, data.bytes, publicKey, signature.bytes);
  });
}

export const crypto = library({
  name: 'Crypto',
  members: {
    'static Blob generateDigest(String algorithm, Blob input)': given(
      (name: string, input: ApexBlob) => new ApexBlob(createHash(algorithm(DIGESTS, name)).update(input.bytes).digest())
    ),
    'static Blob generateMac(String algorithm, Blob input, Blob privateKey)': given(
      (name: string, input: ApexBlob, key: ApexBlob) => new ApexBlob(mac(name, input, key))
    ),
    'static Boolean verifyHMac(String algorithm, Blob input, Blob privateKey, Blob mac)': given(
      (name: string, input: ApexBlob, key: ApexBlob, expected: ApexBlob) => {
        const actual = mac(name, input, key);
        return actual.length === expected.bytes.length && timingSafeEqual(actual, expected.bytes);
      }
    ),
    'static Integer getRandomInteger()': () => randomBytes(4).readInt32BE(),
    'static Long getRandomLong()': () => randomBytes(8).readBigInt64BE(),
    'static Blob generateAesKey(Integer size)': given(generateKey),
    'static Blob encrypt(String algorithm, Blob privateKey, Blob initializationVector, Blob data)': given(
      (name: string, key: ApexBlob, iv: ApexBlob, data: ApexBlob) => new ApexBlob(encrypt(name, key, iv.bytes, data))
    ),
    'static Blob decrypt(String algorithm, Blob privateKey, Blob initializationVector, Blob data)': given(
      (name: string, key: ApexBlob, iv: ApexBlob, data: ApexBlob) => decrypt(name, key, iv.bytes, data.bytes)
    ),
    'static Blob encryptWithManagedIV(String algorithm, Blob privateKey, Blob data)': given(encryptManaged),
    'static Blob decryptWithManagedIV(String algorithm, Blob privateKey, Blob data)': given((name: string, key: ApexBlob, data: ApexBlob) =>
      decrypt(name, key, data.bytes.slice(0, 16), data.bytes.slice(16))
    ),
    'static Blob sign(String algorithm, Blob input, Blob privateKey)': given(signed),
    'static Boolean verify(String algorithm, Blob data, Blob signature, Blob publicKey)': given(verified)
  }
});

class UuidValue {
  readonly typeName = 'UUID';
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  tostring$0(): string {
    return this.text;
  }
}

function uuidFrom(text: string): UuidValue {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) {
    throw apexError('IllegalArgumentException', `Invalid UUID string: ${text}`);
  }
  return new UuidValue(text.toLowerCase());
}

export const uuid = library({
  name: 'UUID',
  members: {
    'static UUID randomUUID()': () => new UuidValue(randomUUID()),
    'static UUID fromString(String text)': given(uuidFrom),
    'Boolean equals(Object other)': (self: UuidValue, other: unknown) => other instanceof UuidValue && other.text === self.text,
    'Integer hashCode()': (self: UuidValue) => Number(BigInt.asIntN(32, BigInt(`0x${self.text.replaceAll('-', '')}`))),
    'String toString()': (self: UuidValue) => self.text
  }
});
