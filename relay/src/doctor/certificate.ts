/** How long the certificate lasts with which the relay logs in to Salesforce. */
import { validUntil } from '../secrets/certificate.ts';
import { problem, warning, well, type Check, type Finding } from './check.ts';

const SOON_DAYS = 30;
const FIX =
  "Make a new one with `relay tenant rotate --certificate` when the org's administrator is at hand: until it is uploaded to the external client app, the relay cannot log in.";

export function checkCertificate(certificate: string, now: Date): Check {
  return { name: 'certificate', ...lasts(validUntil(certificate), now) };
}

function lasts(until: Date | null, now: Date): Finding {
  if (until === null) return problem('There is no certificate.', FIX);
  const day = until.toISOString().slice(0, 10);
  const days = Math.floor((until.getTime() - now.getTime()) / 86_400_000);
  if (days < 0) return problem(`The certificate has run out on ${day}: Salesforce refuses the login.`, FIX);
  return days < SOON_DAYS
    ? warning(`The certificate runs out on ${day}, in ${days} days.`, FIX)
    : well(`The certificate is good until ${day}.`);
}
