/** The key pair with which the relay logs in to one org, and the certificate that the org's administrator uploads. */
import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

export interface CertificatePair {
  /** PEM. */
  certificate: string;
  /** PEM. */
  privateKey: string;
}

/** Salesforce refuses an expired certificate; rotation is a command of its own. */
const YEARS = 2;
const KEY_BITS = 2048;

export async function newCertificate(orgId: string, now: Date): Promise<CertificatePair> {
  const until = new Date(now);
  until.setUTCFullYear(until.getUTCFullYear() + YEARS);
  const made = await generate([{ name: 'commonName', value: `Campaign Sync relay ${orgId}` }], {
    algorithm: 'sha256',
    keySize: KEY_BITS,
    notBeforeDate: now,
    notAfterDate: until,
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true }
    ]
  });
  return { certificate: made.cert, privateKey: made.private };
}

/** @param certificate PEM. @returns Null for an empty text: none was made yet. */
export function validUntil(certificate: string): Date | null {
  return certificate === '' ? null : new Date(new X509Certificate(certificate).validTo);
}
