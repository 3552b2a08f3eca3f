/**
 * Callouts through `callout:Name/path`: the address and the Authorization header come from the named credential and the principal that
 * the administrator configured. The token of the client credentials flow is fetched once, kept, and fetched anew after a 401 only.
 */
import type { Callouts, HttpResponse } from '../types.ts';
import { CalloutError } from '../types.ts';
import type { Rights } from './permissions.ts';
import type { State, StoredCredential } from './state.ts';

/** `externalCredentials/X.externalCredential-meta.xml` */
export interface ExternalCredential {
  developerName: string;
  label: string;
  protocol: 'OAuth' | 'Custom' | 'Basic' | 'NoAuthentication';
  /** `ClientCredentialsClientSecretBasic`, `ClientCredentialsClientSecret` or null. */
  variant: string | null;
  principals: string[];
  /** Where OAuth fetches its token (parameter AuthProviderUrl). */
  tokenUrl: string | null;
  scope: string | null;
  /** Custom headers, formulas not yet filled in. */
  headers: { name: string; value: string }[];
}
/** `namedCredentials/X.namedCredential-meta.xml` */
export interface NamedCredential {
  developerName: string;
  label: string;
  url: string;
  enabled: boolean;
  externalCredential: string | null;
  generateAuthorization: boolean;
  mergeFieldsInHeader: boolean;
  mergeFieldsInBody: boolean;
  headers: { name: string; value: string }[];
}

export interface CalloutRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
}

export class Credentials {
  private readonly state: State;
  private readonly orgId: string;
  private readonly declared: { external: ExternalCredential[]; named: NamedCredential[] };

  constructor(state: State, orgId: string, declared: { external: ExternalCredential[]; named: NamedCredential[] }) {
    this.state = state;
    this.orgId = orgId;
    this.declared = declared;
  }

  external(): ExternalCredential[] {
    return this.declared.external.map((one) => ({ ...one, tokenUrl: this.state.data.tokenUrls[one.developerName] ?? one.tokenUrl }));
  }
  named(): NamedCredential[] {
    return this.declared.named.map((one) => ({ ...one, url: this.state.data.calloutUrls[one.developerName] ?? one.url }));
  }
  stored(externalCredential: string, principalName: string): StoredCredential | null {
    return (
      this.state.data.credentials.find((one) => one.externalCredential === externalCredential && one.principalName === principalName) ??
      null
    );
  }
  store(externalCredential: string, principalName: string, values: StoredCredential['values']): StoredCredential {
    const stored: StoredCredential = { externalCredential, principalName, values, token: null };
    this.state.data.credentials = [...this.others(externalCredential, principalName), stored];
    this.state.save();
    return stored;
  }
  forget(externalCredential: string, principalName: string): void {
    this.state.data.credentials = this.others(externalCredential, principalName);
    this.state.save();
  }
  setTokenUrl(developerName: string, url: string): void {
    this.state.data.tokenUrls[developerName] = url;
    this.state.save();
  }
  setUrl(developerName: string, url: string): void {
    this.state.data.calloutUrls[developerName] = url;
    this.state.save();
  }
  private others(externalCredential: string, principalName: string): StoredCredential[] {
    return this.state.data.credentials.filter(
      (one) => one.externalCredential !== externalCredential || one.principalName !== principalName
    );
  }

  /**
   * Sends what Apex asks for. Addresses that are no `callout:` go out as they are (remote site settings are not part of the stand-in).
   * @throws {CalloutError} with the words of System.CalloutException.
   */
  send(request: CalloutRequest, rights: Rights, callouts: Callouts): HttpResponse {
    const [, name, path = ''] = /^callout:([A-Za-z]\w*)(.*)$/is.exec(request.url) ?? [];
    if (name === undefined) {
      return callouts.send(request);
    }
    const credential = this.named().find((one) => one.developerName.toLowerCase() === name.toLowerCase());
    if (!credential) {
      throw new CalloutError(
        `The callout couldn't access the endpoint. You might not have the required permissions, or the named credential "${name}" might not exist.`
      );
    }
    if (!credential.enabled) {
      throw new CalloutError(`The named credential "${name}" is not enabled for callouts.`);
    }
    const url = credential.url.replace(/\/$/, '') + path;
    const external = this.external().find((one) => one.developerName === credential.externalCredential);
    if (!external) {
      return callouts.send({ ...request, url });
    }
    const stored = this.principalFor(external, rights);
    const plain = {
      ...request,
      url,
      headers: { ...this.customHeaders([...external.headers, ...credential.headers], external, stored), ...request.headers }
    };
    return credential.generateAuthorization ? this.authorized(plain, external, stored, callouts) : callouts.send(plain);
  }

  /** The first principal that the user may use and that an administrator has configured. */
  private principalFor(external: ExternalCredential, rights: Rights): StoredCredential | null {
    const allowed = external.principals.filter((principal) => rights.principal(external.developerName, principal));
    const stored = allowed.map((principal) => this.stored(external.developerName, principal)).find((one) => one !== null);
    if (allowed.length === 0 || (!stored && external.protocol !== 'NoAuthentication' && external.protocol !== 'Custom')) {
      throw new CalloutError(
        `We couldn't access the credential(s). You might not have the required permissions, or the external credential "${external.developerName}" might not exist.`
      );
    }
    return stored ?? null;
  }

  private authorized(
    request: CalloutRequest,
    external: ExternalCredential,
    stored: StoredCredential | null,
    callouts: Callouts
  ): HttpResponse {
    const call = (authorization: string | null) =>
      callouts.send(authorization === null ? request : { ...request, headers: { ...request.headers, Authorization: authorization } });
    if (external.protocol === 'Basic' && stored) {
      const pair = `${stored.values['username']?.value ?? ''}:${stored.values['password']?.value ?? ''}`;
      return call(`Basic ${Buffer.from(pair).toString('base64')}`);
    }
    if (external.protocol !== 'OAuth' || !stored) {
      return call(null);
    }
    const kept = stored.token;
    const first = call(`Bearer ${kept ?? this.fetchToken(external, stored, callouts)}`);
    // A token just fetched is not fetched again: a second 401 is the answer.
    return first.status === 401 && kept !== null ? call(`Bearer ${this.fetchToken(external, stored, callouts)}`) : first;
  }

  private fetchToken(external: ExternalCredential, stored: StoredCredential, callouts: Callouts): string {
    if (external.tokenUrl === null) {
      throw new CalloutError(`The external credential "${external.developerName}" has no token endpoint.`);
    }
    const [id, secret] = [stored.values['clientId']?.value ?? '', stored.values['clientSecret']?.value ?? ''];
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...(external.scope === null ? {} : { scope: external.scope }) });
    const headers: Record<string, string> = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' };
    if (external.variant === 'ClientCredentialsClientSecretBasic') {
      headers['Authorization'] = `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;
    } else {
      form.set('client_id', id);
      form.set('client_secret', secret);
    }
    const answer = callouts.send({ method: 'POST', url: external.tokenUrl, headers, body: form.toString(), timeoutMs: 10_000 });
    const token = tokenIn(answer);
    if (token === null) {
      throw new CalloutError(`Unable to fetch the OAuth token. Error: ${answer.status} ${answer.body.slice(0, 200)}`);
    }
    stored.token = token;
    this.state.save();
    return token;
  }

  private customHeaders(
    headers: { name: string; value: string }[],
    external: ExternalCredential,
    stored: StoredCredential | null
  ): Record<string, string> {
    return Object.fromEntries(headers.map((header) => [header.name, this.fill(header.value, external, stored)]));
  }

  /** `{!$Organization.Id}` and `{!$Credential.<external credential>.<value>}`; other formulas are refused by name. */
  private fill(text: string, external: ExternalCredential, stored: StoredCredential | null): string {
    return text.replace(/\{!([^}]*)\}/g, (_whole, formula: string) => {
      const [, of, name] = /^\s*\$Credential\.(\w+)\.(\w+)\s*$/.exec(formula) ?? [];
      const value = of === external.developerName && name !== undefined ? stored?.values[name]?.value : undefined;
      if (/^\s*\$Organization\.Id\s*$/i.test(formula)) {
        return this.orgId.slice(0, 15);
      }
      if (value === undefined) {
        throw new CalloutError(`The stand-in cannot work out the header formula {!${formula}}.`);
      }
      return value;
    });
  }
}

function tokenIn(answer: HttpResponse): string | null {
  try {
    const body = JSON.parse(answer.body) as { access_token?: unknown };
    return answer.status === 200 && typeof body.access_token === 'string' ? body.access_token : null;
  } catch {
    return null;
  }
}
