/** What a tenant is made of, as people type it: each detail checked, each fault a sentence. */
import { wholeId } from '../engine/salesforce-id.ts';
import type { Side } from '../engine/ports.ts';
import type { HostGuard } from '../outgoing/hosts.ts';

export interface Details {
  /** 15 or 18 characters. */
  orgId: string;
  salesforceUrl: string;
  salesforceUsername: string;
  salesforceClientId: string;
  namespace: string;
  marketoUrl: string;
  munchkinId: string;
  marketoClientId: string;
  marketoClientSecret: string;
  salesforceIdField: string;
}

/** Something that a person typed does not fit. */
export class DetailRefused extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'DetailRefused';
  }
}

/** Which option of the command line gives each detail; the secret has none. */
export const OPTION: Record<keyof Details, string> = {
  orgId: '--org-id',
  salesforceUrl: '--salesforce-url',
  salesforceUsername: '--salesforce-username',
  salesforceClientId: '--salesforce-client-id',
  namespace: '--namespace',
  marketoUrl: '--marketo-url',
  munchkinId: '--munchkin-id',
  marketoClientId: '--marketo-client-id',
  marketoClientSecret: 'RELAY_MARKETO_CLIENT_SECRET',
  salesforceIdField: '--salesforce-id-field'
};

const PATTERN: Partial<Record<keyof Details, [RegExp, string]>> = {
  salesforceUsername: [/^\S+@\S+$/, "is the integration user's user name, e.g. integration@example.com"],
  salesforceClientId: [/^\S{5,}$/, "is the consumer key of the org's external client app"],
  namespace: [/^([a-zA-Z][a-zA-Z0-9_]{0,14})?$/, "is the package's namespace, or empty when it was deployed without one"],
  munchkinId: [/^\d{3}-[A-Z]{3}-\d{3}$/, 'stands in Marketo under Admin > Munchkin, e.g. 123-ABC-456'],
  marketoClientId: [/^\S{5,}$/, 'is the client id of the custom service in Admin > LaunchPoint'],
  marketoClientSecret: [/^\S{5,}$/, 'is the client secret of the custom service in Admin > LaunchPoint'],
  salesforceIdField: [/^[a-zA-Z]\w{0,254}$/, 'is the REST API name of a Marketo lead field, e.g. salesforceRecordId']
};
const URLS: Partial<Record<keyof Details, Side>> = { salesforceUrl: 'salesforce', marketoUrl: 'marketo' };

/** @returns The same details, tidied. @throws {DetailRefused} */
export function checkDetails(given: Partial<Details>, hosts: HostGuard): Partial<Details> {
  const checked: Partial<Details> = {};
  for (const [name, text] of Object.entries(given) as [keyof Details, string | undefined][]) {
    if (text !== undefined) checked[name] = checkOne(name, text.trim(), hosts);
  }
  return checked;
}

function checkOne(name: keyof Details, text: string, hosts: HostGuard): string {
  if (name === 'orgId') return organisationId(text);
  const side = URLS[name];
  if (side) {
    const refusal = hosts.refusal(side, text);
    if (refusal !== null) throw new DetailRefused(`${OPTION[name]}: ${refusal}`);
    return new URL(text).origin;
  }
  const [pattern, what] = PATTERN[name] ?? [/./, ''];
  // A secret is never repeated.
  const said = name === 'marketoClientSecret' ? 'What was given' : `"${text}"`;
  if (!pattern.test(text)) throw new DetailRefused(`${OPTION[name]}: ${said} does not fit. It ${what}.`);
  return text;
}

/** Setup > Company Information shows 15 characters; the API wants 18, whose last three say which of the 15 are capitals. */
export function organisationId(text: string): string {
  if (!/^00D[a-zA-Z0-9]{12}([A-Z0-5]{3})?$/.test(text)) {
    throw new DetailRefused(`--org-id: "${text}" is no organisation id. It begins with 00D and stands in Setup > Company Information.`);
  }
  const whole = wholeId(text);
  if (text.length === 18 && text !== whole)
    throw new DetailRefused(`--org-id: "${text}" is mistyped: its last three characters do not fit the others.`);
  return whole;
}

/** The last part of a campaign's address in Salesforce has 15 or 18 characters. @returns All 18. @throws {DetailRefused} */
export function campaignIdIn(text: string): string {
  const whole = wholeId(text);
  if (!/^701[a-zA-Z0-9]{12}([A-Z0-5]{3})?$/.test(text) || (text.length === 18 && text !== whole)) {
    throw new DetailRefused(
      `--campaign: "${text}" is no campaign id. It begins with 701 and stands in the campaign's address in Salesforce.`
    );
  }
  return whole;
}
