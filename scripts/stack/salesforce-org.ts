/** The org as an administrator's script sees it: REST with a session, and Setup (in the stand-in: its control surface). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './child-process.ts';

export interface OrgAddress {
  url: string;
  orgId: string;
  username: string;
  accessToken: string;
  apiVersion: string;
  controlKey: string;
}
export type Fields = Record<string, string | number | boolean | null>;

/** Salesforce takes at most 200 records in one sObject collections call. */
const COLLECTION = 200;

export class SalesforceOrg {
  readonly address: OrgAddress;

  constructor(address: OrgAddress) {
    this.address = address;
  }

  /** @throws {Error} with the address and what the org answered. */
  async rest<T>(method: string, resource: string, body?: unknown): Promise<T> {
    const { url, apiVersion, accessToken } = this.address;
    return call<T>(method, `${url}/services/data/v${apiVersion.replace(/^v/, '')}/${resource}`, accessToken, body);
  }

  async control<T>(method: string, resource: string, body?: unknown): Promise<T> {
    return call<T>(method, `${this.address.url}/lab/${resource}`, this.address.controlKey, body);
  }

  /** All rows, page after page. */
  async query<T extends object = Record<string, unknown>>(soql: string): Promise<T[]> {
    interface Page {
      records: T[];
      done: boolean;
      nextRecordsUrl?: string;
    }
    let page = await this.rest<Page>('GET', `query?q=${encodeURIComponent(soql)}`);
    const records = [...page.records];
    while (!page.done && page.nextRecordsUrl) {
      page = await call<Page>('GET', this.address.url + page.nextRecordsUrl, this.address.accessToken);
      records.push(...page.records);
    }
    return records;
  }

  /** Ids in the order of the records. @throws {Error} with the first refusal. */
  async insert(object: string, records: Fields[]): Promise<string[]> {
    return this.collection('POST', object, records);
  }
  async update(object: string, records: Fields[]): Promise<string[]> {
    return this.collection('PATCH', object, records);
  }
  async delete(ids: string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += COLLECTION) {
      const some = ids.slice(at, at + COLLECTION);
      check(await this.rest<Result[]>('DELETE', `composite/sobjects?ids=${some.join(',')}&allOrNone=true`), 'delete');
    }
  }

  private async collection(method: 'POST' | 'PATCH', object: string, records: Fields[]): Promise<string[]> {
    const ids: string[] = [];
    for (let at = 0; at < records.length; at += COLLECTION) {
      const some = records.slice(at, at + COLLECTION).map((record) => ({ attributes: { type: object }, ...record }));
      ids.push(...check(await this.rest<Result[]>(method, 'composite/sobjects', { allOrNone: true, records: some }), object));
    }
    return ids;
  }

  /** The permission sets that a package may not carry, as the administrator deploys them from `config/local`. */
  async deployLocalPermissionSets(names: string[]): Promise<void> {
    for (const name of names) {
      const xml = readFileSync(path.join(root, 'config/local/permissionsets', `${name}.permissionset-meta.xml`), 'utf8');
      await this.control('POST', 'permission-sets', { name, xml });
    }
  }

  /** Pairs the package with the relay: address and secret on the credential, organisation id and switch in the settings. */
  async pair(relay: { url: string; clientId: string; clientSecret: string }): Promise<void> {
    await this.rest('PUT', 'named-credentials/named-credential-setup/Marketo_Relay', { calloutUrl: relay.url });
    await this.rest('PUT', 'named-credentials/external-credentials/Marketo_Relay', {
      parameters: [{ parameterType: 'AuthProviderUrl', parameterValue: `${relay.url}/oauth/token` }]
    });
    const principal = {
      externalCredential: 'Marketo_Relay',
      principalName: 'Relay',
      principalType: 'NamedPrincipal',
      authenticationProtocol: 'OAuth',
      authenticationProtocolVariant: 'ClientCredentialsClientSecretBasic'
    };
    const credentials = {
      clientId: { value: relay.clientId, encrypted: false },
      clientSecret: { value: relay.clientSecret, encrypted: true }
    };
    await this.rest('POST', 'named-credentials/credential', { ...principal, credentials });
    await this.insert('Marketo_Sync_Setting__c', [
      { SetupOwnerId: this.address.orgId, Enabled__c: true, Paired_Org_Id__c: this.address.orgId }
    ]);
  }
}

interface Result {
  id?: string;
  success: boolean;
  errors: { statusCode: string; message: string }[];
}

function check(results: Result[], what: string): string[] {
  const refused = results.find((result) => !result.success);
  if (refused) {
    throw new Error(`The org refused ${what}: ${refused.errors.map((error) => `${error.statusCode} ${error.message}`).join('; ')}`);
  }
  return results.map((result) => result.id ?? '');
}

/** @throws {Error} with the address and the answer, unless the status is 2xx. */
export async function call<T>(
  method: string,
  url: string,
  bearer: string,
  body?: unknown,
  headers: Record<string, string> = {}
): Promise<T> {
  // A connection of its own: an idle one may be ended by the other side while this process waits for a command to run.
  const own = { authorization: `Bearer ${bearer}`, connection: 'close' };
  const answer = await fetch(url, {
    method,
    headers: { ...own, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  });
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(`${method} ${url} answered ${answer.status}: ${text.slice(0, 800)}`);
  }
  return (text === '' ? null : JSON.parse(text)) as T;
}
